"""The list of cards taken back and cut, as they are handed on (收回并剪角卡片移交清单), on A4: what stands where.

Refuses a line without a number of its own: whoever counts the cards counts the lines.
"""

from __future__ import annotations

from counter_app.domain.form_papers import CustodyList
from counter_app.domain.numerals import capital
from counter_app.domain.text import Language, Text, same
from printing.fonts import Fonts
from printing.form import BODY, FormPages, boxed, closing, head, signatures
from printing.sheet import Sheet
from printing.table import Column, table

SPAN, TOTAL = Text("起止", "From and to"), Text("合计", "In all")
NOTHING = Text("这段时间没有收回的卡", "No card was taken back in this time")
_COLUMNS = (
    Column(Text("序号", "No."), 9, right=True),
    Column(Text("收回时间", "Taken back"), 27),
    Column(Text("卡号", "Card"), 19),
    Column(Text("持卡人", "Holder"), 22),
    Column(Text("事由", "Why"), 20),
    Column(Text("回执号", "Receipt"), 36),
    Column(Text("经办", "Clerk"), 13),
    Column(Text("平台", "Platform"), 19),
)
_SIGNED = (
    Text("移交人", "Handed over by"),
    Text("接收人", "Received by"),
    Text("监交人", "Witness"),
    Text("剪角核对", "Cut, checked by"),
)


def lay_out(
    paper: CustodyList, *, language: Language, fonts: Fonts, copy: int = 0, bilingual: bool = False
) -> tuple[Sheet, ...]:
    """Its pages. Raises NoFont."""
    flow = FormPages(fonts, language, paper.frame, bilingual=bilingual)
    head(flow, copy=copy)
    boxed(flow, paper.total)
    flow.paragraph(Text(f"{SPAN.zh}：{paper.span.zh}", f"{SPAN.en}: {paper.span.en}"), BODY)
    flow.gap(1.5)
    if paper.cards:
        table(flow, _COLUMNS, _rows(paper), carried=_so_far, strong=frozenset({len(paper.cards)}))
    else:
        flow.paragraph(NOTHING, BODY)
    signatures(flow, _SIGNED)
    closing(flow)
    return flow.done_sheets()


def _rows(paper: CustodyList) -> list[tuple[Text, ...]]:
    lines = [
        (
            same(str(at)),
            card.at,
            same(card.card),
            same(card.holder),
            card.why,
            same(card.receipt),
            same(card.clerk),
            card.standing,
        )
        for at, card in enumerate(paper.cards, 1)
    ]
    count = len(paper.cards)
    return [
        *lines,
        (same(""), TOTAL, Text(f"{count} 张", str(count)), same(f"{capital(count)}张"), *[same("")] * 4),
    ]


def _so_far(count: int) -> Text:
    return Text(f"{count} 张（{capital(count)}张）", f"{count} cards")
