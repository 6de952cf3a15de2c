"""A paper of several pages on A4: what stands where, and on each page which one it is of how many.

Refuses to leave a heading alone at the foot of a page, and to decide what a paper says: but for the few fixed words
below every one comes from `LongPaper`.
"""

from __future__ import annotations

from collections.abc import Sequence

from counter_app.domain.long_paper import LongPaper, Part
from counter_app.domain.receipt import Row
from counter_app.domain.text import Language, Text
from printing.fonts import Fonts
from printing.lines import break_lines
from printing.receipt import BASIS, DOCUMENT, PRACTICE
from printing.sheet import MM, Box, Hatch, Mark, Sheet, Words, book

WIDTH, HEIGHT = 210 * MM, 297 * MM  # GB/T 148, A4
SIDE, TOP, FOOT = 20 * MM, 16 * MM, 16 * MM
INNER = WIDTH - 2 * SIDE
LABELS = 38 * MM
PAGE = Text("第 {page} 页，共 {pages} 页", "Page {page} of {pages}")

_TITLE, _PART, _BODY, _NOTE, _SMALL = 16.0, 11.5, 9.6, 9.0, 8.2  # points
_LINE, _MIDDLE = 1.5, 0.38  # line height and middle of a Chinese character above the base line, of the size
_FULL = HEIGHT - FOOT - 10 * MM  # as far down as a page is filled


def pages_pdf(paper: LongPaper, *, language: Language, fonts: Fonts) -> bytes:
    """The paper as PDF on A4. Raises NoFont."""
    return book(lay_out_pages(paper, language=language, fonts=fonts), fonts=fonts)


def lay_out_pages(paper: LongPaper, *, language: Language, fonts: Fonts) -> tuple[Sheet, ...]:
    """Its pages, points from the upper left corner of each. Raises NoFont."""
    flow = _Flow(fonts, language, paper)
    flow.first_page()
    flow.rows(paper.lead)
    for part in paper.parts:
        _part(flow, part)
    _feet(flow, paper)
    return flow.sheets()


def _part(flow: _Flow, part: Part) -> None:
    flow.gap(4)
    flow.keep_together(_PART * _LINE + 3 * MM + 2 * _BODY * _LINE)
    flow.paragraph(part.title, _PART, bold=True)
    flow.marks.append(Box(SIDE, flow.y + 0.6 * MM, INNER, 0.5))
    flow.gap(2)
    flow.rows(part.rows)
    if not part.rows:
        flow.paragraph(part.nothing, _BODY)


def _feet(flow: _Flow, paper: LongPaper) -> None:
    flow.gap(5)
    for note in paper.notes:
        flow.paragraph(note, _NOTE)
    flow.paragraph(paper.hotline, _NOTE)
    flow.gap(1.5)
    for basis in paper.basis:
        text = Text(f"{BASIS.zh}：{basis.zh}", f"{BASIS.en}: {basis.en}")
        flow.paragraph(text, _SMALL)
    flow.keep_together(24 * MM)
    flow.gap(12)
    words = flow.say(paper.signed)
    line = SIDE + flow.width(words, _NOTE) + 3 * MM
    flow.marks.append(Box(line, flow.y + _NOTE * 1.3, 70 * MM, 0.6))
    flow.paragraph(paper.signed, _NOTE)


class _Flow:
    """The paper while it fills: `y` is how far the present page is filled, `marks` what stands on it."""

    def __init__(self, fonts: Fonts, language: Language, paper: LongPaper) -> None:
        self.marks: list[Mark] = []
        self.y = 0.0
        self._fonts, self._language, self._paper = fonts, language, paper
        self._done: list[list[Mark]] = []

    def say(self, text: Text) -> str:
        return text.say(self._language)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        return self._fonts.width(text, size, bold=bold)

    def gap(self, millimetres: float) -> None:
        self.y += millimetres * MM

    def first_page(self) -> None:
        """Title, who gives it, number and moment."""
        paper = self._paper
        self._practice_band()
        self._centred(paper.title, _TITLE, bold=True)
        self._centred(paper.heading, _BODY)
        self.gap(1)
        self._centred(DOCUMENT.format(number=paper.number), _BODY)
        self._centred(paper.given, _BODY)
        self.gap(3)

    def keep_together(self, height: float) -> None:
        """A new page unless that much fits on this one."""
        if self.y + height > _FULL:
            self._next_page()

    def rows(self, rows: Sequence[Row]) -> None:
        """Label and value side by side; a long value goes on over the page."""
        for row in rows:
            label = self._lines(self.say(row.label), _BODY, LABELS - 3 * MM, bold=False)
            value = self._lines(self.say(row.value), _BODY, INNER - LABELS, bold=row.strong)
            for at in range(max(len(label), len(value))):
                self.keep_together(_BODY * _LINE)
                self._put(label[at] if at < len(label) else "", _BODY, x=SIDE)
                self._put(value[at] if at < len(value) else "", _BODY, x=SIDE + LABELS, bold=row.strong)
                self.y += _BODY * _LINE
            self.gap(0.6)

    def paragraph(self, text: Text, size: float, *, bold: bool = False) -> None:
        for line in self._lines(self.say(text), size, INNER, bold=bold):
            self.keep_together(size * _LINE)
            self._put(line, size, x=SIDE, bold=bold)
            self.y += size * _LINE

    def sheets(self) -> tuple[Sheet, ...]:
        """All pages, each with its number and with how many there are."""
        pages = [*self._done, self.marks]
        title, author = self.say(self._paper.title), self.say(self._paper.heading)
        return tuple(
            Sheet(WIDTH, HEIGHT, (*marks, *self._footer(at, len(pages))), title, author)
            for at, marks in enumerate(pages, start=1)
        )

    def _next_page(self) -> None:
        self._done.append(self.marks)
        self.marks, self.y = [], 0.0
        self._practice_band()
        self.paragraph(self._paper.title, _SMALL)
        self.marks.append(Box(SIDE, self.y + 0.8 * MM, INNER, 0.3))
        self.gap(4)

    def _footer(self, page: int, pages: int) -> tuple[Mark, ...]:
        y = HEIGHT - FOOT
        number = self.say(DOCUMENT.format(number=self._paper.number))
        said = self.say(PAGE.format(page=str(page), pages=str(pages)))
        right = WIDTH - SIDE - self.width(said, _SMALL)
        rule = Box(SIDE, y - 5 * MM, INNER, 0.3)
        return (rule, Words(SIDE, y, number, _SMALL), Words(right, y, said, _SMALL))

    def _practice_band(self) -> None:
        self.y = TOP
        if not self._paper.practice:
            return
        height, words = 5 * MM, self.say(PRACTICE)
        label = self.width(words, _NOTE, bold=True) + 4 * MM
        self.marks.append(Hatch(SIDE, self.y - 8 * MM, INNER, height, step=1.6 * MM))
        self.marks.append(Box((WIDTH - label) / 2, self.y - 8 * MM, label, height, white=True))
        left, middle = (WIDTH - label) / 2 + 2 * MM, self.y - 8 * MM + height / 2
        self.marks.append(Words(left, middle + _NOTE * _MIDDLE, words, _NOTE, bold=True))

    def _centred(self, text: Text, size: float, *, bold: bool = False) -> None:
        for line in self._lines(self.say(text), size, INNER, bold=bold):
            self._put(line, size, x=(WIDTH - self.width(line, size, bold=bold)) / 2, bold=bold)
            self.y += size * _LINE

    def _lines(self, text: str, size: float, width: float, *, bold: bool) -> tuple[str, ...]:
        if not text.strip():
            return ()
        return break_lines(text, width=width, measure=lambda part: self.width(part, size, bold=bold))

    def _put(self, line: str, size: float, *, x: float, bold: bool = False) -> None:
        if line:
            self.marks.append(Words(x, self.y + size * (_LINE / 2 + _MIDDLE), line, size, bold))
