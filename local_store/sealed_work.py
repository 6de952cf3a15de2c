"""What an audit entry covers of the operation and receipt it records: everything, personal facts by their salted
digest.

Refuses to need the personal facts: the digest stays good after they are erased.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from local_store import tables
from local_store.codec import plain, seal_holds, sm3

_OPERATION = (
    "id",
    "procedure",
    "accepted_at",
    "clerk",
    "outlet",
    "window",
    "province",
    "pack",
    "changes",
    "basis",
    "urgent",
    "digest",
)
_RECEIPT = ("number", "outlet", "window", "day", "serial", "issued_at", "digest")


def personal(operation: Mapping[str, Any]) -> str | None:
    """The personal columns of an operation's row as one text; None when they are erased."""
    columns = [operation[name] for name in ("holder_number", "holder_name", "card_number", "facts")]
    return None if all(value is None for value in columns) else plain(columns)


def covers(operation: Mapping[str, Any], receipt: Mapping[str, Any]) -> str:
    """The digest of both rows as they stand in the audit entry."""
    parts = [operation[name] for name in _OPERATION] + [receipt[name] for name in _RECEIPT]
    return sm3(plain(parts))


def covers_by_operation(connection: Connection) -> dict[str, str]:
    """What stands in the tables now, by operation id; a row whose own facts do not fit their digest is left out."""
    operations, receipts = tables.operations, tables.receipts
    theirs = [column.label(f"receipt_{column.name}") for column in receipts.c]
    both = select(operations, *theirs).join(receipts, receipts.c.operation_id == operations.c.id)
    found: dict[str, str] = {}
    for row in connection.execution_options(yield_per=1000).execute(both).mappings():
        receipt = {column.name: row[f"receipt_{column.name}"] for column in receipts.c}
        whole = seal_holds(personal(dict(row)), row["salt"], row["digest"])
        if whole and seal_holds(receipt["body"], receipt["salt"], receipt["digest"]):
            found[row["id"]] = covers(dict(row), receipt)
    return found
