"""The notice of a changed account (账户变更告知书) on A4: what stands where.

Refuses to name a whole account: what it says came masked.
"""

from __future__ import annotations

from counter_app.domain.form_papers import AccountNotice
from counter_app.domain.text import Language, Text
from printing.fonts import Fonts
from printing.form import BODY, FormPages, about, boxed, closing, head, heading, signatures
from printing.sheet import Sheet
from printing.table import Column, table

MOVES = Text("账户怎样变", "What changes")
ERRANDS = Text("您要找谁、办什么（办完一项勾一项）", "Whom to tell, and what (tick what is done)")
_COLUMNS = (
    Column(Text("办完", "Done"), 7),
    Column(Text("找谁", "Whom"), 32),
    Column(Text("办什么", "What"), 46),
    Column(Text("什么时候", "When"), 29),
)
_SIGNED = (Text("持卡人签收", "Received by"), Text("经办人签名", "Clerk"))
_BOX = Text("□", "□")


def lay_out(
    paper: AccountNotice, *, language: Language, fonts: Fonts, copy: int = 0, bilingual: bool = False
) -> tuple[Sheet, ...]:
    """Its pages. Raises NoFont."""
    flow = FormPages(fonts, language, paper.frame, bilingual=bilingual)
    head(flow, copy=copy)
    boxed(flow, paper.state)
    about(flow, paper.about)
    heading(flow, MOVES)
    about(flow, paper.moves)
    heading(flow, ERRANDS)
    table(flow, _COLUMNS, [(_BOX, one.whom, one.what, one.when) for one in paper.errands], size=9)
    flow.gap(2)
    for note in paper.notes:
        flow.paragraph(note, BODY)
    signatures(flow, _SIGNED)
    closing(flow)
    return flow.done_sheets()
