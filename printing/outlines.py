"""Glyphs of a font file read one by one, straight from the file.

fontTools reads and sorts a whole table at once: half a second and a hold on other threads for files of 50 MB, where
a receipt needs two or three rare glyphs. Here it only decodes the glyphs that are asked for.
Refuses anything but outlines, advances and the character map.
Source: OpenType 1.9, chapters cmap (format 12), loca, glyf, hmtx, CFF.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from struct import iter_unpack, unpack_from
from typing import Any, Protocol


class Outline(Protocol):
    """A glyph that draws itself; `width` is its advance in the font's units."""

    @property
    def width(self) -> float: ...

    def draw(self, pen: Any) -> None: ...


class Outlines(Protocol):
    """Glyphs by name, as fontTools' pens look components up; a glyph's name is its number."""

    def __getitem__(self, name: str) -> Outline: ...

    def entry(self, name: str) -> bytes:
        """Its entry of the glyf table as it stands in the file."""
        ...

    def advance(self, name: str) -> int:
        """How far the next glyph stands away, in units."""
        ...


class CharacterMap:
    """Which characters a font has: code point to glyph number."""

    def __init__(self, font: Any, data: Any) -> None:
        self._groups = sorted(_groups(font, data))
        self._starts = [first for first, _last, _glyph in self._groups]

    def get(self, code: int) -> int:
        """The glyph number, 0 when the font has none."""
        at = bisect_right(self._starts, code) - 1
        if at < 0 or code > self._groups[at][1]:
            return 0
        first, _last, glyph = self._groups[at]
        return glyph + code - first

    def ranges(self) -> Iterator[tuple[int, int]]:
        """The code points, as (first, last), in order."""
        return ((first, last) for first, last, _glyph in self._groups)


def _groups(font: Any, data: Any) -> list[tuple[int, int, int]]:
    """(first, last, glyph of the first) of the widest Unicode subtable."""
    start = font.reader.tables["cmap"].offset
    (count,) = unpack_from(">H", data, start + 2)
    for platform, encoding, offset in iter_unpack(">HHL", data[start + 4 : start + 4 + 8 * count]):
        if (platform, encoding) in ((3, 10), (0, 4), (0, 6)) and unpack_from(">H", data, start + offset) == (12,):
            (groups,) = unpack_from(">L", data, start + offset + 12)
            body = start + offset + 16
            return [(first, last, glyph) for first, last, glyph in iter_unpack(">LLL", data[body : body + 12 * groups])]
    small: Mapping[int, str] = font.getBestCmap() or {}
    return [(code, code, font.getGlyphID(name)) for code, name in small.items()]


class TrueTypeOutlines:
    """Quadratic outlines (table glyf)."""

    extended = False  # asked for by fontTools: no glyph here has more than 65,535 points

    def __init__(self, font: Any, data: Any) -> None:
        self._data = data
        self._tables = {tag: font.reader.tables[tag].offset for tag in ("glyf", "loca")}
        self._long = bool(font["head"].indexToLocFormat)
        self._advance = _Advances(font, data)

    def __getitem__(self, name: str) -> Outline:
        from fontTools.ttLib.tables._g_l_y_f import Glyph

        glyph = Glyph(self.entry(name))
        glyph.expand(self)
        return _TrueTypeOutline(glyph, self, self.advance(name))

    def entry(self, name: str) -> bytes:
        first, last = self._place(int(name))
        entry: bytes = self._data[self._tables["glyf"] + first : self._tables["glyf"] + last]
        return entry

    def advance(self, name: str) -> int:
        return self._advance.of(int(name))

    def getGlyphName(self, number: int) -> str:  # noqa: N802
        """fontTools asks the table for the names of a composite's parts."""
        return str(number)

    def _place(self, number: int) -> tuple[int, int]:
        first: int
        last: int
        if self._long:
            first, last = unpack_from(">LL", self._data, self._tables["loca"] + 4 * number)
            return first, last
        first, last = unpack_from(">HH", self._data, self._tables["loca"] + 2 * number)
        return 2 * first, 2 * last


@dataclass(frozen=True, slots=True)
class _TrueTypeOutline:
    glyph: Any
    table: TrueTypeOutlines
    width: float

    def draw(self, pen: Any) -> None:
        self.glyph.draw(pen, self.table)


class CubicOutlines:
    """Cubic outlines (table CFF)."""

    def __init__(self, font: Any, data: Any) -> None:
        from fontTools.cffLib import CFFFontSet

        table = font.reader.tables["CFF "]
        fonts = CFFFontSet()
        fonts.decompile(_Window(data, table.offset), font)
        self._charstrings = fonts.topDictIndex[0].CharStrings.charStringsIndex
        self._advance = _Advances(font, data)

    def __getitem__(self, name: str) -> Outline:
        number = int(name)
        charstring = self._charstrings[number]
        self._charstrings.items[number] = None  # the index keeps each for good, taken apart: 4 KB a glyph
        return _CubicOutline(charstring, self.advance(name))

    def entry(self, name: str) -> bytes:
        raise KeyError(name)  # cubic outlines have no such table

    def advance(self, name: str) -> int:
        return self._advance.of(int(name))


@dataclass(frozen=True, slots=True)
class _CubicOutline:
    charstring: Any
    width: float

    def draw(self, pen: Any) -> None:
        self.charstring.draw(pen)


class _Advances:
    """Advances of table hmtx; the last one holds for all glyphs after it."""

    def __init__(self, font: Any, data: Any) -> None:
        self._data = data
        self._start = font.reader.tables["hmtx"].offset
        self._last = int(font["hhea"].numberOfHMetrics) - 1

    def of(self, number: int) -> int:
        advance: int
        (advance,) = unpack_from(">H", self._data, self._start + 4 * min(number, self._last))
        return advance


class _Window:
    """A table inside the mapped file, read as a file of its own without a copy of it."""

    def __init__(self, data: Any, start: int) -> None:
        self._data = data
        self._start = start
        self._at = 0

    def seek(self, at: int) -> None:
        self._at = at

    def tell(self) -> int:
        return self._at

    def read(self, count: int) -> bytes:
        start = self._start + self._at
        self._at += count
        piece: bytes = self._data[start : start + count]
        return piece
