"""A paper of several pages as data: headings, each with its lines, made from an operation and named after its receipt.

Refuses to know pages: where one ends is for whoever lays it out.
"""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.domain.receipt import Row
from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Part:
    """One heading and its rows; `nothing` is said where there is none."""

    title: Text
    rows: tuple[Row, ...]
    nothing: Text


@dataclass(frozen=True, slots=True)
class LongPaper:
    """`number` of the receipt it is made from. `heading` who gives it, `given` when and by whom. `lead` stands before
    the parts, `notes`, `basis` and `hotline` after the last. `signed`: who signs at its end.
    """

    number: str
    title: Text
    heading: Text
    given: Text
    lead: tuple[Row, ...]
    parts: tuple[Part, ...]
    notes: tuple[Text, ...]
    basis: tuple[Text, ...]
    hotline: Text
    signed: Text
    practice: bool
