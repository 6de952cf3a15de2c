"""What goes on without news: rows past their time are removed whatever the line, and what the platform does not give is
not asked for each time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from counter_app.domain.card import CardState
from counter_app.enrolment import Scope, ScopeKind
from counter_app.feed import ROWS_REMOVED
from counter_app.ports import Line, LineKind, PassReport
from sync.feed import FeedCourier, Pace
from tests.contracts.samples import draft, entry
from tests.parts.feed_here import EVERYWHERE, HERE, feed_of
from tests.parts.feed_town import Town, begun, original, strangers, town, well
from tests.sync.conftest import temporary_loss

__all__ = ["begun", "original", "town"]


@dataclass
class Passes:
    """A courier whose passes go as the test says."""

    report: PassReport

    def pass_once(self) -> PassReport:
        return self.report

    def delay_after(self, report: PassReport) -> float:
        return 7.0


def test_rows_past_their_time_go_without_a_line_and_without_an_area_but_not_open_work(town: Town) -> None:
    """Revoked, or weeks offline: the sweep has its own clock, and runs in the process that is courier."""
    store, (visitor, other) = town.store(filled=True), strangers()[:2]
    store.keep_people([replace(one, as_of=town.province.now) for one in (visitor, other)])
    store.record(temporary_loss(other), draft(), entry())
    feed = replace(feed_of(town.province, store, days=30), scope=lambda: None)
    away = PassReport(Line(LineKind.NO_NETWORK, datetime.now(UTC)))
    passes = Passes(away)
    courier = FeedCourier(passes, feed)
    courier.pass_once()
    assert store.person(visitor.holder.number) is not None
    town.province.now += timedelta(days=31)
    passes.report = replace(away, busy=True)
    courier.pass_once()
    assert store.person(visitor.holder.number) is not None, "another process is courier"
    passes.report = away
    courier.pass_once()
    assert store.person(visitor.holder.number) is None
    assert store.person(other.holder.number) is not None
    (audited,) = store.entries(ROWS_REMOVED, since=town.province.now - timedelta(hours=1))
    assert audited.facts == {"removed": "1"}
    assert town.province.asked == []


def test_news_of_an_area_go_on_when_one_person_too_many_lives_there(town: Town) -> None:
    """The limit is of what is taken at once: a card that is reported lost elsewhere must still reach this counter."""
    store, number = town.store(filled=True), well().holder.number
    people = store.feed()
    assert people is not None
    town.province.granted = replace(HERE, limit=people.rows - 1)
    town.province.happen(number, "formal-loss")
    feed_of(town.province, store)()
    one, place = store.person(number), store.feed()
    assert one is not None
    assert one.cards[-1].state is CardState.FORMAL_LOSS
    assert place is not None
    assert place.trouble is None


def test_news_that_are_refused_are_asked_for_once_an_hour(town: Town) -> None:
    """And so are those of an area that is kept on while the one that is granted now is refused too."""
    store, seconds = town.store(filled=True), [0.0]
    feed = replace(feed_of(town.province, store, pace=Pace()), ticking=lambda: seconds[0])
    feed()
    for wanted, asked in ((HERE, 1), (EVERYWHERE, 2)):
        town.province.granted = Scope(ScopeKind.OUTLET, "elsewhere")
        refused = feed_of(town.province, store, scope=wanted, pace=Pace())
        refused.ticking = feed.ticking
        for _ in range(2):
            so_far = len(town.province.asked)
            for _ in range(20):
                refused()
                seconds[0] += 6.0
            assert len(town.province.asked) == so_far + asked
            seconds[0] += 3600.0
    town.province.granted = HERE
    before = store.feed()
    feed()
    after = store.feed()
    assert before is not None
    assert before.trouble is not None
    assert after is not None
    assert after.trouble is None
