"""When the platform was heard last and how its clock stands to ours, the last moment known here, and work tried alone.

Refuses to read a clock: every moment is handed in, or is one that was kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from counter_app.contact import Contact, Trial, WhyAside
from counter_app.domain.operation import OperationId, WorkState
from local_store import tables
from local_store.codec import moment_of, stamp

_META, _TRIALS, _OUTBOX = tables.meta, tables.trials, tables.outbox
HEARD, OFFSET, MADE = "heard_at", "clock_offset", "made_at"
_UNSENT = select(func.count()).where(_OUTBOX.c.state.in_([WorkState.WAITING.value, WorkState.IN_FLIGHT.value]))
_LAST_ACCEPTED = select(func.max(tables.operations.c.accepted_at))
_LAST_AUDITED = select(tables.audit.c.at).order_by(tables.audit.c.id.desc()).limit(1)


def contact(connection: Connection) -> Contact:
    """As it was kept; since the folder was made where the platform was never heard."""
    marks = _marks(connection, HEARD, OFFSET, MADE)
    return Contact(
        heard=moment_of(marks.get(HEARD) or marks[MADE]),
        offset=float(marks[OFFSET]) if OFFSET in marks else None,
        unsent=int(connection.execute(_UNSENT).scalar_one()),
    )


def keep(connection: Connection, heard: datetime, offset: float) -> None:
    """In the place of what was kept."""
    connection.execute(delete(_META).where(_META.c.name.in_([HEARD, OFFSET])))
    values = [{"name": HEARD, "value": stamp(heard)}, {"name": OFFSET, "value": f"{offset:.3f}"}]
    connection.execute(insert(_META), values)


def last_moment(connection: Connection) -> datetime | None:
    """The latest of what was accepted, audited and heard."""
    accepted = connection.execute(_LAST_ACCEPTED).scalar()
    audited = connection.execute(_LAST_AUDITED).scalar()
    known = [text for text in (accepted, audited, _marks(connection, HEARD).get(HEARD)) if text]
    return moment_of(max(known)) if known else None


def trials(connection: Connection) -> tuple[Trial, ...]:
    """All of them, by id."""
    return tuple(
        Trial(
            OperationId(row.operation_id),
            WhyAside(row.why),
            row.failures,
            moment_of(row.since),
            moment_of(row.until),
            bool(row.others_passed),
        )
        for row in connection.execute(select(_TRIALS).order_by(_TRIALS.c.operation_id)).all()
    )


def keep_trials(connection: Connection, kept: Sequence[Trial], ended: Sequence[OperationId]) -> None:
    """Write and forget, see the port."""
    for operation_id in (*ended, *(trial.operation_id for trial in kept)):
        connection.execute(delete(_TRIALS).where(_TRIALS.c.operation_id == operation_id))
    rows = [
        {
            "operation_id": trial.operation_id,
            "why": trial.why.value,
            "failures": trial.failures,
            "since": stamp(trial.since),
            "until": stamp(trial.until),
            "others_passed": trial.others_passed,
        }
        for trial in kept
    ]
    if rows:
        connection.execute(insert(_TRIALS), rows)


def _marks(connection: Connection, *names: str) -> dict[str, str]:
    rows = connection.execute(select(_META.c.name, _META.c.value).where(_META.c.name.in_(names))).all()
    return {row.name: row.value for row in rows}
