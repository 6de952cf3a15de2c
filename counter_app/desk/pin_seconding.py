"""The second person where a PIN is changed, reset or unblocked: asked before the holder enters anything.

What is agreed to is one visit, one task, how the identity was checked and who acts; anything else must be agreed to
anew, and so must the same task a second time. Refuses to decide where two are needed: the pack says it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from counter_app.desk import approvals, keeping, pin_acting
from counter_app.desk.pin_records import TITLES, Finished, procedure_of
from counter_app.desk.station import Station
from counter_app.desk.views_second import SecondView
from counter_app.domain import four_eyes
from counter_app.domain.errors import NotFound
from counter_app.domain.operation import Operation, new_operation_id
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord

_TASK, _SEEN = "pin_task", "pin_identity"
"""Among the answers of the visit: what is asked to be agreed to."""
USED = "second.used"

Prepared = Callable[[VisitRecord], Finished | None]
"""What will be kept of the task, as far as it is known before anything is entered."""


def why(station: Station, record: VisitRecord, task: str) -> tuple[Text, ...]:
    """Why the pack wants two for that task; () where one is enough."""
    rules = station.province.procedures.get(procedure_of(task))
    facts = pin_acting.facts(station, record, task, seen="")
    return () if rules is None else four_eyes.reasons(rules.high_risk, facts)


@keeping.anew_where_changed
def page(station: Station, record: VisitRecord, task: str, identity: str, prepared: Prepared) -> SecondView:
    """Ask a second person. `identity`: how it was checked whose PIN it is, "" where nobody asks."""
    if asked(record) != (task, identity) or _over(station, record):
        station.agreements.pop(record.id, None)
        answers = {**dict(record.answers), _TASK: task, _SEEN: identity}
        before = record
        record = replace(record, operation_id=new_operation_id(), answers=tuple(sorted(answers.items())))
        station.store.keep_visit(record, seen=before)
    finished = prepared(record)
    return again(station, record, finished)


def again(station: Station, record: VisitRecord, finished: Finished | None) -> SecondView:
    """The question that was asked, as it stands now."""
    task, _identity = asked(record)
    rows, operation = ((), None) if finished is None else (finished.rows, finished.operation)
    title, reasons = TITLES[procedure_of(task)], why(station, record, task)
    shown = approvals.page(station, record, operation, task=title, why=reasons, rows=rows)
    return replace(shown, pin_task=task)


def asked(record: VisitRecord) -> tuple[str, str]:
    """The task that was asked about, and how the identity was checked for it; "" for neither."""
    answers = dict(record.answers)
    return answers.get(_TASK, ""), answers.get(_SEEN, "")


def about(record: VisitRecord, prepared: Prepared) -> Operation:
    """The operation that is asked about. Raises NotFound where nothing is."""
    finished = prepared(record) if asked(record)[0] else None
    if finished is None:
        raise NotFound(what=Text("要复核的业务", "What is to be agreed to"))
    return finished.operation


def id_for(station: Station, record: VisitRecord, task: str, identity: str) -> str:
    """The id that was asked about just that, "" for another task, and for one that was done since."""
    return record.operation_id if asked(record) == (task, identity) and not _over(station, record) else ""


def signed(station: Station, record: VisitRecord, finished: Finished | None, *, needed: bool) -> Finished | None:
    """With who agreed to it. Raises NeedsSecond while nobody else has, where it is `needed`."""
    if finished is None:
        return None
    return replace(finished, operation=approvals.signed(station, record, finished.operation, needed=needed))


def used_up(station: Station, record: VisitRecord) -> None:
    """It was done, or nobody knows whether it was: the next time is agreed to anew."""
    if station.agreements.pop(record.id, None) is not None:
        station.store.note(station.entry(USED, subject=record.operation_id))


def _over(station: Station, record: VisitRecord) -> bool:
    return not record.operation_id or station.store.times(USED, record.operation_id) > 0
