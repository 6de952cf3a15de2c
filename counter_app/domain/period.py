"""Since when the period of a temporary loss counts, and what becomes of one whose period was over before it was sent.

Accepted at the counter, first sent, in effect at the platform: three moments, and only the platform's makes a loss
stand. Refuses to send what the holder was told is over: that is a clerk's to settle.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from counter_app.domain import life
from counter_app.domain.life import Act
from counter_app.domain.operation import Answer, Operation, Verdict
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


def over_at(operation: Operation) -> datetime | None:
    """When the period the holder was told is over, had it begun with the acceptance; None for anything else than a
    temporary loss. No lawful counting ends before it, as nothing takes effect before it is accepted.
    """
    days = operation.facts.get(DAYS, "")
    changes = operation.changes
    if not changes or not days.isdecimal() or any(_TEMPORARY.get(half) != to for half, to in changes.items()):
        return None
    return operation.accepted_at + timedelta(days=int(days))


def lapsed(operation: Operation, now: datetime) -> bool:
    """True where sending it now for the first time would stop a card for a time the holder believes to be over."""
    over = over_at(operation)
    return over is not None and over <= now


def lapsed_unsent(operation: Operation, now: datetime) -> Answer:
    """The counter's own answer to it: not done, and why."""
    days = operation.facts[DAYS]
    reason = Text(
        f"没有送出：受理已超过 {days} 天，持卡人以为的期限已过",
        f"never sent: accepted over {days} days ago, the period the holder was told is over",
    )
    return Answer(operation.id, Verdict.REFUSED, now, code=LAPSED_UNSENT, reason=reason)
