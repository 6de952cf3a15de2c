"""What may stand in a cell of a file that a spreadsheet opens: words, never a formula.

A spreadsheet takes a cell for a formula that begins with = + - @, also behind blanks or as a full-width form, and some
take one with a tab or a carriage return for two cells (OWASP, CSV Injection). Such a cell gets an apostrophe in front,
which every spreadsheet shows as what it is: text. Refuses control characters, which no file of the kind may hold.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_BEGINS = frozenset("=+-@|%")
_LARGEST = 32_000  # characters; a cell of a spreadsheet holds 32,767


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table for a file: what stands above it (who made it, when, why), the names of its columns, its rows. Every cell
    is harmless already.
    """

    title: str
    above: tuple[tuple[str, ...], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def harmless(text: str) -> str:
    """The text as it may stand in a cell: one line, no control or format characters, never a formula."""
    plain = "".join(" " if _is_control(c) else c for c in text)[:_LARGEST].strip()
    begins = unicodedata.normalize("NFKC", plain).lstrip()[:1]
    return "'" + plain if begins in _BEGINS and begins else plain


def sheet(
    title: str, *, above: Sequence[Sequence[str]], columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> Sheet:
    """A table whose cells are all harmless."""
    return Sheet(harmless(title), _all(above), tuple(harmless(one) for one in columns), _all(rows))


def _all(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(harmless(cell) for cell in row) for row in rows)


def _is_control(c: str) -> bool:
    """Control characters, what shows nothing or turns the writing round, line and paragraph ends, lone surrogates, and
    what is no character at all.
    """
    return unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Cn")
