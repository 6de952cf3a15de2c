"""The receipt on A5, lying: who gives it and its number at the top, what was done on the left, how it stands, the code
and the place for the stamp on the right, signatures at the foot. What does not fit goes on over a second page.

Refuses to decide what a receipt says, as the roll does. Black and grey only: a counter's printer has no colours, and a
copy of the paper must say as much as the paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from counter_app.domain.receipt import Receipt, Row
from counter_app.domain.text import Language, Text
from printing.bands import bands
from printing.barcode import code128
from printing.flow import BASIS, COPY, LEADING, MIDDLE, Line, Pages
from printing.fonts import Fonts
from printing.pages import PAGE
from printing.qr import qr_marks, qr_size
from printing.receipt import SIGNATURE, document_title
from printing.setting import spread_to
from printing.sheet import MM, Box, Mark, Sheet, Words, book
from printing.signed_code import CODE

WIDTH, HEIGHT = 210 * MM, 148 * MM  # GB/T 148, A5 lying
SIDE, TOP, FOOT = 11 * MM, 9 * MM, 9 * MM
PANEL = 50 * MM
COLUMN = WIDTH - 2 * SIDE - PANEL - 6 * MM  # the left one
AGENT = Text("代办人签名", "Agent's signature")
STAMP = Text("经办机构（盖章）", "Stamp of the outlet")
DATE = Text("年　　月　　日", "Date")
NOTE = Text("请留意", "Please note")

_TITLE, _STATE, _BODY, _NOTE, _SMALL = 15.0, 12.0, 9.2, 8.6, 7.4  # points
_PAD, _CLOSE = 1.1 * MM, 0.35 * MM  # above and below the words of a cell
_RULE, _GREY = 0.4, 0.6
_SIGNED = 13 * MM  # height of the place for signatures
_LABELS_MOST = 26 * MM
_BARS = 84 * MM  # room for the number as bars


def a5_pdf(receipt: Receipt, *, language: Language, fonts: Fonts, copy: int = 0, bilingual: bool = False) -> bytes:
    """The receipt as PDF on A5. `copy` > 0 prints 补打 with that number. Raises NoFont."""
    return book(lay_out_a5(receipt, language=language, fonts=fonts, copy=copy, bilingual=bilingual), fonts=fonts)


def lay_out_a5(
    receipt: Receipt, *, language: Language, fonts: Fonts, copy: int = 0, bilingual: bool = False
) -> tuple[Sheet, ...]:
    """Its pages, points from their upper left corners. Rows stand closer where that saves a page. Raises NoFont."""
    airy = _laid_out(_A5(fonts, language, receipt, bilingual=bilingual, pad=_PAD), receipt, copy)
    if len(airy) == 1:
        return airy
    close = _laid_out(_A5(fonts, language, receipt, bilingual=bilingual, pad=_CLOSE), receipt, copy)
    return close if len(close) < len(airy) else airy


def _laid_out(flow: _A5, receipt: Receipt, copy: int) -> tuple[Sheet, ...]:
    flow.head(copy)
    top = flow.y
    _panel(flow, receipt)
    flow.y = top
    flow.inner = COLUMN
    room = COLUMN / 2 - _labels(flow, flow.receipt_rows) - 4 * MM
    for band in bands(flow, flow.receipt_rows, _BODY, room=room):
        _band(flow, band)
    _feet(flow, receipt)
    return flow.sheets(
        title=document_title(receipt).say(flow.language),
        author=receipt.draft.heading.say(flow.language),
    )


class _A5(Pages):
    """Pages of A5 with the receipt's own head on the first and its number on every one."""

    def __init__(self, fonts: Fonts, language: Language, receipt: Receipt, *, bilingual: bool, pad: float) -> None:
        self.pad = pad
        signed = _SIGNED if receipt.draft.signed else 0
        super().__init__(
            fonts,
            language,
            width=WIDTH,
            height=HEIGHT,
            side=SIDE,
            top=TOP,
            full=HEIGHT - FOOT - signed - 3 * MM,
            bilingual=bilingual,
        )
        self._receipt, self.receipt_rows = receipt, receipt.draft.rows
        self.y = TOP
        self.marked()

    def marked(self) -> None:
        """Practice and void, which nobody may overlook, on every page."""
        if self._receipt.draft.practice:
            self.y = TOP - 4 * MM
            self.practice_band(_NOTE, height=4.4 * MM)
            self.gap(1.5)
        if self._receipt.void:
            self.void_band(_NOTE, height=5 * MM)
            self.gap(1.5)

    def begin(self) -> None:
        inner, self.inner = self.inner, WIDTH - 2 * SIDE
        self.marked()
        self.put(Line(f"{self.say(self._receipt.draft.title)}　{self._receipt.number}", _SMALL), x=SIDE)
        self.gap(4)
        self.marks.append(Box(SIDE, self.y, self.inner, _RULE))
        self.gap(2)
        self.inner = inner

    def head(self, copy: int) -> None:
        """Outlet and title on the left, number on the right, a thick and a thin rule under both."""
        draft, number, top = self._receipt.draft, self._receipt.number, self.y
        room = WIDTH - 2 * SIDE - (_BARS + 4 * MM if number else 0)
        self.stand(self.cell(draft.heading, _BODY, width=room), x=SIDE)
        self.stand(self.cell(draft.title, _TITLE, width=room, bold=True), x=SIDE)
        end, self.y = self.y, top
        if number:
            self._number(number, copy)
        self.y = max(self.y, end) + 1.5 * MM
        self.marks += [Box(SIDE, self.y, self.inner, 1.4), Box(SIDE, self.y + 2.4, self.inner, _RULE)]
        self.gap(3.2)

    def _number(self, number: str, copy: int) -> None:
        right, height = WIDTH - SIDE, 8 * MM
        bars = code128(number, left=right - _BARS, y=self.y, width=_BARS, paper=WIDTH, height=height)
        if bars is not None:
            self.marks.append(replace(bars, x=right - sum(bars.bars) * bars.module))
            self.y += height
            self.gap(0.4)
        again = self.both(COPY.format(copy=copy)) + "　" if copy > 0 else ""
        room = _BARS - self.width(again, _BODY, bold=True)
        size = min(_BODY, _BODY * room / self.width(number, _BODY))
        x = right - self.width(number, size)
        self.put(Line(number, size), x=x, height=_BODY * LEADING)
        if again:
            self.put(Line(again, _BODY, bold=True), x=x - self.width(again, _BODY, bold=True))
        self.y += _BODY * LEADING

    def foot(self, page: int, pages: int) -> tuple[Mark, ...]:
        """The page where there are several, and on the last the place for signatures."""
        kept, self.marks = self.marks, []
        if self._receipt.draft.signed and page == pages:
            self._signatures()
        if pages > 1:
            said = self.say(PAGE.format(page=str(page), pages=str(pages)))
            right = WIDTH - SIDE - self.width(said, _SMALL)
            self.marks.append(Words(right, HEIGHT - 4.5 * MM, said, _SMALL))
        mine, self.marks = tuple(self.marks), kept
        return mine

    def _signatures(self) -> None:
        self.y = HEIGHT - FOOT - _SIGNED
        self.marks.append(Box(SIDE, self.y, WIDTH - 2 * SIDE, _RULE))
        self.y = HEIGHT - FOOT - 2 * _NOTE
        date = self.say(DATE) if self.language is Language.ZH else f"{self.say(DATE)} ____________"
        end = WIDTH - SIDE - self.width(date, _NOTE)
        self.put(Line(date, _NOTE), x=end)
        middle = (SIDE + end) / 2
        self.signing_line(SIGNATURE, _NOTE, x=SIDE, end=middle - 5 * MM)
        self.signing_line(AGENT, _NOTE, x=middle, end=end - 16 * MM)


def _labels(flow: _A5, rows: Sequence[Row]) -> float:
    return flow.labels(rows, _BODY, most=_LABELS_MOST)


def _band(flow: _A5, band: tuple[Row, ...]) -> None:
    rows = flow.receipt_rows
    labels, characters = _labels(flow, rows), spread_to(flow.say(row.label) for row in rows)
    cells = []
    for row in band:
        label = flow.cell(row.label, _BODY, width=labels, characters=characters)
        value = flow.cell(row.value, _BODY, width=COLUMN / len(band) - labels - 4 * MM, bold=row.strong)
        cells.append((label, value))
    tall = max(sum(line.height for line in lines) for both in cells for lines in both)
    if flow.top + 12 * MM + tall < flow.full:  # what is longer than a page goes on over it
        flow.keep_together(tall + 2 * flow.pad)
    flow.y += flow.pad
    top = flow.y
    for at, (label, value) in enumerate(cells):
        flow.y = top if len(cells) > 1 else flow.y
        flow.left = SIDE + at * COLUMN / 2
        flow.side_by_side(label, value, values=flow.left + labels + 3 * MM)
    flow.left = SIDE
    flow.y = top + tall if len(cells) > 1 else flow.y
    flow.y += flow.pad
    flow.marks.append(Box(SIDE, flow.y, COLUMN, 0.3, grey=_GREY))


def _panel(flow: _A5, receipt: Receipt) -> None:
    """How it stands, the code, the place for the stamp: one under the other on the right."""
    left, state = WIDTH - SIDE - PANEL, flow.cell(receipt.draft.state, _STATE, width=PANEL - 6 * MM, bold=True)
    top = flow.y + 1 * MM
    flow.y = top + 2 * MM
    for line in state:
        flow.put(line, x=left + (PANEL - flow.width(line.text, line.size, bold=line.bold)) / 2)
        flow.y += line.height
    flow.gap(2)
    flow.marks.append(Box(left, top, PANEL, flow.y - top, line=1.2, radius=1 * MM))
    said = receipt.code or (receipt.number if receipt.draft.scannable else "")
    if said:
        size = qr_size(said)
        flow.marks.extend(qr_marks(said, left=left + (PANEL - size) / 2, y=flow.y))
        flow.y += size
        for line in flow.cell(CODE, _SMALL, width=PANEL) if receipt.code else ():
            flow.put(line, x=left + (PANEL - flow.width(line.text, line.size)) / 2)
            flow.y += line.height
    foot = HEIGHT - FOOT - (_SIGNED if receipt.draft.signed else 0) - 3 * MM
    flow.gap(2)
    if receipt.draft.signed and foot - flow.y > 14 * MM:
        flow.marks.append(Box(left, flow.y, PANEL, foot - flow.y, line=0.4, grey=_GREY))
        words = flow.say(STAMP)
        x = left + (PANEL - flow.width(words, _SMALL)) / 2
        flow.marks.append(Words(x, foot - 2.4 * MM + _SMALL * MIDDLE, words, _SMALL, grey=0.4))


def _feet(flow: _A5, receipt: Receipt) -> None:
    draft = receipt.draft
    flow.gap(2)
    if draft.notes:
        flow.keep_together(_NOTE * 4)
        flow.paragraph(NOTE, _NOTE, bold=True)
    for at, note in enumerate(draft.notes, start=1):
        _numbered(flow, at if len(draft.notes) > 1 else 0, note)
    flow.note_missing(_NOTE)
    flow.gap(1)
    small = [*flow.cell(draft.hotline, _NOTE, width=COLUMN)]
    for basis in draft.basis:
        said = Text(f"{BASIS.zh}：{basis.zh}", f"{BASIS.en}: {basis.en}")
        small += flow.cell(said, _SMALL, width=COLUMN)
    tall = sum(line.height for line in small)
    if flow.fits(tall):  # at the foot of the page, where the small print of a paper is looked for
        flow.y = flow.full - tall
    flow.stand(small, x=SIDE)


def _numbered(flow: _A5, at: int, note: Text) -> None:
    inset = 4.2 * MM if at else 0
    lines = flow.cell(note, _NOTE, width=COLUMN - inset)
    if lines and at:
        flow.keep_together(lines[0].height)
        flow.put(Line(f"{at}.", _NOTE), x=SIDE)
    flow.stand(lines, x=SIDE + inset)
