"""What a receipt printer makes of the bytes it gets, by the documented commands, and nothing more.

Written from Epson's ESC/POS Command Reference, without looking at what this project sends: ESC @ (initialize), GS a
(automatic status back), GS v 0 (raster bit image), GS V <Function B> (feed and cut), GS r (transmit status), GS ( H
<Function 48> (process id response), DLE EOT (real-time status), NUL between commands. A byte that is none of these is
an error, and so is a real-time command inside a picture, which a printer would obey.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from PIL import Image


class StrayBytesError(AssertionError):
    """Something no printer was meant to get."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A piece of a picture: `width` in bytes, one bit a dot, 1 is black."""

    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """A command with its parameters: "init", "asb", "cut", "status", "id"."""

    name: str
    parameters: bytes = b""


@dataclass
class Decoder:
    """Takes bytes in pieces of any size; `waiting` are the commands whose last byte has come."""

    waiting: list[Rows | Said] = field(default_factory=list)
    _rest: bytes = b""

    @property
    def unread(self) -> int:
        """Bytes of a command that is not whole yet."""
        return len(self._rest)

    def take(self, data: bytes) -> tuple[int, ...]:
        """The real-time questions among them, each n of DLE EOT n."""
        self._rest += data
        asked: list[int] = []
        while self._rest:
            used, found = _first(self._rest)
            if not used:
                break
            if isinstance(found, int):
                asked.append(found)
            elif found is not None:
                self.waiting.append(found)
            self._rest = self._rest[used:]
        return tuple(asked)


def _first(data: bytes) -> tuple[int, Rows | Said | int | None]:
    """How many bytes the first command takes, 0 for one that is not whole yet, and what it is."""
    if data[0] == 0:
        return 1, None
    for start, length, name in _PLAIN:
        if data.startswith(start):
            return (0, None) if len(data) < length else (length, _plain(name, data[len(start) : length]))
        if start.startswith(data):
            return 0, None
    if b"\x1dv0".startswith(data[:3]):
        return _picture(data)
    raise StrayBytesError(data[:16].hex(" "))


_PLAIN = (
    (b"\x1b@", 2, "init"),
    (b"\x1da", 3, "asb"),
    (b"\x1dVB", 4, "cut"),
    (b"\x1dr", 3, "status"),
    (b"\x1d(H\x06\x00\x30\x30", 11, "id"),
    (b"\x10\x04", 3, "now"),
)


def _plain(name: str, parameters: bytes) -> Said | int:
    if name != "now":
        return Said(name, parameters)
    if parameters[0] not in (1, 2, 3, 4):
        raise StrayBytesError(f"DLE EOT {parameters[0]}")
    return parameters[0]


def _picture(data: bytes) -> tuple[int, Rows | None]:
    if len(data) < 8:
        return 0, None
    mode, width, height = data[3], int.from_bytes(data[4:6], "little"), int.from_bytes(data[6:8], "little")
    if mode != 0 or not 1 <= width <= 256 or not 1 <= height <= 2303:
        raise StrayBytesError(f"GS v 0 {data[3:8].hex(' ')}")
    end = 8 + width * height
    if len(data) < end:
        return 0, None
    picture = data[8:end]
    for order in (b"\x10\x04", b"\x10\x05", b"\x10\x14"):
        if order in picture:
            raise StrayBytesError(f"the picture says {order.hex(' ')}")
    return end, Rows(width, height, picture)


def drawn(pieces: Iterator[Rows] | list[Rows], *, dots: int) -> Image.Image:
    """What stands on the paper, black 0 on white, as the head with so many dots prints it."""
    found = list(pieces)
    paper = Image.new("1", (dots, sum(rows.height for rows in found)), 255)
    y = 0
    for rows in found:
        if rows.width * 8 > dots:
            raise StrayBytesError(f"{rows.width * 8} dots for a head of {dots}")
        inverted = bytes(255 - byte for byte in rows.data)
        paper.paste(Image.frombytes("1", (rows.width * 8, rows.height), inverted), (0, y))
        y += rows.height
    return paper
