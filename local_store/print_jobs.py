"""Papers on their way out of a printer, a row each. Nobody's name or number stands in one: a receipt's number does.

Refuses to change a row that has moved on meanwhile: two that press the same job cannot both hand it over.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from counter_app.domain.operation import AuditEntry
from counter_app.domain.print_job import PrintJob, PrintState, Role
from counter_app.domain.text import Text
from local_store import audit as trail
from local_store import tables
from local_store.codec import moment_of, stamp

if TYPE_CHECKING:
    from local_store.engine import Database

_JOBS = tables.print_jobs


class PrintJobsPart:
    """`counter_app.paper_ports.PrintStore`."""

    _database: Database

    def queue_print(self, job: PrintJob, audit: AuditEntry | None, *, again: AuditEntry | None) -> PrintJob:
        with self._database.writing() as connection:
            return _queued(connection, job, audit, again)

    def print_instead(
        self,
        job: PrintJob,
        audit: AuditEntry | None,
        *,
        again: AuditEntry | None,
        ended: PrintJob,
        was: PrintState,
        why: AuditEntry,
    ) -> PrintJob | None:
        with self._database.writing() as connection:
            if not _moved(connection, ended, was):
                return None
            trail.append(connection, why)
            return _queued(connection, job, audit, again)

    def next_copy(self, kind: str, key: str, again: AuditEntry) -> int:
        with self._database.reading() as connection:
            return _next_copy(connection, kind, key, again, wanted=False)

    def print_job(self, job_id: str) -> PrintJob | None:
        with self._database.reading() as connection:
            row = connection.execute(select(_JOBS).where(_JOBS.c.id == job_id)).one_or_none()
        return None if row is None else _job(row)

    def print_jobs(self, *, closed: bool = False, kind: str = "", key: str = "", limit: int = 100) -> list[PrintJob]:
        asked = select(_JOBS).order_by(_JOBS.c.order.desc())
        # Of those that are open none is left out: the oldest would wait for ever behind a limit.
        asked = asked.limit(limit) if closed else asked.where(_JOBS.c.closed.is_(False))
        if kind:
            asked = asked.where(_JOBS.c.kind == kind)
        if key:
            asked = asked.where(_JOBS.c.key == key)
        with self._database.reading() as connection:
            return [_job(row) for row in reversed(connection.execute(asked).all())]

    def keep_print(self, job: PrintJob, *, was: PrintState, audit: AuditEntry | None = None) -> bool:
        with self._database.writing() as connection:
            moved = _moved(connection, job, was)
            if moved and audit is not None:
                trail.append(connection, audit)
            return moved


def _queued(connection: Connection, job: PrintJob, audit: AuditEntry | None, again: AuditEntry | None) -> PrintJob:
    copy = job.copy
    if again is not None:
        copy = _next_copy(connection, job.kind, job.key, again, wanted=bool(job.copy))
    kept = replace(job, copy=copy)
    connection.execute(insert(_JOBS).values(**_values(kept), id=kept.id))
    entry = again if copy and again is not None else audit
    if entry is not None:
        trail.append(connection, entry)
    return kept


def _moved(connection: Connection, job: PrintJob, was: PrintState) -> bool:
    still = (_JOBS.c.id == job.id, _JOBS.c.state == was.value, _JOBS.c.closed.is_(False))
    return connection.execute(update(_JOBS).where(*still).values(**_values(job))).rowcount == 1


def _next_copy(connection: Connection, kind: str, key: str, again: AuditEntry, *, wanted: bool) -> int:
    """0 for a first paper; where one may have come out, or a copy is `wanted`, one more than copies known by rows or
    by the trail.
    """
    mine = (_JOBS.c.kind == kind, _JOBS.c.key == key)
    came = select(func.count()).where(*mine, (_JOBS.c.state != PrintState.FAILED.value) | _JOBS.c.unsure)
    if not wanted and not connection.execute(came).scalar_one():
        return 0
    known = connection.execute(select(func.max(_JOBS.c.copy)).where(*mine)).scalar() or 0
    return max(int(known), trail.times(connection, again.what, again.subject)) + 1


def forget(connection: Connection, before: str) -> None:
    """Ended jobs that nothing happened to since; the trail keeps the count of copies."""
    connection.execute(delete(_JOBS).where(_JOBS.c.closed.is_(True), _JOBS.c.changed_at < before))


def _values(job: PrintJob) -> dict[str, Any]:
    reason = job.reason
    return {
        "kind": job.kind,
        "key": job.key,
        "copy": job.copy,
        "bilingual": job.bilingual,
        "role": job.role.value,
        "state": job.state.value,
        "reason": None if reason is None else json.dumps({"zh": reason.zh, "en": reason.en}, ensure_ascii=False),
        "spooled": job.spooled,
        "unsure": job.unsure,
        "closed": job.closed,
        "clerk": job.clerk,
        "queued_at": stamp(job.queued_at),
        "changed_at": stamp(job.changed_at),
    }


def _job(row: Row[Any]) -> PrintJob:
    return PrintJob(
        id=row.id,
        kind=row.kind,
        key=row.key,
        copy=row.copy,
        role=Role(row.role),
        state=PrintState(row.state),
        reason=Text(**json.loads(row.reason)) if row.reason else None,
        spooled=row.spooled,
        clerk=row.clerk,
        queued_at=moment_of(row.queued_at),
        changed_at=moment_of(row.changed_at),
        bilingual=row.bilingual,
        unsure=row.unsure,
        closed=row.closed,
    )
