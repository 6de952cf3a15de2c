"""What somebody must look after: work by its promised day, cards made and not handed over, losses that end today."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from counter_app.desk.following import following
from counter_app.domain.making import MakingState
from counter_app.provinces import load
from tests.contracts.samples import draft, entry, operation
from tests.desk.conftest import Office

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
