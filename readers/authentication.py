"""Authentication where the card asks for it, and codes for what only an issuer's key may order (LD/T 32.4, 32.5).

What a way is, and the two-step way (challenge out, cryptogram in) that a PSAM and the platform's security module both
go. Holds no key and computes nothing. Refuses to choose between ways and to try anything twice: `readers.attempt` does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from counter_app.devices import Challenge, SecurityModule
from counter_app.domain.chip_errors import AuthenticationRefused
from counter_app.domain.errors import CardTrouble, PlatformTrouble
from counter_app.domain.text import Text
from readers.apdu import OK, Channel, Command, ask, exchange
from readers.budget import Budget

RANDOM = 8  # bytes of a challenge
CRYPTOGRAM, CODE = 16, 4  # bytes: cipher (8) and factor (8); a message authentication code

# EXTERNAL AUTHENTICATE: the card knows no such key, parameter or command. It has judged nothing, no try is gone.
_NO_SUCH_KEY = frozenset(
    (0x6700, 0x6981, 0x6985, 0x6986, 0x6A80, 0x6A81, 0x6A82, 0x6A83, 0x6A86, 0x6A88, 0x6B00, 0x6D00, 0x6E00, 0x9403)
)
_NO_TRY_LEFT = 0x6983


class Purpose(StrEnum):
    """What a security module is asked for; the words of `Challenge.purpose`."""

    READ = "read"
    PIN_RESET = "pin-reset"
    PIN_UNBLOCK = "pin-unblock"


@dataclass(frozen=True, slots=True)
class AskingCard:
    """A card that asks for authentication, its environment selected.

    `atr`: answer to reset, hex. `identifier`: 卡识别码 (32 hex), "" where it cannot be read before. `algorithm`: "des",
    "ssf33" or "sm4". `generation`: "1", "2", "3", "" where the card does not say. `reader`: where it lies, "" unknown.
    `budget`: how long whoever computes may take. `card_class` and `issuing_agency`: what EF05 told before.
    """

    channel: Channel
    atr: str
    identifier: str
    algorithm: str
    generation: str = ""
    reader: str = ""
    budget: Budget = field(default_factory=Budget, compare=False)
    card_class: str = ""
    issuing_agency: str = ""

    @property
    def history(self) -> str:
        """The last 8 historical bytes of the answer to reset (hex), padded with 00 on the left."""
        return history_of(bytes.fromhex(self.atr)).hex().upper()


class Way(Protocol):
    """One way to authenticate a card."""

    @property
    def name(self) -> str:
        """ "psam", "platform": the word of the settings and of `ChipData.authenticated_by`."""
        ...

    def authenticate(self, card: AskingCard) -> None:
        """Open the card's protected files. Raises WayClosed, AuthenticationRefused, and CardTrouble of this card."""
        ...

    def tries_left(self, card: AskingCard) -> int | None:
        """How many wrong cryptograms the card still bears, None where it does not tell. Costs none. Raises CardTrouble
        of this card.
        """
        ...

    def mac(self, card: AskingCard, purpose: Purpose, data: bytes | bytearray) -> bytes:
        """See `Authority`; a refusal and a closed way are raised as by `authenticate`."""
        ...


class Authority(Protocol):
    """Gives the code without which a card changes no PIN that was not shown to it."""

    def mac(self, card: AskingCard, purpose: Purpose, data: bytes | bytearray) -> bytes:
        """Four bytes over `data` (header CLA INS P1 P2 Lc and what stands before the code) for this very card.

        GET CHALLENGE is asked for here: the next command the caller sends must be the one the code is for. Raises
        NoWayToAuthenticate, AuthenticationRefused, and CardTrouble of this card. Nothing of `data` is kept; where a
        PIN stands in it, the caller overwrites it afterwards.
        """
        ...


class WayClosed(CardTrouble):
    """A way that cannot be gone now: no PSAM, no such key, offline. `what` (a code) goes to the log, `why` is for the
    clerk. Never leaves `readers`.
    """

    happened = Text("{why}", "{why}")

    def __init__(self, *, what: str, why: Text) -> None:
        super().__init__(what=what, why=why)
        self.what = what
        self.why = why


class CardRefused(AuthenticationRefused):
    """The card judged a cryptogram false. `left`: tries its counter still has, None where it does not tell."""

    advice = Text(
        "不要反复放卡，以免锁卡；按身份证办理，并报管理员检查密钥",
        "Do not try again and again, the card may lock; go on by identity card and have the keys checked",
    )

    def __init__(self, *, way: Text, left: int | None, sw: int) -> None:
        why = Text(f"卡不认（{sw:04X}）", f"the card refused, {sw:04X}")
        if left == 0:
            why = BLOCKED
        elif left is not None:
            why = Text(f"卡不认，还可试 {left} 次", f"the card refused, {left} tries left")
        super().__init__(way=way, why=why, left=left)
        self.left = left


BLOCKED = Text("卡的认证密钥已锁定", "the card's key is blocked")
NO_TIME = Text("没有时间再问{way}", "no time was left for the {way}")
SILENT = Text("{way}没有回应", "the {way} does not answer")
WORDS = {
    "psam": Text("PSAM 卡", "PSAM"),
    "platform": Text("省平台", "platform"),
    "driver": Text("厂商驱动", "maker's driver"),
}


@dataclass(frozen=True, slots=True)
class CardKeys:
    """Numbers of the card's keys for external authentication and for the codes of RELOAD PIN and PIN UNBLOCK."""

    read: int = 0x0A
    pin_reset: int = 0x0B
    pin_unblock: int = 0x0C

    def of(self, purpose: Purpose) -> int:
        return {Purpose.READ: self.read, Purpose.PIN_RESET: self.pin_reset}.get(purpose, self.pin_unblock)


class TwoStep:
    """A way by a security module that answers challenges: a PSAM or the one behind the platform."""

    def __init__(self, name: str, module: SecurityModule, *, keys: CardKeys | None = None) -> None:
        self._name = name
        self._module = module
        self._keys = keys or CardKeys()

    @property
    def name(self) -> str:
        return self._name

    def authenticate(self, card: AskingCard) -> None:
        """GET CHALLENGE, the module's answer, EXTERNAL AUTHENTICATE (LD/T 32.5). Raises as the port says."""
        answer = self._ask(card, Purpose.READ, b"", length=CRYPTOGRAM)
        external_authenticate(card.channel, self._keys.read, answer, way=WORDS[self._name])

    def tries_left(self, card: AskingCard) -> int | None:
        """Asked of the card alone. Raises as the port says."""
        return tries_left(card.channel, self._keys.read)

    def mac(self, card: AskingCard, purpose: Purpose, data: bytes | bytearray) -> bytes:
        """Four bytes over `data`. Raises as the port says."""
        return self._ask(card, purpose, data, length=CODE)

    def _ask(self, card: AskingCard, purpose: Purpose, data: bytes | bytearray, *, length: int) -> bytes:
        if not card.budget.left:
            raise no_time(self._name)
        challenge = Challenge(
            purpose=purpose.value,
            algorithm=card.algorithm,
            card_identifier=card.identifier,
            history=card.history,
            random=get_challenge(card.channel).hex().upper(),
            key=f"{self._keys.of(purpose):02X}",
            data=data,
        )
        try:
            with card.budget.asking(self._name):
                answer = self._compute(card, challenge)
        except PlatformTrouble as error:
            raise WayClosed(what=f"{self._name}-{error.code}", why=error.message) from error
        if len(answer) != length:
            raise WayClosed(what=f"{self._name}-length", why=Text("答复不合约定", "its answer is not of the form"))
        return answer

    def _compute(self, card: AskingCard, challenge: Challenge) -> bytes:
        return self._module.cryptogram(challenge, within=card.budget.left)


def no_time(way: str) -> WayClosed:
    """The parts before it were silent for so long that this way is not gone any more."""
    return WayClosed(what=f"{way}-no-time", why=NO_TIME.format(way=WORDS[way]))


def silent(way: str) -> WayClosed:
    """It was asked, and did not come back in time."""
    return WayClosed(what=f"{way}-silent", why=SILENT.format(way=WORDS[way]))


def get_challenge(channel: Channel) -> bytes:
    """GET CHALLENGE: 8 random bytes (LD/T 32.5; ISO/IEC 7816-4, 7.5.3). Raises WayClosed, and what the channel
    raises.
    """
    answer = ask(channel, Command(0x84, le=RANDOM))
    if not answer.good or len(answer.data) != RANDOM:
        raise WayClosed(what=f"challenge-{answer.sw:04X}", why=Text("卡不给随机数", "the card gives no challenge"))
    return answer.data


def tries_left(channel: Channel, key: int) -> int | None:
    """EXTERNAL AUTHENTICATE without data: asks for the key's counter, as VERIFY without data does for the PIN's.

    None where the card does not tell (6700, 6A80, 6D00 ...). Raises what the channel raises.
    """
    sw = exchange(channel, Command(0x82, 0x00, key)).sw
    return _left_of(sw)


def external_authenticate(channel: Channel, key: int, cryptogram: bytes, *, way: Text) -> None:
    """EXTERNAL AUTHENTICATE with cipher (8) and factor (8). Raises CardRefused, WayClosed, and what the channel
    raises.

    A status word nobody expects counts as a refusal: better no second try than a locked card.
    """
    sw = ask(channel, Command(0x82, 0x00, key, cryptogram)).sw
    if sw == OK:
        return
    if sw in _NO_SUCH_KEY:
        raise WayClosed(what=f"card-{sw:04X}", why=Text("卡上没有这个密钥", "the card has no such key"))
    raise CardRefused(way=way, left=_left_of(sw), sw=sw)


def _left_of(sw: int) -> int | None:
    return 0 if sw == _NO_TRY_LEFT else sw & 0x0F if sw & 0xFFF0 == 0x63C0 else None


def history_of(atr: bytes) -> bytes:
    """The last 8 historical bytes of an answer to reset (ISO/IEC 7816-3, 8.2), padded with 00 on the left."""
    if len(atr) < 2:
        return bytes(8)
    at, more = 2, atr[1]
    while more & 0xF0:
        last = at + (more >> 4).bit_count() - 1
        at, more = last + 1, atr[last] if more & 0x80 and last < len(atr) else 0
    return atr[at : at + (atr[1] & 0x0F)][-8:].rjust(8, b"\x00")


# What a reading does when the card asks: the name of the way that opened it. Raises NeedsAuthentication, CardTrouble.
Authenticate = Callable[[AskingCard], str]
