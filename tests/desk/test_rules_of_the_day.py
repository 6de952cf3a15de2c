"""Rules that begin at midnight hold for what begins after it; what was recorded keeps its version and basis."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from counter_app.desk.desk import Desk
from counter_app.desk.rules_of_day import RENEWED
from counter_app.desk.station import Station
from counter_app.desk.views import OutcomeView, VisitView
from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation, Settlement
from counter_app.domain.province import Province
from counter_app.ports import Store
from tests.desk.conftest import Office
from tests.parts.counting import working
from tests.provinces.samples import FULLER, read

OWN_LOSS = """
[procedures.temporary-loss]
basis = [{ article = { zh = "第八条", en = "art. 8" } }]
[[changes]]
from = 2027-01-01
version = "2030.2"
[changes.procedures.temporary-loss]
basis = [{ article = { zh = "第九条", en = "art. 9" } }]
"""
TEXT = FULLER[: FULLER.index("[[changes]]")] + OWN_LOSS


@dataclass
class HandClock:
    """Shows what it was last set to."""

    moment: datetime

    def now(self) -> datetime:
        return self.moment


def rules_of(day: date) -> Province:
    return read(TEXT, on=day)


def report(desk: Desk, store: Store, person: Person) -> Operation:
    """Carry a temporary loss out; what was recorded of it, before anything is sent."""
    visit = desk.open_number(person.holder.number).visit_id
    page: VisitView | OutcomeView = desk.begin(visit, "temporary-loss")
    while isinstance(page, VisitView):
        assert page.missing is None
        page = desk.forward(visit)
    return store.works_of(person.holder.number)[-1].operation


def at_midnight(office: Office) -> tuple[Desk, Store, HandClock]:
    """A desk one minute before midnight in China, with other rules to come."""
    clock = HandClock(datetime(2026, 12, 31, 15, 59, tzinfo=UTC))
    stands = office.stand()
    day = date(2026, 12, 31)
    ports = stands.store, stands.platform, stands.paper, stands.printer
    station = Station(*ports, rules_of(day), stands.place, clock, renew=rules_of, rules_day=day)
    station.session = stands.session
    return Desk(station), stands.store, clock


def test_midnight_brings_new_rules_and_leaves_old_work_as_it_was(
    office: Office, somebody: Callable[[], Person]
) -> None:
    """Recorded before midnight, sent after it, printed again after that: in the words of its own day."""
    desk, store, clock = at_midnight(office)
    first = somebody()
    before = report(desk, store, first)
    paper = desk.receipt(before.id)
    assert (before.pack, before.basis) == ("2030.1", ("示例条例第八条",))
    clock.moment += timedelta(minutes=2)
    after = report(desk, store, somebody())
    assert (after.pack, after.basis) == ("2030.2", ("示例条例第九条",))
    assert desk.place.pack == "2030.2"
    with working(office.folder, f"platform.url={office.url}") as counter:
        counter.courier().pass_once()
        sent = counter.store().works_of(first.holder.number, settled=True)[-1]
    assert (sent.operation, sent.settlement) == (before, Settlement.ACCEPTED)
    again = desk.receipt(before.id)
    assert (again.number, again.draft.basis) == (paper.number, paper.draft.basis)
    assert again.draft.basis[0].zh == "示例条例第八条"


def test_a_visit_open_over_midnight_shows_its_last_page_once_more_and_goes_on_under_the_new_rules(
    office: Office, somebody: Callable[[], Person]
) -> None:
    desk, store, clock = at_midnight(office)
    person = somebody()
    visit = desk.open_number(person.holder.number).visit_id
    page: VisitView | OutcomeView = desk.begin(visit, "temporary-loss")
    assert isinstance(page, VisitView)
    while page.current < len(page.steps) - 2:
        page = desk.forward(visit)
        assert isinstance(page, VisitView)
    assert page.basis[0].zh == "示例条例第八条"
    clock.moment += timedelta(minutes=2)
    again = desk.forward(visit)
    assert isinstance(again, VisitView)
    assert (again.current, again.basis[0].zh) == (page.current, "示例条例第九条")
    assert again.warnings[0] == RENEWED
    assert store.works_of(person.holder.number) == ()
    done = desk.forward(visit)
    assert not isinstance(done, VisitView)
    recorded = store.works_of(person.holder.number)[-1].operation
    assert (recorded.pack, recorded.basis) == ("2030.2", ("示例条例第九条",))
