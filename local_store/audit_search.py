"""Searching the trail: by time, clerk, what was done, what it was about, a receipt, a person; newest first.

A person is looked for by the keyed digests of `audit_people` and by the operations of that number. Refuses to say
anything of facts that were erased.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, or_, select

from counter_app.auditing import AuditFound, AuditQuery, AuditRow
from counter_app.domain.identity import same_paper
from counter_app.domain.numbers import tidy
from counter_app.domain.operation import AuditEntry
from local_store import audit_people, tables
from local_store.codec import moment_of, stamp, words
from local_store.engine import Database

_AUDIT, _PEOPLE, _RECEIPTS, _WORK = tables.audit, tables.audit_people, tables.receipts, tables.operations


class AuditSearch:
    """What `SqlStore` does about searching. Raises StoreTrouble."""

    _database: Database

    def search_audit(self, query: AuditQuery) -> AuditFound:
        with self._database.reading() as connection:
            return search(connection, query)


def search(connection: Connection, query: AuditQuery) -> AuditFound:
    """What fits all that is asked, `query.limit` at most."""
    wanted = (
        select(_AUDIT, _RECEIPTS.c.number.label("receipt"))
        .outerjoin(_RECEIPTS, or_(_RECEIPTS.c.operation_id == _AUDIT.c.subject, _number_of_receipt()))
        .where(*_conditions(connection, query))
        .order_by(_AUDIT.c.id.desc())
        .limit(query.limit + 1)
    )
    rows = connection.execute(wanted).all()
    return AuditFound(tuple(_row(row) for row in rows[: query.limit]), more=len(rows) > query.limit)


def _number_of_receipt() -> ColumnElement[bool]:
    return _RECEIPTS.c.number == _AUDIT.c.subject


def _conditions(connection: Connection, query: AuditQuery) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if query.since is not None:
        asked.append(_AUDIT.c.at >= stamp(query.since))
    if query.until is not None:
        asked.append(_AUDIT.c.at < stamp(query.until))
    if query.clerk:
        asked.append(_AUDIT.c.clerk == query.clerk)
    if query.what:
        asked.append(_AUDIT.c.what.startswith(query.what, autoescape=True))
    if query.subject:
        asked.append(_AUDIT.c.subject == query.subject)
    if query.receipt:
        asked.append(_of_receipt(query.receipt))
    if query.holder:
        asked.append(_of_holder(connection, query.holder))
    if query.before is not None:
        asked.append(_AUDIT.c.id < query.before)
    return asked


def _of_receipt(number: str) -> ColumnElement[bool]:
    """What was done about a receipt, and about the operation it stands for."""
    return or_(_AUDIT.c.subject == number, _about(select(_RECEIPTS.c.operation_id).where(_RECEIPTS.c.number == number)))


def _of_holder(connection: Connection, typed: str) -> ColumnElement[bool]:
    numbers = same_paper(tidy(typed))
    looked = select(_PEOPLE.c.audit_id).where(_PEOPLE.c.digest.in_(audit_people.digests(connection, numbers)))
    works = select(_WORK.c.id).where(_WORK.c.holder_number.in_(numbers))
    papers = select(_RECEIPTS.c.number).where(_RECEIPTS.c.operation_id.in_(works))
    return or_(_AUDIT.c.id.in_(looked), _about(works), _AUDIT.c.subject.in_(papers))


def _about(works: Select[Any]) -> ColumnElement[bool]:
    return or_(_AUDIT.c.subject.in_(works), _AUDIT.c.operation_id.in_(works))


def _row(row: Row[Any]) -> AuditRow:
    entry = AuditEntry(
        what=row.what,
        at=moment_of(row.at),
        clerk=row.clerk,
        outlet=row.outlet,
        window=row.window,
        subject=row.subject,
        facts=words(row.facts),
    )
    return AuditRow(row.id, row.serial, entry, row.receipt or "")
