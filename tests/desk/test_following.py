"""What somebody must look after: work by its promised day, cards made and not handed over, losses that end today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from counter_app.desk import carrying
from counter_app.desk.desk import Desk
from counter_app.desk.following import following
from counter_app.desk.station import Station
from counter_app.desk.views import OutcomeView, VisitView
from counter_app.domain.card import Half
from counter_app.domain.holder import Person
from counter_app.domain.making import MakingState
from counter_app.provinces import load
from tests.contracts.samples import draft, entry, operation
from tests.desk.conftest import Office
from tests.parts.answering import answered, first
from tests.parts.whole_life import ask

FRIDAY = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
DUE = date(2026, 12, 4)
"""Ten working days after that Friday (Hainan's example for applications)."""


@dataclass
class HandClock:
    """Shows what it was last set to."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def test_work_is_due_soon_then_overdue_by_the_packs_promise_and_calendar(office: Office) -> None:
    station = office.stand()
    station.province, clock = load("hainan"), HandClock(FRIDAY)
    station.clock = clock
    ordered = replace(operation(holder=77, card=None, urgent=False, at=FRIDAY), procedure="application")
    station.store.record(ordered, draft(), entry(at=FRIDAY))
    seen = {}
    for days in (0, 12, 13, 14, 15):
        clock.moment = FRIDAY + timedelta(days=days)
        mine = [one for one in following(station).due if one.work.operation.id == ordered.id]
        seen[days] = [(one.due_on, one.overdue) for one in mine]
    assert seen == {0: [], 12: [], 13: [(DUE, False)], 14: [(DUE, False)], 15: [(DUE, True)]}


def test_cards_made_and_not_handed_over_are_listed_and_ready_ones_come_first(office: Office) -> None:
    states = [one.order.state for one in following(office.stand()).cards]
    assert {MakingState.READY, MakingState.MAKING, MakingState.FAILED} <= set(states)
    assert MakingState.COLLECTED not in states
    assert states.index(MakingState.READY) == 0


def test_a_card_that_is_not_ready_on_its_day_is_overdue(office: Office) -> None:
    station = office.stand()
    clock = HandClock(datetime.now(UTC) + timedelta(days=60))
    station.clock = clock
    late = {one.order.state for one in following(station).cards if one.overdue}
    assert late == {MakingState.MAKING, MakingState.FAILED}


def test_a_bank_half_that_alone_is_lost_has_an_end_as_the_platform_says_and_can_be_made_formal(
    office: Office, somebody: Callable[[], Person]
) -> None:
    """Told over the wire, kept in the mirror, shown in 跟进 by its half on its last day; another one's is not."""
    station, clock = office.stand(), HandClock(datetime.now(UTC))
    station.clock, who = clock, somebody()
    answered = station.platform.send((ask(who, "temporary-loss", Half.BANK, days="1"),), on_hand_over=lambda: None)
    (half,) = answered[0].halves
    person = station.platform.person_by_number(who.holder.number)
    assert person is not None
    assert person.card is not None
    assert (person.card.lapse_of(Half.SSC), person.card.lapse_of(Half.BANK)) == (None, half.until)
    assert half.until is not None
    station.store.keep_people((person,))
    clock.moment = half.until - timedelta(minutes=1)
    (mine,) = [one for one in following(station).lapses if one.person.holder.number == who.holder.number]
    assert (mine.halves, mine.until, mine.heard) == ((Half.BANK,), half.until, True)
    opened = Desk(station).open_number(who.holder.number)
    assert opened.view.bank.ends == half.until
    assert opened.view.ssc.ends is None
    assert next(action for action in opened.actions if action.procedure == "formal-loss").lawful
    clock.moment = half.until
    (mine,) = [one for one in following(station).lapses if one.person.holder.number == who.holder.number]
    assert not mine.heard, "the minute has passed, the platform has not said so"


def test_what_was_promised_stays_promised_whatever_the_pack_says_later(
    office: Office, somebody: Callable[[], Person]
) -> None:
    """The day is kept with the operation when it is recorded; another promise, another calendar or another pack the day
    after moves nothing that stands.
    """
    station, clock = office.stand(), HandClock(FRIDAY)
    station.province, station.clock, who = load("hainan"), clock, somebody()
    desk = Desk(station)
    visit = desk.open_number(who.holder.number).visit_id
    done = _carried(station, desk, visit, "replacement")
    assert done.work.operation.facts["promised_on"] == DUE.isoformat()
    rules = station.province.procedures["replacement"]
    assert rules.promise is not None
    quicker = replace(rules, promise=replace(rules.promise, days=2))
    station.province = replace(
        station.province, procedures={**station.province.procedures, "replacement": quicker}, version="next"
    )
    clock.moment = FRIDAY + timedelta(days=13)
    (mine,) = [one for one in following(station).due if one.work.operation.id == done.work.operation.id]
    assert (mine.due_on, mine.overdue) == (DUE, False)
    clock.moment = FRIDAY + timedelta(days=5)
    assert not [one for one in following(station).due if one.work.operation.id == done.work.operation.id]


def _carried(station: Station, desk: Desk, visit: str, procedure: str) -> OutcomeView:
    """Begin it and answer every page with whatever fits."""
    page = desk.begin(visit, procedure)
    for _ in range(2 * len(page.steps)):
        following_page = _step(station, desk, visit, page)
        if isinstance(following_page, OutcomeView):
            return following_page
        page = following_page
    raise AssertionError(f"{procedure} never ends")


def _step(station: Station, desk: Desk, visit: str, page: VisitView) -> VisitView | OutcomeView:
    """Answer one page with whatever fits, and on."""
    loaded = answered(carrying.load(station, carrying.record_of(station, visit)), first)
    for _ in range(2):
        named = {one.field.name for one in page.fields}
        page = desk.answer(visit, {name: value for name, value in loaded.typed.items() if name in named})
    return desk.forward(visit)
