"""One font file on this machine: which characters it has, and their outlines as TrueType glyphs of 1000 units per em.

A font with cubic outlines (CFF, such as Noto Sans CJK, the face of the screen) is turned into TrueType glyph by glyph,
so paper and screen look the same although reportlab embeds TrueType only. Everything is read when first needed and
kept. Refuses to draw: it knows no page and no document.
"""

from __future__ import annotations

import mmap
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from printing.outlines import CharacterMap, CubicOutlines, Outlines, TrueTypeOutlines

UNITS = 1000
_COARSEST_CURVE = 0.6  # units a converted curve may lie beside the cubic one: under 1/100 of a printer's dot at 9 pt


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
        self._glyphs: dict[str, Glyph] = {}

    @cached_property
    def name(self) -> str:
        """The PostScript name, e.g. NotoSansCJKsc-Regular."""
        return str(self._font["name"].getDebugName(6) or self.path.stem).replace(" ", "")

    @cached_property
    def ascent(self) -> int:
        """Height above the base line, in units."""
        return round(float(self._font["hhea"].ascent) * self._scale)

    @cached_property
    def descent(self) -> int:
        """Depth below the base line, in units, negative."""
        return round(float(self._font["hhea"].descent) * self._scale)

    def covers(self, character: str) -> bool:
        """True when the font has a glyph of its own for this character.

        Never for private use characters: each font puts something else there.
        """
        return self._characters.get(ord(character)) != 0 and unicodedata.category(character) != "Co"

    def glyph(self, character: str) -> Glyph:
        """The outline of a covered character."""
        glyph = self._glyphs.get(character)
        if glyph is None:
            glyph = self._glyphs[character] = self._convert(str(self._characters.get(ord(character))))
        return glyph

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

    @cached_property
    def _scale(self) -> float:
        return UNITS / float(self._font["head"].unitsPerEm)

    def _convert(self, name: str) -> Glyph:
        from fontTools.pens.cu2quPen import Cu2QuPen
        from fontTools.pens.recordingPen import DecomposingRecordingPen
        from fontTools.pens.transformPen import TransformPen
        from fontTools.pens.ttGlyphPen import TTGlyphPen

        source = self._outlines[name]
        outline = DecomposingRecordingPen(self._outlines)
        source.draw(outline)
        pen = TTGlyphPen(None)
        # Cubic outlines run the other way round than TrueType's.
        target = Cu2QuPen(pen, _COARSEST_CURVE, reverse_direction=True) if self._cubic else pen
        outline.replay(TransformPen(target, (self._scale, 0, 0, self._scale, 0, 0)))
        glyph = pen.glyph()
        data: bytes = glyph.compile(None)
        contours = max(glyph.numberOfContours, 0)
        return Glyph(
            data=data,
            advance=round(source.width * self._scale),
            bearing=getattr(glyph, "xMin", 0),
            points=len(glyph.coordinates) if contours else 0,
            contours=contours,
        )
