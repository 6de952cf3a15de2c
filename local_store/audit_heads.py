"""The heads of the trail's chains, and those the platform has taken: what shows that an end was cut off, an old copy
put in place, or everything written anew.

Refuses to judge what the platform says: `sync.audit_heads` asks it, this walks what is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from counter_app.anchoring import OTHER_COPY
from counter_app.auditing import BROUGHT_BACK, Anchor, Head
from counter_app.domain.audit_faults import AuditFault
from counter_app.domain.operation import AuditEntry, AuditReport
from local_store import audit, tables
from local_store.codec import moment_of, stamp, words
from local_store.engine import Database

_AUDIT, _ANCHORS = tables.audit, tables.anchors
_LAST = 20


class AuditHeads:
    """What `SqlStore` does about heads. Raises StoreTrouble."""

    _database: Database

    def audit_head(self, outlet: str, window: str) -> tuple[Head, str] | None:
        with self._database.reading() as connection:
            return head(connection, outlet, window)

    def audit_links(self, outlet: str, window: str, *, after: int, limit: int) -> tuple[str, ...]:
        with self._database.reading() as connection:
            return links(connection, outlet, window, after, limit)

    def was_restored(self, outlet: str, window: str, *, after: int) -> bool:
        with self._database.reading() as connection:
            return restored_at(connection, outlet, window, after) is not None

    def anchors(self, outlet: str, window: str) -> Sequence[Anchor]:
        with self._database.reading() as connection:
            chain = (_ANCHORS.c.outlet == outlet, _ANCHORS.c.window == window)
            last = select(_ANCHORS).where(*chain).order_by(_ANCHORS.c.id.desc()).limit(_LAST)
            return [_anchor(row) for row in reversed(connection.execute(last).all())]

    def keep_anchor(self, anchor: Anchor, *, audit: AuditEntry | None = None) -> None:
        with self._database.writing() as connection:
            if keep(connection, anchor) and audit is not None:
                _append(connection, audit)

    def verify_audit(self, *, known: Sequence[Head] = ()) -> AuditReport:
        with self._database.reading() as connection:
            return verify(connection, known)


def head(connection: Connection, outlet: str, window: str) -> tuple[Head, str] | None:
    """Where a chain has come to, and what its last entry says."""
    last = (
        select(_AUDIT.c.serial, _AUDIT.c.link, _AUDIT.c.at, _AUDIT.c.what)
        .where(_AUDIT.c.outlet == outlet, _AUDIT.c.window == window)
        .order_by(_AUDIT.c.serial.desc())
        .limit(1)
    )
    row = connection.execute(last).one_or_none()
    return None if row is None else (Head(outlet, window, row.serial, row.link, moment_of(row.at)), row.what)


def links(connection: Connection, outlet: str, window: str, after: int, limit: int) -> tuple[str, ...]:
    """The links of the entries after that one, in order."""
    wanted = (
        select(_AUDIT.c.link)
        .where(_AUDIT.c.outlet == outlet, _AUDIT.c.window == window, _AUDIT.c.serial > after)
        .order_by(_AUDIT.c.serial)
        .limit(limit)
    )
    return tuple(connection.execute(wanted).scalars())


def restored_at(
    connection: Connection, outlet: str, window: str, after: int, *, since: datetime | None = None
) -> int | None:
    """The first entry after that one, and since that moment, that says that the store was brought back from a
    backup.
    """
    said = (
        select(_AUDIT.c.serial)
        .where(_AUDIT.c.outlet == outlet, _AUDIT.c.window == window)
        .where(_AUDIT.c.what.in_(BROUGHT_BACK), _AUDIT.c.serial > after)
        .where(_AUDIT.c.at >= (stamp(since) if since else ""))
        .order_by(_AUDIT.c.serial)
        .limit(1)
    )
    found = connection.execute(said).scalar_one_or_none()
    return None if found is None else int(found)


def anchors(connection: Connection) -> list[Anchor]:
    """All the platform is known to have, in the order it was heard."""
    return [_anchor(row) for row in connection.execute(select(_ANCHORS).order_by(_ANCHORS.c.id)).all()]


def _anchor(row: Row[Any]) -> Anchor:
    return Anchor(Head(row.outlet, row.window, row.length, row.link, moment_of(row.at)), moment_of(row.taken_at))


def keep(connection: Connection, anchor: Anchor) -> bool:
    """Whether it was not known."""
    one = anchor.head
    same = (_ANCHORS.c.outlet == one.outlet, _ANCHORS.c.window == one.window)
    known = select(_ANCHORS.c.id).where(*same, _ANCHORS.c.length == one.length, _ANCHORS.c.link == one.link)
    if connection.execute(known).first() is not None:
        return False
    row = {"outlet": one.outlet, "window": one.window, "length": one.length, "link": one.link, "at": stamp(one.at)}
    connection.execute(insert(_ANCHORS).values(**row, taken_at=stamp(anchor.taken_at)))
    return True


def verify(connection: Connection, known: Iterable[Head]) -> AuditReport:
    """Walk the chains, then compare them with the heads the platform is known to have: those kept here, and `known`."""
    walked = audit.verify(connection)
    if not walked.whole:
        return walked
    by_chain: dict[tuple[str, str], dict[int, list[Head]]] = {}
    for one in (*(anchor.head for anchor in anchors(connection)), *known):
        by_chain.setdefault((one.outlet, one.window), {}).setdefault(one.length, []).append(one)
    restored = 0
    for (outlet, window), heads in sorted(by_chain.items()):
        fault, serial = _compared(connection, outlet, window, [one for n in sorted(heads) for one in heads[n]])
        if fault is AuditFault.RESTORED:
            restored = serial
        elif fault is not None:
            return AuditReport(walked.entries, serial, fault, f"{outlet}-{window}")
    return AuditReport(walked.entries, restored_at=restored or None)


def _compared(connection: Connection, outlet: str, window: str, heads: Sequence[Head]) -> tuple[AuditFault | None, int]:
    """The first head this chain does not go through, as a fault and the entry where that begins at the earliest.
    RESTORED is none: the chain says so itself, and which entry does.
    """
    found = head(connection, outlet, window)
    length, fits = found[0].length if found is not None else 0, 0
    for one in heads:
        link = links(connection, outlet, window, one.length - 1, 1)
        if link == (one.link,):
            fits = one.length
            continue
        if (said := restored_at(connection, outlet, window, fits, since=one.at)) is not None:
            return AuditFault.RESTORED, said
        if (cut := _found_cut(connection, one)) is not None:
            return AuditFault.CUT, cut
        return (AuditFault.CUT, length + 1) if one.length > length else (AuditFault.REWRITTEN, fits + 1)
    return None, 0


def _found_cut(connection: Connection, one: Head) -> int | None:
    """The entry that says that the store was opened without all up to that head (`local_store.old_copy`); others may
    have followed it since.
    """
    said = select(_AUDIT.c.serial, _AUDIT.c.facts).where(
        _AUDIT.c.outlet == one.outlet, _AUDIT.c.window == one.window, _AUDIT.c.what == OTHER_COPY
    )
    for serial, facts in connection.execute(said.order_by(_AUDIT.c.serial)).all():
        if words(facts).get("link") == one.link and serial <= one.length:
            return int(serial)
    return None


# The port's method has a parameter that hides the module.
_append = audit.append
