"""`python -m tests.printing.proof`: every character of GB 18030-2022 on paper, proven from the PDF, block by block.

Three programs look at it: pdfium reads the text, fontTools reads the embedded fonts and the fonts of the machine, and
the small reader of `tests.printing.glyphs` says which glyph each place of the page names. The tests do the same, but
draw only some of the converted outlines a second time.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from struct import unpack_from
from typing import Any

import pypdfium2
from fontTools.pens.areaPen import AreaPen
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTCollection, TTFont

from counter_app.domain.faces import IDEOGRAPHS, RADICALS, Block, Family, order
from printing.fonts import Fonts, font_folders
from printing.sheet import Sheet, Words, book
from tests.printing.glyphs import Book, Drawn, Program

WIDE, HIGH = 50, 70  # characters on a line, lines on a page
SIZE, STEP = 10.0, 11.0
BOX, AREA = 2.0, 0.03  # thousandths of an em and share that a converted outline may differ from its source


@dataclass(frozen=True, slots=True)
class Proven:
    """How many characters of a block were found right; `outlines` of them drawn a second time from the source."""

    characters: int
    outlines: int


class Source:
    """A font of the machine as fontTools reads it, nothing of the program's own between."""

    def __init__(self, path: Path, family: str) -> None:
        fonts = TTCollection(path, lazy=True).fonts if path.suffix == ".ttc" else [TTFont(path, lazy=True)]
        self.font = next(font for font in fonts if len(fonts) == 1 or font["name"].getDebugName(1) == family)
        self.name = str(self.font["name"].getDebugName(6))
        self.units = self.font["head"].unitsPerEm
        self.map: dict[int, str] = self.font.getBestCmap()
        self.glyphs = self.font.getGlyphSet()
        self.cubic = "glyf" not in self.font

    def bare(self, glyph: str) -> bytes:
        """A simple TrueType glyph as it stands in the file, its hints cut out; empty for one made of others."""
        data: bytes = self.font["glyf"].glyphs[glyph].data
        contours = unpack_from(">h", data)[0]
        if contours < 0:
            return b""
        end = 10 + 2 * contours
        return data[:end] + b"\0\0" + data[end + 2 + unpack_from(">H", data, end)[0] :]


def prove(characters: str, fonts: Fonts, *, every: int = 1) -> Proven:
    """Print them, read them back; AssertionError names the first that is wrong. Of converted outlines every so many-th
    is drawn again from its source.
    """
    pdf = printed(characters, fonts)
    assert read_text(pdf) == characters
    paper = Book(pdf)
    drawn = paper.drawn()
    assert len(drawn) == len(characters)
    outlines = 0
    for at, (character, glyph) in enumerate(zip(characters, drawn, strict=True)):
        source = _source_of(character)
        assert glyph.font == source.name, f"U+{ord(character):04X} comes from {glyph.font}, not {source.name}"
        outlines += _same(character, glyph, paper.programs[glyph.font], source, drawn_again=at % every == 0)
    _nothing_shared(characters, drawn, paper)
    return Proven(len(characters), outlines)


def printed(characters: str, fonts: Fonts) -> bytes:
    """Pages full of them, through the door every paper goes through."""
    lines = [characters[at : at + WIDE] for at in range(0, len(characters), WIDE)]
    pages = [lines[at : at + HIGH] for at in range(0, len(lines), HIGH)]
    return book([_page(page) for page in pages], fonts=fonts)


def _page(lines: Sequence[str]) -> Sheet:
    marks = tuple(Words(36, 40 + at * STEP, line, SIZE) for at, line in enumerate(lines))
    return Sheet(595, 842, marks, "", "")


def read_text(pdf: bytes) -> str:
    """What pdfium reads, without blanks."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()


def _same(character: str, drawn: Drawn, program: Program, source: Source, *, drawn_again: bool) -> bool:
    """Whether its outline was drawn again; raises AssertionError where the glyph is not that of the source."""
    name = f"U+{ord(character):04X}"
    glyph = source.map[ord(character)]
    entry = program.entry(drawn.number)
    assert drawn.number > 0, f"{name} is .notdef"
    assert len(entry) > 10, f"{name} leaves no ink"
    if not source.cubic and (bare := source.bare(glyph)):
        assert entry.rstrip(b"\0") == bare.rstrip(b"\0"), f"{name} has another outline"
        return True
    if drawn_again:
        _close(
            name, (program.glyphs[program.names[drawn.number]], program.glyphs), (source.glyphs[glyph], source.glyphs)
        )
    return drawn_again


def _close(name: str, mine: tuple[Any, Any], theirs: tuple[Any, Any]) -> None:
    (box, area), (their_box, their_area) = _measured(*mine), _measured(*theirs)
    assert mine[0].width == theirs[0].width, name
    assert all(abs(a - b) <= BOX for a, b in zip(box, their_box, strict=True)), f"{name}: {box} is not {their_box}"
    assert abs(abs(area) - abs(their_area)) <= AREA * abs(their_area), f"{name} has another area"


def _measured(glyph: Any, glyphs: Any) -> tuple[tuple[float, ...], float]:
    box, area = BoundsPen(glyphs), AreaPen(glyphs)
    glyph.draw(box)
    glyph.draw(area)
    return box.bounds, area.value


def _nothing_shared(characters: str, drawn: Sequence[Drawn], paper: Book) -> None:
    """Two characters have one number nowhere, and one outline only where the source gives both the same one."""
    assert len(set(drawn)) == len(set(characters))
    first: dict[tuple[str, bytes], str] = {}
    for character, glyph in zip(characters, drawn, strict=True):
        other = first.setdefault((glyph.font, paper.programs[glyph.font].entry(glyph.number)), character)
        if other != character:
            source = _source_of(character)
            assert _outline(source, other) == _outline(source, character), f"{other} and {character} look the same"


def _outline(source: Source, character: str) -> tuple[tuple[float, ...], float]:
    return _measured(source.glyphs[source.map[ord(character)]], source.glyphs)


@cache
def _source_of(character: str) -> Source:
    return next(source for source in sources() if ord(character) in source.map)


@cache
def sources() -> tuple[Source, ...]:
    """The fonts of this machine in the order of `counter_app.domain.faces`."""
    files = {path.name.casefold(): path for folder in font_folders() for path in folder.rglob("*")}

    def path_of(family: Family) -> Path | None:
        return next((files[name.casefold()] for name in family.regular if name.casefold() in files), None)

    here = order(lambda family: path_of(family) is not None)
    return tuple(Source(path, family.name) for family in here if (path := path_of(family)) is not None)


def blocks() -> Iterator[tuple[Block, str]]:
    """The blocks of the standard and their characters."""
    for block in (*IDEOGRAPHS, *RADICALS):
        yield block, "".join(map(chr, block.codes()))


def main() -> int:
    """Print one line a block."""
    fonts, total = Fonts(), 0
    for block, characters in blocks():
        begun = time.process_time()
        found = prove(characters, fonts)
        total += found.characters
        took = time.process_time() - begun
        said = f"{block.name.zh}  {found.characters} 字正确，{found.outlines} 个轮廓逐一比对，{took:.1f} s\n"
        sys.stdout.write(said)
    sys.stdout.write(f"共 {total} 字，字字正确 / {total} characters, each right\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
