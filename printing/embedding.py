"""A face as reportlab draws with it: a composite font whose subset holds just the glyphs of one document.

reportlab's own TrueType fonts write a broken ToUnicode map for characters outside the basic plane (a name such as 𠮷
could not be searched or read aloud) and refuse cubic outlines; this one does neither. Refuses to embed a whole font,
and to write a character its face does not cover. Source: ISO 32000-1, 9.7 (composite fonts, Identity-H), 9.10.3
(ToUnicode).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

from printing.face import Face, Glyph
from printing.truetype import assemble

_SYMBOLIC = 4
_ENTRIES_A_BLOCK = 100  # Adobe technical note 5014: at most so many in one bfchar block


@dataclass(slots=True)
class _Subset:
    """The glyphs one document has used so far, by character, numbered from 1 in order of use. They are held here until
    the document is written: a face keeps only so many.
    """

    internal_name: str = ""
    numbers: dict[str, int] = field(default_factory=dict)
    glyphs: list[Glyph] = field(default_factory=list)

    def number(self, character: str, face: Face) -> int:
        number = self.numbers.get(character)
        if number is None:
            self.glyphs.append(face.glyph(character))
            number = self.numbers[character] = len(self.glyphs)
        return number


class EmbeddedFont:
    """What reportlab calls a dynamic font. Register it once under `fontName`, then draw with that name."""

    # The names from here on are reportlab's.
    _multiByte = 1  # noqa: N815
    _dynamicFont = 1  # noqa: N815
    shapable = False

    def __init__(self, face: Face, *, name: str) -> None:
        self.fontName = name
        ascent, descent = face.thousandths(face.ascent), face.thousandths(face.descent)
        self.face = SimpleNamespace(name=name, ascent=ascent, descent=descent, builtIn=0)
        self.encoding = SimpleNamespace(name="UTF-8")
        self._source = face
        self._subsets: WeakKeyDictionary[Any, _Subset] = WeakKeyDictionary()

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:  # noqa: ARG002, N802
        """Width in points of `text` at `size` points."""
        face = self._source
        return sum(face.thousandths(face.glyph(character).advance) for character in text) * size / 1000

    def splitString(  # noqa: N802
        self,
        text: str,
        doc: Any,
        encoding: str = "utf-8",  # noqa: ARG002
    ) -> list[tuple[int, bytes]]:
        """The text as two-byte glyph numbers of this document's subset."""
        subset = self._subset(doc)
        codes = (subset.number(character, self._source) for character in text)
        return [(0, b"".join(code.to_bytes(2, "big") for code in codes))]

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:  # noqa: ARG002, N802
        """The name of the font in the page's resources."""
        mine = self._subset(doc)
        if not mine.internal_name:
            mine.internal_name = f"F{len(doc.fontMapping) + 1}"
            doc.fontMapping[self.fontName] = "/" + mine.internal_name
            doc.delayedFonts.append(self)
        return "/" + mine.internal_name

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        """Write the font's objects into the document, when everything has been drawn."""
        subset = self._subsets.pop(doc)
        font = doc.Reference(_composite(doc, self._source, subset), subset.internal_name)
        doc.idToObject["BasicFonts"].dict[subset.internal_name] = font

    def _subset(self, doc: Any) -> _Subset:
        return self._subsets.setdefault(doc, _Subset())


def _composite(doc: Any, face: Face, subset: _Subset) -> Any:
    from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString

    characters = tuple(subset.numbers)
    name = f"{_tag(characters)}+{face.name}"
    widths = PDFArray([1, PDFArray([face.thousandths(glyph.advance) for glyph in subset.glyphs])])
    system = PDFDictionary({"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0})
    descendant = PDFDictionary(
        {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": PDFName(name),
            "CIDSystemInfo": system,
            "CIDToGIDMap": "/Identity",
            "DW": 1000,
            "W": widths,
            "FontDescriptor": doc.Reference(_descriptor(doc, face, subset.glyphs, name=name)),
        }
    )
    return PDFDictionary(
        {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": PDFName(name),
            "Encoding": "/Identity-H",
            "DescendantFonts": PDFArray([doc.Reference(descendant)]),
            "ToUnicode": doc.Reference(_stream("\n".join(_to_unicode(characters)).encode("ascii"))),
        }
    )


def _descriptor(doc: Any, face: Face, glyphs: Sequence[Glyph], *, name: str) -> Any:
    from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName

    ascent, descent = face.thousandths(face.ascent), face.thousandths(face.descent)
    widest = max(face.thousandths(glyph.advance) for glyph in glyphs)
    program = assemble(glyphs, ascent=face.ascent, descent=face.descent, units=face.units)
    file = _stream(program)
    file.dictionary["Length1"] = len(program)
    return PDFDictionary(
        {
            "Type": "/FontDescriptor",
            "FontName": PDFName(name),
            "Flags": _SYMBOLIC,
            "FontBBox": PDFArray([0, descent, widest, ascent]),
            "ItalicAngle": 0,
            "Ascent": ascent,
            "Descent": descent,
            "CapHeight": 733,
            "StemV": 140 if face.bold else 80,
            "FontFile2": doc.Reference(file),
        }
    )


def _stream(content: bytes) -> Any:
    from reportlab.pdfbase.pdfdoc import PDFStream, PDFZCompress

    return PDFStream(content=content, filters=[PDFZCompress])


def _tag(characters: Sequence[str]) -> str:
    """Six capitals that differ with the subset and are the same for the same subset."""
    number = zlib.crc32("".join(characters).encode("utf-8"))
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(6))


def _to_unicode(characters: Sequence[str]) -> Iterator[str]:
    yield "/CIDInit /ProcSet findresource begin 12 dict begin begincmap"
    yield "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def"
    yield "/CMapName /Adobe-Identity-UCS def /CMapType 2 def"
    yield "1 begincodespacerange <0000> <FFFF> endcodespacerange"
    entries = [f"<{number:04X}> <{_utf16(character)}>" for number, character in enumerate(characters, start=1)]
    for block in _blocks(entries):
        yield f"{len(block)} beginbfchar"
        yield from block
        yield "endbfchar"
    yield "endcmap CMapName currentdict /CMap defineresource pop end end"


def _blocks(entries: Sequence[str]) -> Iterator[Sequence[str]]:
    return (entries[at : at + _ENTRIES_A_BLOCK] for at in range(0, len(entries), _ENTRIES_A_BLOCK))


def _utf16(character: str) -> str:
    return character.encode("utf-16-be").hex().upper()
