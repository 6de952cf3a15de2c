"""BER-TLV data objects of an answer to SELECT or of a bank record (ISO/IEC 7816-4, 5.2.2; ISO/IEC 8825-1, 8.1).

Total: any bytes give an answer. Refuses to guess: from the first object that does not end inside its template on, the
rest of that template is left out.
"""

from __future__ import annotations

from collections.abc import Iterator

_DEEPEST = 8


def objects(data: bytes) -> dict[int, bytes]:
    """Values by tag, templates and what they hold alike; of objects with one tag the first."""
    found: dict[int, bytes] = {}
    _gather(data, found, deep=0)
    return found


def _gather(data: bytes, found: dict[int, bytes], *, deep: int) -> None:
    for tag, constructed, value in _walk(data):
        found.setdefault(tag, value)
        if constructed and deep < _DEEPEST:
            _gather(value, found, deep=deep + 1)


def _walk(data: bytes) -> Iterator[tuple[int, bool, bytes]]:
    at = 0
    while at < len(data):
        if data[at] in (0x00, 0xFF):  # fillers between objects
            at += 1
            continue
        head = _tag_end(data, at)
        begin, length = _length(data, head)
        if begin + length > len(data):
            return
        yield int.from_bytes(data[at:head], "big"), bool(data[at] & 0x20), data[begin : begin + length]
        at = begin + length


def _tag_end(data: bytes, at: int) -> int:
    """Where the tag that begins at `at` ends; three bytes are the longest in use."""
    end = at + 1
    if data[at] & 0x1F == 0x1F:
        while end < min(len(data), at + 3) and data[end] & 0x80:
            end += 1
        end += 1
    return end


def _length(data: bytes, at: int) -> tuple[int, int]:
    """Where the value begins and how long it is; beyond the end where the length itself is cut off or of no form."""
    first = data[at] if at < len(data) else 0xFF
    if first < 0x80:
        return at + 1, first
    size = first & 0x7F
    if size in (1, 2) and at + size < len(data):
        return at + 1 + size, int.from_bytes(data[at + 1 : at + 1 + size], "big")
    return len(data), 1
