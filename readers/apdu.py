"""Commands to a card and its answers (ISO/IEC 7816-3 and 7816-4): short APDUs, 61xx and 6Cxx settled here.

Knows no file of any card. Never asks for ever: one command ends after `STEPS` exchanges whatever the card says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

STEPS = 24
OK = 0x9000
END_OF_FILE = 0x6282  # the end came before Le bytes: the data given are good (ISO/IEC 7816-4, 5.6)
LONGEST_ANSWER = 65_536


class Channel(Protocol):
    """A card that can be spoken to. `t1`: protocol T=1, where a command with data may also carry Le."""

    @property
    def t1(self) -> bool: ...

    def transmit(self, command: bytes) -> tuple[bytes, int, int]:
        """One exchange: answer data, SW1, SW2. Raises CardTrouble."""
        ...


@dataclass(frozen=True, slots=True)
class Command:
    """A short command APDU. `le` is the number of bytes wanted: None nothing, 0 as many as there are (up to 256)."""

    ins: int
    p1: int = 0
    p2: int = 0
    data: bytes = b""
    le: int | None = None
    cla: int = 0

    def encode(self, *, t1: bool) -> bytes:
        """Bytes on the line. With T=0 a command with data carries no Le: its answer is fetched by GET RESPONSE."""
        head = bytes((self.cla, self.ins, self.p1, self.p2))
        body = bytes((len(self.data),)) + self.data if self.data else b""
        tail = b"" if self.le is None or (self.data and not t1) else bytes((self.le & 0xFF,))
        return head + body + tail

    def with_le(self, le: int | None) -> Command:
        """The same command asking for `le` bytes."""
        return Command(self.ins, self.p1, self.p2, self.data, le, self.cla)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a card said to one command, all its parts joined; `sw` is the last status word."""

    data: bytes
    sw: int

    @property
    def good(self) -> bool:
        """Whether `data` can be used."""
        return self.sw in (OK, END_OF_FILE)


def exchange(channel: Channel, command: Command) -> Answer:
    """Send `command` and fetch its whole answer: GET RESPONSE while 61xx, again with the right Le on 6Cxx.

    Raises CardTrouble from the channel. An answer that never ends is cut after `STEPS` exchanges.
    """
    data, sw = b"", 0
    corrected = False
    for _ in range(STEPS):
        part, sw1, sw2 = channel.transmit(command.encode(t1=channel.t1))
        sw = sw1 << 8 | sw2
        if sw1 == 0x6C and not corrected:
            command, corrected = command.with_le(sw2), True
            continue
        data += part
        if sw1 != 0x61 or len(data) > LONGEST_ANSWER:
            break
        command, corrected = Command(0xC0, le=sw2), False
    return Answer(data, sw)


def select_by_name(aid: bytes) -> Command:
    """SELECT an application by its name (ISO/IEC 7816-4, 7.1.1: P1=04, P2=00 first or only occurrence)."""
    return Command(0xA4, 0x04, 0x00, aid, 0)


def select_file(fid: int, *, p1: int) -> Command:
    """SELECT a file by identifier; P1 00, 01 and 02 are all used by cards in the field. Nothing is asked back."""
    return Command(0xA4, p1, 0x00, fid.to_bytes(2, "big"))


def read_record(p1: int, p2: int, *, le: int = 0) -> Command:
    """READ RECORD (ISO/IEC 7816-4, 7.3.3). P1: number or tag; P2: SFI in its upper bits, how in the lower."""
    return Command(0xB2, p1, p2, le=le)
