"""One font file on this machine: which characters it has, and their outlines as TrueType glyphs in its own units.

TrueType outlines go onto paper as they stand in the file, without their hints. A font with cubic outlines (CFF, such as
Noto Sans CJK, the face of the screen) is turned into TrueType glyph by glyph, so paper and screen look the same
although reportlab embeds TrueType only. Everything is read when first needed; of the glyphs the last few hundred are
kept. Refuses to draw: it knows no page and no document. A file that is no font, or whose maker forbids embedding, says
so (`trouble`) and covers nothing.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path
from struct import unpack_from
from typing import Any

from counter_app.domain.faces import may_be_drawn
from counter_app.domain.text import Text
from printing.outlines import CharacterMap, CubicOutlines, Outlines, TrueTypeOutlines

KEPT = 512  # glyphs of one face, about 2 MiB: a counter that stays on for years sees every character of every name
_COARSEST_CURVE = 0.6  # units a converted curve may lie beside the cubic one: under 1/100 of a printer's dot at 9 pt
_RESTRICTED = 0x0002  # OS/2 fsType: may not be embedded in any way
_BITMAPS_ONLY = 0x0200

UNREADABLE = Text("读不了，已跳过", "cannot be read and is passed over")
FORBIDDEN = Text("字体厂商不许嵌入文件，已跳过", "its maker forbids embedding: passed over")


@dataclass(frozen=True, slots=True)
class Glyph:
    """One TrueType glyph: `data` its entry of the glyf table, advance and left bearing in units, sizes for maxp."""

    data: bytes
    advance: int
    bearing: int
    points: int
    contours: int


class Face:
    """A font file, opened when first asked. `family` chooses one font of a collection (.ttc).

    Not for two threads at once: the paper lane has one worker.
    """

    def __init__(self, path: Path, *, family: str = "", bold: bool = False) -> None:
        self.path = path
        self.bold = bold
        self._family = family
        self._read = lru_cache(KEPT)(self._glyph)

    @cached_property
    def trouble(self) -> Text | None:
        """Why nothing of this file can go onto paper; None when it can."""
        try:
            allowed = self._may_be_embedded()
            ready = (self.name, self.ascent, self.units, self._characters, self._outlines)
        except Exception:  # noqa: BLE001 - a file of any content may lie there, and the library raises whatever
            return UNREADABLE
        return None if allowed and all(ready) else FORBIDDEN

    @cached_property
    def name(self) -> str:
        """The PostScript name, e.g. NotoSansCJKsc-Regular."""
        return str(self._font["name"].getDebugName(6) or self.path.stem).replace(" ", "")

    @cached_property
    def units(self) -> int:
        """Units of its glyphs per em."""
        return int(self._font["head"].unitsPerEm)

    @cached_property
    def ascent(self) -> int:
        """Height above the base line, in units."""
        return int(self._font["hhea"].ascent)

    @cached_property
    def descent(self) -> int:
        """Depth below the base line, in units, negative."""
        return int(self._font["hhea"].descent)

    def covers(self, character: str) -> bool:
        """True when the font has a glyph of its own for this character, and the character may be drawn at all."""
        return self.trouble is None and self._characters.get(ord(character)) != 0 and may_be_drawn(character)

    def draws(self, character: str) -> bool:
        """True when it covers the character and its glyph can be read and leaves ink, but for blanks."""
        if not self.covers(character):
            return False
        try:
            glyph = self.glyph(character)
        except Exception:  # noqa: BLE001 - as above: one spoilt glyph must not stop a paper
            return False
        return glyph.contours > 0 or character.isspace()

    def codes(self) -> Iterator[tuple[int, int]]:
        """The code points it has glyphs for, as (first, last), in order; none when it cannot be used."""
        return iter(()) if self.trouble else self._characters.ranges()

    def glyph(self, character: str) -> Glyph:
        """The outline of a covered character."""
        return self._read(character)

    def thousandths(self, units: int) -> int:
        """A length of this face in thousandths of the size, the unit of PDF."""
        return round(units * 1000 / self.units)

    @cached_property
    def _data(self) -> mmap.mmap:
        with self.path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)

    @cached_property
    def _font(self) -> Any:
        from fontTools.ttLib import TTFont

        if self._data[:4] != b"ttcf":
            return TTFont(self._data, lazy=True)
        count = int.from_bytes(self._data[8:12], "big")
        fonts = (TTFont(self._data, fontNumber=number, lazy=True) for number in range(count))
        return self._chosen(fonts)

    def _chosen(self, fonts: Iterator[Any]) -> Any:
        first = next(fonts)
        named = (font for font in (first, *fonts) if font["name"].getDebugName(1) == self._family)
        return next(named, first)

    def _may_be_embedded(self) -> bool:
        """What OS/2 says (OpenType 1.9, fsType); a font without that table forbids nothing."""
        if "OS/2" not in self._font:
            return True
        (says,) = unpack_from(">H", self._data, self._font.reader.tables["OS/2"].offset + 8)
        return says & 0x000F != _RESTRICTED and not says & _BITMAPS_ONLY

    @cached_property
    def _characters(self) -> CharacterMap:
        return CharacterMap(self._font, self._data)

    @cached_property
    def _outlines(self) -> Outlines:
        kind = CubicOutlines if self._cubic else TrueTypeOutlines
        return kind(self._font, self._data)

    @cached_property
    def _cubic(self) -> bool:
        return "glyf" not in self._font

    def _glyph(self, character: str) -> Glyph:
        name = str(self._characters.get(ord(character)))
        as_it_stands = None if self._cubic else _simple(self._outlines.entry(name))
        if as_it_stands is None:
            return self._converted(name)
        data, bearing, points, contours = as_it_stands
        return Glyph(data, self._outlines.advance(name), bearing, points, contours)

    def _converted(self, name: str) -> Glyph:
        from fontTools.pens.cu2quPen import Cu2QuPen
        from fontTools.pens.recordingPen import DecomposingRecordingPen
        from fontTools.pens.ttGlyphPen import TTGlyphPen

        pen = TTGlyphPen(None)
        if self._cubic:
            # Cubic outlines run the other way round than TrueType's.
            self._outlines[name].draw(Cu2QuPen(pen, _COARSEST_CURVE, reverse_direction=True))
        else:
            outline = DecomposingRecordingPen(self._outlines)
            self._outlines[name].draw(outline)
            outline.replay(pen)
        glyph = pen.glyph()
        data: bytes = glyph.compile(None)
        contours = max(glyph.numberOfContours, 0)
        return Glyph(
            data=data,
            advance=self._outlines.advance(name),
            bearing=getattr(glyph, "xMin", 0),
            points=len(glyph.coordinates) if contours else 0,
            contours=contours,
        )


def _simple(entry: bytes) -> tuple[bytes, int, int, int] | None:
    """A glyph of the glyf table without its hints, its left edge, points and contours; None when it is made of others.

    Source: OpenType 1.9, glyf: the header, the last point of each contour, the length of the hints, hints, points.
    """
    contours, left = unpack_from(">hh", entry) if entry else (0, 0)
    if contours < 0:
        return None
    if contours == 0:
        return b"", 0, 0, 0
    end = 10 + 2 * contours
    (*lasts, hints) = unpack_from(f">{contours + 1}H", entry, 10)
    outline = entry[end + 2 + hints :]
    if not outline or any(a >= b for a, b in pairwise(lasts)):
        raise ValueError("a glyph whose contours cannot be")
    return entry[:end] + b"\0\0" + outline, left, lasts[-1] + 1, contours
