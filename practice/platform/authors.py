"""Who may be the author of an operation: a clerk the platform knows, whose role, outlet and employer let him do it.

Written apart from `counter_app.rights` and `counter_app.domain.entrustment` on purpose, so that a mistake in one shows
against the other. Judges by what stands here now, whenever the operation was recorded. Refuses before anything is told
of the holder.
"""

from __future__ import annotations

from collections.abc import Mapping

from practice.platform import areas, clerks, rules, seeing
from practice.platform.bench import Bench, Turned

_ENTRUSTED: Mapping[str, frozenset[str]] = {
    "guangdong": frozenset(
        {
            "application",
            "activation",
            "replacement",
            "resume-making",
            "temporary-loss",
            "formal-loss",
            "release",
            "bank-change",
            "data-change",
            "status-proof",
            "pin-change",
            "pin-reset",
        }
    )
}
"""Province -> what its rules let a bank do (广东省社会保障卡居民服务一卡通条例 art. 12(3)); an example."""


def must_be_fit(bench: Bench) -> None:
    """Raises Turned for an author who may not do this, and tells nobody's data."""
    if code := _fault(bench):
        raise Turned(code)


def _fault(bench: Bench) -> str:
    row = clerks.row_of(bench.connection, bench.form.clerk)
    if row is None or seeing.SERVES.isdisjoint(clerks.roles_of(bench.connection, bench.form.clerk)):
        return rules.AUTHOR_MAY_NOT
    outlets = clerks.outlets_of(bench.connection, bench.form.clerk)
    if not any(areas.serves(bench.connection, outlet, bench.caller.scope) for outlet in outlets):
        return rules.AUTHOR_ELSEWHERE
    bank, entrusted = str(row["bank"]), bool(row["entrusted"])
    return "" if not bank or _entrusted(bench, entrusted=entrusted) or _own_side(bench, bank) else rules.NOT_ENTRUSTED


def _entrusted(bench: Bench, *, entrusted: bool) -> bool:
    return entrusted and bench.form.procedure in _ENTRUSTED.get(bench.form.province, frozenset())


def _own_side(bench: Bench, bank: str) -> bool:
    """The bank's half alone of a card of that bank."""
    if set(bench.form.changes) != {"bank"}:
        return False
    named = [card for card in bench.cards() if bench.form.card_number in (None, card["number"])]
    return any(card["bank"] == bank for card in named)
