"""Papers on A4 that a counter gives out or keeps, as data: each says what stands on it, none where.

Refuses to hold whole numbers or names of people: they come masked, as on a receipt.
"""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same


@dataclass(frozen=True, slots=True)
class Frame:
    """What every paper carries. `heading`: province and outlet. `number` "" where it has none, `numbered`: what that is
    called ("回执 {number}"). `given`: when and by whom. `code`: what its QR code says, "" for none.
    """

    title: Text
    heading: Text
    numbered: Text
    number: str
    given: Text
    basis: tuple[Text, ...]
    hotline: Text
    practice: bool
    code: str = ""


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """One paper to bring: what exactly, original or copy, where it is had, on which basis."""

    name: Text
    form: Text
    where: Text
    basis: Text


@dataclass(frozen=True, slots=True)
class MissingNotice:
    """The one-time notice of what is missing (一次性告知书). `again`: how it is taken up. `shares`: who keeps which copy;
    the paper comes out once for each.
    """

    frame: Frame
    about: tuple[Row, ...]
    missing: tuple[MissingPaper, ...]
    seen: tuple[Text, ...]
    again: tuple[Text, ...]
    shares: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class RefusalNotice:
    """The notice of refusal (不予办理告知书): reason, facts, what can be done against it."""

    frame: Frame
    about: tuple[Row, ...]
    reason: Text
    rests_on: Text
    facts: tuple[Row, ...]
    remedies: tuple[Row, ...]
    shares: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class GuideSheet:
    """The guide of a procedure to take along: headings, each with its lines."""

    frame: Frame
    task: Text
    sections: tuple[tuple[Text, tuple[Text, ...]], ...]


@dataclass(frozen=True, slots=True)
class Errand:
    """What the holder does after the account changed: with whom, what, when."""

    whom: Text
    what: Text
    when: Text


@dataclass(frozen=True, slots=True)
class AccountNotice:
    """The notice of a changed account (账户变更告知书). `moves`: what becomes of which account and since when."""

    frame: Frame
    about: tuple[Row, ...]
    state: Text
    moves: tuple[Row, ...]
    errands: tuple[Errand, ...]
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class CutCard:
    """One line of the custody list, masked."""

    at: Text
    card: str
    holder: str
    why: Text
    receipt: str
    clerk: str
    standing: Text


@dataclass(frozen=True, slots=True)
class CustodyList:
    """Cards taken back and cut, to be handed on (收回并剪角卡片移交清单). `total` in figures and capital numerals."""

    frame: Frame
    span: Text
    cards: tuple[CutCard, ...]
    total: Text


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of the chart: how many of a task, by how they stand."""

    name: Text
    confirmed: int
    waiting: int
    refused: int

    @property
    def all(self) -> int:
        """The length of the bar."""
        return self.confirmed + self.waiting + self.refused


TOTAL = Text("合计", "Total")


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table with the names of its columns; `figures`: the columns of numbers, flush right, which are added up."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    figures: frozenset[int] = frozenset()
    nothing: Text | None = None

    def totalled(self) -> tuple[tuple[Text, ...], ...]:
        """Its rows and their sums: counted here, so that no sheet can bear a sum of something else."""
        sums = (
            same(str(sum(int(row[at].zh) for row in self.rows))) if at in self.figures else same("")
            for at in range(1, len(self.columns))
        )
        return (*self.rows, (TOTAL, *sums))


@dataclass(frozen=True, slots=True)
class Balance:
    """One of the counts that must come to the same: what it is called, the figure, what is said of it."""

    name: Text
    figure: int
    words: Text
    equal: bool


@dataclass(frozen=True, slots=True)
class DayEndSheet:
    """The end of a day (日终报表). `verdict` stands in the box at the top. `bars`: the chart."""

    frame: Frame
    verdict: Text
    balances: tuple[Balance, ...]
    bars: tuple[Bar, ...]
    tables: tuple[SheetTable, ...]
    rows: tuple[Row, ...]


FormPaper = MissingNotice | RefusalNotice | GuideSheet | AccountNotice | CustodyList | DayEndSheet
