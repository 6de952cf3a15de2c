"""Everybody of an area, page by page: whole in the end wherever it stopped, and no wider than granted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from counter_app.domain.card import CardState
from counter_app.domain.operation import AuditEntry
from counter_app.enrolment import Scope, ScopeKind
from counter_app.feed import SNAPSHOT_DIFFERS, SNAPSHOT_TAKEN, FeedPlace, Page
from counter_app.ports import Store
from local_store.feed_rows import FeedRows
from practice.population import OUTLET, outlet_people
from sync.feed import PAGE
from tests.contracts.samples import draft, entry, visit
from tests.parts.feed_here import AROUND, EVERYWHERE, HERE, feed_of
from tests.parts.feed_town import Town, begun, original, town, well
from tests.sync.conftest import temporary_loss

__all__ = ["begun", "original", "town"]


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

    def remove_stale(self, before: datetime, audit: AuditEntry) -> int:
        return self._inner.remove_stale(before, audit)

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
    fresh = town.store()
    feed_of(town.province, fresh)()
    place = fresh.feed()
    assert place is not None
    assert place.trouble is not None
    assert "100" in place.trouble.zh
    town.province.granted = EVERYWHERE
    feed_of(town.province, store, scope=EVERYWHERE)()
    place = store.feed()
    assert place is not None
    assert (place.scope, place.rows, place.trouble) == (EVERYWHERE, 4017, None)
