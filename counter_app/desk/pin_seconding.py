"""The second person where a PIN is changed, reset or unblocked: asked before the holder enters anything.

What another clerk agrees to is one visit, one task, how the identity was checked and who acts; anything else must be
agreed to anew, and so must the same task a second time. Refuses to decide where two are needed: the pack says it.
"""

from __future__ import annotations

from dataclasses import replace

from counter_app.desk import approvals
from counter_app.desk.pin_records import TITLES, procedure_of
from counter_app.desk.station import Station
from counter_app.desk.views import SecondView
from counter_app.domain.errors import NeedsSecond
from counter_app.domain.operation import new_operation_id
from counter_app.ports import VisitRecord

_TASK, _SEEN = "pin_task", "pin_identity"
"""Among the answers of the visit: what is asked to be agreed to."""


def needed(station: Station, task: str) -> bool:
    """Whether the pack wants two clerks for that task."""
    rules = station.province.procedures.get(procedure_of(task))
    return rules is not None and rules.second_person


def page(station: Station, record: VisitRecord, task: str, identity: str) -> SecondView:
    """Ask another clerk. `identity`: how it was checked whose PIN it is, "" where nobody asks."""
    if not agreed(station, record, task, identity):
        station.agreements.pop(record.id, None)
        answers = {**dict(record.answers), _TASK: task, _SEEN: identity}
        record = replace(record, operation_id=new_operation_id(), answers=tuple(sorted(answers.items())))
        station.store.keep_visit(record)
    return replace(approvals.page(station, record, TITLES[procedure_of(task)]), pin_task=task)


def agreed(station: Station, record: VisitRecord, task: str, identity: str) -> str:
    """Number of the clerk who agreed to just that, "" for nobody."""
    asked = dict(record.answers)
    if (asked.get(_TASK), asked.get(_SEEN)) != (task, identity):
        return ""
    return approvals.second(station, record)


def make_sure(station: Station, record: VisitRecord, task: str, identity: str) -> str:
    """Number of the clerk who agreed, "" where one is enough. Raises NeedsSecond."""
    other = agreed(station, record, task, identity)
    if needed(station, task) and not other:
        raise NeedsSecond
    return other


def used_up(station: Station, record: VisitRecord) -> None:
    """It was done, or nobody knows whether it was: the next time is agreed to anew."""
    station.agreements.pop(record.id, None)
