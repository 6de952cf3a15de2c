"""Since when the period of a temporary loss counts, and what becomes of one whose period was over before it was sent.

Accepted at the counter, first sent, in effect at the platform: three moments, and only the platform's makes a loss
stand. Refuses to send what the holder was told is over: that is a clerk's to settle.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from counter_app.domain import life
from counter_app.domain.life import Act
from counter_app.domain.operation import Answer, Operation, Verdict, Work
from counter_app.domain.reconciling import NOT_RESENDABLE
from counter_app.domain.text import Text

LAPSED_UNSENT = "counter.lapsed-unsent"
DAYS, COUNTS_FROM = "days", "counts_from"
_OWN = "counter."
_TEMPORARY = life.after(Act.TEMPORARY_LOSS)


class CountsFrom(StrEnum):
    """From which moment the days are counted: the platform's EFFECT, or the ACCEPTANCE at the counter."""

    EFFECT = "effect"
    ACCEPTANCE = "acceptance"


def said_here(code: str) -> bool:
    """True for a refusal the counter itself has put there: the platform was never asked."""
    return code.startswith(_OWN)


def over_at(operation: Operation, *, accepted: datetime | None = None) -> datetime | None:
    """When the period the holder was told is over, had it begun with the acceptance; None for anything else than a
    temporary loss. No lawful counting ends before it, as nothing takes effect before it is accepted. `accepted`: where
    another moment than the operation's is known.
    """
    days = operation.facts.get(DAYS, "")
    changes = operation.changes
    if not changes or not days.isdecimal() or any(_TEMPORARY.get(half) != to for half, to in changes.items()):
        return None
    return (accepted or operation.accepted_at) + timedelta(days=int(days))


def lapsed(operation: Operation, now: datetime, *, accepted: datetime | None = None) -> bool:
    """True where sending it now, for the first time or once more, would stop a card for a time the holder believes to
    be over.
    """
    over = over_at(operation, accepted=accepted)
    return over is not None and over <= now


def lapsed_answer(work: Work, now: datetime) -> Answer:
    """The counter's own answer to one that has lapsed: never sent, so not done; or sent once and not to be sent again,
    which leaves open what came of it.
    """
    operation, days = work.operation, work.operation.facts[DAYS]
    code, zh, en = LAPSED_UNSENT, "没有送出", "never sent"
    if work.sent_at is not None:
        code, zh, en = NOT_RESENDABLE, "送过一次，不能重送", "sent once and not to be sent again"
    reason = Text(
        f"{zh}：受理已超过 {days} 天，持卡人以为的期限已过",
        f"{en}: accepted over {days} days ago, the period the holder was told is over",
    )
    return Answer(operation.id, Verdict.REFUSED, now, code=code, reason=reason)
