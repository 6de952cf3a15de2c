"""Searches every byte of some folders for words that must not stand there: as text in the encodings a Chinese machine
writes, as JSON, hex and Base64 write it, and inside ZIP files and zlib or gzip streams.
"""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030")
_STREAMS = re.compile(rb"\x78[\x01\x5e\x9c\xda]|\x1f\x8b\x08")  # zlib (RFC 1950), gzip (RFC 1952)
_DEEPEST, _LARGEST = 3, 64 << 20


def traces(words: Iterable[str]) -> dict[bytes, str]:
    """Each form in which a word may stand in a file, and the word."""
    found: dict[bytes, str] = {}
    for word in words:
        for encoding in ENCODINGS:
            found[word.encode(encoding)] = word
        found[json.dumps(word)[1:-1].encode()] = word
        plain = word.encode()
        for form in (plain.hex().encode(), plain.hex().upper().encode(), *_base64(plain)):
            found[form] = word
    return found


def hits(folders: Iterable[Path], words: Iterable[str]) -> list[tuple[str, str]]:
    """(file, word) for each word found in a file, in its name, or in what is packed in it."""
    wanted = traces(words)
    return sorted({hit for folder in folders for file in _files(folder) for hit in _hits_of(file, folder, wanted)})


def _files(folder: Path) -> Iterator[Path]:
    """Every file; links, sockets and pipes hold nothing of their own."""
    return (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def _hits_of(file: Path, folder: Path, wanted: Mapping[bytes, str]) -> Iterator[tuple[str, str]]:
    name = str(file.relative_to(folder))
    for layer in (name.encode(), *_layers(file.read_bytes(), depth=0)):
        for form, word in wanted.items():
            if form in layer:
                yield name, word


def _layers(raw: bytes, *, depth: int) -> Iterator[bytes]:
    """The bytes, and what is packed in them."""
    yield raw
    if depth == _DEEPEST:
        return
    for inner in (*_zipped(raw), *_streams(raw)):
        yield from _layers(inner, depth=depth + 1)


def _zipped(raw: bytes) -> Iterator[bytes]:
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        return
    with zipfile.ZipFile(io.BytesIO(raw)) as packed:
        for name in packed.namelist():
            yield name.encode()
            yield packed.read(name)


def _streams(raw: bytes) -> Iterator[bytes]:
    """Whatever unpacks from any place that looks like the head of a stream: PDF and PNG keep theirs in the middle."""
    for head in _STREAMS.finditer(raw):
        one = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        try:
            inner = one.decompress(raw[head.start() :], _LARGEST)
        except zlib.error:
            continue
        if inner:
            yield inner


def _base64(plain: bytes) -> Iterator[bytes]:
    """What surely stands in Base64 of a longer text, wherever the word begins in it."""
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + plain)
        body = whole[(before * 8 + 5) // 6 : (before + len(plain)) * 8 // 6]
        if len(body) > 6:
            yield body
