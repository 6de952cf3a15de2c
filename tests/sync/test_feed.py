"""The mirror is kept up by the feed: the same whatever is lost, repeated, late or killed, and no more than is granted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counter_app.desk.heard import title_of
from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.holder import Person
from counter_app.domain.operation import AuditEntry, new_operation_id
from counter_app.enrolment import Scope, ScopeKind
from counter_app.feed import ROWS_REMOVED, SNAPSHOT_DIFFERS, SNAPSHOT_TAKEN, FeedPlace, Page
from counter_app.ports import Line, LineKind, PassReport, Store
from local_store.feed_rows import FeedRows
from local_store.folder import open_or_make
from practice.opening import fill_mirror
from practice.platform import database
from practice.population import OUTLET, cast, outlet_people, residents
from sync.feed import PAGE, FeedCourier
from tests.contracts.samples import draft, entry, visit
from tests.parts.feed_here import AROUND, EVERYWHERE, HERE, Province, copy_of, feed_of, make_original
from tests.sync.conftest import temporary_loss


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_original(tmp_path_factory.mktemp("original"))


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice folder as it begins."""
    folder = tmp_path_factory.mktemp("begun") / "counter"
    store = open_or_make(folder, practice=True).store
    fill_mirror(store, now=datetime.now(UTC) - timedelta(seconds=1))
    store.close()
    return folder


@dataclass
class Town:
    """One province, and counters with empty stores, or as practice begins."""

    province: Province
    begun: Path
    folder: Path
    stack: ExitStack
    opened: int = 0

    def store(self, *, filled: bool = False) -> Store:
        self.opened += 1
        if filled:
            shutil.copytree(self.begun, self.folder / f"counter{self.opened}")
        return self.again()

    def again(self) -> Store:
        """The counter that was opened last, in a program started anew."""
        made = open_or_make(self.folder / f"counter{self.opened}", practice=True).store
        self.stack.callback(made.close)
        return made


@pytest.fixture
def town(original: Path, begun: Path, tmp_path: Path) -> Iterator[Town]:
    with ExitStack() as stack:
        connection = copy_of(original, tmp_path)
        stack.callback(connection.close)
        yield Town(Province(connection), begun, tmp_path, stack)


def well() -> Person:
    """Somebody of the outlet with one card in use."""
    return cast(now=datetime.now(UTC))["normal"]


def stranger() -> Person:
    """Somebody of the province outside the outlet, with a card that is well."""
    people = [one.person for one in residents(now=datetime.now(UTC))][1300:]
    return next(p for p in people if len(p.cards) == 1 and p.cards[0].state is CardState.NORMAL and p.cards[0].bank)


def looks(store: Store, number: str) -> object:
    """What stands of somebody but for the moments, which are those of each telling."""
    one = store.person(number)
    if one is None:
        return None
    cards = [(c.number, c.state, c.bank.state if c.bank else None, c.loss_until is None) for c in one.cards]
    return one.holder, cards, [(order.number, order.state) for order in one.orders], one.life


def test_a_snapshot_comes_to_what_a_practice_counter_begins_with(town: Town) -> None:
    filled, taken = town.store(filled=True), town.store()
    for store in (filled, taken):
        feed_of(town.province, store)()
    numbers = [one.holder.number for one in outlet_people(now=town.province.now)]
    assert len(numbers) > 1200
    assert [looks(taken, number) for number in numbers] == [looks(filled, number) for number in numbers]
    places = [store.feed() for store in (filled, taken)]
    assert [one and (one.scope, one.next, one.rows, one.trouble) for one in places] == [
        (HERE, None, len(numbers), None)
    ] * 2
    assert places[0] is not None
    assert places[1] is not None
    assert places[0].cursor == places[1].cursor


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
    store.keep_news(page, at=town.province.now)
    assert store.person(number) == released
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
    for ahead in (timedelta(hours=3), timedelta(0)):
        newer = replace(known, as_of=town.province.now + ahead)
        store.keep_people([newer])
        place = store.feed()
        assert place is not None
        store.keep_news(replace(late, after=place.cursor, cursor=place.cursor + "0"), at=town.province.now)
        assert store.person(number) == newer


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


class Killed(BaseException):
    """The process is gone."""


class Dying(FeedRows):
    """A store whose process dies right before or right after a page is kept."""

    def __init__(self, inner: Store, *, after: bool, at: int) -> None:
        self._inner, self._after, self._left = inner, after, at

    def feed(self) -> FeedPlace | None:
        return self._inner.feed()

    def begin_snapshot(self, scope: Scope) -> FeedPlace:
        return self._inner.begin_snapshot(scope)

    def keep_page(self, page: Page, *, place: FeedPlace, audit: AuditEntry) -> None:
        self._left -= 1
        if self._left < 0 and not self._after:
            raise Killed
        self._inner.keep_page(page, place=place, audit=audit)
        if self._left < 0:
            raise Killed


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_snapshot_goes_on_where_it_was_killed(town: Town, at: int, after: bool) -> None:
    with pytest.raises(Killed):
        feed_of(town.province, Dying(town.store(), after=after, at=at))()
    asked = len(town.province.asked)
    assert asked == at + 2  # whether it is granted, then page by page
    store = town.again()
    feed_of(town.province, store)()
    place = store.feed()
    people = len(outlet_people(now=town.province.now))
    assert place is not None
    assert (place.next, place.rows) == (None, people)
    rest = -(-people // PAGE) - at - after
    assert len(town.province.asked) == asked + rest + 1  # the rest of the pages, and the news
    assert len(store.entries(SNAPSHOT_TAKEN, since=town.province.now - timedelta(1))) == 1
    assert store.verify_audit().whole


def test_what_changes_during_a_snapshot_is_in_the_mirror_after_it(town: Town) -> None:
    """Also for somebody whose page had come already: the feed goes on from where the snapshot began."""
    first, last = (
        f(one.holder.number for one in outlet_people(now=town.province.now) if one.in_use) for f in (min, max)
    )
    with pytest.raises(Killed):
        feed_of(town.province, Dying(town.store(), after=True, at=0))()
    town.province.now += timedelta(seconds=1)
    for number in (first, last):
        town.province.happen(number, "formal-loss")
    store = town.again()
    town.province.now += timedelta(seconds=1)
    feed_of(town.province, store)()
    for number in (first, last):
        one = store.person(number)
        assert one is not None
        assert CardState.FORMAL_LOSS in {card.state for card in one.cards}


def test_people_who_are_not_those_of_the_digest_are_taken_anew(town: Town) -> None:
    """Somebody moves away while pages come: what was kept of the first pages is not what the platform tells at last."""
    with pytest.raises(Killed):
        feed_of(town.province, Dying(town.store(), after=True, at=0))()
    gone = min(one.holder.number for one in outlet_people(now=town.province.now))
    town.province.connection.execute("UPDATE residence SET outlet = 'elsewhere' WHERE number = ?", (gone,))
    store = town.again()
    feed = feed_of(town.province, store)
    feed()
    place = store.feed()
    assert place is not None
    assert (place.next, place.run) == ("", 2)
    assert len(store.entries(SNAPSHOT_DIFFERS, since=town.province.now - timedelta(1))) == 1
    feed()
    place = store.feed()
    assert place is not None
    assert (place.next, place.rows) == (None, len(outlet_people(now=town.province.now)) - 1)
    assert store.person(gone) is None


def test_a_narrower_area_removes_rows_but_for_open_work_and_visits(town: Town) -> None:
    town.province.granted = AROUND
    store = town.store()
    feed_of(town.province, store, scope=AROUND)()
    wide, near = store.feed(), {one.holder.number for one in outlet_people(now=town.province.now)}
    assert wide is not None
    others = [
        row[0]
        for row in town.province.connection.execute(
            "SELECT number FROM residence WHERE township = ? AND outlet <> ? ORDER BY number", (AROUND.code, OUTLET)
        )
    ]
    worked, visited = store.person(str(others[0])), store.person(str(others[1]))
    assert worked is not None
    assert visited is not None
    store.record(temporary_loss(worked), draft(), entry())
    store.keep_visit(replace(visit(), holder_number=visited.holder.number, card_number=""))
    feed_of(town.province, store, scope=HERE)()
    place = store.feed()
    assert place is not None
    assert (place.scope, place.rows, wide.rows) == (HERE, len(near), len(near) + len(others))
    assert [str(n) for n in others if store.person(str(n)) is not None] == [str(n) for n in others[:2]]
    assert store.besides() == tuple(sorted(str(n) for n in others[:2]))
    told = [one.facts for one in store.entries(SNAPSHOT_TAKEN, since=town.province.now - timedelta(1))]
    assert told[-1] == {"rows": str(len(near)), "removed": str(len(others) - 2), "scope": "outlet"}
    assert not any(str(n) in str(told) for n in others)
    assert store.verify_audit().whole


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


def test_an_area_that_is_not_granted_is_told_in_words_and_the_present_rows_stay(town: Town) -> None:
    store, number = town.store(filled=True), well().holder.number
    feed_of(town.province, store)()
    wide = feed_of(town.province, store, scope=EVERYWHERE)
    wide()
    place = store.feed()
    assert place is not None
    assert (place.scope, place.run, place.next) == (HERE, 1, None)
    town.province.happen(number, "formal-loss")
    asked = len(town.province.asked)
    wide()
    one = store.person(number)
    assert one is not None
    assert one.cards[-1].state is CardState.FORMAL_LOSS
    assert len(town.province.asked) == asked + 1  # the news; the area is not asked for again
    town.province.granted = Scope(ScopeKind.OUTLET, OUTLET, limit=100)
    feed_of(town.province, store)()
    place = store.feed()
    assert place is not None
    assert place.trouble is not None
    assert "100" in place.trouble.zh
    town.province.granted = EVERYWHERE
    feed_of(town.province, store, scope=EVERYWHERE)()
    place = store.feed()
    assert place is not None
    assert (place.scope, place.rows, place.trouble) == (EVERYWHERE, 4017, None)


def test_what_happens_elsewhere_to_unsettled_work_is_kept_beside_it(town: Town) -> None:
    store, person = town.store(filled=True), well()
    number, feed = person.holder.number, feed_of(town.province, store, days=1)
    feed()
    town.province.happen(number, "temporary-loss", "app")
    feed()
    assert store.heard(number) == ()
    own = temporary_loss(person)
    store.record(own, draft(), entry())
    answer = town.province.take(own)
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
    delays = [courier.delay_after(courier.pass_once()) for _ in range(pages + 2)]
    assert delays == [*[0.0] * pages, 7.0, 7.0]
    assert len(town.province.asked) == pages + 2  # may it, the pages, and the news once
