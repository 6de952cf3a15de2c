"""PC/SC (SCard* calls of pcsc-lite and WinSCard): the service, its readers, one open card. Errors are translated here.

The plain calls are used and not pyscard's objects: those disconnect when they are collected, and a late disconnect
resets the next card on the reader. Refuses to keep anything open: whoever opens, closes.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from smartcard import scard

from counter_app.domain.errors import CardTakenAway, CardTrouble, NoCard, NoReader, ReaderSilent, WrongCard
from counter_app.domain.text import Text

NEW_READERS = "\\\\?PnP?\\Notification"  # the name under which PC/SC tells of readers that come and go
ANY = "auto"
OFF = "off"

_NO_SERVICE = frozenset(
    (
        scard.SCARD_E_NO_SERVICE,
        scard.SCARD_E_SERVICE_STOPPED,
        scard.SCARD_E_INVALID_HANDLE,
        scard.SCARD_F_COMM_ERROR,
        scard.SCARD_F_INTERNAL_ERROR,
    )
)
_NO_READER = frozenset(
    (scard.SCARD_E_NO_READERS_AVAILABLE, scard.SCARD_E_UNKNOWN_READER, scard.SCARD_E_READER_UNAVAILABLE)
)
_NUMBERED = re.compile(r"(.* [0-9A-Fa-f]{2}) ([0-9A-Fa-f]{2})")  # pcsc-lite's end of a name: reader, slot
_SAM = re.compile(r"(?<![A-Za-z])P?SAM(?![A-Za-z])", re.IGNORECASE)
_GONE = frozenset(
    (*_NO_SERVICE, *_NO_READER, scard.SCARD_E_NO_SMARTCARD, scard.SCARD_W_REMOVED_CARD, scard.SCARD_W_RESET_CARD)
)
_BUSY_FOR = 1.0  # seconds another program may hold the card to itself before it is called silent
_LOOK_AGAIN = 0.05


class ServiceLost(NoReader):
    """The smart card service does not run, or went away."""

    happened = Text("读卡服务没有运行", "The smart card service does not run")
    advice = Text(
        "启动读卡服务（pcscd）再读，或按号码查找", "Start the smart card service (pcscd), or search by number"
    )
    told_as = NoReader


class NamedReaderMissing(NoReader):
    """Readers are there, but not the one that settings name."""

    happened = Text("没有名为 {wanted} 的读卡器", "There is no reader named {wanted}")
    advice = Text("插好它，或改设置 readers.ssc", "Plug it in, or change the setting readers.ssc")
    told_as = NoReader


class LineBroken(CardTrouble):
    """An exchange failed and PC/SC does not yet say why: gone, bounced or mute. Never leaves `readers`."""


class CardReset(CardTrouble):
    """Another program reset the card between two of our commands. Never leaves `readers`."""


def trouble(code: int, *, otherwise: type[CardTrouble] = LineBroken) -> CardTrouble:
    """The error for a PC/SC return code; `otherwise` for a code that says nothing about the card."""
    if code in _NO_SERVICE:
        return ServiceLost(code=f"{code:08X}")
    if code in _NO_READER:
        return NoReader(code=f"{code:08X}")
    kinds: dict[int, type[CardTrouble]] = {
        scard.SCARD_E_NO_SMARTCARD: NoCard,
        scard.SCARD_W_REMOVED_CARD: CardTakenAway,
        scard.SCARD_W_RESET_CARD: CardReset,
        scard.SCARD_W_UNRESPONSIVE_CARD: ReaderSilent,
        scard.SCARD_W_UNPOWERED_CARD: ReaderSilent,
        scard.SCARD_E_SHARING_VIOLATION: ReaderSilent,
        scard.SCARD_E_TIMEOUT: ReaderSilent,
        scard.SCARD_E_PROTO_MISMATCH: WrongCard,
        scard.SCARD_W_UNSUPPORTED_CARD: WrongCard,
    }
    return kinds.get(code, otherwise)(code=f"{code:08X}")


def _check(code: int, *, otherwise: type[CardTrouble] = LineBroken) -> None:
    if code != scard.SCARD_S_SUCCESS:
        raise trouble(code, otherwise=otherwise)


@dataclass(frozen=True, slots=True)
class Look:
    """How one reader stands. `state` is PC/SC's word to hand back at the next look; its upper half counts changes."""

    reader: str
    state: int

    @property
    def gone(self) -> bool:
        """Whether PC/SC does not know the reader any more."""
        return bool(self.state & (scard.SCARD_STATE_UNKNOWN | scard.SCARD_STATE_UNAVAILABLE | scard.SCARD_STATE_IGNORE))

    @property
    def card(self) -> bool:
        return bool(self.state & scard.SCARD_STATE_PRESENT)

    @property
    def mute(self) -> bool:
        """Whether a card is there that gave no answer to reset."""
        return bool(self.state & scard.SCARD_STATE_MUTE)

    @property
    def moved(self) -> bool:
        """Whether something changed against the look that was asked about."""
        return bool(self.state & scard.SCARD_STATE_CHANGED)

    @property
    def changes(self) -> int:
        """Cards laid on and taken away since the reader came, modulo 65,536 (0 where PC/SC does not count)."""
        return self.state >> 16 & 0xFFFF


class Service:
    """One context of the smart card service. To be used by one thread, but for `cancel`."""

    def __init__(self) -> None:
        """Raises ServiceLost."""
        code, self._context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        _check(code, otherwise=ServiceLost)

    def names(self) -> tuple[str, ...]:
        """Names of all readers, in PC/SC's order. Raises ServiceLost."""
        code, names = scard.SCardListReaders(self._context, [])
        if code in _NO_READER:
            return ()
        _check(code, otherwise=ServiceLost)
        return tuple(names)

    def wait(self, looks: Sequence[Look], *, seconds: float) -> tuple[Look, ...] | None:
        """Wait until one of `looks` is no longer true; how things stand then, None when the time is over.

        A look with state 0 is answered at once. Raises ServiceLost; `cancel` ends it as if the time were over.
        """
        asked = [(look.reader, look.state & ~scard.SCARD_STATE_CHANGED) for look in looks]
        code, answers = scard.SCardGetStatusChange(self._context, round(seconds * 1000), asked)
        if code in (scard.SCARD_E_TIMEOUT, scard.SCARD_E_CANCELLED):
            return None
        if code in _NO_READER:
            return tuple(Look(look.reader, scard.SCARD_STATE_UNKNOWN) for look in looks)
        _check(code, otherwise=ServiceLost)
        return tuple(Look(name, state) for name, state, _ in answers)

    def look(self, reader: str) -> Look:
        """How one reader stands now. Raises ServiceLost."""
        return (self.wait((Look(reader, scard.SCARD_STATE_UNAWARE),), seconds=0) or (Look(reader, 0),))[0]

    def cancel(self) -> None:
        """End a `wait` that another thread is in."""
        scard.SCardCancel(self._context)

    def close(self) -> None:
        scard.SCardReleaseContext(self._context)

    @contextmanager
    def card(self, reader: str) -> Iterator[CardLine]:
        """The card on `reader`, ours alone until the block ends. Raises NoCard, NoReader, ReaderSilent, WrongCard."""
        handle, protocol = self._connect(reader)
        try:
            _check(scard.SCardBeginTransaction(handle))
            line = CardLine(handle, protocol)
            try:
                yield line
            finally:
                scard.SCardEndTransaction(handle, scard.SCARD_RESET_CARD if line.opened else scard.SCARD_LEAVE_CARD)
        finally:
            scard.SCardDisconnect(handle, scard.SCARD_LEAVE_CARD)

    @contextmanager
    def direct(self, reader: str) -> Iterator[Direct]:
        """The reader itself, with or without a card, for control codes. Raises NoReader, ReaderSilent."""
        code, handle, _ = scard.SCardConnect(self._context, reader, scard.SCARD_SHARE_DIRECT, 0)
        _check(code)
        try:
            yield Direct(handle)
        finally:
            scard.SCardDisconnect(handle, scard.SCARD_LEAVE_CARD)

    def _connect(self, reader: str) -> tuple[int, int]:
        protocols = scard.SCARD_PROTOCOL_T0 | scard.SCARD_PROTOCOL_T1
        until = time.monotonic() + _BUSY_FOR
        while True:
            code, handle, protocol = scard.SCardConnect(self._context, reader, scard.SCARD_SHARE_SHARED, protocols)
            if code != scard.SCARD_E_SHARING_VIOLATION or time.monotonic() > until:
                _check(code)
                return handle, protocol
            self.wait((self.look(reader),), seconds=_LOOK_AGAIN)


class Direct:
    """A reader without its card."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def control(self, code: int, data: bytes) -> bytes | None:
        """As `CardLine.control`."""
        return control(self._handle, code, data)


def control(handle: int, code: int, data: bytes) -> bytes | None:
    """SCardControl. None for a reader that does not know the code; raises for one, or a card, that has gone."""
    result, answer = scard.SCardControl(handle, code, list(data))
    if result in _GONE:
        raise trouble(result)
    return bytes(answer) if result == scard.SCARD_S_SUCCESS else None


class CardLine:
    """An open card as `readers.apdu.Channel`."""

    def __init__(self, handle: int, protocol: int) -> None:
        """`opened`: to be set once the card was authenticated; it is then reset, and so closed, when it is left."""
        self._handle = handle
        self.opened = False
        self.t1 = protocol == scard.SCARD_PROTOCOL_T1
        self._header = scard.SCARD_PCI_T1 if self.t1 else scard.SCARD_PCI_T0

    def transmit(self, command: bytes) -> tuple[bytes, int, int]:
        """One exchange. Raises CardTakenAway, ServiceLost, NoReader, CardReset; LineBroken also for an answer without a
        status word, which is what some drivers give for a card that has just gone."""
        code, answer = scard.SCardTransmit(self._handle, self._header, list(command))
        if code == scard.SCARD_E_NO_SMARTCARD:
            raise CardTakenAway
        _check(code)
        if len(answer) < 2:
            raise LineBroken
        return bytes(answer[:-2]), answer[-2], answer[-1]

    def transmit_secret(self, command: bytearray) -> tuple[bytes, int, int]:
        """One exchange; `command` and our copy are overwritten (what PC/SC copies is out of reach). Raises as
        `transmit`.
        """
        self.opened = True  # a PIN that was right opens files, for whoever holds the card next
        octets = list(command)
        try:
            code, answer = scard.SCardTransmit(self._handle, self._header, octets)
        finally:
            command[:] = bytes(len(command))
            octets[:] = [0] * len(octets)
        _check(code)
        if len(answer) < 2:
            raise LineBroken
        return bytes(answer[:-2]), answer[-2], answer[-1]

    def control(self, code: int, data: bytes) -> bytes | None:
        """What the reader itself answers to a control code; None when it refuses it. Raises as `trouble` says."""
        self.opened = True  # it may have been the holder's PIN on the reader's keys
        return control(self._handle, code, data)

    def close_when_left(self) -> None:
        """The card is being opened: reset it when it is left."""
        self.opened = True

    def atr(self) -> str:
        """Answer to reset as hex; "" when PC/SC will not say."""
        code, _, _, _, atr = scard.SCardStatus(self._handle)
        return bytes(atr).hex().upper() if code == scard.SCARD_S_SUCCESS else ""


@contextmanager
def service() -> Iterator[Service]:
    """A context for one piece of work. Raises ServiceLost."""
    opened = Service()
    try:
        yield opened
    finally:
        opened.close()


def choose(names: Sequence[str], wanted: str, *, besides: str = "") -> str:
    """The reader that settings mean: the one of that name, else the first whose name holds it.

    "auto": the first, of several slots of that device the lowest; never one whose name says SAM, nor the one that
    `besides` (the setting `readers.psam`) names. Two readers of one name are told apart by PC/SC's numbering at the
    end of the name: number of the reader, then of its slot, two hex digits each ("ACR38 00 00", "ACR38 01 00"). Write
    it out to name one of the two; it counts in the order they were plugged in. Raises NoReader.
    """
    if wanted == OFF:
        raise NoReader(wanted=wanted)
    if wanted == ANY:
        found = _for_holders(names, besides)
    else:
        found = [name for name in names if name == wanted] or [n for n in names if wanted.casefold() in n.casefold()]
    if not found:
        raise NoReader(wanted=wanted) if wanted == ANY or not names else NamedReaderMissing(wanted=wanted)
    return found[0]


def _for_holders(names: Sequence[str], besides: str) -> list[str]:
    taken = choose(names, besides) if besides not in ("", ANY, OFF) and _is_there(names, besides) else ""
    free = [name for name in names if name != taken and not says_sam(name)]
    return sorted((name for name in free if device(name) == device(free[0])), key=_slot)


def _is_there(names: Sequence[str], wanted: str) -> bool:
    return any(wanted.casefold() in name.casefold() for name in names)


def says_sam(name: str) -> bool:
    """Whether a reader's name says that it is the slot of a SAM: "Dual Reader SAM 0 00 01", "... PSAM 00 02"."""
    return _SAM.search(name) is not None


def device(name: str) -> str:
    """A reader's name and number without its slot: the same for all slots of one device."""
    numbered = _NUMBERED.fullmatch(name)
    return numbered[1] if numbered else name


def _slot(name: str) -> int:
    numbered = _NUMBERED.fullmatch(name)
    return int(numbered[2], 16) if numbered else 0
