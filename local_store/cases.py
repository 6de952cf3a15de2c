"""Requests that could not be met at once, found again by the number of their notice.

Refuses to take one up twice: whoever comes second is told when it was.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from counter_app.domain.case import Case, case_number
from counter_app.domain.moments import local
from local_store import tables
from local_store.codec import from_text, moment_of, stamp, to_text

_CASES = tables.cases


def keep(connection: Connection, case: Case) -> Case:
    """The case with its number, which is the next of the window and day. Inside a writing transaction."""
    day = local(case.made_at).date()
    place = {"outlet": case.outlet, "window": case.window, "day": day.isoformat()}
    same_day = [_CASES.c[name] == value for name, value in place.items()]
    serial = (connection.execute(select(func.max(_CASES.c.serial)).where(*same_day)).scalar() or 0) + 1
    kept = replace(case, number=case_number(case.outlet, case.window, day, serial))
    row = {"number": kept.number, "serial": serial, "made_at": stamp(kept.made_at), "body": to_text(kept)}
    connection.execute(insert(_CASES).values(**place, **row))
    return kept


def find(connection: Connection, number: str) -> Case | None:
    """By the number of its notice; None when there is none or its words were erased."""
    asked = select(_CASES.c.body, _CASES.c.resumed_at).where(_CASES.c.number == number.strip().upper())
    row = connection.execute(asked).one_or_none()
    if row is None or row.body is None:
        return None
    resumed = moment_of(row.resumed_at) if row.resumed_at else None
    return replace(from_text(Case, row.body), resumed_at=resumed)


def resume(connection: Connection, number: str, at: datetime) -> None:
    """Remember that it was taken up; the first moment stays."""
    mine = _CASES.c.number == number.strip().upper()
    connection.execute(update(_CASES).where(mine, _CASES.c.resumed_at.is_(None)).values(resumed_at=stamp(at)))
