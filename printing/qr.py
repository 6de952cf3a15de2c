"""A number as a QR code (ISO/IEC 18004) a telephone or a scanner reads: dark squares on white.

Refuses anything long: numbers of this counter fit a small code with room for damage (level M, 15 %).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from printing.barcode import DOT
from printing.sheet import Box

QUIET = 4  # modules of white on each side
_DOTS = 5  # dots a module: 0.63 mm, which a camera reads from paper that was folded
_LONGEST = 80


def qr_size(text: str) -> float:
    """Width and height in points with the white around it."""
    return (len(modules(text)) + 2 * QUIET) * _DOTS * DOT


def qr_marks(text: str, *, left: float, y: float) -> Iterator[Box]:
    """The dark parts of the code, each run of a row one box. `left` and `y` are those of the white around it,
    points."""
    side = _DOTS * DOT
    for down, line in enumerate(modules(text)):
        for start, length in _runs(line):
            yield Box(left + (QUIET + start) * side, y + (QUIET + down) * side, length * side, side)


def _runs(line: tuple[bool, ...]) -> Iterator[tuple[int, int]]:
    start = 0
    for place, dark in enumerate((*line, False)):
        if not dark:
            if place > start:
                yield start, place - start
            start = place + 1


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The code square by square, dark ones True, without the white around it. Raises ValueError for anything long."""
    from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

    if not text.isascii() or len(text) > _LONGEST:
        raise ValueError("no number of this counter")
    code: Any = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    return tuple(tuple(bool(dark) for dark in line) for line in code.modules)
