"""The outbox: what waits, what is in flight, what was refused and how it ended.

Refuses to delete: a row only ever changes its state, and a refused one only by a clerk's word.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, case, func, or_, select, update

from counter_app.domain.card import Half
from counter_app.domain.errors import NotEligible, NotFound
from counter_app.domain.holder import Person
from counter_app.domain.identity import paper_of
from counter_app.domain.operation import (
    Answer,
    AuditEntry,
    Operation,
    OperationId,
    Settlement,
    Verdict,
    Waiting,
    Work,
    WorkState,
)
from counter_app.domain.text import Text
from local_store import audit, late_words, people, tables
from local_store.codec import from_text, moment_of, stamp, to_text, words
from local_store.open_rows import first_rows, of_ids, open_rows, relations
from local_store.order import may_go, sure_to_go, waits_behind, will_go
from local_store.partly import merged
from local_store.prepared import Prepared

_OUTBOX, _OPERATIONS, _RECEIPTS = tables.outbox, tables.operations, tables.receipts
_JOINED = _OUTBOX.join(_OPERATIONS, _OPERATIONS.c.id == _OUTBOX.c.operation_id)
_WORK = select(_OUTBOX, _OPERATIONS, _RECEIPTS.c.number.label("receipt_number")).select_from(
    _JOINED.join(_RECEIPTS, _RECEIPTS.c.operation_id == _OUTBOX.c.operation_id)
)
_OPEN = _OUTBOX.c.state.in_([WorkState.WAITING.value, WorkState.IN_FLIGHT.value, WorkState.REFUSED.value])
_MOVING = (WorkState.WAITING.value, WorkState.IN_FLIGHT.value)
_OF_ID = _OUTBOX.c.operation_id == bindparam("of_id")
_STANDING = Prepared(select(_OUTBOX.c.state, _OUTBOX.c.answer).where(_OF_ID))
_DECIDE = Prepared(update(_OUTBOX).where(_OF_ID), ["state", "since", "answer", "settlement"])
_PUT_OFF = Prepared(update(_OUTBOX).where(_OF_ID), ["answer"])
# SQLite takes thousands of names in one list, older ones 999.
_LIST = 500
_FURTHER = 4  # so many times more rows are looked at where those looked at were not enough

# Built once: composing them costs more than asking, and they are asked for each person that is shown.
_OF_HOLDER = _WORK.where(_OPERATIONS.c.holder_number == bindparam("holder")).limit(bindparam("most"))
_HISTORY_OF = _OF_HOLDER.where(_OUTBOX.c.state == WorkState.SETTLED.value).order_by(_OUTBOX.c.order.desc())
_OPEN_OF = _OF_HOLDER.where(_OPEN).order_by(_OUTBOX.c.order)


def work_of(connection: Connection, operation_id: str) -> Work | None:
    """One row, with what it waits behind."""
    row = connection.execute(_WORK.where(_OUTBOX.c.operation_id == operation_id)).one_or_none()
    return _works(connection, [row])[0] if row is not None else None


def works(connection: Connection, states: Sequence[WorkState], limit: int) -> tuple[Work, ...]:
    """Unsettled rows in sending order, then settled ones newest first."""
    named = [state.value for state in states or tuple(WorkState)]
    settled = _OUTBOX.c.state == WorkState.SETTLED.value
    ranks = (
        case((settled, 1), else_=0),
        case((settled, -_OUTBOX.c.order), (_OPERATIONS.c.urgent, 0), else_=1),
        _OUTBOX.c.order,
    )
    rows = connection.execute(_WORK.where(_OUTBOX.c.state.in_(named)).order_by(*ranks).limit(limit)).all()
    return _works(connection, rows)


def works_where(connection: Connection, condition: ColumnElement[bool]) -> tuple[Work, ...]:
    """Rows of which that is true, by order. What one of them waits behind is not looked up."""
    rows = connection.execute(_WORK.where(condition).order_by(_OUTBOX.c.order)).all()
    return tuple(_work(row, None) for row in rows)


def works_of(connection: Connection, holder_number: str, *, settled: bool, limit: int) -> tuple[Work, ...]:
    """Unsettled work of a holder by order, or the settled history newest first."""
    asked = {"holder": holder_number, "most": limit}
    return _works(connection, connection.execute(_HISTORY_OF if settled else _OPEN_OF, asked).all())


def waiting(connection: Connection) -> Waiting:
    """Counts for the status strip, and when the oldest unanswered one was recorded."""
    oldest = func.min(_OPERATIONS.c.accepted_at)
    counted = select(_OUTBOX.c.state, func.count(), oldest).select_from(_JOINED).where(_OPEN).group_by(_OUTBOX.c.state)
    counts = {state: (number, since) for state, number, since in connection.execute(counted).all()}
    moments = [counts[state][1] for state in _MOVING if state in counts]
    return Waiting(
        waiting=counts.get(WorkState.WAITING.value, (0, None))[0],
        in_flight=counts.get(WorkState.IN_FLIGHT.value, (0, None))[0],
        refused=counts.get(WorkState.REFUSED.value, (0, None))[0],
        oldest=moment_of(min(moments)) if moments else None,
    )


def done_since(connection: Connection, moment: datetime) -> int:
    """Operations recorded since `moment`."""
    since = select(func.count()).select_from(_OPERATIONS).where(_OPERATIONS.c.accepted_at >= stamp(moment))
    return int(connection.execute(since).scalar_one())


def acted_for(connection: Connection, actor_number: str, moment: datetime) -> int:
    """For how many people whoever has that number acted since `moment`. Erased facts name nobody and do not count."""
    since = select(_OPERATIONS.c.holder_number, _OPERATIONS.c.facts).where(_OPERATIONS.c.accepted_at >= stamp(moment))
    rows = connection.execute(since).all()
    paper = paper_of(actor_number)
    return len({holder for holder, facts in rows if paper_of(words(facts).get("actor_number", "")) == paper})


def next_batch(connection: Connection, limit: int) -> tuple[Work, ...]:
    """What may go now, in sending order."""
    looked_at = max(limit, 1)
    while len(first := first_rows(connection, looked_at)) == looked_at:
        sure = sure_to_go(first, relations(connection, first), limit)
        if len(sure) >= limit:
            return _in_order(connection, sure)
        looked_at *= _FURTHER
    return _in_order(connection, may_go(relations(connection, first), limit))


def moving(connection: Connection) -> tuple[Work, ...]:
    """All that will go without a clerk, in sending order; what waits behind it with it."""
    return _in_order(connection, will_go(open_rows(connection)))


def _in_order(connection: Connection, ids: Sequence[str]) -> tuple[Work, ...]:
    found: dict[str, Work] = {}
    for start in range(0, len(ids), _LIST):
        rows = connection.execute(_WORK.where(_OUTBOX.c.operation_id.in_(ids[start : start + _LIST]))).all()
        found |= {row.operation_id: _work(row, None) for row in rows}
    return tuple(found[id_] for id_ in ids)


def hand_over(connection: Connection, ids: Sequence[OperationId], at: datetime) -> None:
    """waiting -> in_flight; what the line carried before keeps its moment, what was only in a file is with the line
    from now on. Raises NotEligible when one is settled.
    """
    _none_settled(connection, ids)
    for start in range(0, len(ids), _LIST):
        mine = _OUTBOX.c.operation_id.in_(ids[start : start + _LIST])
        unsent = or_(_OUTBOX.c.state == WorkState.WAITING.value, _OUTBOX.c.carried.is_not(None))
        now = {"state": WorkState.IN_FLIGHT.value, "since": stamp(at), "sent_at": stamp(at), "carried": None}
        connection.execute(update(_OUTBOX).where(mine, unsent).values(**now))


def apply(connection: Connection, answers: Sequence[tuple[Answer, AuditEntry]]) -> None:
    """The platform's answers, one after the other. A row that is answered already stays.

    "Not now" leaves the row in flight and keeps the halves that were decided; the first word on a half is the one that
    counts, also against a later answer. The person goes into the mirror and is not kept a second time beside the row.
    """
    told: dict[str, Person] = {}
    for answer, entry in answers:
        row = _STANDING.row(connection, {"of_id": answer.operation_id})
        if row is None or row[0] not in _MOVING:
            continue
        if answer.person is not None:
            person = _dated(answer.person, answer.answered_at)
            number = person.holder.number
            told[number] = late_words.later(told.get(number), person)
        kept = from_text(Answer, row[1]) if row[1] is not None else None
        if _answered(connection, kept, merged(kept, answer), entry):
            audit.append(connection, entry, operation_id=answer.operation_id)
    people.keep(connection, list(told.values()))


def _answered(connection: Connection, kept: Answer | None, whole: Answer, entry: AuditEntry) -> bool:
    """Keep what is known of the row now; False where that is nothing new."""
    said = {"of_id": whole.operation_id, "answer": to_text(whole)}
    if whole.verdict is not Verdict.NOT_NOW:
        accepted = whole.verdict is Verdict.ACCEPTED
        state = WorkState.SETTLED if accepted else WorkState.REFUSED
        settlement = Settlement.ACCEPTED.value if accepted else None
        _DECIDE.run(connection, said | {"state": state.value, "since": stamp(entry.at), "settlement": settlement})
        return True
    if whole.halves == (kept.halves if kept else ()):
        return False
    _PUT_OFF.run(connection, said)
    return True


def settle(
    connection: Connection, operation_id: OperationId, settlement: Settlement, reason: str, entry: AuditEntry
) -> None:
    """A clerk's word on a refused row. Raises NotFound, NotEligible."""
    state = connection.execute(select(_OUTBOX.c.state).where(_OUTBOX.c.operation_id == operation_id)).scalar()
    if state is None:
        raise NotFound(what=Text("这笔业务", "The operation"))
    if state != WorkState.REFUSED.value:
        raise NotEligible(
            why=Text("只有平台退回的业务才由人处理", "Only work the platform refused is settled by a person"),
            how=Text("等平台答复", "Wait for the platform's answer"),
        )
    _change(
        connection,
        operation_id,
        state=WorkState.SETTLED.value,
        since=stamp(entry.at),
        settlement=settlement.value,
        settled_reason=reason,
    )
    audit.append(connection, entry, operation_id=operation_id)


def withdraw(connection: Connection, operation_id: OperationId, reason: str, entry: AuditEntry) -> None:
    """A row that nobody was handed is closed and its receipt void. Raises NotFound, NotEligible."""
    state = connection.execute(select(_OUTBOX.c.state).where(_OUTBOX.c.operation_id == operation_id)).scalar()
    if state is None:
        raise NotFound(what=Text("这笔业务", "The operation"))
    if state != WorkState.WAITING.value:
        raise NotEligible(
            why=Text("已送出或导出，不能撤回", "It was handed over or taken out and cannot be withdrawn"),
            how=Text("等平台答复；办成后另行办理", "Wait for the answer; then carry out what is lawful"),
        )
    _change(
        connection,
        operation_id,
        state=WorkState.SETTLED.value,
        since=stamp(entry.at),
        settlement=Settlement.WITHDRAWN.value,
        settled_reason=reason,
    )
    connection.execute(update(_RECEIPTS).where(_RECEIPTS.c.operation_id == operation_id).values(void=True))
    audit.append(connection, entry, operation_id=operation_id)


def _none_settled(connection: Connection, ids: Sequence[OperationId]) -> None:
    """Raises NotEligible: what was withdrawn between choosing a batch and sending it must not go."""
    for start in range(0, len(ids), _LIST):
        mine = _OUTBOX.c.operation_id.in_(ids[start : start + _LIST])
        if connection.execute(select(_OUTBOX.c.order).where(mine, _OUTBOX.c.state.not_in(_MOVING)).limit(1)).first():
            raise NotEligible(
                why=Text("其中一件已撤回", "One of them was withdrawn"),
                how=Text("下一轮再送", "They go with the next pass"),
            )


def _change(connection: Connection, operation_id: str, **values: object) -> None:
    connection.execute(update(_OUTBOX).where(_OUTBOX.c.operation_id == operation_id).values(**values))


def _dated(person: Person, answered_at: datetime) -> Person:
    """The person of an answer; when it was said is the answer's moment if nothing else is known."""
    return person if person.as_of is not None else replace(person, as_of=answered_at)


def _works(connection: Connection, rows: Sequence[Row[Any]]) -> tuple[Work, ...]:
    """The rows as work; what a waiting one waits behind is looked up among its relations."""
    waiting = [row.operation_id for row in rows if row.state == WorkState.WAITING.value or row.carried is not None]
    behind = waits_behind(relations(connection, of_ids(connection, waiting))) if waiting else {}
    return tuple(_work(row, behind.get(row.operation_id)) for row in rows)


def _work(row: Row[Any], held_by: str | None) -> Work:
    return Work(
        operation=_operation(row),
        order=row.order,
        state=WorkState(row.state),
        since=moment_of(row.since),
        receipt_number=row.receipt_number,
        held_by=OperationId(held_by) if held_by is not None else None,
        answer=from_text(Answer, row.answer) if row.answer is not None else None,
        settlement=Settlement(row.settlement) if row.settlement is not None else None,
        settled_reason=row.settled_reason or "",
        sent_at=moment_of(row.sent_at) if row.sent_at else None,
        carried=row.carried,
    )


def _operation(row: Row[Any]) -> Operation:
    return Operation(
        id=OperationId(row.operation_id),
        procedure=row.procedure,
        holder_number=row.holder_number or "",
        holder_name=row.holder_name or "",
        card_number=row.card_number,
        changes={Half(half): state for half, state in words(row.changes).items()},
        facts=words(row.facts),
        accepted_at=moment_of(row.accepted_at),
        clerk=row.clerk,
        outlet=row.outlet,
        window=row.window,
        province=row.province,
        pack=row.pack,
        basis=tuple(json.loads(row.basis)),
        urgent=bool(row.urgent),
    )
