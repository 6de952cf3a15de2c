"""The guide of a procedure (办事指南) on A4: one page in two columns; a longer one goes on over pages in one.

Refuses to leave anything out to make it fit: a guide that is too long for two columns has more pages.
"""

from __future__ import annotations

from dataclasses import replace

from counter_app.domain.form_papers import GuideSheet
from counter_app.domain.text import Language, Text
from printing.flow import LEADING, Flow
from printing.fonts import Fonts
from printing.form import BODY, PART, FormPages, boxed, closing, head, heading
from printing.pages import INNER, SIDE
from printing.sheet import MM, Box, Mark, Sheet

_BETWEEN = 9 * MM
_COLUMN = (INNER - _BETWEEN) / 2
_FOOT = 34 * MM  # what hotline and basis take below the columns

Section = tuple[Text, tuple[Text, ...]]


def lay_out(
    paper: GuideSheet, *, language: Language, fonts: Fonts, copy: int = 0, bilingual: bool = False
) -> tuple[Sheet, ...]:
    """Its pages. Raises NoFont."""
    flow = FormPages(fonts, language, paper.frame, bilingual=bilingual)
    head(flow, copy=copy)
    boxed(flow, paper.task, size=13)
    blocks = [_block(section, fonts, language, bilingual) for section in paper.sections]
    split = _split([block.y for block in blocks])
    tallest = max(_height(blocks[:split]), _height(blocks[split:]))
    if flow.fits(tallest + _FOOT):
        _beside(flow, blocks, split)
    else:
        _under(flow, paper)
    closing(flow)
    return flow.done_sheets()


def _block(section: Section, fonts: Fonts, language: Language, bilingual: bool) -> Flow:
    """One heading with its lines in a column of its own, from nought down."""
    title, lines = section
    column = Flow(fonts, language, paper=_COLUMN, left=0, bilingual=bilingual)
    column.paragraph(title, PART, bold=True)
    column.marks.append(Box(0, column.y + 0.4 * MM, _COLUMN, 0.5))
    column.gap(1.6)
    for line in lines:
        column.paragraph(line, BODY)
        column.gap(0.4)
    column.gap(3)
    return column


def _height(blocks: list[Flow]) -> float:
    return sum(block.y for block in blocks)


def _split(heights: list[float]) -> int:
    """How many stand in the first column, so that the two are as like as can be, the first not the shorter one."""
    whole = sum(heights)
    sums = [sum(heights[:at]) for at in range(len(heights) + 1)]
    return min(range(len(sums)), key=lambda at: (max(sums[at], whole - sums[at]), at))


def _beside(flow: FormPages, blocks: list[Flow], split: int) -> None:
    top = flow.y
    ends = []
    for left, column in ((SIDE, blocks[:split]), (SIDE + _COLUMN + _BETWEEN, blocks[split:])):
        y = top
        for block in column:
            flow.marks.extend(_moved(mark, left, y) for mark in block.marks)
            y += block.y
        ends.append(y)
    flow.y = max(ends)


def _moved(mark: Mark, x: float, y: float) -> Mark:
    return replace(mark, x=mark.x + x, y=mark.y + y)


def _under(flow: FormPages, paper: GuideSheet) -> None:
    for title, lines in paper.sections:
        heading(flow, title, room=2 * BODY * LEADING)
        for line in lines:
            flow.paragraph(line, BODY)
