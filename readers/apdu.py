"""Commands to a card and its answers (ISO/IEC 7816-3 and 7816-4): short and extended APDUs, 61xx and 6Cxx settled here.

Knows no file of any card. Never asks for ever: one command ends after `STEPS` exchanges whatever the card says, and an
`Allowance` ends a whole conversation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from counter_app.domain.errors import CardSaid

STEPS = 24
OK = 0x9000
WRONG_LENGTH = 0x6700
END_OF_FILE = 0x6282  # the end came before Le bytes: the data given are good (ISO/IEC 7816-4, 5.6)
LONGEST_ANSWER = 65_536


class Channel(Protocol):
    """A card that can be spoken to. `t1`: protocol T=1, where a command with data may also carry Le."""

    @property
    def t1(self) -> bool: ...

    def transmit(self, command: bytes) -> tuple[bytes, int, int]:
        """One exchange: answer data, SW1, SW2. Raises CardTrouble."""
        ...


class Allowance:
    """A channel that is asked `most` times and not once more, whatever the card says."""

    def __init__(self, channel: Channel, most: int) -> None:
        self._channel = channel
        self._left = most
        self._last = 0
        self.t1 = channel.t1

    def transmit(self, command: bytes) -> tuple[bytes, int, int]:
        """One exchange. Raises CardSaid with the last status word when the allowance is used up, and CardTrouble."""
        if not self._left:
            raise CardSaid(sw=f"{self._last:04X}")
        self._left -= 1
        data, sw1, sw2 = self._channel.transmit(command)
        self._last = sw1 << 8 | sw2
        return data, sw1, sw2


@dataclass(frozen=True, slots=True)
class Command:
    """A command APDU. `le` is the number of bytes wanted: None nothing, 0 as many as there are (up to 256).

    `extended`: lengths of two bytes (ISO/IEC 7816-4, 5.1), which T=0 does not carry. `insists`: Le stands behind the
    data with T=0 too, for a card that asked for it by 6Cxx.
    """

    ins: int
    p1: int = 0
    p2: int = 0
    data: bytes = b""
    le: int | None = None
    cla: int = 0
    extended: bool = False
    insists: bool = False

    def encode(self, *, t1: bool) -> bytes:
        """Bytes on the line. With T=0 a command with data carries no Le: its answer is fetched by GET RESPONSE."""
        head = bytes((self.cla, self.ins, self.p1, self.p2))
        if self.extended and t1:
            return head + b"\x00" + self._extended_body()
        body = bytes((len(self.data),)) + self.data if self.data else b""
        tail = b"" if self.le is None or (self.data and not t1 and not self.insists) else bytes((self.le & 0xFF,))
        return head + body + tail

    def _extended_body(self) -> bytes:
        body = len(self.data).to_bytes(2, "big") + self.data if self.data else b""
        return body if self.le is None else body + self.le.to_bytes(2, "big")

    def with_le(self, le: int | None) -> Command:
        """The same command asking for `le` bytes."""
        return replace(self, le=le)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a card said to one command, all its parts joined; `sw` is the last status word."""

    data: bytes
    sw: int

    @property
    def good(self) -> bool:
        """Whether `data` can be used."""
        return self.sw in (OK, END_OF_FILE)


def exchange(channel: Channel, command: Command, *, fetch: bool = True) -> Answer:
    """Send `command` and fetch its whole answer: GET RESPONSE while 61xx, again with the right Le on 6Cxx.

    `fetch` False leaves what the card keeps for GET RESPONSE where it is. Raises CardTrouble from the channel. An
    answer that never ends is cut after `STEPS` exchanges.
    """
    data, sw = b"", 0
    corrected = False
    for _ in range(STEPS):
        part, sw1, sw2 = channel.transmit(command.encode(t1=channel.t1))
        sw = sw1 << 8 | sw2
        if sw1 == 0x6C and not corrected:
            command, corrected = replace(command, le=sw2, insists=True), True
            continue
        if command.insists and command.data and sw1 in (0x6C, 0x67) and not channel.t1:
            command = Command(0xC0, le=sw2 if sw1 == 0x6C else command.le)  # it keeps the answer for GET RESPONSE
            continue
        data += part
        if sw1 != 0x61 or not fetch or len(data) > LONGEST_ANSWER:
            break
        command, corrected = Command(0xC0, le=sw2), False
    return Answer(data, sw)


def ask(channel: Channel, command: Command) -> Answer:
    """`exchange`, and once more with extended lengths where the card takes no short ones. Raises as `exchange`."""
    answer = exchange(channel, command)
    return exchange(channel, replace(command, extended=True)) if answer.sw == WRONG_LENGTH and channel.t1 else answer


def select_application(channel: Channel, aid: bytes, *, fetch: bool = True) -> Answer:
    """SELECT an application by its name, with the form of Le that the card takes; its FCI, if it gives one.

    61xx says that it is selected: with `fetch` False the FCI stays on the card, which saves a command, and where the
    card does not hand it out the application is selected all the same. Raises CardTrouble from the channel.
    """
    command = select_by_name(aid)
    forms = (command, command.with_le(None), replace(command, extended=True)) if channel.t1 else (command,)
    answer = Answer(b"", WRONG_LENGTH)
    for form in forms:
        if answer.sw == WRONG_LENGTH:
            answer = exchange(channel, form, fetch=False)
    if answer.sw >> 8 != 0x61:
        return answer
    rest = exchange(channel, Command(0xC0, le=answer.sw & 0xFF)).data if fetch else b""
    return Answer(answer.data + rest, OK)


def select_by_name(aid: bytes) -> Command:
    """SELECT an application by its name (ISO/IEC 7816-4, 7.1.1: P1=04, P2=00 first or only occurrence)."""
    return Command(0xA4, 0x04, 0x00, aid, 0)


def select_file(fid: int, *, p1: int) -> Command:
    """SELECT a file by identifier; P1 00, 01 and 02 are all used by cards in the field. Nothing is asked back."""
    return Command(0xA4, p1, 0x00, fid.to_bytes(2, "big"))


def read_record(p1: int, p2: int, *, le: int = 0, extended: bool = False) -> Command:
    """READ RECORD (ISO/IEC 7816-4, 7.3.3). P1: number or tag; P2: SFI in its upper bits, how in the lower."""
    return Command(0xB2, p1, p2, le=le, extended=extended)
