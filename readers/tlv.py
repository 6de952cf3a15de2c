"""Records of the social security chip: tag (1 byte), length (1 byte), value, one after another (LD/T 32.6).

Total: any bytes give an answer. A record that is cut off is named as torn, never given as a value. Bytes that some
issuers left after a whole record are passed over; no value is ever made of them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

_PADDING = b"\x00\xff "
_FILLERS = (0x00, 0xFF)  # between records; neither is a tag (ISO/IEC 7816-4, 5.2.2.1)
_LONG = 9  # bytes of a value that decides who it is; shorter ones may come about among bytes that are no record


@dataclass(frozen=True, slots=True)
class Records:
    """Values by tag, the first of each kept; tags whose record was cut off; tags of which there are two records that do
    not say the same, so that neither can be believed.
    """

    values: Mapping[int, bytes]
    torn: frozenset[int] = frozenset()
    twice: frozenset[int] = frozenset()


def differ(one: bytes, other: bytes) -> bool:
    """Whether two values of one tag cannot both be true; one that is left blank says nothing, nor does padding."""
    first, second = one.strip(_PADDING), other.strip(_PADDING)
    return bool(first and second) and first != second


def records(data: bytes, *, lengths: Mapping[int, Collection[int]]) -> Records:
    """Take `data` apart into its records. `lengths`: tags that the file may hold, with the usual lengths."""
    return _Walk(data, lengths).records()


class _Walk:
    """One way through the bytes of a file."""

    def __init__(self, data: bytes, lengths: Mapping[int, Collection[int]]) -> None:
        self._data = data
        self._lengths = lengths
        self._values: dict[int, bytes] = {}
        self._torn: set[int] = set()
        self._met: set[int] = set()
        self._twice: set[int] = set()

    def records(self) -> Records:
        first = at = self._past_fillers(0)
        while at < len(self._data):
            record = self._awaited(at) and (at == first or self._usual(at) or self._in_step(self._end(at)))
            at = self._past_fillers(self._take(at) if record else self._past_junk(at))
        return Records(self._values, frozenset(self._torn), frozenset(self._twice))

    def _take(self, at: int) -> int:
        """Keep the record at `at`; where to go on."""
        tag, end = self._data[at], self._end(at)
        self._met.add(tag)
        if end > len(self._data):
            self._torn.add(tag)
            return at + 1
        if (inside := self._begun_inside(at + 2, end)) is not None:
            self._torn.add(tag)
            return inside
        self._values[tag] = self._data[at + 2 : end]
        return end

    def _begun_inside(self, begin: int, end: int) -> int | None:
        """Where the next record begins before this one ends: this one is cut off and its length reaches too far."""
        heads = [place for place in range(end - 1, begin - 1, -1) if self._usual(place)]
        if self._in_step(end):  # it may have swallowed the next one whole
            heads = [p for p in heads if self._in_step(self._end(p)) and not self._comes(self._data[p], end)]
        return heads[0] if heads else None

    def _comes(self, tag: int, at: int) -> bool:
        """Whether a record of that tag may begin at `at` or behind it."""
        return any(self._data[place] == tag and self._usual(place) for place in range(at, len(self._data)))

    def _past_junk(self, at: int) -> int:
        """Past a record of a tag that this file does not hold, or past bytes that are no record."""
        usual = next((place for place in range(at + 1, len(self._data)) if self._usual(place)), len(self._data))
        end = self._end(at)
        after = min(usual, end) if self._again(at) or self._in_step(end) else usual
        self._twice.update(
            self._data[place] for place in range(at, after) if self._contradicts(place, sure=place == at)
        )
        return after

    def _again(self, at: int) -> bool:
        """Whether a whole record of usual length begins here, of a tag that was met before."""
        tag = self._data[at]
        known = tag in self._values and at + 1 < len(self._data) and self._end(at) <= len(self._data)
        return known and self._data[at + 1] in {*self._lengths[tag], len(self._values[tag])}

    def _contradicts(self, at: int, *, sure: bool) -> bool:
        """Whether the record here says another thing than the first; among other bytes (not `sure`) it must be long."""
        again = self._again(at) and (sure or self._data[at + 1] >= _LONG)
        return again and differ(self._values[self._data[at]], self._data[at + 2 : self._end(at)])

    def _end(self, at: int) -> int:
        """Where the record at `at` says that it ends; one too far when even its length is missing."""
        return at + 2 + self._data[at + 1] if at + 1 < len(self._data) else len(self._data) + 1

    def _in_step(self, at: int) -> bool:
        """Whether from here on, fillers aside, awaited records follow each other to the end, or to one of usual length.

        A length that is too long or too short by chance does not bring that about.
        """
        at = self._past_fillers(at)
        while at < len(self._data) and not self._usual(at):
            if not self._awaited(at):
                return False
            at = self._past_fillers(self._end(at))
        return at <= len(self._data)

    def _awaited(self, at: int) -> bool:
        return self._data[at] in self._lengths and self._data[at] not in self._met

    def _usual(self, at: int) -> bool:
        """Whether an awaited record of the usual length begins here: two bytes that do not come about by chance."""
        known = self._awaited(at) and at + 1 < len(self._data)
        return known and self._data[at + 1] in self._lengths[self._data[at]]

    def _past_fillers(self, at: int) -> int:
        while at < len(self._data) and self._data[at] in _FILLERS:
            at += 1
        return at
