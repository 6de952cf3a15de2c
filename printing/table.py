"""A table that goes on over pages: its columns are named again on each, and what was counted so far is carried on
(过次页, 承前页) where somebody adds up.

Refuses to leave its last row alone on a page without its column names, and to lay a word outside its column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from counter_app.domain.text import Text
from printing.flow import LEADING, Line
from printing.form import SMALL, FormPages
from printing.pages import INNER, SIDE
from printing.sheet import MM, Box

ON, FROM = Text("过次页", "Carried on"), Text("承前页", "Brought forward")
_PAD, _AIR = 1.2 * MM, 0.55 * MM


@dataclass(frozen=True, slots=True)
class Column:
    """`share` of the width of the page; `right`: figures, flush right."""

    title: Text
    share: float
    right: bool = False


Cells = Sequence[Text]


def table(
    flow: FormPages,
    columns: Sequence[Column],
    rows: Sequence[Cells],
    *,
    size: float = SMALL,
    carried: Callable[[int], Text] | None = None,
    strong: frozenset[int] = frozenset(),
) -> None:
    """`carried(n)`: what the first `n` rows come to, said where a page ends and where the next begins. `strong`: rows
    that stand out (totals).
    """
    _Table(flow, columns, size).lay(rows, carried, strong)


class _Table:
    def __init__(self, flow: FormPages, columns: Sequence[Column], size: float) -> None:
        self.flow, self.columns, self.size = flow, columns, size
        whole = sum(column.share for column in columns)
        self.widths = [INNER * column.share / whole for column in columns]

    def lay(self, rows: Sequence[Cells], carried: Callable[[int], Text] | None, strong: frozenset[int]) -> None:
        self._names()
        kept = self.size * LEADING + 2 * _AIR if carried else 0.0
        for at, row in enumerate(rows):
            cells = self._cells(row, bold=at in strong)
            if not self.flow.fits(self._height(cells) + kept) and at:
                self._turn(carried(at) if carried else None)
            self._row(cells)

    def _turn(self, sum_so_far: Text | None) -> None:
        """On to the next page."""
        if sum_so_far is not None:
            self._note(ON, sum_so_far)
        self.flow.keep_together(float("inf"))
        self._names()
        if sum_so_far is not None:
            self._note(FROM, sum_so_far)

    def _note(self, what: Text, sum_so_far: Text) -> None:
        said = Text(f"{what.zh}：{sum_so_far.zh}", f"{what.en}: {sum_so_far.en}")
        self.flow.gap(0.3)
        self.flow.stand([Line(self.flow.say(said), self.size, bold=True)], x=SIDE + _PAD)
        self._rule(0.3)

    def _names(self) -> None:
        cells = self._cells([column.title for column in self.columns], bold=True)
        self.flow.keep_together(self._height(cells) + 2 * self.size * LEADING)
        self._row(cells, rule=0.8)

    def _cells(self, row: Cells, *, bold: bool) -> list[tuple[Line, ...]]:
        return [
            self.flow.cell(text, self.size, width=width - 2 * _PAD, bold=bold)
            for text, width in zip(row, self.widths, strict=True)
        ]

    @staticmethod
    def _height(cells: Sequence[tuple[Line, ...]]) -> float:
        return max((sum(line.height for line in lines) for lines in cells), default=0.0) + 2 * _AIR

    def _row(self, cells: Sequence[tuple[Line, ...]], *, rule: float = 0.3) -> None:
        """Cell by cell, as a reader takes them; a row longer than what is left of the page goes on line by line."""
        flow, height = self.flow, self._height(cells)
        if flow.fits(height):
            top = flow.y
            for at, lines in enumerate(cells):
                flow.y = top + _AIR
                for line in lines:
                    self._put(line, at)
                    flow.y += line.height
            flow.y = top + height
        else:
            self._long(cells)
        self._rule(rule)

    def _long(self, cells: Sequence[tuple[Line, ...]]) -> None:
        flow = self.flow
        flow.y += _AIR
        for lines in zip_longest(*cells):
            height = max(line.height for line in lines if line is not None)
            flow.keep_together(height)
            for at, line in enumerate(lines):
                if line is not None:
                    self._put(line, at, height=height)
            flow.y += height
        flow.y += _AIR

    def _put(self, line: Line, at: int, *, height: float = 0) -> None:
        """One line in its column."""
        room = self.widths[at] - 2 * _PAD - self.flow.width(line.text, line.size, bold=line.bold)
        left = SIDE + sum(self.widths[:at]) + _PAD
        self.flow.put(line, x=left + (room if self.columns[at].right else 0), height=height)

    def _rule(self, line: float) -> None:
        self.flow.marks.append(Box(SIDE, self.flow.y, INNER, line))
