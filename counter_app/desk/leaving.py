"""Leaving a procedure before its end: with a reason of the pack where something was answered, in the trail.

Refuses to throw answers away without one. A page nobody has touched is left with one key and tells nobody anything.
"""

from __future__ import annotations

from dataclasses import replace

from counter_app.desk import carrying, keeping
from counter_app.desk.station import Station
from counter_app.desk.views_leaving import LeaveView
from counter_app.domain.errors import BadInput
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord
from counter_app.procedures import procedure as procedure_of

ABANDONED = "visit.abandoned"


def page(station: Station, visit_id: str) -> LeaveView | None:
    """What is asked before that visit's procedure is left; None where nothing was answered in it. Raises NotFound."""
    record = carrying.record_of(station, visit_id)
    if not record.procedure or not any(value for _name, value in record.answers):
        return None
    reasons = tuple((one.code, one.name) for one in station.province.given_up)
    return LeaveView(visit_id, procedure_of(record.procedure).title, reasons)


@keeping.anew_where_changed
def leave(station: Station, visit_id: str, reason: str = "") -> None:
    """Give the procedure up: the visit is that of the person again. Raises BadInput without a reason of the pack where
    something was answered, NotFound.
    """
    record = carrying.record_of(station, visit_id)
    asked = page(station, visit_id)
    if asked is None:
        station.store.keep_visit(_person_again(record), seen=record)
        return
    if reason not in {code for code, _name in asked.reasons}:
        raise BadInput(what=Text("理由", "Reason"), why=Text("选一项", "choose one"))
    facts = {"procedure": record.procedure, "reason": reason, "step": str(record.step)}
    entry = station.entry(ABANDONED, subject=record.operation_id, facts=facts)
    station.store.keep_visit(_person_again(record), seen=record, audit=entry)
    station.agreements.pop(visit_id, None)


def _person_again(record: VisitRecord) -> VisitRecord:
    return replace(record, state="person", procedure="", answers=(), step=0, operation_id="")
