"""Reconciliation in the store: what was recorded on a day, what came out of comparing, and rows opened again.

Refuses to forget: the answer a row had before it was opened again is kept, and so is every result. A row that stands
otherwise than it was compared is left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, func, insert, or_, select, update

from counter_app.domain.errors import Damaged, NotEligible
from counter_app.domain.moments import CHINA, local
from counter_app.domain.operation import Answer, AuditEntry, OperationId, Settlement, Work, WorkState
from counter_app.domain.reconciling import DayBook, Difference, Reconciled
from counter_app.domain.text import Text
from local_store import audit, tables, work
from local_store.codec import moment_of, plain, stamp, to_text

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from local_store.engine import Database

_OPERATIONS, _OUTBOX, _RESULTS, _REOPENED = tables.operations, tables.outbox, tables.reconciliations, tables.reopened
_LAST_FILE = select(func.coalesce(func.max(tables.transfers.c.serial), 0)).scalar_subquery()
_TO_THE_HOUR = len("2026-11-21T08")
_DIFFERENCES: TypeAdapter[tuple[Difference, ...]] = TypeAdapter(tuple[Difference, ...])
_IDS: TypeAdapter[tuple[str, ...]] = TypeAdapter(tuple[str, ...])


def works_of_day(connection: Connection, day: date) -> tuple[Work, ...]:
    """Everything recorded on that day in China, by order."""
    return work.works_where(connection, _on(day))


def count_of_day(connection: Connection, day: date) -> int:
    """How many were recorded on that day in China."""
    return int(connection.execute(select(func.count()).select_from(_OPERATIONS).where(_on(day))).scalar_one())


def days_before(connection: Connection, day: date) -> tuple[tuple[date, int], ...]:
    """See the port. A day in China begins at a whole hour of UTC, so hours are counted in the database."""
    hour = func.substr(_OPERATIONS.c.accepted_at, 1, _TO_THE_HOUR)
    before = _OPERATIONS.c.accepted_at < stamp(datetime.combine(day, time(), tzinfo=CHINA))
    counts: Counter[date] = Counter()
    for text, count in connection.execute(select(hour, func.count()).where(before).group_by(hour)).all():
        counts[local(datetime.fromisoformat(f"{text}:00:00+00:00")).date()] += count
    return tuple(sorted(counts.items()))


def later_works(connection: Connection, earlier: Work) -> tuple[Work, ...]:
    """What was recorded after it for the same card or holder, by order."""
    operation = earlier.operation
    same = [_OPERATIONS.c.holder_number == operation.holder_number]
    if operation.card_number is not None:
        same.append(_OPERATIONS.c.card_number == operation.card_number)
    return work.works_where(connection, (_OUTBOX.c.order > earlier.order) & or_(*same))


def keep(connection: Connection, result: Reconciled, entry: AuditEntry) -> None:
    """One row more."""
    book = result.book
    row = {
        "outlet": book.outlet,
        "window": book.window,
        "day": book.day.isoformat(),
        "at": stamp(result.at),
        "clerk": result.clerk,
        "works": result.works,
        "under_way": plain(list(result.under_way)),
        "to_settle": result.to_settle,
        "differences": _DIFFERENCES.dump_json(result.differences).decode(),
        "outcome": result.outcome.value,
    }
    connection.execute(insert(_RESULTS).values(**row))
    audit.append(connection, entry)


def kept(connection: Connection, since: date) -> tuple[Reconciled, ...]:
    """The last result of each book from that day on. Raises Damaged."""
    last = select(func.max(_RESULTS.c.id)).group_by(_RESULTS.c.outlet, _RESULTS.c.window, _RESULTS.c.day)
    chosen = select(_RESULTS).where(_RESULTS.c.id.in_(last), _RESULTS.c.day >= since.isoformat())
    try:
        return tuple(
            Reconciled(
                book=DayBook(row.outlet, row.window, date.fromisoformat(row.day)),
                at=moment_of(row.at),
                clerk=row.clerk,
                works=row.works,
                under_way=tuple(OperationId(one) for one in _IDS.validate_json(row.under_way)),
                to_settle=row.to_settle,
                differences=_DIFFERENCES.validate_json(row.differences),
            )
            for row in connection.execute(chosen.order_by(_RESULTS.c.day, _RESULTS.c.id)).all()
        )
    except ValidationError as error:
        raise Damaged from error


def send_again(connection: Connection, works: Sequence[tuple[Work, AuditEntry]]) -> tuple[OperationId, ...]:
    """Accepted -> waiting. It is handed over as any other work, each card and holder in its order."""
    free = _not_passed(connection, [one for one, _ in works])
    gone: list[OperationId] = []
    for one, entry in works:
        if one.operation.id in free:
            _keep_former(connection, one, entry)
            _change(connection, one, state=WorkState.WAITING, entry=entry)
            gone.append(one.operation.id)
    return tuple(gone)


def _not_passed(connection: Connection, works: Sequence[Work]) -> set[OperationId]:
    """What stands as it was read, and nothing later of its card or holder is out that does not go with it: a courier of
    another process may have handed that over since.
    """
    free: set[OperationId] = set()
    for one in sorted(works, key=lambda work: work.order, reverse=True):
        if one.settlement is Settlement.ACCEPTED and _stands(connection, one):
            others = [later for later in later_works(connection, one) if later.operation.id not in free]
            if not any(_is_out(later) for later in others):
                free.add(one.operation.id)
    return free


def _is_out(one: Work) -> bool:
    """On its way to the platform, or confirmed by it."""
    return one.state is WorkState.IN_FLIGHT or one.settlement is Settlement.ACCEPTED


def dispute(connection: Connection, one: Work, answer: Answer, entry: AuditEntry) -> bool:
    """An answered row comes to the exceptions page."""
    if one.state not in (WorkState.SETTLED, WorkState.REFUSED) or not _stands(connection, one):
        return False
    _keep_former(connection, one, entry)
    _change(connection, one, state=WorkState.REFUSED, entry=entry, answer=to_text(answer))
    return True


def must_be_new(connection: Connection, operation_id: str) -> None:
    """Raises NotEligible for a row the platform has had once, though it may wait now."""
    asked = select(_REOPENED.c.id).where(_REOPENED.c.operation_id == operation_id).limit(1)
    if connection.execute(asked).first() is not None:
        raise NotEligible(
            why=Text("平台确认过，正在重送，不能撤回", "It was confirmed once and is being sent again"),
            how=Text("等平台答复；办成后另行办理", "Wait for the answer; then carry out what is lawful"),
        )


def opened_since(connection: Connection, ids: Sequence[OperationId], serial: int) -> frozenset[OperationId]:
    """Which of these (few) were opened again after the file of that number had left."""
    mine = _REOPENED.c.operation_id.in_(ids)
    asked = select(_REOPENED.c.operation_id).where(mine, _REOPENED.c.files >= serial)
    return frozenset(OperationId(one) for (one,) in connection.execute(asked).all())


def _on(day: date) -> ColumnElement[bool]:
    begin = datetime.combine(day, time(), tzinfo=CHINA)
    end = begin + timedelta(days=1)
    return (_OPERATIONS.c.accepted_at >= stamp(begin)) & (_OPERATIONS.c.accepted_at < stamp(end))


def _stands(connection: Connection, one: Work) -> bool:
    asked = select(_OUTBOX.c.state, _OUTBOX.c.since).where(_OUTBOX.c.operation_id == one.operation.id)
    row = connection.execute(asked).one_or_none()
    return row is not None and (row.state, row.since) == (one.state.value, stamp(one.since))


def _keep_former(connection: Connection, one: Work, entry: AuditEntry) -> None:
    former = {
        "operation_id": one.operation.id,
        "at": stamp(entry.at),
        "clerk": entry.clerk,
        "state": one.state.value,
        "answer": to_text(one.answer) if one.answer is not None else None,
        "settlement": one.settlement.value if one.settlement is not None else None,
        "settled_reason": one.settled_reason or None,
        "files": _LAST_FILE,
    }
    connection.execute(insert(_REOPENED).values(**former))


def _change(
    connection: Connection, one: Work, *, state: WorkState, entry: AuditEntry, answer: str | None = None
) -> None:
    values = {"state": state.value, "since": stamp(entry.at), "answer": answer, "carried": None}
    mine = _OUTBOX.c.operation_id == one.operation.id
    connection.execute(update(_OUTBOX).where(mine).values(**values, settlement=None, settled_reason=None))
    audit.append(connection, entry, operation_id=one.operation.id)


class ReconcilingPart:
    """What `local_store.store.SqlStore` does about reconciliation; see the port."""

    _database: Database

    def works_of_day(self, day: date) -> tuple[Work, ...]:
        with self._database.reading() as connection:
            return works_of_day(connection, day)

    def count_of_day(self, day: date) -> int:
        with self._database.reading() as connection:
            return count_of_day(connection, day)

    def days_before(self, day: date) -> tuple[tuple[date, int], ...]:
        with self._database.reading() as connection:
            return days_before(connection, day)

    def later_works(self, work: Work) -> tuple[Work, ...]:
        with self._database.reading() as connection:
            return later_works(connection, work)

    def keep_reconciled(self, result: Reconciled, audit: AuditEntry) -> None:
        with self._database.writing() as connection:
            keep(connection, result, audit)

    def reconciled(self, *, since: date) -> tuple[Reconciled, ...]:
        with self._database.reading() as connection:
            return kept(connection, since)

    def send_again(self, works: Sequence[tuple[Work, AuditEntry]]) -> tuple[OperationId, ...]:
        with self._database.writing() as connection:
            return send_again(connection, works)

    def dispute(self, work: Work, answer: Answer, audit: AuditEntry) -> bool:
        with self._database.writing() as connection:
            return dispute(connection, work, answer, audit)
