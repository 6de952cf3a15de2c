"""A small TrueType font made of a few glyphs, as a PDF holds it: only the tables a reader of PDF needs.

Refuses to be a font for anything else: it has no names and no character map, the PDF names glyphs by their place.
Source: OpenType 1.9, chapters head, hhea, hmtx, loca, glyf, maxp; ISO 32000-1, 9.9 (embedded font programs).
"""

from __future__ import annotations

from collections.abc import Sequence
from struct import pack

from printing.face import Glyph


def assemble(glyphs: Sequence[Glyph], *, ascent: int, descent: int, units: int = 1000) -> bytes:
    """The font file, of `units` per em. `glyphs` in the order of their numbers, from 1 on; number 0 is an empty
    .notdef.
    """
    from reportlab.pdfbase.ttfonts import TTFontMaker

    everyone = (Glyph(data=b"", advance=units, bearing=0, points=0, contours=0), *glyphs)
    entries = [glyph.data + b"\0" * (-len(glyph.data) % 4) for glyph in everyone]
    offsets = [0]
    for entry in entries:
        offsets.append(offsets[-1] + len(entry))
    widest = max(glyph.advance for glyph in everyone)
    maker = TTFontMaker()
    maker.add("glyf", b"".join(entries))
    maker.add("loca", pack(f">{len(offsets)}L", *offsets))
    maker.add("hmtx", b"".join(pack(">Hh", glyph.advance, glyph.bearing) for glyph in everyone))
    maker.add(
        "hhea", pack(">lhhhHhhhhhhhhhhhH", 0x10000, ascent, descent, 0, widest, *[0] * 3, 1, *[0] * 7, len(everyone))
    )
    maker.add("maxp", _maxp(everyone))
    maker.add("head", _head(ascent=ascent, descent=descent, widest=widest, units=units))
    return maker.makeStream()


def _maxp(glyphs: Sequence[Glyph]) -> bytes:
    points = max(glyph.points for glyph in glyphs)
    contours = max(glyph.contours for glyph in glyphs)
    # version, glyphs, points, contours, two composite maxima, two zones, then eight that hints would need
    return pack(">lHHHHHH8H", 0x10000, len(glyphs), points, contours, 0, 0, 2, *[0] * 8)


def _head(*, ascent: int, descent: int, widest: int, units: int) -> bytes:
    long_offsets = 1
    return pack(
        ">llLLHHqqhhhhHHhhh",
        *(0x10000, 0x10000, 0, 0x5F0F3CF5, 0x000B, units, 0, 0),
        *(0, descent, widest, ascent, 0, 6, 2, long_offsets, 0),
    )
