"""A counter the platform has revoked gives up the people of its area; its own work, and whom that names, stay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from counter_app.domain.operation import Verdict
from counter_app.feed import AREA_GIVEN_UP
from counter_app.ports import Line, LineKind, PassReport
from practice.opening import fill_mirror
from practice.population import outlet_people
from sync.feed import FeedCourier
from tests.contracts.samples import answer, draft, entry, visit
from tests.parts.feed_here import AROUND, HERE, feed_of
from tests.parts.feed_town import Town, begun, original, strangers, town
from tests.sync.conftest import temporary_loss

__all__ = ["begun", "original", "town"]
LINE = Line(LineKind.NO_PLATFORM, datetime.now(UTC))
REVOKED = PassReport(LINE, trouble="EnrolmentRevoked", reached=True)


@dataclass
class Passes:
    """A courier whose passes go as the test says."""

    report: PassReport

    def pass_once(self) -> PassReport:
        return self.report

    def delay_after(self, report: PassReport) -> float:
        return 7.0


def test_the_people_of_the_area_go_but_for_whom_open_or_recent_work_or_a_visit_names(town: Town) -> None:
    """Audited by count, once; nothing is asked of the platform; a restart of practice does not bring them back."""
    store = town.store(filled=True)
    area = store.feed()
    assert area is not None
    here = outlet_people(now=datetime.now(UTC))
    waiting, lately, at_the_desk, long_ago = here[500:504]
    elsewhere = strangers()[0]
    store.keep_people([replace(elsewhere, as_of=town.province.now)])
    for person, age in ((waiting, 0), (lately, 20), (long_ago, 40)):
        operation = replace(temporary_loss(person), accepted_at=town.province.now - timedelta(days=age))
        store.record(operation, draft(), entry())
        if person is not waiting:
            store.hand_over([operation.id], operation.accepted_at)
            store.apply(answer(operation.id, Verdict.ACCEPTED), entry("platform.answered"))
    store.keep_visit(replace(visit("v1"), holder_number=at_the_desk.holder.number))
    courier = FeedCourier(Passes(REVOKED), feed_of(town.province, store, days=30))
    courier.pass_once()
    courier.pass_once()
    for person in (waiting, lately, at_the_desk, elsewhere):
        assert store.person(person.holder.number) is not None
    assert store.person(long_ago.holder.number) is None
    assert [work.operation.holder_number for work in store.works_of(waiting.holder.number)] == [waiting.holder.number]
    (audited,) = store.entries(AREA_GIVEN_UP, since=town.province.now - timedelta(hours=1))
    assert audited.facts == {"removed": str(area.rows - 3)}
    assert town.province.asked == []
    now = store.feed()
    assert now is not None
    assert now.rows == 0
    fill_mirror(store, now=datetime.now(UTC))
    assert store.person(long_ago.holder.number) is None
    assert store.verify_audit().whole
    town.province.now += timedelta(days=31)
    courier.pass_once()
    assert store.person(lately.holder.number) is None, "past its time like anybody who came from elsewhere"
    assert store.person(waiting.holder.number) is not None


def test_enrolled_anew_everything_is_taken_anew(town: Town) -> None:
    """Also for the same area: a snapshot, not only what changes from now on."""
    store = town.store(filled=True)
    area = store.feed()
    assert area is not None
    for scope in (HERE, AROUND):
        FeedCourier(Passes(REVOKED), feed_of(town.province, store)).pass_once()
        town.province.granted = scope
        feed_of(town.province, store, scope=scope)()
        now = store.feed()
        assert now is not None
        assert (now.scope, now.next) == (scope, None)
        assert now.rows >= area.rows


def test_any_other_trouble_and_silence_take_nobody_away(town: Town) -> None:
    store = town.store(filled=True)
    area = store.feed()
    assert area is not None
    for trouble in ("NotEnrolled", "EnrolmentLapsed", "KeyUnreadable", "NoPlatform", "NoNetwork", "ClockOff"):
        feed = replace(feed_of(town.province, store), scope=lambda: None)
        FeedCourier(Passes(PassReport(LINE, trouble=trouble)), feed).pass_once()
    FeedCourier(Passes(replace(REVOKED, busy=True)), feed_of(town.province, store)).pass_once()
    now = store.feed()
    assert now is not None
    assert now.rows == area.rows
