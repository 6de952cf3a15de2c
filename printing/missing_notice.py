"""The one-time notice of missing materials (一次性告知书) on A4: what stands where. Once for each who keeps one.

Refuses to say anything of its own about a paper: what it is, as what and from where comes from the rules.
"""

from __future__ import annotations

from counter_app.domain.form_papers import MissingNotice
from counter_app.domain.text import Language, Text
from printing.fonts import Fonts
from printing.form import BODY, FormPages, about, boxed, closing, head, heading, signatures, signing_room, tall, ticked
from printing.pages import INNER
from printing.sheet import Sheet
from printing.table import Column, table

MISSING = Text("还缺的材料（一次说全，备齐一项勾一项）", "What is missing, in full (tick what you have got)")
SEEN = Text("这次已经核对、不用再带的", "Seen today; need not be brought again")
AGAIN = Text("补齐后怎么接着办", "How it goes on")
STATE = Text("缺 {count} 项材料，补齐后接着办", "{count} missing; it goes on when all are here")
_COLUMNS = (
    Column(Text("备齐", "Got"), 7),
    Column(Text("材料", "What"), 30),
    Column(Text("原件还是复印件", "As what"), 20),
    Column(Text("在哪里办", "Where it is had"), 31),
    Column(Text("依据", "Basis"), 26),
)
_SIGNED = (Text("申请人签收", "Received by"), Text("经办人签名", "Clerk"))
_BOX = Text("□", "□")


def lay_out(
    paper: MissingNotice, *, language: Language, fonts: Fonts, copy: int = 0, bilingual: bool = False
) -> tuple[Sheet, ...]:
    """All pages of all copies. Raises NoFont."""
    return tuple(
        sheet
        for share in paper.shares
        for sheet in _one(paper, FormPages(fonts, language, paper.frame, bilingual=bilingual, share=share), copy)
    )


def _one(paper: MissingNotice, flow: FormPages, copy: int) -> tuple[Sheet, ...]:
    head(flow, copy=copy)
    boxed(flow, STATE.format(count=str(len(paper.missing))))
    about(flow, paper.about)
    heading(flow, MISSING)
    table(flow, _COLUMNS, [(_BOX, one.name, one.form, one.where, one.basis) for one in paper.missing], size=9)
    if paper.seen:
        heading(flow, SEEN)
        for words in paper.seen:
            ticked(flow, words)
    steps = [Text(f"{at}. {words.zh}", f"{at}. {words.en}") for at, words in enumerate(paper.again, 1)]
    heading(flow, AGAIN, room=sum(tall(flow.cell(one, BODY, width=INNER)) for one in steps) + signing_room(flow))
    for one in steps:
        flow.paragraph(one, BODY)
    signatures(flow, _SIGNED)
    closing(flow)
    return flow.done_sheets()
