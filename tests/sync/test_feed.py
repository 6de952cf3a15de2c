"""The mirror is kept up by the feed: the same whatever is lost, repeated or late, and no more than is granted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counter_app.desk.heard import title_of
from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.operation import new_operation_id
from counter_app.feed import ROWS_REMOVED
from counter_app.ports import Line, LineKind, PassReport
from practice.platform import database
from practice.population import outlet_people
from sync.feed import PAGE, FeedCourier, Pace
from tests.contracts.samples import draft, entry
from tests.parts.feed_here import HERE, copy_of, feed_of
from tests.parts.feed_town import Town, begun, original, stranger, town, well
from tests.sync.conftest import temporary_loss

__all__ = ["begun", "original", "town"]


def test_what_one_counter_does_reaches_another(town: Town) -> None:
    here, there = town.store(filled=True), town.store(filled=True)
    for store in (here, there):
        feed_of(town.province, store)()
    number = well().holder.number
    before = town.store(filled=True).person(number)
    assert before is not None
    town.province.now += timedelta(seconds=1)
    town.province.take(temporary_loss(before))
    for store in (here, there):
        feed_of(town.province, store)()
        now = store.person(number)
        assert now is not None
        assert now.as_of == town.province.now
        assert now.card is not None
        assert (now.card.state, now.card.bank and now.card.bank.state) == ("4", "temporary-loss")


def test_a_lost_answer_is_asked_for_again_and_a_page_twice_changes_nothing(town: Town) -> None:
    store, number = town.store(filled=True), well().holder.number
    feed = feed_of(town.province, store)
    feed()
    town.province.happen(number, "formal-loss")
    town.province.lost, before = 1, store.feed()
    feed()
    assert store.feed() == before
    assert before is not None
    page = town.province.news(before.cursor, scope=HERE)
    assert page is not None
    feed()
    after, stands = store.feed(), store.person(number)
    town.province.now += timedelta(minutes=5)
    town.province.happen(number, "release")
    feed()
    released = store.person(number)
    reached = store.feed()
    store.keep_news(page, at=town.province.now)
    assert store.person(number) == released
    assert store.feed() == reached
    assert (stands and stands.cards[-1].state, released and released.cards[-1].state) == ("2", "1")
    assert after is not None
    assert after.cursor != before.cursor


def test_older_news_never_undoes_a_newer_row(town: Town) -> None:
    """A clerk looked somebody up while the page was on its way: whatever is newer stays, equal too."""
    store, number = town.store(filled=True), well().holder.number
    feed = feed_of(town.province, store)
    feed()
    town.province.happen(number, "formal-loss")
    place = store.feed()
    assert place is not None
    late = town.province.news(place.cursor, scope=HERE)
    known = store.person(number)
    assert late is not None
    assert known is not None
    for ahead in (timedelta(0), timedelta(seconds=50)):
        newer = replace(known, cards=late.people[0].cards, as_of=town.province.now + ahead, life="missing")
        store.keep_people([newer])
        place = store.feed()
        assert place is not None
        store.keep_news(replace(late, after=place.cursor, cursor=place.cursor + "0"), at=town.province.now)
        assert store.person(number) == newer


@pytest.mark.parametrize("told_by", ["news", "snapshot"])
def test_a_platform_whose_clock_was_set_back_is_believed(town: Town, told_by: str) -> None:
    """It was two hours ahead and is right again: what it tells since is not taken for an older word."""
    store, number = town.store(filled=told_by == "news"), well().holder.number
    feed = feed_of(town.province, store)
    feed()
    known = store.person(number)
    assert known is not None
    store.keep_people([replace(known, as_of=town.province.now + timedelta(hours=2))])
    town.province.happen(number, "formal-loss")
    if told_by == "snapshot":
        store.begin_snapshot(HERE)
    feed()
    now = store.person(number)
    assert now is not None
    assert now.cards[-1].state is CardState.FORMAL_LOSS
    assert now.as_of == town.province.now


def test_a_lapsed_loss_reaches_the_counter_and_its_list(town: Town) -> None:
    store, number = town.store(filled=True), well().holder.number
    feed = feed_of(town.province, store)
    town.province.happen(number, "temporary-loss")
    feed()
    week = town.province.now + timedelta(days=8)
    assert number in [one.holder.number for one in store.lapsing(week)]
    town.province.now = week
    feed()
    assert number not in [one.holder.number for one in store.lapsing(week + timedelta(days=9))]
    one = store.person(number)
    assert one is not None
    assert (one.cards[-1].state, one.cards[-1].loss_until) == (CardState.NORMAL, None)
    assert one.cards[-1].bank is not None
    assert one.cards[-1].bank.state is BankState.NORMAL


def test_whoever_came_once_is_kept_up_for_a_while_and_then_removed(town: Town) -> None:
    store, visitor = town.store(filled=True), stranger()
    number, feed = visitor.holder.number, feed_of(town.province, store, days=30)
    feed()
    store.keep_people([replace(visitor, as_of=town.province.now)])
    town.province.now += timedelta(days=29)
    town.province.happen(number, "formal-loss")
    feed()
    one = store.person(number)
    assert one is not None
    assert one.cards[-1].state is CardState.FORMAL_LOSS
    rows = store.feed()
    town.province.now += timedelta(days=31)
    feed()
    assert store.person(number) is None
    assert rows is not None
    assert store.feed() == replace(rows, heard_at=town.province.now)
    (audited,) = store.entries(ROWS_REMOVED, since=town.province.now - timedelta(hours=1))
    assert audited.facts == {"removed": "1"}


def test_people_outside_the_area_whom_nobody_named_are_not_told(town: Town) -> None:
    store, number = town.store(filled=True), stranger().holder.number
    feed = feed_of(town.province, store)
    town.province.happen(number, "formal-loss")
    feed()
    assert store.person(number) is None


def test_a_place_the_platform_no_longer_has_leads_to_a_snapshot(town: Town, original: Path, tmp_path: Path) -> None:
    """The platform was set up anew, or has forgotten what is that old."""
    store, number = town.store(filled=True), well().holder.number
    feed_of(town.province, store)()
    other = tmp_path / "other"
    other.mkdir()
    connection = copy_of(original, other)
    connection.execute("UPDATE about SET value = 'another' WHERE name = 'instance'")
    town.stack.callback(connection.close)
    town.province.connection = connection
    town.province.now += timedelta(seconds=1)
    town.province.happen(number, "formal-loss")
    feed_of(town.province, store)()
    one, place = store.person(number), store.feed()
    assert one is not None
    assert one.cards[-1].state is CardState.FORMAL_LOSS
    assert place is not None
    assert (place.run, place.next, place.cursor.partition(".")[0]) == (2, None, "another")
    with database.writing(connection):
        for _ in range(3):
            connection.execute("DELETE FROM feed")
            connection.execute("INSERT INTO feed VALUES (90, ?, 'release', 'app', '', '', '{}', NULL, NULL)", (number,))
    feed_of(town.province, store)()
    place = store.feed()
    assert place is not None
    assert (place.run, place.next, place.cursor) == (3, None, "another.90")


def test_what_happens_elsewhere_to_unsettled_work_is_kept_beside_it(town: Town) -> None:
    store, person = town.store(filled=True), well()
    number, feed = person.holder.number, feed_of(town.province, store, days=1)
    feed()
    for kind in ("temporary-loss", "release"):
        town.province.happen(number, kind, "app")
    feed()
    assert store.heard(number) == ()
    own = temporary_loss(person)
    store.record(own, draft(), entry())
    answer = town.province.take(own)
    assert answer.code == ""
    town.province.now += timedelta(minutes=1)
    town.province.happen(number, "release")
    town.province.now += timedelta(minutes=1)
    other = replace(own, id=new_operation_id(), procedure="formal-loss", window="02", changes={Half.SSC: "2"})
    town.province.take(other)
    feed()
    heard = store.heard(number)
    assert [(one.kind, one.channel, one.source.zh) for one in heard] == [
        ("release", "12333", "12333 热线"),
        ("formal-loss", "counter", "网点 439901 02 号窗口"),
    ]
    assert [title_of(one).zh for one in heard] == ["解除挂失", "正式挂失"]
    assert heard[1].operation_id == other.id
    assert heard[0].at < heard[1].at
    town.province.now += timedelta(days=3)
    feed()
    assert len(store.heard(number)) == 2
    store.apply(answer, entry("platform.answered"))
    feed()
    assert store.heard(number) == ()


def test_the_feed_comes_after_a_pass_that_reached_the_platform_and_goes_on_at_once(town: Town) -> None:
    store = town.store()
    feed = feed_of(town.province, store, pace=replace(feed_of(town.province, store).pace, every=60.0, turn=0.0))
    line = Line(LineKind.ONLINE, datetime.now(UTC))
    away, there = PassReport(Line(LineKind.NO_NETWORK, line.since)), PassReport(line, reached=True)

    class Passes:
        report = away

        def pass_once(self) -> PassReport:
            return self.report

        def delay_after(self, report: PassReport) -> float:
            return 7.0

    passes = Passes()
    courier = FeedCourier(passes, feed)
    assert courier.delay_after(courier.pass_once()) == 7.0
    assert town.province.asked == []
    passes.report = there
    pages = -(-len(outlet_people(now=town.province.now)) // PAGE)
    delays = [courier.delay_after(courier.pass_once())]
    troubled = replace(there, trouble="no_platform")
    assert courier.delay_after(troubled) == 7.0, "the back-off after trouble stands, though more could come"
    delays += [courier.delay_after(courier.pass_once()) for _ in range(pages + 1)]
    assert delays == [*[0.0] * pages, 7.0, 7.0]
    assert len(town.province.asked) == pages + 2  # may it, the pages, and the news once


def test_while_more_work_can_go_one_page_comes_now_and_then(town: Town) -> None:
    """A long queue is not held up by a snapshot, and the snapshot not for ever by a long queue."""
    now = 0.0
    feed = feed_of(town.province, town.store(), pace=Pace(every=5.0))
    feed.ticking = lambda: now
    feed(work_waits=True)
    assert len(town.province.asked) == 2  # may it, and a page
    now = 4.9
    feed(work_waits=True)
    assert len(town.province.asked) == 2
    now = 5.0
    feed(work_waits=True)
    assert len(town.province.asked) == 3
    assert feed.more
    feed()
    assert not feed.more, "everything comes when no work waits"
