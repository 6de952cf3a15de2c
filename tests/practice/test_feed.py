"""What the practice platform tells in its feed, on each database: all that changes, once, in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.domain.making import MakingState
from counter_app.domain.operation import new_operation_id
from counter_app.feed import News
from practice.platform import areas, feed, orders
from practice.platform import database as db
from tests.parts.feed_here import HERE, Province
from tests.practice.at_platform import Desk
from tests.sync.conftest import temporary_loss


@pytest.fixture
def desk(platform_database: Path | str) -> Iterator[Desk]:
    """A database of this test's own, with nothing due any more."""
    made = Desk(platform_database)
    orders.settle_due(made.connection, made.now)
    yield made
    made.connection.close()


def province_of(desk: Desk) -> tuple[Province, str]:
    """The province of that desk, and where its feed stands."""
    province = Province(desk.connection, desk.now)
    (place,) = [page.cursor for page in _all(province, "")][-1:]
    return province, place


def _all(province: Province, cursor: str, *, limit: int = 200, besides: tuple[str, ...] = ()) -> list[News]:
    pages: list[News] = []
    while True:
        page = province.news(cursor, scope=HERE, limit=limit, besides=besides)
        assert page is not None
        pages.append(page)
        cursor = page.cursor
        if not page.more:
            return pages


def test_every_change_is_told_once_in_its_order_by_any_pages(desk: Desk) -> None:
    province, place = province_of(desk)
    person = desk.people["normal"]
    loss = temporary_loss(person)
    for _ in range(2):
        province.take(loss)  # the second time it is known
    province.happen(person.holder.number, "formal-loss", "bank")
    province.happen(person.holder.number, "release", "hall")
    province.take(replace(loss, id=new_operation_id(), procedure="status-proof", changes={}))
    refused = province.take(replace(loss, id=new_operation_id(), holder_name="别人"))
    assert refused.code
    for limit in (1, 2, 3, 200):
        pages = _all(province, place, limit=limit)
        told = [(one.kind, one.channel, one.operation_id) for page in pages for one in page.changes]
        assert told == [
            ("temporary-loss", "counter", loss.id),
            ("formal-loss", "bank", ""),
            ("release", "hall", ""),
        ]
        assert all(len(page.people) == 1 for page in pages)
    last = _all(province, place)[-1]
    assert [one.at for one in last.changes] == sorted(one.at for one in last.changes)
    assert _all(province, last.cursor)[-1].changes == ()


def test_a_half_put_off_is_told_when_it_is_decided_and_the_other_not_again(desk: Desk) -> None:
    province, place = province_of(desk)
    loss = temporary_loss(desk.people["normal"])
    bank = desk.people["normal"].cards[-1].bank
    assert bank is not None
    counted = []
    for silent in (bank.bank, bank.bank, None, None):
        desk.switch(db.BANK_SILENT, silent)
        province.take(loss)
        (page,) = _all(province, place)
        assert {one.operation_id for one in page.changes} == {loss.id}
        counted.append(len(page.changes))
    assert counted == [1, 1, 2, 2]


def test_what_the_clock_brings_about_is_told(desk: Desk) -> None:
    """A card that is ready, one whose making failed, a loss that has lapsed at its own moment."""
    province, place = province_of(desk)
    desk.switch(db.MAKING_SECONDS, "0")
    desk.switch(db.MAKING_FAILS, desk.people["two-cards"].holder.number)
    for role in ("adult-no-card", "two-cards"):
        procedure = "application" if role == "adult-no-card" else "replacement"
        desk.ask(
            desk.people[role], procedure, card=desk.people[role].cards[-1].number if desk.people[role].cards else None
        )
    number = desk.people["normal"].holder.number
    province.happen(number, "temporary-loss")
    province.now += timedelta(days=8)
    pages = _all(province, place, besides=(desk.people["adult-no-card"].holder.number,))
    told = {(one.holder_number, one.kind): one for page in pages for one in page.changes}
    assert (number, "lapsed") in told
    lapsed = told[number, "lapsed"]
    assert timedelta(0) < province.now - lapsed.at <= timedelta(days=1, minutes=1)
    ready = [one.orders[-1].state for page in pages for one in page.people if one.orders]
    assert MakingState.READY in ready
    assert {kind for _number, kind in told} >= {"lapsed", "card-ready", "application"}
    again = _all(province, pages[-1].cursor)
    assert [page.changes for page in again] == [()]


def test_a_cursor_of_another_platform_or_of_a_time_that_is_forgotten_is_none(desk: Desk) -> None:
    province, place = province_of(desk)
    whose = place.partition(".")[0]
    number = desk.people["normal"].holder.number
    for kind in ("temporary-loss", "formal-loss", "release"):
        province.happen(number, kind)
    after = _all(province, place)[-1].cursor
    for wrong in ("other.0", f"{whose}.999999", f"{whose}.-1", f"{whose}.", "0", f"{whose}.1e3"):
        assert province.news(wrong, scope=HERE) is None
    with db.writing(desk.connection):
        feed.expire(desk.connection, db.say_moment(province.now + timedelta(days=1)))
    assert province.news(place, scope=HERE) is None
    assert province.news("", scope=HERE) is None
    kept = province.news(after, scope=HERE)
    assert kept is not None
    assert kept.changes == ()


def test_pages_come_to_everybody_of_the_area(desk: Desk) -> None:
    province, _place = province_of(desk)
    numbers: list[str] = []
    after: str | None = ""
    while after is not None:
        page = province.snapshot_page(HERE, after=after, limit=611)
        numbers += [one.holder.number for one in page.people]
        after = page.next
    assert sorted(numbers) == areas.all_numbers(desk.connection, HERE)
    assert len(set(numbers)) == len(numbers) > 1200
