"""The receipt on an 80 mm roll: what stands where. The page is as long as what it says.

Refuses to decide what a receipt says: every word but the few fixed ones below comes from `Receipt`, masked already.
"""

from __future__ import annotations

from collections.abc import Sequence

from counter_app.domain.receipt import Receipt, Row
from counter_app.domain.text import Language, Text
from printing.barcode import code128
from printing.fonts import Fonts
from printing.lines import OPENING, balanced, break_lines
from printing.qr import qr_marks, qr_size
from printing.sheet import MM, Box, Hatch, Mark, Sheet, Words, to_pdf

PAPER = 80 * MM
MARGIN = 5 * MM  # receipt printers leave 4 mm blank on each side
INNER = PAPER - 2 * MARGIN

PRACTICE = Text("练习，不作凭证", "Practice, not valid")
VOID = Text("已作废", "Void")
COPY = Text("补打 {copy}", "Reprint {copy}")
BASIS = Text("依据", "Basis")
SIGNATURE = Text("持卡人签名", "Holder's signature")
DOCUMENT = Text("回执 {number}", "Receipt {number}")

_TITLE, _STATE, _BODY, _NOTE, _SMALL = 12.5, 12.0, 9.2, 8.6, 7.6  # points
_LINE = 1.5  # line height, of the size
_MIDDLE = 0.38  # middle of a Chinese character above the base line, of the size
_HANG = 0.42  # of the size
_LABELS_MOST = 0.38  # of the inner width


def receipt_pdf(receipt: Receipt, *, language: Language, fonts: Fonts, copy: int = 0) -> bytes:
    """The receipt as PDF, one page 80 mm wide. `copy` > 0 prints 补打 with that number. Raises NoFont."""
    return to_pdf(lay_out(receipt, language=language, fonts=fonts, copy=copy), fonts=fonts)


def missing_glyphs(receipt: Receipt, *, language: Language, fonts: Fonts) -> tuple[str, ...]:
    """The characters that are printed as framed code points, each once. Raises NoFont."""
    sheet = lay_out(receipt, language=language, fonts=fonts)
    return fonts.missing("".join(mark.text for mark in sheet.marks if isinstance(mark, Words)))


def lay_out(receipt: Receipt, *, language: Language, fonts: Fonts, copy: int = 0) -> Sheet:
    """Everything at its place, points from the upper left corner of the paper. Raises NoFont."""
    flow = _Flow(fonts, language)
    _head(flow, receipt, copy=copy)
    _state(flow, receipt.draft.state)
    _rows(flow, receipt.draft.rows)
    _feet(flow, receipt)
    if receipt.draft.scannable:
        _scannable(flow, receipt.number)
    if receipt.draft.signed:
        _signature(flow)
    return Sheet(
        width=PAPER,
        height=flow.y,
        marks=tuple(flow.marks),
        title=_document(receipt).say(language),
        author=receipt.draft.heading.say(language),
    )


def _document(receipt: Receipt) -> Text:
    """What a list of files calls it: the receipt by its number, a guide by what it is about."""
    draft = receipt.draft
    if receipt.number:
        return DOCUMENT.format(number=receipt.number)
    return Text(f"{draft.title.zh} {draft.state.zh}", f"{draft.title.en}: {draft.state.en}")


class _Flow:
    """The paper while it fills from the top: `y` is how far it is filled."""

    def __init__(self, fonts: Fonts, language: Language) -> None:
        self.marks: list[Mark] = []
        self.y = 0.0
        self._fonts = fonts
        self._language = language

    def gap(self, millimetres: float) -> None:
        self.y += millimetres * MM

    def say(self, text: Text) -> str:
        return text.say(self._language)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        return self._fonts.width(text, size, bold=bold)

    def lines(self, text: str, size: float, *, width: float, bold: bool = False) -> tuple[str, ...]:
        if not text.strip():
            return ()
        return break_lines(text, width=width, measure=lambda part: self.width(part, size, bold=bold))

    def put(self, lines: Sequence[str], size: float, *, x: float, y: float, bold: bool = False) -> float:
        """Lines one under the other from `y` down, flush left at `x`; where they end."""
        for line in lines:
            # An opening mark is blank on its left half: hung out, its ink stands flush with the lines around it.
            left = x - _HANG * size if line[0] in OPENING else x
            self.marks.append(Words(left, _base(y, size), line, size, bold))
            y += size * _LINE
        return y

    def paragraph(self, text: str, size: float, *, bold: bool = False) -> None:
        self.y = self.put(self.lines(text, size, width=INNER, bold=bold), size, x=MARGIN, y=self.y, bold=bold)

    def centred(self, text: str, size: float, *, width: float = INNER, bold: bool = False, white: bool = False) -> None:
        lines = balanced(lambda limit: self.lines(text, size, width=limit, bold=bold), width=width)
        for line in lines:
            x = (PAPER - self.width(line, size, bold=bold)) / 2
            self.marks.append(Words(x, _base(self.y, size), line, size, bold, white))
            self.y += size * _LINE


def _base(y: float, size: float) -> float:
    """The base line of a line of text that begins at `y`."""
    return y + size * (_LINE / 2 + _MIDDLE)


def _head(flow: _Flow, receipt: Receipt, *, copy: int) -> None:
    flow.gap(4)
    if receipt.draft.practice:
        _practice_band(flow)
    if receipt.void:
        _void_band(flow)
    flow.centred(flow.say(receipt.draft.title), _TITLE, bold=True)
    flow.centred(flow.say(receipt.draft.heading), _BODY)
    flow.gap(2)
    if receipt.number:
        _number(flow, receipt.number)
    if copy > 0:
        flow.gap(0.8)
        flow.centred(flow.say(COPY.format(copy=copy)), _BODY, bold=True)
    flow.gap(2)


def _practice_band(flow: _Flow) -> None:
    height, size = 5 * MM, _NOTE
    words = flow.say(PRACTICE)
    label = flow.width(words, size, bold=True) + 4 * MM
    flow.marks.append(Hatch(MARGIN, flow.y, INNER, height, step=1.6 * MM))
    flow.marks.append(Box((PAPER - label) / 2, flow.y, label, height, white=True))
    _in_band(flow, words, size, height=height)


def _void_band(flow: _Flow) -> None:
    height = 7 * MM
    flow.marks.append(Box(MARGIN, flow.y, INNER, height))
    _in_band(flow, flow.say(VOID), _STATE, height=height, white=True)


def _in_band(flow: _Flow, words: str, size: float, *, height: float, white: bool = False) -> None:
    end = flow.y + height
    flow.y += (height - size * _LINE) / 2
    flow.centred(words, size, bold=True, white=white)
    flow.y = end
    flow.gap(2)


def _number(flow: _Flow, number: str) -> None:
    height = 8 * MM
    bars = code128(number, left=MARGIN, y=flow.y, width=INNER, paper=PAPER, height=height)
    if bars is not None:
        flow.marks.append(bars)
        flow.y += height
        flow.gap(0.8)
    flow.centred(number, _BODY)


def _state(flow: _Flow, state: Text) -> None:
    top, inset = flow.y, 3 * MM
    flow.gap(1.4)
    flow.centred(flow.say(state), _STATE, width=INNER - 2 * inset, bold=True)
    flow.gap(1.4)
    flow.marks.append(Box(MARGIN, top, INNER, flow.y - top, line=1.2, radius=1 * MM))
    flow.gap(3)


def _rows(flow: _Flow, rows: Sequence[Row]) -> None:
    widest = max((flow.width(flow.say(row.label), _BODY) for row in rows), default=0.0)
    labels = min(widest, INNER * _LABELS_MOST)
    for row in rows:
        _row(flow, row, labels=labels, values=MARGIN + labels + 3.5 * MM)


def _row(flow: _Flow, row: Row, *, labels: float, values: float) -> None:
    label = flow.lines(flow.say(row.label), _BODY, width=labels)
    value = flow.lines(flow.say(row.value), _BODY, width=PAPER - MARGIN - values, bold=row.strong)
    left = flow.put(label, _BODY, x=MARGIN, y=flow.y)
    right = flow.put(value, _BODY, x=values, y=flow.y, bold=row.strong)
    flow.y = max(left, right)
    flow.gap(0.5)


def _feet(flow: _Flow, receipt: Receipt) -> None:
    flow.gap(2.5)
    for note in receipt.draft.notes:
        flow.paragraph(flow.say(note), _NOTE)
        flow.gap(0.6)
    flow.paragraph(flow.say(receipt.draft.hotline), _NOTE)
    if receipt.draft.basis:
        flow.gap(1.2)
        flow.paragraph(flow.say(BASIS), _SMALL, bold=True)
    for basis in receipt.draft.basis:
        flow.paragraph(flow.say(basis), _SMALL)


def _scannable(flow: _Flow, number: str) -> None:
    """The number for a camera, in the middle, under everything else."""
    flow.gap(2)
    size = qr_size(number)
    flow.marks.extend(qr_marks(number, left=(PAPER - size) / 2, y=flow.y))
    flow.y += size
    flow.gap(2)


def _signature(flow: _Flow) -> None:
    flow.gap(9)
    words = flow.say(SIGNATURE)
    line = MARGIN + flow.width(words, _NOTE) + 3 * MM
    flow.marks.append(Box(line, flow.y + _NOTE * 1.3, PAPER - MARGIN - line, 0.6))
    flow.paragraph(words, _NOTE)
    flow.gap(6)
