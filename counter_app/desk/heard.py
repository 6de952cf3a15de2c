"""What was heard from the platform's feed, in words.

Refuses to hide what it does not know: another kind is told as it came.
"""

from __future__ import annotations

from counter_app.domain.text import Text, same
from counter_app.feed import Heard
from counter_app.procedures import all_procedures

_OTHERS = {
    "lapsed": Text("临时挂失到期失效", "Temporary loss lapsed"),
    "card-ready": Text("卡已制好，待领", "Card made, to be collected"),
    "making-failed": Text("制卡失败", "Making failed"),
    "review-passed": Text("审核通过，开始制卡", "Passed in review, being made"),
    "review-failed": Text("审核未通过", "Not passed in review"),
}


def title_of(change: Heard) -> Text:
    """What happened."""
    titles = {procedure.id: procedure.title for procedure in all_procedures()}
    return titles.get(change.kind) or _OTHERS.get(change.kind) or same(change.kind)
