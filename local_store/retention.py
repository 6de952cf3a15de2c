"""What is past its time goes: personal columns of settled work, of notices and of the trail; visits left open whole.

Rows of work and of the trail stay with their digests, so every chain verifies afterwards as before. Refuses to touch
work that is not settled, whatever names it (its entries, the open visit it belongs to), a notice the platform has not
heard of, and anything when it was changed between being found and being erased.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, select, update

from counter_app.domain.keeping import Before, Erased
from counter_app.domain.operation import AuditEntry, WorkState
from counter_app.retention import UNTIL_TRAIL, UNTIL_WORK
from local_store import attachments, audit, print_jobs, tables, visits
from local_store.cases import unheard
from local_store.codec import stamp

if TYPE_CHECKING:
    from local_store.engine import Database

_OPERATIONS, _OUTBOX, _AUDIT = tables.operations, tables.outbox, tables.audit
_CASES, _VISITS = tables.cases, tables.visits
_LIST = 400
_UNSETTLED = select(_OUTBOX.c.operation_id).where(_OUTBOX.c.state != WorkState.SETTLED.value)
_OF_WORK = (tables.outbox, tables.receipts, tables.settlements, tables.reopened, tables.attachments)


class RetentionPart:
    """`counter_app.retention.RetentionStore`."""

    _database: Database

    def past_time(self, before: Before) -> Erased:
        with self._database.reading() as connection:
            return Erased(
                visits=_count(connection, _visits(before)),
                work=_count(connection, _work(connection, before)),
                cases=_count(connection, _cases(before)),
                trail=_count(connection, _trail(before)),
            )

    def erase(self, before: Before, audit: AuditEntry, *, limit: int) -> Erased:
        with self._database.reading() as connection:  # looking through the whole trail holds nobody up
            if not any(_ids(connection, asked.limit(1)) for asked in _all(connection, before)):
                return Erased()
            found = [_ids(connection, asked.limit(limit)) for asked in _all(connection, before)]
        with self._database.writing() as connection:
            print_jobs.forget(connection, stamp(before.trail))
            gone = Erased(*(sum(counts) for counts in zip(*_erase(connection, before, found), strict=True)))
            if gone.total:
                facts = {name: str(count) for name, count in gone.counts().items()}
                facts |= {UNTIL_WORK: stamp(before.work), UNTIL_TRAIL: stamp(before.trail)}
                _append(connection, replace(audit, facts=facts))
            return gone


_append = audit.append  # the port names a parameter as the module


def _all(connection: Connection, before: Before) -> Iterator[Select[Any]]:
    yield from (_visits(before), _work(connection, before), _cases(before), _trail(before))


def _visits(before: Before) -> Select[Any]:
    return select(_VISITS.c.id).where(_VISITS.c.opened_at < stamp(before.visits))


def _work(connection: Connection, before: Before) -> Select[Any]:
    """Settled before that, not erased yet, and no open visit shows it or does it anew."""
    shown = {name for visit in visits.open_visits(connection) for name in (visit.operation_id, visit.replaces) if name}
    return (
        select(_OPERATIONS.c.id)
        .join(_OUTBOX, _OUTBOX.c.operation_id == _OPERATIONS.c.id)
        .where(
            _OUTBOX.c.state == WorkState.SETTLED.value,
            _OUTBOX.c.since < stamp(before.work),
            _OPERATIONS.c.accepted_at < stamp(before.work),
            _OPERATIONS.c.salt.is_not(None),
            _OPERATIONS.c.id.not_in(shown),
        )
    )


def _cases(before: Before) -> Select[Any]:
    """Given before that, the platform has heard of them."""
    asked = select(_CASES.c.number).where(_CASES.c.body.is_not(None), ~unheard())
    return asked.where(
        _CASES.c.made_at < stamp(before.cases) if before.cases is not None else _CASES.c.number.is_(None)
    )


def _trail(before: Before) -> Select[Any]:
    return select(_AUDIT.c.id).where(
        _AUDIT.c.at < stamp(before.trail),
        _AUDIT.c.salt.is_not(None),
        _AUDIT.c.operation_id.not_in(_UNSETTLED),
        _AUDIT.c.subject.not_in(_UNSETTLED),
    )


def _erase(
    connection: Connection, before: Before, found: Sequence[Sequence[str | int]]
) -> Iterator[tuple[int, int, int, int]]:
    """Piece by piece, each looked at once more: it may have changed since it was found."""
    left, work, notices, trail = found
    for chunk in _chunks(left):
        ids = _ids(connection, _visits(before).where(_VISITS.c.id.in_(chunk)))
        for visit_id in ids:
            attachments.forget(connection, str(visit_id))
        connection.execute(delete(_VISITS).where(_VISITS.c.id.in_(ids)))
        yield len(ids), 0, 0, 0
    for chunk in _chunks(work):
        ids = _ids(connection, _work(connection, before).where(_OPERATIONS.c.id.in_(chunk)))
        for table in _OF_WORK:
            _clear(connection, table.name, table.c.operation_id.in_(ids))
        yield 0, _clear(connection, "operations", _OPERATIONS.c.id.in_(ids)), 0, 0
    for chunk in _chunks(notices):
        ids = _ids(connection, _cases(before).where(_CASES.c.number.in_(chunk)))
        # The digest in a notice's code is salted with the key of its row, which stays.
        _clear(connection, "receipt_codes", tables.receipt_codes.c.number.in_(ids))
        yield 0, 0, _clear(connection, "cases", _CASES.c.number.in_(ids)), 0
    for chunk in _chunks(trail):
        ids = _ids(connection, _trail(before).where(_AUDIT.c.id.in_(chunk)))
        _clear(connection, "audit_people", tables.audit_people.c.audit_id.in_(ids))
        yield 0, 0, 0, _clear(connection, "audit", _AUDIT.c.id.in_(ids))


def _clear(connection: Connection, table: str, which: ColumnElement[bool]) -> int:
    """All erasable columns of these rows together."""
    nothing = dict.fromkeys(tables.ERASABLE[table])
    return connection.execute(update(tables.metadata.tables[table]).where(which).values(**nothing)).rowcount


def _count(connection: Connection, asked: Select[Any]) -> int:
    return int(connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one())


def _ids(connection: Connection, asked: Select[Any]) -> list[str | int]:
    return list(connection.execute(asked).scalars())


def _chunks(ids: Sequence[str | int]) -> Iterator[Sequence[str | int]]:
    for start in range(0, len(ids), _LIST):
        yield ids[start : start + _LIST]
