"""The receipt number as a bar code a scanner at any window reads: Code 128 (ISO/IEC 15417).

Refuses bars too fine for a receipt printer: a number too long for the paper has no bar code, its digits are there
anyway.
"""

from __future__ import annotations

from typing import Any

from printing.sheet import Bars

DOT = 72 / 203  # receipt printers have 203 dots an inch
_WIDEST, _FINEST = 2, 1.5  # dots a module; under 0.19 mm hand scanners miss it
_INSET = 0.1  # dots
_QUIET = 10  # modules of white on each side


def code128(number: str, *, left: float, y: float, width: float, paper: float, height: float) -> Bars | None:
    """Bars centred in `width` points from `left`; the quiet zones may reach the paper's edge. None when they cannot
    fit.
    """
    bars = modules(number) if number.isascii() and number.isprintable() else ()
    total = sum(bars)
    if not total:
        return None
    dots = min(_WIDEST, width / DOT / total, paper / DOT / (total + 2 * _QUIET))
    if dots < _FINEST:
        return None
    module = dots * DOT
    # A bar that begins between two dots comes out a dot too wide or too narrow, and half of a module is a dot.
    start = round((left + (width - total * module) / 2) / DOT) * DOT
    return Bars(x=start, y=y, height=height, module=module, inset=_INSET * DOT, bars=bars)


def modules(number: str) -> tuple[int, ...]:
    """Widths of dark and light bars in turn, from the start character to the stop character."""
    from reportlab.graphics.barcode.code128 import Code128

    code: Any = Code128(number, quiet=0)
    code.validate()
    code.encode()
    return tuple(ord(bar.lower()) - ord("a") + 1 for bar in code.decompose())
