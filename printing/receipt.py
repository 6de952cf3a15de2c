"""The receipt on an 80 mm roll: what stands where. The page is as long as what it says.

Refuses to decide what a receipt says: every word but the few fixed ones comes from `Receipt`, masked already.
"""

from __future__ import annotations

from counter_app.domain.receipt import Receipt
from counter_app.domain.text import Language, Text
from printing.barcode import code128
from printing.flow import BASIS, COPY, DOCUMENT, Flow
from printing.fonts import Fonts
from printing.qr import qr_marks, qr_size
from printing.sheet import MM, Box, Sheet, to_pdf
from printing.signed_code import code_block

PAPER = 80 * MM
MARGIN = 5 * MM  # receipt printers leave 4 mm blank on each side
INNER = PAPER - 2 * MARGIN

SIGNATURE = Text("持卡人签名", "Holder's signature")

_TITLE, _STATE, _BODY, _NOTE, _SMALL = 12.5, 12.0, 9.2, 8.6, 7.6  # points
_LABELS_MOST = 0.38  # of the inner width


def receipt_pdf(receipt: Receipt, *, language: Language, fonts: Fonts, copy: int = 0, bilingual: bool = False) -> bytes:
    """The receipt as PDF, one page 80 mm wide. `copy` > 0 prints 补打 with that number. Raises NoFont."""
    return to_pdf(lay_out(receipt, language=language, fonts=fonts, copy=copy, bilingual=bilingual), fonts=fonts)


def lay_out(receipt: Receipt, *, language: Language, fonts: Fonts, copy: int = 0, bilingual: bool = False) -> Sheet:
    """Everything at its place, points from the upper left corner of the paper. Raises NoFont."""
    flow = Flow(fonts, language, paper=PAPER, left=MARGIN, bilingual=bilingual, grey=0)
    _head(flow, receipt, copy=copy)
    _state(flow, receipt.draft.state)
    rows = receipt.draft.rows
    flow.rows(rows, _BODY, labels=INNER * _LABELS_MOST, between=3.5 * MM, gap=0.5)
    _feet(flow, receipt)
    if receipt.code:
        flow.gap(2)
        code_block(flow, receipt.code, size=_SMALL)
        flow.gap(1)
    elif receipt.draft.scannable:
        _scannable(flow, receipt.number)
    if receipt.draft.signed:
        _signature(flow)
    else:
        flow.gap(5)  # where the paper is torn off
    return Sheet(
        width=PAPER,
        height=flow.y,
        marks=tuple(flow.marks),
        title=document_title(receipt).say(language),
        author=receipt.draft.heading.say(language),
    )


def document_title(receipt: Receipt) -> Text:
    """What a list of files calls it: the receipt by its number, a guide by what it is about."""
    draft = receipt.draft
    if receipt.number:
        return DOCUMENT.format(number=receipt.number)
    return Text(f"{draft.title.zh} {draft.state.zh}", f"{draft.title.en}: {draft.state.en}")


def _head(flow: Flow, receipt: Receipt, *, copy: int) -> None:
    flow.gap(4)
    if receipt.draft.practice:
        flow.practice_band(_NOTE)
        flow.gap(2)
    if receipt.void:
        flow.void_band(_STATE)
        flow.gap(2)
    flow.centred(receipt.draft.title, _TITLE, bold=True)
    flow.centred(receipt.draft.heading, _BODY)
    flow.gap(2)
    if receipt.number:
        _number(flow, receipt.number)
    if copy > 0:
        flow.gap(0.8)
        flow.centred(COPY.format(copy=copy), _BODY, bold=True)
    flow.gap(2)


def _number(flow: Flow, number: str) -> None:
    height = 8 * MM
    bars = code128(number, left=MARGIN, y=flow.y, width=INNER, paper=PAPER, height=height)
    if bars is not None:
        flow.marks.append(bars)
        flow.y += height
        flow.gap(0.8)
    flow.centred(Text(number, number), _BODY)


def _state(flow: Flow, state: Text) -> None:
    top, inset = flow.y, 3 * MM
    flow.gap(1.4)
    flow.centred(state, _STATE, width=INNER - 2 * inset, bold=True)
    flow.gap(1.4)
    flow.marks.append(Box(MARGIN, top, INNER, flow.y - top, line=1.2, radius=1 * MM))
    flow.gap(3)


def _feet(flow: Flow, receipt: Receipt) -> None:
    flow.gap(2.5)
    for note in receipt.draft.notes:
        flow.paragraph(note, _NOTE)
        flow.gap(0.6)
    flow.note_missing(_NOTE)
    flow.paragraph(receipt.draft.hotline, _NOTE)
    if receipt.draft.basis:
        flow.gap(1.2)
        flow.paragraph(BASIS, _SMALL, bold=True)
    for basis in receipt.draft.basis:
        flow.paragraph(basis, _SMALL)


def _scannable(flow: Flow, number: str) -> None:
    """The number for a camera, in the middle, under everything else."""
    flow.gap(2)
    size = qr_size(number)
    flow.marks.extend(qr_marks(number, left=(PAPER - size) / 2, y=flow.y))
    flow.y += size
    flow.gap(2)


def _signature(flow: Flow) -> None:
    flow.gap(9)
    flow.signing_line(SIGNATURE, _NOTE, x=MARGIN, end=PAPER - MARGIN)
    flow.y += _NOTE * 1.5
    flow.gap(6)
