"""Work in hand-over 交接: visits another clerk has left open at this window are accepted one by one, by name.

What was answered stands; whoever accepts answers for it from then on, and a second person's agreement given under the
one before is void. Refuses to let anybody go on with a visit that is another clerk's.
"""

from __future__ import annotations

from dataclasses import replace

from counter_app.desk import keeping, seeing
from counter_app.desk.station import Station
from counter_app.desk.views_handing_over import HandOverView, LeftVisit
from counter_app.domain.errors import NotFound
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_identity
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord
from counter_app.procedures import procedure as procedure_of

HANDED_OVER = "visit.handed_over"


def left(station: Station) -> HandOverView:
    """Visits others have left open at this seat, the oldest first, their holders masked."""
    return HandOverView(tuple(_told(one) for one in station.visits() if one.clerk != station.clerk))


@keeping.anew_where_changed
def accept(station: Station, visit_id: str) -> None:
    """The visit is from now on that of whoever is signed in; audited with both. Raises NotFound for one that is not
    left open here by somebody else, NotOfThisBank.
    """
    record = next((v for v in station.visits() if v.id == visit_id and v.clerk != station.clerk), None)
    if record is None:
        raise NotFound(what=Text("待接手的办理", "A visit to take over"))
    seeing.make_sure(station, record.holder_number)
    facts = {"number": record.holder_number, "from": record.clerk, "to": station.clerk, "procedure": record.procedure}
    entry = station.entry(HANDED_OVER, subject=record.operation_id, facts=facts)
    now = replace(record, clerk=station.clerk, persons=(*record.persons, *station.persons))
    station.store.keep_visit(now, seen=record, audit=entry)
    station.agreements.pop(visit_id, None)


def _told(record: VisitRecord) -> LeftVisit:
    title = procedure_of(record.procedure).title if record.procedure else None
    return LeftVisit(
        visit_id=record.id,
        mark=record.mark,
        holder=mask_name(record.holder_name),
        number=mask_identity(record.holder_number),
        task=title,
        recorded=record.state == "recorded",
        clerk=record.clerk,
        opened_at=record.opened_at,
    )
