"""The end of a day at this window (日终): gathered from the store, counted by the domain; and the cards taken back and
cut.

Refuses to close a day and to correct a count: it says what stands in the way. Another window's day is its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta

from counter_app.auditing import BROUGHT_BACK, TAKEN_OVER
from counter_app.desk.pin_records import TITLES
from counter_app.desk.station import Station
from counter_app.domain.day_end import DayEnd, Recorded, day_end
from counter_app.domain.errors import BadInput
from counter_app.domain.moments import CHINA, local
from counter_app.domain.moved_cards import NOTHING_MOVED, Moved
from counter_app.domain.operation import Operation, OperationId, Work
from counter_app.domain.print_job import PrintState
from counter_app.domain.reconciling import DayBook
from counter_app.domain.series import Back, Jumps
from counter_app.domain.settlement import Step
from counter_app.domain.text import Text
from counter_app.procedures import all_procedures

RECORDED, REPRINTED = "operation.recorded", ("receipt.reprint_sent", "notice.reprint_sent")
ENDED = ("operation.closed", "operation.found_done")
MOST_DAYS = 366  # of one custody list
_ALL = 1_000_000  # entries or jobs of a day: all of them
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_NEAR = timedelta(hours=1)  # an operation and its entry are of one moment; midnight may lie between


def titles() -> dict[str, Text]:
    """The names of everything that is recorded."""
    return {one.id: one.title for one in all_procedures()} | dict(TITLES)


def of_day(station: Station, day: date) -> DayEnd:
    """How that day at this window stands now. Raises BadInput for a day to come."""
    if day > local(station.moment()).date():
        raise BadInput(what=Text("日期", "Day"), why=Text("还没到", "it is yet to come"))
    book = DayBook(station.place.outlet, station.place.window, day)
    works = [one for one in station.store.works_of_day(day) if _is_here(station, one.operation)]
    return day_end(
        book,
        works,
        _recorded(station, day, works),
        at=station.moment(),
        moved=moved,
        fee=lambda procedure: _fee(station, procedure),
    )


def moved(operation: Operation) -> Moved:
    """Cards that changed hands by it, as its procedure declares."""
    found = next((one for one in all_procedures() if one.id == operation.procedure), None)
    return found.moved(operation) if found is not None else NOTHING_MOVED


def taken_back(station: Station, first: date, last: date) -> tuple[tuple[str, Work], ...]:
    """Every card taken back and cut at this window from day to day, both included, by the order it was recorded in:
    its number and the operation. Raises BadInput for no such span.
    """
    days = (last - first).days + 1
    if not 1 <= days <= MOST_DAYS or last > local(station.moment()).date():
        raise BadInput(what=Text("起止", "From and to"), why=Text("不成一段日子", "no such span of days"))
    works = [one for at in range(days) for one in station.store.works_of_day(first + timedelta(days=at))]
    here = sorted((one for one in works if _is_here(station, one.operation)), key=lambda one: one.order)
    return tuple((card, one) for one in here for card in moved(one.operation).back)


def _is_here(station: Station, operation: Operation) -> bool:
    return (operation.outlet, operation.window) == (station.place.outlet, station.place.window)


def _fee(station: Station, procedure: str) -> int:
    rules = station.province.procedures.get(procedure)
    return rules.fee.fen if rules is not None and rules.fee is not None else 0


def _recorded(station: Station, day: date, works: Iterable[Work]) -> Recorded:
    store, place = station.store, station.place
    start = datetime.combine(day, time(), tzinfo=CHINA).astimezone(UTC)
    end = start + timedelta(days=1)
    head = store.audit_head(place.outlet, place.window)
    jobs = store.print_jobs(closed=True, limit=_ALL)
    reprints = [entry.at for what in REPRINTED for entry in store.entries(what, since=start, limit=_ALL)]
    return Recorded(
        trail=_in_trail(station, start, end, {one.operation.id for one in works}),
        successors=tuple(step.number for step in _steps(station, start, end) if step.number),
        notices=tuple(_notices(station, start, end)),
        reprints=sum(start <= at < end for at in reprints),
        failed_prints=sum(job.state is PrintState.FAILED and start <= job.queued_at < end for job in jobs),
        link=head[0].link if head is not None else "",
        length=head[0].length if head is not None else 0,
        jumps=_jumps(station),
    )


def _in_trail(station: Station, start: datetime, end: datetime, known: set[OperationId]) -> int:
    """Operations of that day by what the trail says: those that stand here, and those of that time that do not."""
    entries = station.store.entries(RECORDED, since=start - _NEAR, limit=_ALL)
    near = {
        OperationId(entry.subject): entry.at
        for entry in entries
        if entry.at < end + _NEAR and (entry.outlet, entry.window) == (station.place.outlet, station.place.window)
    }
    gone = (one for one, at in near.items() if one not in known and start <= at < end)
    return len(known & near.keys()) + sum(station.store.work(one) is None for one in gone)


def _steps(station: Station, start: datetime, end: datetime) -> Iterator[Step]:
    """What clerks settled here that day, of whichever day it was recorded."""
    entries = [entry for what in ENDED for entry in station.store.entries(what, since=start, limit=_ALL)]
    ids = list(dict.fromkeys(OperationId(entry.subject) for entry in entries if entry.at < end + _NEAR))
    for step in station.store.steps(ids):
        here = (step.outlet, step.window) == (station.place.outlet, station.place.window)
        if here and start <= step.at < end:
            yield step


def _notices(station: Station, start: datetime, end: datetime) -> Iterator[str]:
    for one in station.store.cases_since(start):
        case = one.case
        here = (case.outlet, case.window) == (station.place.outlet, station.place.window)
        if here and one.given_here and case.made_at < end:
            yield case.number


def _jumps(station: Station) -> Jumps:
    """Restores that stand in the trail; the subject of such an entry is the moment of the backup."""
    found = []
    for what in BROUGHT_BACK:
        for entry in station.store.entries(what, since=_EVER, limit=_ALL):
            try:
                first = local(datetime.fromisoformat(entry.subject)).date()
            except ValueError:  # not of our making: it explains nothing
                continue
            found.append(Back(entry.at, first, what == TAKEN_OVER))
    return Jumps(tuple(found))
