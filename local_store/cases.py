"""Requests that could not be met at once, found again by the number of their notice; and how the platform stands to
each.

Refuses to take one up twice: whoever comes second is told when it was. A row stays to be sent until the platform has
it.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, insert, or_, select, update

from counter_app.domain.case import Case, CaseOnWay, TakenUp, case_number
from counter_app.domain.moments import local
from local_store import tables
from local_store.codec import from_text, moment_of, stamp, to_text
from local_store.serials import next_serial

_CASES = tables.cases
_WAITING, _SENT, _OTHER = "waiting", "sent", "other"  # to go to the platform, there, the number is another case's there
_TOLD = "told"


def keep(connection: Connection, case: Case) -> Case:
    """The case with its number, which is the next of the window and day. Inside a writing transaction."""
    day = local(case.made_at).date()
    place = {"outlet": case.outlet, "window": case.window, "day": day.isoformat()}
    same_day = [_CASES.c[name] == value for name, value in place.items()]
    last = connection.execute(select(func.max(_CASES.c.serial)).where(*same_day)).scalar()
    serial = next_serial(connection, last, day.isoformat())
    kept = replace(case, number=case_number(case.outlet, case.window, day, serial))
    _insert(connection, kept, {**place, "serial": serial, "sending": _WAITING, "given_here": True})
    return kept


def keep_found(connection: Connection, case: Case) -> bool:
    """A case of another window as the platform told it; False when it is known here already."""
    if connection.execute(select(_CASES.c.serial).where(_CASES.c.number == case.number)).first() is not None:
        return False
    day, serial = local(case.made_at).date().isoformat(), int(case.number.split("-")[3])
    place = {"outlet": case.outlet, "window": case.window, "day": day, "serial": serial}
    _insert(connection, case, {**place, "sending": _SENT, "given_here": False})
    return True


def _insert(connection: Connection, case: Case, place: Mapping[str, object]) -> None:
    row = {"number": case.number, "made_at": stamp(case.made_at), "body": to_text(case), "key": str(uuid.uuid4())}
    connection.execute(insert(_CASES).values(**place, **row))


def find(connection: Connection, number: str) -> Case | None:
    """By the number of its notice; None when there is none or its words were erased."""
    found = on_way(connection, number)
    return found.case if found is not None else None


def on_way(connection: Connection, number: str) -> CaseOnWay | None:
    """The same, with how the platform stands to it."""
    row = connection.execute(select(_CASES).where(_CASES.c.number == number.strip().upper())).one_or_none()
    return _case(row) if row is not None and row.body is not None else None


def resume(connection: Connection, number: str, at: datetime, *, by: str, told: bool) -> None:
    """Remember that it was taken up; the first moment stays. `told`: the platform knows it."""
    mine = _CASES.c.number == number.strip().upper()
    values = {"resumed_at": stamp(at), "resumed_by": by}
    connection.execute(update(_CASES).where(mine, _CASES.c.resumed_at.is_(None)).values(**values))
    connection.execute(update(_CASES).where(mine).values(taking=_TOLD if told else _WAITING))


def to_send(connection: Connection, limit: int) -> tuple[CaseOnWay, ...]:
    """What the platform has not heard of, oldest first: cases, and that they were taken up."""
    asked = select(_CASES).where(_CASES.c.body.is_not(None), unheard()).order_by(_CASES.c.made_at, _CASES.c.number)
    return tuple(_case(row) for row in connection.execute(asked.limit(limit)).all())


def unheard() -> ColumnElement[bool]:
    """Rows of which the platform has not heard all."""
    return or_(_CASES.c.sending == _WAITING, (_CASES.c.sending == _SENT) & (_CASES.c.taking == _WAITING))


def sent(connection: Connection, number: str, *, kept: bool) -> None:
    """The platform has it; with `kept` False it has another case under that number and this one stands here only."""
    mine = (_CASES.c.number == number) & (_CASES.c.sending == _WAITING)
    connection.execute(update(_CASES).where(mine).values(sending=_SENT if kept else _OTHER))


def since(connection: Connection, moment: datetime) -> tuple[CaseOnWay, ...]:
    """Given here since that moment, oldest first."""
    asked = select(_CASES).where(_CASES.c.made_at >= stamp(moment), _CASES.c.given_here, _CASES.c.body.is_not(None))
    rows = connection.execute(asked.order_by(_CASES.c.made_at, _CASES.c.number)).all()
    return tuple(_case(row) for row in rows)


def _case(row: Row[Any]) -> CaseOnWay:
    resumed = moment_of(row.resumed_at) if row.resumed_at else None
    case = replace(from_text(Case, row.body), resumed_at=resumed, resumed_by=row.resumed_by)
    untold = resumed is not None and row.taking == _WAITING
    return CaseOnWay(
        case=case,
        key=row.key,
        sent=row.sending == _SENT,
        given_here=bool(row.given_here),
        taken=TakenUp(resumed, case.outlet, case.window) if untold and resumed is not None else None,
    )
