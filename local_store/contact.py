"""When the platform was heard last and how its clock stands to ours, the last moment known here, and work tried alone.

Refuses to read a clock: every moment is handed in, or is one that was kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from counter_app.contact import Contact, TakenBack, Trial, WhyAside
from counter_app.domain.operation import AuditEntry, OperationId, WorkState
from local_store import audit, tables
from local_store.codec import moment_of, stamp

_META, _TRIALS, _OUTBOX = tables.meta, tables.trials, tables.outbox
HEARD, OFFSET, MADE, TAKEN_BACK = "heard_at", "clock_offset", "made_at", "clock_taken_back"
HEARD_LATEST = "heard_latest_at"  # heard under a clock that was set back since counts as a moment known here
_UNSENT = select(func.count()).where(_OUTBOX.c.state.in_([WorkState.WAITING.value, WorkState.IN_FLIGHT.value]))
_LAST_ACCEPTED = select(func.max(tables.operations.c.accepted_at))
_ACCEPTED_SINCE = _LAST_ACCEPTED.join_from(
    _OUTBOX, tables.operations, tables.operations.c.id == _OUTBOX.c.operation_id
).where(_OUTBOX.c.order > bindparam("order"))
_LAST_AUDITED = select(tables.audit.c.at).order_by(tables.audit.c.id.desc()).limit(1)
_LAST_ORDER = select(func.max(_OUTBOX.c.order))


def contact(connection: Connection) -> Contact:
    """As it was kept; since the folder was made where the platform was never heard."""
    marks = _marks(connection, HEARD, OFFSET, MADE)
    return Contact(
        heard=moment_of(marks.get(HEARD) or marks[MADE]),
        offset=float(marks[OFFSET]) if OFFSET in marks else None,
        unsent=int(connection.execute(_UNSENT).scalar_one()),
    )


def keep(connection: Connection, heard: datetime, offset: float) -> None:
    """In the place of what was kept; the latest moment at which it was heard stays known."""
    latest = max([stamp(heard), *_marks(connection, HEARD, HEARD_LATEST).values()])
    marks = {HEARD: stamp(heard), HEARD_LATEST: latest, OFFSET: f"{offset:.3f}"}
    connection.execute(delete(_META).where(_META.c.name.in_(marks)))
    connection.execute(insert(_META), [{"name": name, "value": value} for name, value in marks.items()])


def last_moment(connection: Connection) -> datetime | None:
    """The latest of what was accepted, audited and heard. Since the clock was taken back that itself is the first of
    it: it is audited, and so is everything that is accepted.
    """
    taken = clock_taken_back(connection)
    if taken is None:
        accepted = connection.execute(_LAST_ACCEPTED).scalar()
    else:
        accepted = connection.execute(_ACCEPTED_SINCE, {"order": taken.order}).scalar()
    audited = connection.execute(_LAST_AUDITED).scalar()
    heard = _marks(connection, HEARD, HEARD_LATEST).values()
    known = [text for text in (accepted, audited, *heard) if text]
    return moment_of(max(known)) if known else None


def clock_taken_back(connection: Connection) -> TakenBack | None:
    """When the clock was last taken back, and how far the outbox went then."""
    text = _marks(connection, TAKEN_BACK).get(TAKEN_BACK)
    if text is None:
        return None
    at, _, order = text.partition(" ")
    return TakenBack(moment_of(at), int(order))


def take_clock_back(connection: Connection, to: datetime, entry: AuditEntry) -> bool:
    """True time counts again from `to` on: what is known beyond that is no longer waited for."""
    last = last_moment(connection)
    if last is None or last <= to:
        return False
    order = int(connection.execute(_LAST_ORDER).scalar() or 0)
    connection.execute(delete(_META).where(_META.c.name == TAKEN_BACK))
    connection.execute(insert(_META).values(name=TAKEN_BACK, value=f"{stamp(to)} {order}"))
    later = _META.c.name.in_([HEARD, HEARD_LATEST]) & (_META.c.value > stamp(to))
    connection.execute(update(_META).where(later).values(value=stamp(to)))
    audit.append(connection, entry)
    return True


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
