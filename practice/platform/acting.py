"""Who may act for a holder at the practice platform, whatever a province's own rules say besides.

Refuses to know relations and their proofs: those are the counter's to look at.
"""

from __future__ import annotations

from datetime import date

from counter_app.domain.identity import number_fault
from counter_app.domain.moments import local
from counter_app.domain.numbers import birth_date_of
from practice.platform import rules
from practice.platform.bench import Bench, Row

ACTS_ALONE = 16
"""Years from which one acts for oneself, and may act for others."""
_LOOKED = frozenset({"document", "card-chip", "card-seen", "other-seen"})
_IDENTIFIED = frozenset(
    {"application", "activation", "release", "replacement", "bank-change", "cancellation", "data-change", "data-copy"}
)
"""Whatever opens, moves, ends or tells something; a loss is taken from anybody."""
_KIN = frozenset({"spouse", "parent", "child", "sibling", "grandparent", "grandchild"})
"""近亲属 (民法典 art. 1045), whom 个人信息保护法 art. 49 names."""
_SELF, _GUARDIAN, _AGENT = "self", "guardian", "agent"


def fault(bench: Bench, holder: Row) -> str:
    """The code that stands against whoever acts, "" when nothing does."""
    actor = bench.fact("actor") or bench.fact("collected_by") or _SELF
    today = local(bench.now).date()
    born = _born(holder)
    young = born is not None and _age(born, today) < ACTS_ALONE
    if actor == _SELF:
        return rules.TOO_YOUNG if young else ""
    if actor not in (_GUARDIAN, _AGENT) or not _is_somebody_else(bench, today):
        return rules.UNFIT_DATA
    if young and actor == _AGENT:
        return rules.TOO_YOUNG
    return "" if _old_enough(bench, today) else rules.UNFIT_DATA


def kin_fault(bench: Bench) -> str:
    """The code against somebody of the family who asks about a dead holder, of whatever age that was; "" for none."""
    today = local(bench.now).date()
    fits = _is_somebody_else(bench, today) and _old_enough(bench, today) and bench.fact("relation") in _KIN
    return "" if fits else rules.UNFIT_DATA


def unidentified(bench: Bench) -> str:
    """The code against an operation that says itself that nobody looked who it was, where that must be known; "" else.

    Counters before 1.2 say nothing of it, and what they recorded stands.
    """
    said = bench.form.facts.get("identity")
    looked = said is None or said.strip() in _LOOKED
    return rules.NOT_IDENTIFIED if not looked and bench.form.procedure in _IDENTIFIED else ""


def _is_somebody_else(bench: Bench, today: date) -> bool:
    """A name, and the number of a paper (never the holder's)."""
    name, number = bench.fact("actor_name"), bench.fact("actor_number")
    if not name or not number or number == bench.number:
        return False
    return number_fault(number, today=today) is None


def _old_enough(bench: Bench, today: date) -> bool:
    """Of an age to act, which makes a child's guardian older than the child; of a passport nobody can tell."""
    number = bench.fact("actor_number")
    born = birth_date_of(number)
    return born is None or _age(born, today) >= ACTS_ALONE


def _born(holder: Row) -> date | None:
    told = holder["birth_date"]
    return date.fromisoformat(str(told)) if told else birth_date_of(str(holder["number"]))


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
