"""The strip under a paper that stopped half way on a roll: it says that the part above is void.

Refuses to say whose paper it was.
"""

from __future__ import annotations

from counter_app.domain.text import Language, Text
from printing.fonts import Fonts, fonts_of_this_machine
from printing.raster import DOT
from printing.sheet import MM, Box, Mark, Sheet, Words, to_pdf

ABOVE = Text("以上没有打完，作废", "Incomplete above this line: void")
_SIZE, _LEAST = 14.0, 6.0  # points
_HEIGHT = 12 * MM
_BLANK = 3 * MM


def void_strip_of(language: Language, *, dots: int) -> bytes:
    """The strip for a print head of so many dots, in the fonts of this machine. Raises NoFont."""
    fonts = fonts_of_this_machine()
    with fonts.turn:
        return void_strip_pdf(language, width=dots * DOT, fonts=fonts)


def void_strip_pdf(language: Language, *, width: float, fonts: Fonts) -> bytes:
    """One page `width` points wide, which is what the print head reaches. Raises NoFont."""
    words, size = ABOVE.say(language), _SIZE
    while size > _LEAST and fonts.width(words, size, bold=True) > width - 2 * _BLANK:
        size -= 0.5
    x = (width - fonts.width(words, size, bold=True)) / 2
    marks: tuple[Mark, ...] = (
        Box(0, _BLANK, width, _HEIGHT),
        Words(x, _BLANK + _HEIGHT / 2 + size * 0.38, words, size, bold=True, white=True),
    )
    return to_pdf(Sheet(width, _HEIGHT + 2 * _BLANK, marks, words, ""), fonts=fonts)
