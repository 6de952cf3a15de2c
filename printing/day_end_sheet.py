"""The end of a day (日终报表) on A4: what stands where.

Refuses to look sounder than it is: what does not come to the same stands in the box at the top.
"""

from __future__ import annotations

from counter_app.domain.form_papers import Balance, DayEndSheet, SheetTable
from counter_app.domain.text import Language, Text
from printing.bar_chart import bar_chart
from printing.flow import LEADING, Line
from printing.fonts import Fonts
from printing.form import (
    BODY,
    NOTE,
    SMALL,
    FormPages,
    about,
    boxed,
    closing,
    head,
    heading,
    height_about,
    signatures,
    signing_room,
)
from printing.pages import INNER, SIDE
from printing.sheet import MM, Box, Sheet
from printing.table import Column, table

BALANCE = Text("核对（以本机办理为准，逐项相等）", "The counts (each must equal what was recorded here)")
CHART = Text("各类业务图", "Chart by task")
REST = Text("其他", "Besides")
EQUAL, DIFFERS = Text("相等", "equal"), Text("不相等", "NOT equal")
_FIGURE = 19.0
_SIGNED = (Text("柜员", "Clerk"), Text("复核（第二人）", "Second person"))


def lay_out(
    paper: DayEndSheet, *, language: Language, fonts: Fonts, copy: int = 0, bilingual: bool = False
) -> tuple[Sheet, ...]:
    """Its pages. Raises NoFont."""
    flow = FormPages(fonts, language, paper.frame, bilingual=bilingual)
    head(flow, copy=copy)
    boxed(flow, paper.verdict)
    heading(flow, BALANCE, room=30 * MM)
    _balances(flow, paper.balances)
    if paper.bars:
        heading(flow, CHART, room=25 * MM)
        bar_chart(flow, paper.bars)
    for one in paper.tables:
        _table(flow, one)
    # The last block stays with the signatures: nobody signs a page that says nothing.
    heading(flow, REST, room=height_about(flow, paper.rows, size=NOTE, gap=0) + signing_room(flow))
    about(flow, paper.rows, size=NOTE, gap=0)
    signatures(flow, _SIGNED)
    closing(flow)
    return flow.done_sheets()


def _balances(flow: FormPages, balances: tuple[Balance, ...]) -> None:
    """Beside each other: what it is, the figure large, whether it is equal, what is said of it."""
    width = INNER / max(len(balances), 1)
    cells = [_balance(flow, one, width - 5 * MM) for one in balances]
    tall = max((sum(line.height for line in lines) for lines in cells), default=0.0)
    flow.keep_together(tall)
    top = flow.y
    for at, lines in enumerate(cells):
        x = SIDE + at * width
        if at:
            flow.marks.append(Box(x - 2.5 * MM, top, 0.4, tall))
        flow.y = top
        for line in lines:
            flow.put(line, x=x)
            flow.y += line.height
    flow.y = top + tall


def _balance(flow: FormPages, one: Balance, width: float) -> list[Line]:
    verdict = EQUAL if one.equal else DIFFERS
    return [
        *flow.cell(one.name, NOTE, width=width),
        Line(str(one.figure), _FIGURE, bold=True),
        *flow.cell(verdict, BODY, width=width, bold=not one.equal),
        *flow.cell(one.words, SMALL, width=width),
    ]


def _table(flow: FormPages, one: SheetTable) -> None:
    heading(flow, one.title, room=4 * SMALL * LEADING)
    if not one.rows:
        flow.paragraph(one.nothing or Text("没有", "None"), NOTE)
        return
    rows = one.totalled() if one.figures else one.rows
    shares = [max(*(_widest(flow, row[at]) for row in (one.columns, *rows)), 10.0) for at in range(len(one.columns))]
    columns = [
        Column(title, min(share, INNER / 3) + 3 * MM, right=at in one.figures)
        for at, (title, share) in enumerate(zip(one.columns, shares, strict=True))
    ]
    table(flow, columns, rows, strong=frozenset({len(rows) - 1}) if one.figures else frozenset())


def _widest(flow: FormPages, words: Text) -> float:
    """In both languages: a name of a column is broken between its words only."""
    lines = flow.cell(words, SMALL, width=INNER, bold=True)
    return max((flow.width(line.text, line.size, bold=line.bold) for line in lines), default=0.0)
