"""A number or a signed code as a QR code (ISO/IEC 18004) a telephone or a scanner reads: dark squares on white.

Level M (15 % may be damaged), each square a whole number of a receipt printer's dots. The same text has the same
squares. One mask for all: a reader takes any of the eight, and weighing them (7.8.3) costs three quarters of the time,
for text that is mostly chance already. Refuses anything but digits, capitals and the few signs of alphanumeric mode,
and anything that would be wider than a roll has room for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from printing.barcode import DOT
from printing.sheet import Squares

QUIET = 4  # modules of white on each side
_NUMBER_DOTS = 5  # a module of a small code: 0.63 mm, which a camera reads from paper that was folded
_DOTS = 4  # of one with many modules: 0.5 mm
_SMALL = 33  # modules of version 4
_WIDEST = 53  # modules of version 9: with the white 30.5 mm
_MASK = 0
_TEXT = re.compile(r"[0-9A-Z $%*+./:-]{1,400}")


def qr_size(text: str) -> float:
    """Width and height in points with the white around it. Raises ValueError."""
    return _size(len(modules(text)))


def qr_quiet(text: str) -> float:
    """How wide the white on each side is, in points. Raises ValueError."""
    return QUIET * _dots(len(modules(text))) * DOT


def qr_marks(text: str, *, left: float, y: float) -> Iterator[Squares]:
    """The dark parts of the code. `left` and `y` are those of the white around it, points; the code begins at the next
    whole dot. Raises ValueError.
    """
    square = modules(text)
    side = _dots(len(square)) * DOT
    x, top = (round(place / DOT) * DOT + QUIET * side for place in (left, y))
    runs = tuple((down, start, length) for down, line in enumerate(square) for start, length in _runs(line))
    yield Squares(x, top, side, runs)


@lru_cache(maxsize=4)
def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The code square by square, dark ones True, without the white around it. Raises ValueError for what is neither a
    number nor a code of this counter.
    """
    import segno

    if not _TEXT.fullmatch(text):
        raise ValueError("neither a number nor a code of this counter")
    code = segno.make_qr(text, error="m", boost_error=False, mask=_MASK)
    square = tuple(tuple(bool(dark) for dark in line) for line in code.matrix)
    if len(square) > _WIDEST:
        raise ValueError("too long for a code on a receipt")
    return square


def _size(modules_across: int) -> float:
    return (modules_across + 2 * QUIET) * _dots(modules_across) * DOT


def _dots(modules_across: int) -> int:
    return _NUMBER_DOTS if modules_across <= _SMALL else _DOTS


def _runs(line: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    start = 0
    for place, dark in enumerate((*line, False)):
        if not dark:
            if place > start:
                yield start, place - start
            start = place + 1
