"""The one transaction that records a clerk's act: operation, outbox row, numbered receipt, audit entry, the visit
marked.

Refuses to do anything twice: an operation that already stands gives its receipt again.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, func, insert, select, update

from counter_app.domain.moments import local
from counter_app.domain.operation import AuditEntry, Operation, OperationId, WorkState
from counter_app.domain.photo import DIGEST_FACT
from counter_app.domain.receipt import Receipt, ReceiptDraft, receipt_number
from local_store import attachments, audit, serials, tables
from local_store.codec import from_text, moment_of, plain, seal, stamp, to_text
from local_store.prepared import Prepared
from local_store.sealed_work import covers, personal

_RECEIPTS = tables.receipts
_SHOWN = (_RECEIPTS.c.number, _RECEIPTS.c.operation_id, _RECEIPTS.c.issued_at, _RECEIPTS.c.void, _RECEIPTS.c.body)
_STANDING = Prepared(select(*_SHOWN).where(_RECEIPTS.c.operation_id == bindparam("of_operation")))
_LAST_SERIAL = Prepared(
    select(func.max(_RECEIPTS.c.serial).label("serial")).where(
        _RECEIPTS.c.outlet == bindparam("of_outlet"),
        _RECEIPTS.c.window == bindparam("of_window"),
        _RECEIPTS.c.day == bindparam("of_day"),
    )
)
_OPERATION = Prepared(insert(tables.operations), [c.name for c in tables.operations.c])
_OUTBOX = Prepared(insert(tables.outbox), ["operation_id", "state", "since", "urgent"])
_RECEIPT = Prepared(insert(_RECEIPTS), [c.name for c in _RECEIPTS.c])
_VISIT = Prepared(update(tables.visits).where(tables.visits.c.id == bindparam("of_visit")), ["state"])


def record(
    connection: Connection, operation: Operation, draft: ReceiptDraft, entry: AuditEntry, visit_id: str
) -> Receipt:
    """Inside a writing transaction. The receipt's day and moment are those of `operation.accepted_at`."""
    standing = _STANDING.row(connection, {"of_operation": operation.id})
    if standing is not None:
        number, _id, issued_at, void, body = standing
        kept = from_text(ReceiptDraft, body) if body else draft
        return Receipt(number, operation.id, moment_of(issued_at), kept, bool(void))
    work, receipt = _operation_row(operation), _receipt_row(connection, operation, draft)
    _OPERATION.run(connection, work)
    waits = {"operation_id": operation.id, "state": WorkState.WAITING.value, "urgent": operation.urgent}
    _OUTBOX.run(connection, {**waits, "since": work["accepted_at"]})
    _RECEIPT.run(connection, receipt)
    audit.append(connection, entry, operation_id=operation.id, covers=covers(work, receipt))
    if visit_id or DIGEST_FACT in operation.facts:
        attachments.bind(connection, operation, visit_id)
    if visit_id:
        _VISIT.run(connection, {"of_visit": visit_id, "state": "recorded"})
    return Receipt(str(receipt["number"]), operation.id, operation.accepted_at, draft)


def find_receipt(connection: Connection, key: str) -> Receipt | None:
    """By operation id or receipt number; None when there is none or its words were erased."""
    either = (_RECEIPTS.c.operation_id == key) | (_RECEIPTS.c.number == key.strip().upper())
    row = connection.execute(select(*_SHOWN).where(either)).one_or_none()
    if row is None or row.body is None:
        return None
    draft = from_text(ReceiptDraft, row.body)
    return Receipt(row.number, OperationId(row.operation_id), moment_of(row.issued_at), draft, bool(row.void))


def _operation_row(operation: Operation) -> Mapping[str, object]:
    row: dict[str, object] = {
        "id": operation.id,
        "procedure": operation.procedure,
        "accepted_at": stamp(operation.accepted_at),
        "clerk": operation.clerk,
        "outlet": operation.outlet,
        "window": operation.window,
        "province": operation.province,
        "pack": operation.pack,
        "changes": plain({half.value: state for half, state in operation.changes.items()}),
        "basis": plain(list(operation.basis)),
        "urgent": operation.urgent,
        "holder_number": operation.holder_number,
        "holder_name": operation.holder_name,
        "card_number": operation.card_number,
        "facts": plain(dict(operation.facts)),
    }
    sealed = seal(personal(row) or "")
    return {**row, "salt": sealed.salt, "digest": sealed.digest}


def _receipt_row(connection: Connection, operation: Operation, draft: ReceiptDraft) -> Mapping[str, object]:
    day = local(operation.accepted_at).date()
    place = {"outlet": operation.outlet, "window": operation.window, "day": day.isoformat()}
    last = _LAST_SERIAL.row(connection, {f"of_{name}": value for name, value in place.items()})
    serial = serials.next_serial(connection, last[0] if last else None, day.isoformat())
    sealed = seal(to_text(draft))
    return {
        **place,
        "number": receipt_number(operation.outlet, operation.window, day, serial),
        "operation_id": operation.id,
        "serial": serial,
        "issued_at": stamp(operation.accepted_at),
        "void": False,
        "body": sealed.text,
        "salt": sealed.salt,
        "digest": sealed.digest,
    }
