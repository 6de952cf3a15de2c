"""What a PDF holds, read by a small reader of its own: which glyph of which embedded font is drawn, in order.

Source: ISO 32000-1, 7.3.4.2 (strings), 7.5.4 (cross-reference table), 9.7 (composite fonts). Reads only what this
program writes: one table of objects, Flate streams, two-byte codes under Identity-H.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fontTools.ttLib import TTFont

_REFERENCE = rb"/%s\s+(?:\[\s*)?(\d+) 0 R"
_TOKEN = re.compile(rb"/(F\d+) [\d.]+ Tf|\(((?:[^()\\]|\\.)*)\)\s*Tj", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One glyph on the page: the font's name without the mark of its subset, and the number of the glyph."""

    font: str
    number: int


class Program:
    """An embedded font, read back by fontTools."""

    def __init__(self, data: bytes) -> None:
        self.font = TTFont(io.BytesIO(data), lazy=True)
        self.glyphs = self.font.getGlyphSet()
        self.names = self.font.getGlyphOrder()
        self._table = self.font["glyf"]

    def entry(self, number: int) -> bytes:
        """Its entry of the glyf table."""
        glyph = self._table.glyphs[self.names[number]]
        data: bytes = glyph.data if hasattr(glyph, "data") else glyph.compile(self._table)
        return data


class Book:
    """A PDF of this program."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        start = int(pdf[pdf.rindex(b"startxref") + 9 :].split()[0])
        rows = re.findall(rb"(\d{10}) \d{5} ([nf])", pdf[start:])
        self._places = {number: int(place) for number, (place, kind) in enumerate(rows) if kind == b"n"}

    def drawn(self) -> list[Drawn]:
        """Every glyph, in the order of pages and of each page's content."""
        glyphs: list[Drawn] = []
        for page in self._pages():
            content = self._stream(self._to(page, b"Contents"))
            glyphs.extend(self._shown(content))
        return glyphs

    @cached_property
    def programs(self) -> dict[str, Program]:
        """The embedded fonts by name."""
        return {self._names[key]: Program(self._stream(number)) for key, number in self._files.items()}

    def _shown(self, content: bytes) -> Iterator[Drawn]:
        font = ""
        for token in _TOKEN.finditer(content):
            if token[1]:
                font = self._names[token[1].decode()]
                continue
            codes = _ESCAPE.sub(_unescaped, token[2])
            yield from (Drawn(font, int.from_bytes(codes[at : at + 2], "big")) for at in range(0, len(codes), 2))

    @cached_property
    def _names(self) -> dict[str, str]:
        return {
            key: re.search(rb"/BaseFont /[A-Z]{6}\+(\S+)", self._object(number))[1].decode()  # type: ignore[index]
            for key, number in self._fonts.items()
        }

    @cached_property
    def _files(self) -> dict[str, int]:
        return {key: self._file(number) for key, number in self._fonts.items()}

    def _file(self, font: int) -> int:
        for key in (b"DescendantFonts", b"FontDescriptor", b"FontFile2"):
            font = self._to(font, key)
        return font

    @cached_property
    def _fonts(self) -> dict[str, int]:
        table = next(body for body in map(self._object, self._places) if re.search(rb"<<\s*/F1 \d+ 0 R", body))
        return {key.decode(): int(number) for key, number in re.findall(rb"/(F\d+) (\d+) 0 R", table)}

    def _pages(self) -> list[int]:
        kids = next(body for body in map(self._object, self._places) if b"/Kids" in body)
        return [int(number) for number in re.findall(rb"(\d+) 0 R", kids[kids.index(b"/Kids") :].split(b"]")[0])]

    def _to(self, number: int, key: bytes) -> int:
        found = re.search(_REFERENCE % key, self._object(number))
        assert found is not None, (number, key)
        return int(found[1])

    def _object(self, number: int) -> bytes:
        start = self._places[number]
        ends = (self._pdf.find(end, start) for end in (b"stream", b"endobj"))
        return self._pdf[start : min(end for end in ends if end >= 0)]

    def _stream(self, number: int) -> bytes:
        head = self._object(number)
        length = re.search(rb"/Length (\d+)", head)
        assert length is not None
        start = self._pdf.index(b"stream", self._places[number]) + len(b"stream\n")
        start += self._pdf[start - 1 : start] == b"\r"
        content = self._pdf[start : start + int(length[1])]
        if b"ASCII85" in head:
            content = _unwrapped(content)
        return zlib.decompress(content)


def _unwrapped(content: bytes) -> bytes:
    from base64 import a85decode

    return a85decode(content.strip().removesuffix(b"~>"))


def _unescaped(found: Any) -> bytes:
    said: bytes = found[1]
    if said[:1] in b"01234567":
        return bytes([int(said, 8) & 0xFF])
    return _PLAIN.get(said, said)
