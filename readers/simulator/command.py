"""A command APDU as a simulated part takes it apart, and the answer forms of the field (ISO/IEC 7816-3, 12).

Refuses what is no command: the caller answers 6700.
"""

from __future__ import annotations

from dataclasses import dataclass

OK, WRONG_LENGTH = b"\x90\x00", b"\x67\x00"
_NOTHING_KEPT = b"\x6a\x86"


@dataclass(frozen=True, slots=True)
class Command:
    """`le`: bytes wanted, 0 for as many as there are, None where nothing is asked back."""

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = b""
    le: int | None = None

    @property
    def head(self) -> bytes:
        """The first five bytes, Lc the last: what a code is made over."""
        return bytes((self.cla, self.ins, self.p1, self.p2, len(self.data) & 0xFF))

    @property
    def name(self) -> tuple[int, int]:
        return self.cla, self.ins


def parse(apdu: bytes) -> Command | None:
    """Short and extended commands; None for bytes that are neither."""
    if len(apdu) < 4:
        return None
    cla, ins, p1, p2 = apdu[:4]
    found = _body(apdu[4:])
    return None if found is None else Command(cla, ins, p1, p2, *found)


def _body(body: bytes) -> tuple[bytes, int | None] | None:
    """Data and Le of what follows the header (ISO/IEC 7816-3, 12.1.3); None where they do not fit together."""
    if len(body) < 2:
        return b"", body[0] if body else None
    wide = body[0] == 0 and len(body) >= 3
    size, start = (int.from_bytes(body[1:3], "big"), 3) if wide else (body[0], 1)
    if wide and len(body) == 3:
        return b"", size
    data, rest = body[start : start + size], body[start + size :]
    if len(data) < size or not size or len(rest) > (2 if wide else 1):
        return None
    return data, int.from_bytes(rest, "big") if rest else None


class Giving:
    """Gives data back in one answer form: "direct", "61" (GET RESPONSE fetches it) or "6C" (ask with the length).

    `protocol`: "T0", "T1" or "contactless"; with the last two a command with data that asks nothing back gets nothing.
    """

    def __init__(self, form: str, protocol: str) -> None:
        self._form = form
        self._protocol = protocol
        self.forget()

    def forget(self) -> None:
        """The power went: nothing is kept for GET RESPONSE."""
        self._kept = b""

    def give(self, command: Command, data: bytes) -> bytes:
        """The answer to a command that was understood."""
        if command.data and command.le is None and self._form != "61" and self._protocol != "T0":
            return OK
        if self._form == "6C" and not command.data and command.le != len(data):
            return bytes((0x6C, len(data) & 0xFF))
        if self._form == "61":
            self._kept = data
            return bytes((0x61, min(len(data), 0xFF)))
        return data + OK

    def response(self, command: Command) -> bytes:
        """GET RESPONSE: what was kept; 6Cxx where more is asked than there is."""
        if not self._kept:
            return _NOTHING_KEPT
        if command.le and command.le > len(self._kept):
            return bytes((0x6C, len(self._kept)))
        count = command.le or 256
        data, self._kept = self._kept[:count], self._kept[count:]
        return data + (bytes((0x61, min(len(self._kept), 0xFF))) if self._kept else OK)
