"""A paper of several pages on A4: what stands where, and on each page which one it is of how many.

Refuses to leave a heading alone at the foot of a page, and to decide what a paper says: but for the few fixed words
below every one comes from `LongPaper`.
"""

from __future__ import annotations

from counter_app.domain.long_paper import LongPaper, Part
from counter_app.domain.receipt import Row
from counter_app.domain.text import Language, Text
from printing.flow import BASIS, DOCUMENT, LEADING, Pages
from printing.fonts import Fonts
from printing.sheet import MM, Box, Mark, Sheet, Words

WIDTH, HEIGHT = 210 * MM, 297 * MM  # GB/T 148, A4
SIDE, TOP, FOOT = 20 * MM, 16 * MM, 16 * MM
INNER = WIDTH - 2 * SIDE
LABELS = 38 * MM
PAGE = Text("第 {page} 页，共 {pages} 页", "Page {page} of {pages}")

_TITLE, _PART, _BODY, _NOTE, _SMALL = 16.0, 11.5, 9.6, 9.0, 8.2  # points
_FULL = HEIGHT - FOOT - 10 * MM  # as far down as a page is filled


def lay_out_pages(paper: LongPaper, *, language: Language, fonts: Fonts, bilingual: bool = False) -> tuple[Sheet, ...]:
    """Its pages, points from the upper left corner of each. Raises NoFont."""
    flow = A4(
        fonts,
        language,
        title=paper.title,
        number=paper.number,
        practice=paper.practice,
        bilingual=bilingual,
    )
    _head(flow, paper)
    _rows(flow, paper.lead)
    for part in paper.parts:
        _part(flow, part)
    _feet(flow, paper)
    return flow.sheets(title=flow.say(paper.title), author=flow.say(paper.heading))


class A4(Pages):
    """Pages of A4 with the title at the top of each after the first, number and page at the foot of all."""

    def __init__(
        self, fonts: Fonts, language: Language, *, title: Text, number: str, practice: bool, bilingual: bool = False
    ) -> None:
        super().__init__(
            fonts, language, width=WIDTH, height=HEIGHT, side=SIDE, top=TOP, full=_FULL, bilingual=bilingual
        )
        self._title, self._number, self._practice = title, number, practice
        self.y = TOP
        self._band()

    def begin(self) -> None:
        self._band()
        self.paragraph(self._title, _SMALL)
        self.marks.append(Box(SIDE, self.y + 0.8 * MM, INNER, 0.3))
        self.gap(4)

    def foot(self, page: int, pages: int) -> tuple[Mark, ...]:
        y = HEIGHT - FOOT
        number = self.say(DOCUMENT.format(number=self._number)) if self._number else ""
        said = self.both(PAGE.format(page=str(page), pages=str(pages)))
        right = WIDTH - SIDE - self.width(said, _SMALL)
        rule = Box(SIDE, y - 5 * MM, INNER, 0.3)
        return (rule, *([Words(SIDE, y, number, _SMALL)] if number else []), Words(right, y, said, _SMALL))

    def _band(self) -> None:
        if not self._practice:
            return
        self.y -= 8 * MM
        self.practice_band(_NOTE)
        self.y = TOP


def _head(flow: Pages, paper: LongPaper) -> None:
    """Title, who gives it, number and moment."""
    flow.centred(paper.title, _TITLE, bold=True)
    flow.centred(paper.heading, _BODY)
    flow.gap(1)
    flow.centred(DOCUMENT.format(number=paper.number), _BODY)
    flow.centred(paper.given, _BODY)
    flow.gap(3)


def _rows(flow: Pages, rows: tuple[Row, ...]) -> None:
    flow.rows(rows, _BODY, labels=LABELS - 3 * MM, between=3 * MM, gap=0.6)


def _part(flow: Pages, part: Part) -> None:
    flow.gap(4)
    flow.keep_together(_PART * LEADING + 3 * MM + 2 * _BODY * LEADING)
    flow.paragraph(part.title, _PART, bold=True)
    flow.marks.append(Box(SIDE, flow.y + 0.6 * MM, INNER, 0.5))
    flow.gap(2)
    _rows(flow, part.rows)
    if not part.rows:
        flow.paragraph(part.nothing, _BODY)


def _feet(flow: Pages, paper: LongPaper) -> None:
    flow.gap(5)
    for note in paper.notes:
        flow.paragraph(note, _NOTE)
    flow.note_missing(_NOTE)
    flow.paragraph(paper.hotline, _NOTE)
    flow.gap(1.5)
    for basis in paper.basis:
        flow.paragraph(Text(f"{BASIS.zh}：{basis.zh}", f"{BASIS.en}: {basis.en}"), _SMALL)
    flow.keep_together(24 * MM)
    flow.gap(12)
    flow.signing_line(paper.signed, _NOTE, x=SIDE, end=SIDE + 100 * MM)
