"""The audit trail: one SM3 hash chain per outlet and window. Appending a link, and walking the whole.

Each link covers the link before it, who did what when, and salted digests: of the entry's personal facts, and of the
operation and receipt it records. Refuses to hide: the first entry that does not fit is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, select, update

from counter_app.domain.audit_faults import AuditFault
from counter_app.domain.operation import AuditEntry, AuditReport
from local_store import audit_beside, audit_people, tables
from local_store.codec import moment_of, plain_row, seal_facts, seal_holds, sm3, stamp, words
from local_store.prepared import Prepared
from local_store.sealed_work import covers_by_operation
from local_store.serials import jumps

_AUDIT, _CHAINS = tables.audit, tables.chains
_THIS_CHAIN = (_CHAINS.c.outlet == bindparam("of_outlet"), _CHAINS.c.window == bindparam("of_window"))
_HEAD = Prepared(select(_CHAINS.c.length, _CHAINS.c.head).where(*_THIS_CHAIN))
_BEGIN = Prepared(insert(_CHAINS), [c.name for c in _CHAINS.c])
_APPEND = Prepared(insert(_AUDIT), [c.name for c in _AUDIT.c if c.name != "id"])
_MOVE = Prepared(update(_CHAINS).where(*_THIS_CHAIN), ["length", "head"])
_PLACE = (_AUDIT.c.outlet == bindparam("of_outlet"), _AUDIT.c.window == bindparam("of_window"))
_ID = Prepared(select(_AUDIT.c.id).where(*_PLACE, _AUDIT.c.serial == bindparam("of_serial")))


def append(connection: Connection, entry: AuditEntry, *, operation_id: str = "", covers: str = "") -> None:
    """Chain `entry` on, inside a writing transaction. `covers` is the digest of the operation and receipt it
    records."""
    chain = {"of_outlet": entry.outlet, "of_window": entry.window}
    head = _HEAD.row(connection, chain)
    length, previous = head or (0, "")
    sealed = seal_facts(entry.facts)
    row = {
        "outlet": entry.outlet,
        "window": entry.window,
        "serial": length + 1,
        "what": entry.what,
        "at": stamp(entry.at),
        "clerk": entry.clerk,
        "subject": entry.subject,
        "operation_id": operation_id,
        "covers": covers,
        "facts": sealed.text,
        "salt": sealed.salt,
        "digest": sealed.digest,
        "previous": previous,
    }
    link = _link(row)
    _APPEND.run(connection, {**row, "link": link})
    if head is None:
        _BEGIN.run(connection, {"outlet": entry.outlet, "window": entry.window, "length": 1, "head": link})
    else:
        _MOVE.run(connection, {**chain, "length": length + 1, "head": link})
    if audit_people.numbers_in(entry.facts):
        made = _ID.row(connection, {**chain, "of_serial": length + 1})
        audit_people.keep(connection, (made or (0,))[0], entry.facts)


def times(connection: Connection, what: str, subject: str) -> int:
    """How many entries say `what` of `subject`."""
    said = select(func.count()).select_from(_AUDIT).where(_AUDIT.c.subject == subject, _AUDIT.c.what == what)
    return int(connection.execute(said).scalar_one())


def entries(connection: Connection, what: str, since: datetime, limit: int) -> tuple[AuditEntry, ...]:
    """Entries that say `what` since that moment, oldest first; of erased facts none is left."""
    said = select(_AUDIT).where(_AUDIT.c.what == what, _AUDIT.c.at >= stamp(since)).order_by(_AUDIT.c.id).limit(limit)
    return tuple(
        AuditEntry(
            what=row.what,
            at=moment_of(row.at),
            clerk=row.clerk,
            outlet=row.outlet,
            window=row.window,
            subject=row.subject,
            facts=words(row.facts),
        )
        for row in connection.execute(said).all()
    )


_LINKED = (
    "previous",
    "outlet",
    "window",
    "serial",
    "what",
    "at",
    "clerk",
    "subject",
    "operation_id",
    "covers",
    "digest",
)


_WALKED: Select[Any] = select(
    *(_AUDIT.c[name] for name in _LINKED), _AUDIT.c.link, _AUDIT.c.facts, _AUDIT.c.salt, _AUDIT.c.id
)


def _link(row: dict[str, Any]) -> str:
    return _link_of([row[name] for name in _LINKED])


def _link_of(said: Sequence[Any]) -> str:
    """Of what an entry says, in the order of `_LINKED`."""
    return sm3(plain_row(said))


def verify(connection: Connection) -> AuditReport:
    """Walk every chain from its beginning; then look for operations without an entry, gaps in receipt numbers, and
    what stands beside the trail.
    """
    covers, found_by = covers_by_operation(connection), audit_beside.FoundBy(connection)
    recorded: dict[str, tuple[str, int]] = {}
    entries = 0
    for outlet, window in connection.execute(
        select(_AUDIT.c.outlet, _AUDIT.c.window).distinct().order_by("outlet", "window")
    ).all():
        found = _walk(connection, outlet, window, covers, recorded, found_by)
        entries += found.entries
        if not found.whole:
            return AuditReport(entries, found.broken_at, found.fault, found.chain)
    return (
        _vanished(connection, entries)
        or _unnamed(connection, entries, recorded)
        or _gap(connection, entries, recorded)
        or audit_beside.differs(connection, entries, recorded, found_by)
        or AuditReport(entries)
    )


def _walk(
    connection: Connection,
    outlet: str,
    window: str,
    covers: dict[str, str],
    recorded: dict[str, tuple[str, int]],
    found_by: audit_beside.FoundBy,
) -> AuditReport:
    """One chain. Adds to `recorded` which operation has its entry where, and lets `found_by` see each entry."""
    name, previous, serial = f"{outlet}-{window}", "", 0
    for row in _entries(connection, outlet, window):
        serial += 1
        fault = _fault(row, serial, previous, covers)
        if fault is not None:
            return AuditReport(serial, serial, fault, name)
        if row.covers:
            recorded[row.operation_id] = (name, serial)
        if row.facts:
            found_by.see(row.id, row.facts, (name, serial))
        previous = row.link
    head = connection.execute(
        select(_CHAINS.c.length, _CHAINS.c.head).where(_CHAINS.c.outlet == outlet, _CHAINS.c.window == window)
    ).one_or_none()
    if head is None or (head.length, head.head) != (serial, previous):
        return AuditReport(serial, serial + 1, AuditFault.CUT, name)
    return AuditReport(serial)


def _entries(connection: Connection, outlet: str, window: str) -> Iterator[Row[Any]]:
    chain = _WALKED.where(_AUDIT.c.outlet == outlet, _AUDIT.c.window == window).order_by(_AUDIT.c.serial)
    for some in connection.execution_options(yield_per=1000).execute(chain).partitions():
        yield from some


def _fault(row: Row[Any], serial: int, previous: str, covers: dict[str, str]) -> AuditFault | None:
    if row.serial != serial:
        return AuditFault.REMOVED
    if row.previous != previous:
        return AuditFault.DISPLACED
    if _link_of(row[: len(_LINKED)]) != row.link:
        return AuditFault.EDITED
    if not seal_holds(row.facts, row.salt, row.digest):
        return AuditFault.FACTS
    if row.covers and covers.get(row.operation_id) != row.covers:
        return AuditFault.WORK
    return None


def _vanished(connection: Connection, entries: int) -> AuditReport | None:
    """A chain that is known of but has no entry left."""
    left = select(_AUDIT.c.id).where(_AUDIT.c.outlet == _CHAINS.c.outlet, _AUDIT.c.window == _CHAINS.c.window).exists()
    gone = connection.execute(select(_CHAINS.c.outlet, _CHAINS.c.window).where(~left)).first()
    return AuditReport(entries, 1, AuditFault.CUT, f"{gone.outlet}-{gone.window}") if gone else None


def _unnamed(connection: Connection, entries: int, recorded: dict[str, tuple[str, int]]) -> AuditReport | None:
    """An operation that no entry tells of: its entry should come after everything that is there."""
    table = tables.operations
    for row in connection.execute(select(table.c.id, table.c.outlet, table.c.window)):
        if row.id not in recorded:
            return AuditReport(entries, entries + 1, AuditFault.UNNAMED, f"{row.outlet}-{row.window}")
    return None


def _gap(connection: Connection, entries: int, recorded: dict[str, tuple[str, int]]) -> AuditReport | None:
    """A receipt number that was left out; named by the entry of the receipt after the gap."""
    table = tables.receipts
    order = (table.c.outlet, table.c.window, table.c.day, table.c.serial)
    last: tuple[str, str, str] | None = None
    expected, restored = 1, jumps(connection)
    for row in connection.execute(select(*order, table.c.operation_id).order_by(*order)):
        day = (row.outlet, row.window, row.day)
        expected = expected + 1 if day == last else 1
        if row.serial > expected and restored.explains(row.day, row.serial):
            expected = row.serial
        if row.serial != expected:
            chain, serial = recorded.get(row.operation_id, (f"{row.outlet}-{row.window}", entries + 1))
            return AuditReport(entries, serial, AuditFault.RECEIPTS, chain)
        last = day
    return None
