"""What clerks did about work that was turned down, step by step, and the successors of its receipts.

Refuses to overwrite: a step about work that somebody settled meanwhile is told who and when. Rows are only added.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from counter_app.domain.errors import NotEligible, NotFound
from counter_app.domain.moments import local, say_full
from counter_app.domain.operation import AuditEntry, Operation, OperationId, WorkState
from counter_app.domain.receipt import Receipt, ReceiptDraft
from counter_app.domain.settlement import ENDS, Step, Way, successor_number
from counter_app.domain.text import Text
from local_store import audit, recording, serials, tables, work
from local_store.codec import from_text, moment_of, plain, seal, stamp, to_text

_STEPS, _OUTBOX = tables.settlements, tables.outbox
_LIST = 500  # older SQLite takes 999 names in one list


def take(connection: Connection, step: Step, entry: AuditEntry) -> Step:
    """Keep a step; the work is settled where it ends it. Raises NotFound, NotEligible."""
    _still_refused(connection, step.operation_id)
    kept = _numbered(connection, step) if step.paper is not None else step
    _insert(connection, kept)
    settlement = ENDS.get(step.way)
    if settlement is not None:
        work.settle(connection, step.operation_id, settlement, step.reason, entry)
    else:
        audit.append(connection, entry, operation_id=step.operation_id)
    return kept


def record_anew(
    connection: Connection,
    operation: Operation,
    draft: ReceiptDraft,
    entry: AuditEntry,
    visit_id: str,
    step: Step,
) -> Receipt:
    """Record what stands for refused work, and settle that as replaced. Raises NotFound, NotEligible."""
    standing = connection.execute(select(_OUTBOX.c.order).where(_OUTBOX.c.operation_id == operation.id)).first()
    receipt = recording.record(connection, operation, draft, entry, visit_id)
    if standing is None:
        facts = {"way": step.way.value, "replaced_by": operation.id, "reason": step.reason}
        settled = replace(entry, what="operation.replaced", subject=step.operation_id, facts=facts)
        take(connection, replace(step, replaced_by=operation.id, number="", paper=None), settled)
    return receipt


def of_works(connection: Connection, ids: Sequence[OperationId]) -> tuple[Step, ...]:
    """What was done about these, oldest first."""
    rows: list[Row[Any]] = []
    for start in range(0, len(ids), _LIST):
        mine = _STEPS.c.operation_id.in_(ids[start : start + _LIST])
        rows += connection.execute(select(_STEPS).where(mine).order_by(_STEPS.c.id)).all()
    return tuple(_step(row) for row in sorted(rows, key=lambda row: row.id))


def of_number(connection: Connection, number: str) -> Step | None:
    """The step whose paper bears that number; None when there is none or its words were erased."""
    asked = select(_STEPS).where(_STEPS.c.number == number.strip().upper(), _STEPS.c.body.is_not(None))
    row = connection.execute(asked).one_or_none()
    return _step(row) if row is not None else None


def _still_refused(connection: Connection, operation_id: OperationId) -> None:
    """Raises NotFound; NotEligible with who settled it and when, where somebody did."""
    asked = select(_OUTBOX.c.state).where(_OUTBOX.c.operation_id == operation_id)
    state = connection.execute(asked).scalar()
    if state is None:
        raise NotFound(what=Text("这笔业务", "The operation"))
    if state == WorkState.REFUSED.value:
        return
    last = next((s for s in reversed(of_works(connection, [operation_id])) if s.way in ENDS), None)
    if last is None:
        raise NotEligible(
            why=Text("只有平台退回的业务才由人处理", "Only work the platform refused is settled by a person"),
            how=Text("等平台答复", "Wait for the platform's answer"),
        )
    at = say_full(last.at)
    raise NotEligible(
        why=Text(f"{last.clerk} 已于 {at} 处理了这一笔", f"{last.clerk} settled this one at {at}"),
        how=Text("看它现在怎样，不要再办一次", "Look how it stands; do not do it a second time"),
    )


def _numbered(connection: Connection, step: Step) -> Step:
    """The step with the next successor's number of its window and day."""
    place = _place(step)
    same_day = [_STEPS.c[name] == value for name, value in place.items()]
    last = connection.execute(select(func.max(_STEPS.c.serial)).where(*same_day)).scalar()
    serial = serials.next_serial(connection, last, place["day"])
    return replace(step, number=successor_number(step.outlet, step.window, local(step.at).date(), serial))


def _place(step: Step) -> dict[str, str]:
    return {"outlet": step.outlet, "window": step.window, "day": local(step.at).date().isoformat()}


def _insert(connection: Connection, step: Step) -> None:
    body = to_text(step.paper) if step.paper is not None else None
    sealed = seal(plain([step.reason, body]))
    connection.execute(
        insert(_STEPS).values(
            **_place(step),
            operation_id=step.operation_id,
            way=step.way.value,
            choice=step.choice,
            code=step.code,
            at=stamp(step.at),
            clerk=step.clerk,
            replaced_by=step.replaced_by,
            number=step.number or None,
            serial=int(step.number.split("-")[3]) if step.number else None,
            reason=step.reason,
            body=body,
            salt=sealed.salt,
            digest=sealed.digest,
        )
    )


def _step(row: Row[Any]) -> Step:
    return Step(
        operation_id=OperationId(row.operation_id),
        way=Way(row.way),
        code=row.code,
        reason=row.reason or "",
        at=moment_of(row.at),
        clerk=row.clerk,
        outlet=row.outlet,
        window=row.window,
        choice=row.choice,
        replaced_by=OperationId(row.replaced_by) if row.replaced_by else None,
        number=row.number or "",
        paper=from_text(ReceiptDraft, row.body) if row.body is not None else None,
    )
