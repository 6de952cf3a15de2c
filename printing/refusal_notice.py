"""The notice of refusal (不予办理告知书) on A4: what stands where. Once for each who keeps one.

Refuses to leave out what can be done against it.
"""

from __future__ import annotations

from counter_app.domain.form_papers import RefusalNotice
from counter_app.domain.text import Language, Text
from printing.fonts import Fonts
from printing.form import BODY, FormPages, about, boxed, closing, head, heading, height_about, signatures, signing_room
from printing.sheet import Sheet

FACTS, REASON, REMEDIES = Text("事实", "Facts"), Text("理由和依据", "Reason and basis"), Text("不服怎么办", "Remedies")
_SIGNED = (Text("申请人签收", "Received by"), Text("经办人签名", "Clerk"))


def lay_out(
    paper: RefusalNotice, *, language: Language, fonts: Fonts, copy: int = 0, bilingual: bool = False
) -> tuple[Sheet, ...]:
    """All pages of all copies. Raises NoFont."""
    return tuple(
        sheet
        for share in paper.shares
        for sheet in _one(paper, FormPages(fonts, language, paper.frame, bilingual=bilingual, share=share), copy)
    )


def _one(paper: RefusalNotice, flow: FormPages, copy: int) -> tuple[Sheet, ...]:
    head(flow, copy=copy)
    boxed(flow, Text(f"不予办理：{paper.reason.zh}", f"Refused: {paper.reason.en}"))
    about(flow, paper.about)
    heading(flow, FACTS)
    about(flow, paper.facts)
    heading(flow, REASON)
    flow.paragraph(paper.reason, BODY, bold=True)
    flow.paragraph(paper.rests_on, BODY)
    heading(flow, REMEDIES, room=height_about(flow, paper.remedies, gap=0.8) + signing_room(flow))
    about(flow, paper.remedies, gap=0.8)
    signatures(flow, _SIGNED)
    closing(flow)
    return flow.done_sheets()
