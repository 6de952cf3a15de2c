"""How the state of a card half, of the line and of work looks: shape and tone. Six shapes tell card states apart
without colour.

Refuses to name them: names of states stand beside the states, in the core.
"""

from __future__ import annotations

from counter_app.domain.card import BankState, CardState
from counter_app.domain.operation import Settlement, Work, WorkState
from counter_app.domain.settlement import REFUSED_WORDS, Known, known_of
from counter_app.domain.text import Text

_STATES: dict[CardState | BankState, tuple[str, str]] = {
    CardState.NORMAL: ("circle-check", "ok"),
    CardState.TEMPORARY_LOSS: ("circle-pause", "wait"),
    CardState.FORMAL_LOSS: ("ban", "stop"),
    CardState.LOCKED: ("lock", "stop"),
    CardState.SEALED: ("package", "ink2"),
    CardState.CANCELLED: ("circle-x", "ink2"),
    CardState.UNKNOWN: ("circle-dashed", "ink2"),
    BankState.NORMAL: ("circle-check", "ok"),
    BankState.INACTIVE: ("circle-minus", "ink2"),
    BankState.TEMPORARY_LOSS: ("circle-pause", "wait"),
    BankState.FORMAL_LOSS: ("ban", "stop"),
    BankState.FROZEN: ("lock", "stop"),
    BankState.CLOSED: ("circle-x", "ink2"),
    BankState.UNKNOWN: ("circle-dashed", "ink2"),
}


def appearance(state: CardState | BankState) -> tuple[str, str]:
    """Icon and tone of a card state."""
    return _STATES[state]


def work_chip(work: Work) -> tuple[str, str, Text]:
    """Kind, icon and word of the chip of a piece of work. Of what reconciliation brought no more is said than is
    known.
    """
    if work.state is WorkState.REFUSED:
        return "stop", "alert-circle", REFUSED_WORDS[known_of(work)]
    if work.state is WorkState.IN_FLIGHT:
        if work.carried is not None:
            return "wait", "file-export", Text("已导出", "Taken out")
        return "wait", "cloud-up", Text("等答复", "Sent")
    if work.state is WorkState.WAITING:
        return "wait", "clock", Text("等待", "Waiting")
    settled = work.settlement or Settlement.CLOSED
    if settled in (Settlement.CLOSED, Settlement.ELSEWHERE) and known_of(work) in _FOUND:
        return _FOUND[known_of(work)]
    return _SETTLED[settled]


_FOUND = {
    Known.DONE: ("plain", "circle-check", REFUSED_WORDS[Known.DONE]),
    Known.UNCLEAR: ("plain", "circle-minus", Text("已核查", "Looked into")),
}
_SETTLED = {
    Settlement.ACCEPTED: ("ok", "circle-check", Text("已确认", "Confirmed")),
    Settlement.WITHDRAWN: ("plain", "circle-minus", Text("已撤回", "Withdrawn")),
    Settlement.CLOSED: ("plain", "circle-minus", Text("未办成", "Not done")),
    Settlement.REPLACED: ("plain", "refresh", Text("已重办", "Anew")),
    Settlement.ELSEWHERE: ("plain", "circle-check", Text("别处已办", "Elsewhere")),
}
OUTCOME_ICONS = {"wait": "hourglass", "ok": "check", "stop": "alert-triangle"}
HALF_ICONS = {"wait": "clock", "ok": "circle-check", "stop": "alert-triangle"}
MARKS = Text("甲乙丙", "ABC")
