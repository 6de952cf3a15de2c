"""What somebody must look after today: losses that lapse, cards being made, work that is overdue.

Refuses to change anything: a loss lapses by the platform's word only, and until that is heard it is shown as due to
have lapsed. The clock of this counter never changes the mirror.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from counter_app.desk import supervising
from counter_app.desk.station import Station
from counter_app.desk.views import DueWork, FollowView, Lapse, MadeCard
from counter_app.domain.calendar import due_on
from counter_app.domain.card import Half
from counter_app.domain.holder import Person
from counter_app.domain.making import MakingState
from counter_app.domain.moments import local, start_of_day
from counter_app.domain.operation import PROMISED_ON, Work, WorkState
from counter_app.procedures import all_procedures

LISTED = 200
SOON_DAYS = 1
_OPEN = (WorkState.WAITING, WorkState.IN_FLIGHT, WorkState.REFUSED)
_LATE = (MakingState.REVIEWING, MakingState.MAKING, MakingState.FAILED)
_ORDER = (MakingState.READY, MakingState.FAILED, MakingState.MAKING, MakingState.REVIEWING, MakingState.UNKNOWN)


def following(station: Station) -> FollowView:
    """The page 跟进: each list with what needs somebody first."""
    now = station.clock.now()
    today = local(now).date()
    tomorrow = start_of_day(now) + timedelta(days=1)
    people = station.store.lapsing(tomorrow, limit=LISTED)
    lapses = [lapse for one in people for lapse in _lapses(one, now=now, before=tomorrow)]
    made = [_made(one, today=today) for one in station.store.being_made(limit=LISTED) if one.order is not None]
    works = station.store.works(states=_OPEN, limit=LISTED)
    due = [one for work in works if (one := due_work(station, work, today=today)) is not None]
    return FollowView(
        lapses=tuple(sorted(lapses, key=lambda one: (not one.heard, one.until))),
        cards=tuple(
            sorted(made, key=lambda one: (_ORDER.index(one.order.state), not one.overdue, one.order.ordered_at))
        ),
        due=tuple(sorted(due, key=lambda one: (one.due_on, one.work.order))),
        titles=tuple((p.id, p.title) for p in all_procedures()),
        moment=now,
        supervised=supervising.supervised(station),
    )


def due_work(station: Station, work: Work, *, today: date) -> DueWork | None:
    """Until when that work was promised, where the day has come or is near; None where there is time or no promise."""
    until = promised_on(station, work)
    if until is None:
        return None
    at_once = until <= local(work.operation.accepted_at).date()
    if at_once and work.state is not WorkState.REFUSED and until == today:
        return None  # "at once" that waits since this morning is told as waiting, not as due
    if until > due_on(station.province.calendar, today, SOON_DAYS):
        return None
    return DueWork(work, until, overdue=until < today)


def promised_on(station: Station, work: Work) -> date | None:
    """The day that was promised when it was recorded, under the rules of that day, whatever the pack says by now; of
    work that keeps no such day, what the pack says.
    """
    said = work.operation.facts.get(PROMISED_ON, "")
    if said:
        return _day(said)
    rules = station.province.procedures.get(work.operation.procedure)
    if rules is None or rules.promise is None:
        return None
    accepted = local(work.operation.accepted_at).date()
    return due_on(station.province.calendar, accepted, rules.promise.days)


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _lapses(person: Person, *, now: datetime, before: datetime) -> list[Lapse]:
    """One for each moment at which something of a card's ends: both halves together, or each at its own."""
    found = []
    for card in person.cards:
        ends = {half: end for half in Half if (end := card.lapse_of(half)) is not None and end < before}
        for end in sorted(set(ends.values())):
            halves = tuple(half for half in ends if ends[half] == end)
            found.append(Lapse(person, card, end, heard=end > now, halves=halves))
    return found


def _made(person: Person, *, today: date) -> MadeCard:
    order = person.order
    if order is None:
        raise ValueError("nothing is being made for this person")
    late = order.promised_on is not None and order.promised_on < today
    return MadeCard(person, order, overdue=late and order.state in _LATE)
