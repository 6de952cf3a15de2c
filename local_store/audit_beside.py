"""What stands beside the trail and must agree with it: how each operation ended, what was erased and when that was due,
and by whom the trail is found through.

None of it is in a link of the chain, so whoever has the key of the store could change it there. Refuses to judge the
links: `local_store.audit` walks them first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from counter_app.domain.audit_faults import AuditFault
from counter_app.domain.operation import AuditReport, Settlement, Verdict, WorkState
from counter_app.retention import ERASED, UNTIL_TRAIL, UNTIL_WORK
from local_store import audit_people, tables
from local_store.codec import words

_AUDIT, _OPERATIONS, _OUTBOX, _RECEIPTS = tables.audit, tables.operations, tables.outbox, tables.receipts
_PEOPLE = tables.audit_people
_Place = tuple[str, int]
_ENDED = (WorkState.SETTLED.value, WorkState.REFUSED.value)
_BY_PLATFORM = frozenset({"platform.answered", "operation.lapsed_unsent", "operation.lapsed_before_sent_again"})
_BY_CLERK = {
    "operation.withdrawn": Settlement.WITHDRAWN,
    "operation.closed": Settlement.CLOSED,
    "operation.replaced": Settlement.REPLACED,
    "operation.found_done": Settlement.ELSEWHERE,
}


@dataclass(frozen=True, slots=True)
class _Said:
    """The last entry that says how an operation ended. `how`: state and settlement, None where that is not told."""

    place: _Place
    how: tuple[str, str | None] | None


def differs(connection: Connection, entries: int, recorded: dict[str, _Place], found_by: FoundBy) -> AuditReport | None:
    """The first thing beside the trail that is not as it says, None where all is. `recorded`: where each operation has
    its entry.
    """
    wrong = chain(_ended_otherwise(connection, recorded), _erased_too_early(connection, recorded))
    found = next(wrong, found_by.lost)
    return None if found is None else AuditReport(entries, found[0][1], found[1], found[0][0])


def _ended_otherwise(connection: Connection, recorded: dict[str, _Place]) -> Iterator[tuple[_Place, AuditFault]]:
    """Work that stands in the outbox as nobody said it, or stands there no more; a receipt void, or good, by itself."""
    said = {one.operation_id: _read(one) for one in _told_of_work(connection)}
    stands = {row.operation_id: row for row in connection.execute(_STANDING)}
    for operation_id, place in recorded.items():
        row, last = stands.get(operation_id), said.get(operation_id)
        if row is None or not _fits(row, last):
            yield last.place if last is not None else place, AuditFault.FATE


_STANDING: Select[Any] = select(_OUTBOX.c.operation_id, _OUTBOX.c.state, _OUTBOX.c.settlement, _RECEIPTS.c.void).join(
    _RECEIPTS, _RECEIPTS.c.operation_id == _OUTBOX.c.operation_id
)


def _fits(row: Row[Any], last: _Said | None) -> bool:
    if bool(row.void) != (row.settlement == Settlement.WITHDRAWN.value):
        return False
    if last is None:
        return row.state not in _ENDED
    return last.how is None or last.how == (row.state, row.settlement)


def _told_of_work(connection: Connection) -> Iterator[Row[Any]]:
    """Entries that tell what became of an operation, in the order they were written."""
    columns = (_AUDIT.c.operation_id, _AUDIT.c.what, _AUDIT.c.facts, _AUDIT.c.outlet, _AUDIT.c.window, _AUDIT.c.serial)
    asked: Select[Any] = (
        select(*columns).where(_AUDIT.c.operation_id != "", _AUDIT.c.covers == "").order_by(_AUDIT.c.id)
    )
    for row in connection.execute(asked):
        if row.what != "platform.answered_partly":
            yield row


def _read(row: Row[Any]) -> _Said:
    how: tuple[str, str | None] | None = None
    if row.what in _BY_CLERK:
        how = (WorkState.SETTLED.value, _BY_CLERK[row.what].value)
    elif row.what in _BY_PLATFORM and (verdict := words(row.facts).get("verdict")):
        taken = verdict == Verdict.ACCEPTED.value
        how = (WorkState.SETTLED.value, Settlement.ACCEPTED.value) if taken else (WorkState.REFUSED.value, None)
    return _Said((f"{row.outlet}-{row.window}", row.serial), how)


def _erased_too_early(connection: Connection, recorded: dict[str, _Place]) -> Iterator[tuple[_Place, AuditFault]]:
    """Personal facts that are gone, though no run of the retention that is on record had come so far."""
    work, trail = _until(connection)
    erased = (_OPERATIONS.c.salt.is_(None)) | (_RECEIPTS.c.salt.is_(None))
    joined = select(_OPERATIONS.c.id).join(_RECEIPTS, _RECEIPTS.c.operation_id == _OPERATIONS.c.id)
    for operation_id in connection.execute(joined.where(erased, _OPERATIONS.c.accepted_at >= work)).scalars():
        if operation_id in recorded:
            yield recorded[operation_id], AuditFault.ERASED
    gone = select(_AUDIT.c.outlet, _AUDIT.c.window, _AUDIT.c.serial).order_by(_AUDIT.c.id)
    for row in connection.execute(gone.where(_AUDIT.c.salt.is_(None), _AUDIT.c.digest != "", _AUDIT.c.at >= trail)):
        yield (f"{row.outlet}-{row.window}", row.serial), AuditFault.ERASED


def _until(connection: Connection) -> tuple[str, str]:
    """How far erasing has come, of work and of the trail: what the entries say, and of one that does not, its own
    moment.
    """
    runs = [(row.at, words(row.facts)) for row in connection.execute(select(_AUDIT).where(_AUDIT.c.what == ERASED))]
    said = [(facts.get(UNTIL_WORK, at), facts.get(UNTIL_TRAIL, at)) for at, facts in runs if facts]
    return max((one for one, _ in said), default=""), max((one for _, one in said), default="")


class FoundBy:
    """By whom the entries of the trail are found, looked at while it is walked. `lost`: the first one that tells of a
    person and is not found by that person's number.
    """

    def __init__(self, connection: Connection) -> None:
        self._by_number, self._known = audit_people.digester(connection), dict[int, set[str]]()
        for audit_id, digest in connection.execute(select(_PEOPLE.c.audit_id, _PEOPLE.c.digest)):
            self._known.setdefault(audit_id, set()).add(digest)
        self.lost: tuple[_Place, AuditFault] | None = None

    def see(self, audit_id: int, facts: str, place: _Place) -> None:
        """One entry; `facts` as it keeps them."""
        numbers = audit_people.numbers_in(words(facts))
        if numbers and self.lost is None and not self._known.get(audit_id, set()).issuperset(self._by_number(numbers)):
            self.lost = place, AuditFault.HIDDEN
