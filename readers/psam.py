"""A PSAM (终端安全存取模块) in a PC/SC slot of its own, asked to compute for the holder's card: a `SecurityModule`.

Its keys never leave it. The chain (directory, key, cipher) is that of a counter that ran in 2012; where
a PSAM differs, its purpose byte and key number are settings. Works in a thread and a context of its own, so that one
that is pulled or says nothing costs the holder's card nothing. Refuses to look into the reader of the holder's card,
and to tell an order about a PIN to a card that only might be a PSAM.
"""

from __future__ import annotations

import math
import secrets
from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from counter_app.devices import Challenge
from counter_app.domain.errors import CardTrouble, NoCard, NoReader, ReaderSilent
from counter_app.domain.text import Text
from readers import pcsc
from readers.apdu import OK, Answer, Channel, Command, exchange, read_record, select_by_name, select_file
from readers.authentication import CODE, CRYPTOGRAM, AskingCard, CardKeys, Purpose, TwoStep, WayClosed
from readers.layout import EF05
from readers.pcsc import CardReset, Service, choose
from readers.ssc import SSSE
from readers.supervised import Heard, Signs, Supervised
from readers.ways import MASTER_FILE

SILENT_AFTER, AT_MOST = 2.0, 4.0  # seconds; a PSAM answers within tens of milliseconds
_TRIES = 2
_FACTOR = 8
_TYPES = {Purpose.PIN_RESET: 4, Purpose.PIN_UNBLOCK: 3}  # low five bits of the purpose byte
_KEYS, _KEYS_OF_SSF33 = 0xDF01, 0xDF02  # directories; which algorithm DF01 computes is its issuer's, as is the card's
_SSF33 = "sx2.sh.社会保障".encode("gbk")
_KEPT_SHUT = frozenset((0x6982, 0x6985))
_PSAM_NUMBER, _NUMBER = 0x15, 10  # short identifier of EF 0015 under the master file, and its length in bytes

_NO_PSAM = Text("没有 PSAM 卡", "no PSAM")
_GONE = Text("PSAM 卡没有回应", "the PSAM does not answer")
_NO_ALGORITHM = Text("PSAM 卡不支持这种算法", "the PSAM does not know the algorithm")
_NO_KEY = Text("PSAM 卡里没有这个密钥", "the PSAM has no such key")
_SAID_NO = Text("PSAM 卡没有计算（{sw}）", "the PSAM did not compute ({sw})")
_UNSURE = Text(
    "认不出是不是 PSAM 卡，请在 readers.psam 写明读卡器",
    "whether it is a PSAM is not sure: name its reader in readers.psam",
)
_NO_REGION = Text("读不到卡识别码", "the card's identifier is not known")

Result = TypeVar("Result")

_UNKNOWN_ALGORITHM = 0x6A81
_UNKNOWN_KEY = frozenset((0x6A82, 0x6A83, 0x6A88, 0x9403))


class _Unsure(NoCard):
    """It computes as a PSAM does and has not shown that it is one. Never leaves this module."""


class Psam:
    """The PSAM of this desk. `wanted`: the setting `readers.psam`; `holder`: the setting `readers.ssc`.

    `purpose`: purpose byte for external authentication; its upper three bits say over how many levels keys are
    diversified (1 to 3). `key`: number of the key.
    """

    def __init__(self, wanted: str, *, holder: str = pcsc.ANY, purpose: int = 0x27, key: int = 0x01) -> None:
        self._wanted = wanted
        self._holder = holder
        self._purpose = purpose
        self._key = key
        self._speaking = Supervised("psam")

    def cryptogram(self, challenge: Challenge, *, within: float = math.inf, beside: str = "") -> bytes:
        """Cipher (8) and factor (8) for "read", else a code of 4 bytes. `beside`: the reader of the card that asks, ""
        the one that settings mean. Raises WayClosed, nothing else.
        """
        return self._run(partial(self._compute, challenge), within=within, beside=beside)

    def reader(self) -> str:
        """Name of the reader in which a PSAM lies, for doctor. Raises WayClosed when there is none."""
        return self._run(self._confirmed)

    def _confirmed(self, card: Channel, name: str) -> str:
        sure = self._wanted != pcsc.ANY or is_psam(card) or exchange(card, select_file(_KEYS, p1=0x00)).good
        if not sure:
            raise NoCard
        return name

    def _run(self, work: Callable[[Channel, str], Result], *, within: float = math.inf, beside: str = "") -> Result:
        find = partial(self._find, work, beside)
        if self._wanted == pcsc.OFF:
            raise WayClosed(what="psam-off", why=_NO_PSAM)
        try:
            return self._speaking.run(find, silent_after=min(SILENT_AFTER, within), at_most=min(AT_MOST, within))
        except WayClosed:
            raise
        except _Unsure as error:
            raise WayClosed(what="psam-unsure", why=_UNSURE) from error
        except CardTrouble as error:
            missing = isinstance(error, NoReader | NoCard)
            raise WayClosed(what=f"psam-{type(error).__name__}", why=_NO_PSAM if missing else _GONE) from error

    def _find(self, work: Callable[[Channel, str], Result], beside: str, signs: Signs) -> Result:
        """What `work` makes of the first slot that holds a PSAM. Raises CardTrouble."""
        trouble: CardTrouble = WayClosed(what="psam-none", why=_NO_PSAM)
        with pcsc.service() as opened:
            for name in self._slots(opened, beside):
                try:
                    return self._in_slot(opened, name, work, signs)
                except WayClosed:
                    raise
                except CardTrouble as error:
                    trouble = trouble if isinstance(trouble, _Unsure) else error
        raise trouble

    def _in_slot(self, opened: Service, name: str, work: Callable[[Channel, str], Result], signs: Signs) -> Result:
        for _ in range(_TRIES):
            try:
                with opened.card(name) as line:
                    return self._by(Heard(line, signs), name, work)
            except CardReset:
                continue  # another program computes with it too
        raise ReaderSilent

    def _by(self, card: Channel, name: str, work: Callable[[Channel, str], Result]) -> Result:
        """What `work` makes of the card in one slot. Raises NoCard for one that turns out to be no PSAM."""
        if self._wanted != pcsc.ANY or is_psam(card):
            return work(card, name)
        if is_holders(card):
            raise NoCard
        try:
            return work(card, name)  # a PSAM without a number of its own and without directories, perhaps
        except WayClosed as error:
            raise NoCard from error

    def _slots(self, opened: Service, beside: str) -> Sequence[str]:
        """Readers that may hold the PSAM, the likeliest first; never the one of the holder's card, which we hold."""
        names = opened.names()
        holder = beside or self._holders(names)
        if self._wanted != pcsc.ANY:
            return [name for name in (choose(names, self._wanted),) if name != holder]
        others = [name for name in names if name != holder and opened.look(name).card]
        return sorted(others, key=lambda name: (not pcsc.says_sam(name), pcsc.device(name) != pcsc.device(holder)))

    def _holders(self, names: Sequence[str]) -> str:
        try:
            return choose(names, self._holder, besides=self._wanted)
        except NoReader:
            return ""

    def _compute(self, challenge: Challenge, psam: Channel, _name: str) -> bytes:
        if challenge.purpose != Purpose.READ and self._wanted == pcsc.ANY:
            _make_sure(psam)  # it is told the new PIN
        purpose = self._purpose & 0xE0 | _TYPES.get(Purpose(challenge.purpose), self._purpose & 0x1F)
        parts = diversifiers(challenge, levels=purpose >> 5)
        _select_keys(psam, ssf33=challenge.algorithm == "ssf33")
        head = parts + bytes.fromhex(challenge.random)
        _expect(exchange(psam, Command(0xDE, purpose, self._key, head, cla=0xBF)))
        if challenge.purpose != Purpose.READ:
            return _expect(exchange(psam, Command(0xFA, 0x05, 0x00, bytes(challenge.data), CODE, 0x80)), CODE)
        factor = secrets.token_bytes(_FACTOR)
        cipher = _expect(exchange(psam, Command(0xFA, 0x00, 0x00, factor, CRYPTOGRAM - _FACTOR, 0x80)), _FACTOR)
        return cipher + factor


class PsamWay(TwoStep):
    """The way by the PSAM of this desk, which is looked for beside the reader of the card that asks."""

    def __init__(self, psam: Psam, *, keys: CardKeys | None = None) -> None:
        super().__init__("psam", psam, keys=keys)
        self._psam = psam

    def _compute(self, card: AskingCard, challenge: Challenge) -> bytes:
        return self._psam.cryptogram(challenge, within=card.budget.left, beside=card.reader)


def is_psam(channel: Channel) -> bool:
    """Whether a card is surely a PSAM: it has a number of its own (EF 0015)."""
    exchange(channel, select_file(MASTER_FILE, p1=0x00))  # another program may have left it anywhere
    number = exchange(channel, Command(0xB0, 0x80 | _PSAM_NUMBER, 0x00, le=_NUMBER))
    return number.good and len(number.data) == _NUMBER


def is_holders(channel: Channel) -> bool:
    """Whether it is a holder's card: it has the environment, as some PSAMs do, and EF05 in it, as none does."""
    if not exchange(channel, select_by_name(SSSE)).good:
        return False
    record = exchange(channel, read_record(0x01, EF05.sfi << 3 | 0x04))
    return record.good or record.sw in _KEPT_SHUT


def _make_sure(card: Channel) -> None:
    """Raises NoCard for a card that has not shown itself to be a PSAM, `_Unsure` for one that may be one."""
    mine = not is_holders(card)
    if not is_psam(card) or not mine:
        raise _Unsure if mine and exchange(card, select_file(_KEYS, p1=0x00)).good else NoCard


def _select_keys(psam: Channel, *, ssf33: bool) -> None:
    """SELECT the directory of the keys; one that keeps them at its root has none. Raises WayClosed."""
    fid, name = (_KEYS_OF_SSF33, _SSF33) if ssf33 else (_KEYS, SSSE)
    answer = exchange(psam, select_file(fid, p1=0x00))
    if not answer.good and answer.sw != _UNKNOWN_ALGORITHM:
        answer = exchange(psam, select_by_name(name))
    if answer.sw == _UNKNOWN_ALGORITHM or (ssf33 and not answer.good):
        raise WayClosed(what=f"psam-algorithm-{answer.sw:04X}", why=_NO_ALGORITHM)


def diversifiers(challenge: Challenge, *, levels: int) -> bytes:
    """Card history (8), then for two levels the city with "sx" (8), for three the province with "sh" (8). Raises
    WayClosed where the card's identifier, which names both, is needed and not known.
    """
    region = challenge.card_identifier[:6]
    if levels > 1 and not (len(region) == 6 and region.isascii() and region.isdigit()):
        raise WayClosed(what="psam-no-identifier", why=_NO_REGION)
    city, province = f"{region[:4]}00sx".encode("ascii"), f"{region[:2]}0000sh".encode("ascii")
    return bytes.fromhex(challenge.history) + city * (levels > 1) + province * (levels > 2)


def _expect(answer: Answer, length: int = 0) -> bytes:
    """The data of a good answer, of the length it must have. Raises WayClosed."""
    if answer.sw == OK and len(answer.data) >= length:
        return answer.data[:length]
    if answer.sw == _UNKNOWN_ALGORITHM:
        raise WayClosed(what="psam-6A81", why=_NO_ALGORITHM)
    if answer.sw in _UNKNOWN_KEY:
        raise WayClosed(what=f"psam-{answer.sw:04X}", why=_NO_KEY)
    raise WayClosed(what=f"psam-{answer.sw:04X}", why=_SAID_NO.format(sw=f"{answer.sw:04X}"))
