"""Visits that are open at this counter, and how the line was found last.

Refuses to keep a visit that has ended: what was done in it stands in operations, receipts and the audit trail.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from counter_app.domain.errors import VisitChanged
from counter_app.ports import Line, LineKind, VisitRecord
from local_store import tables
from local_store.codec import from_text, moment_of, stamp, to_text
from local_store.prepared import Prepared

_VISITS, _LINE = tables.visits, tables.line
_THE_LINE = 1
_THIS_VISIT = _VISITS.c.id == bindparam("of_visit")
_RECORDED = Prepared(select(_VISITS.c.body).where(_THIS_VISIT, _VISITS.c.state == bindparam("recorded")))
_STANDING = Prepared(select(_VISITS.c.state, _VISITS.c.body).where(_THIS_VISIT))
_CHANGE = Prepared(update(_VISITS).where(_THIS_VISIT), ["opened_at", "state", "body"])
_OPEN = Prepared(insert(_VISITS), ["id", "opened_at", "state", "body"])
_ALL_VISITS = select(_VISITS).order_by(_VISITS.c.opened_at, _VISITS.c.id)  # built once: asked for every page
_LINE_BODY = select(_LINE.c.body).where(_LINE.c.id == _THE_LINE)


def keep(connection: Connection, visit: VisitRecord, seen: VisitRecord | None = None) -> bool:
    """Write a visit, new or changed. What was recorded meanwhile stays recorded: False then. Raises VisitChanged where
    it is not as it was `seen`.
    """
    if seen is not None and seen != _standing(connection, visit.id):
        raise VisitChanged
    row = _RECORDED.row(connection, {"of_visit": visit.id, "recorded": "recorded"})
    if visit.state == "asking" and row is not None and _operation_in(row[0]) == visit.operation_id:
        return False
    values = {"opened_at": stamp(visit.opened_at), "state": visit.state, "body": to_text(visit)}
    if _CHANGE.count(connection, {**values, "of_visit": visit.id}) == 0:
        _OPEN.run(connection, {**values, "id": visit.id})
    return True


def _standing(connection: Connection, visit_id: str) -> VisitRecord | None:
    row = _STANDING.row(connection, {"of_visit": visit_id})
    return replace(from_text(VisitRecord, row[1]), state=row[0]) if row is not None else None


def _operation_in(body: str) -> str:
    return from_text(VisitRecord, body).operation_id


def open_visits(connection: Connection) -> tuple[VisitRecord, ...]:
    """All open visits, oldest first."""
    rows = connection.execute(_ALL_VISITS).all()
    return tuple(replace(from_text(VisitRecord, row.body), state=row.state) for row in rows)


def end(connection: Connection, visit_id: str) -> None:
    """Forget a visit; one that is not there is forgotten already."""
    connection.execute(delete(_VISITS).where(_VISITS.c.id == visit_id))


def line(connection: Connection) -> Line:
    """How the line was found last; untried since the folder was made when nobody has asked."""
    body = connection.execute(_LINE_BODY).scalar()
    if body is not None:
        return from_text(Line, body)
    made = connection.execute(select(tables.meta.c.value).where(tables.meta.c.name == "made_at")).scalar_one()
    return Line(LineKind.UNTRIED, moment_of(made))


def keep_line(connection: Connection, line: Line) -> None:
    """Remember how the line was found."""
    values = {"body": to_text(line)}
    if connection.execute(update(_LINE).where(_LINE.c.id == _THE_LINE).values(**values)).rowcount == 0:
        connection.execute(insert(_LINE).values(id=_THE_LINE, **values))
