"""Changing an open visit. The lanes of one window may change it in the same moment, and a command beside it.

What is written was made from what was read: the store compares, and whatever was overtaken is done anew from how the
visit stands by then, as if it had come second. Refuses to merge two changes: what is lawful depends on both.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from counter_app.desk.station import Station
from counter_app.domain.errors import NotFound, VisitChanged
from counter_app.domain.text import Text, same
from counter_app.domain.visit_errors import HeldByAnother
from counter_app.ports import VisitRecord

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")
_Visit = TypeVar("_Visit", bound=str | VisitRecord)
_TRIES = 10  # somebody else has changed it each time: each of them got on, so this never ends a visit that stands still


def record_of(station: Station, visit_id: str) -> VisitRecord:
    """The visit as kept, of whoever is signed in. Raises NotFound, HeldByAnother for one that nobody has accepted."""
    for record in station.visits():
        if record.id == visit_id:
            if record.clerk != station.clerk:
                raise HeldByAnother(clerk=same(record.clerk))
            return record
    raise NotFound(what=Text("这位持卡人的办理", "This visit"))


def _as_it_stands(station: Station, visit: _Visit) -> _Visit:
    return cast(_Visit, record_of(station, visit.id)) if isinstance(visit, VisitRecord) else visit


def anew_where_changed(
    step: Callable[Concatenate[Station, _Visit, _Given], _Made],
) -> Callable[Concatenate[Station, _Visit, _Given], _Made]:
    """`step` changes a visit once, as its last act but telling of it; it is handed the visit, or its id to read it by.
    Where the visit stands otherwise by then, it is done anew from how it stands. Raises what `step` does, NotFound for
    a visit that has ended meanwhile.
    """

    @wraps(step)
    def done(station: Station, visit: _Visit, /, *args: _Given.args, **more: _Given.kwargs) -> _Made:
        for _ in range(_TRIES):
            try:
                return step(station, visit, *args, **more)
            except VisitChanged:
                visit = _as_it_stands(station, visit)
        return step(station, visit, *args, **more)

    return done
