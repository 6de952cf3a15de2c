"""A card at the platform has a version: one number never names two states, and nobody rules on what was overtaken."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import practice
from counter_app.domain.card import Card, Half
from counter_app.domain.operation import Verdict
from practice import elsewhere
from practice.platform import cards, news, telling
from practice.platform import database as db
from tests.practice.at_platform import Desk

_WRITES = re.compile(r"(UPDATE|DELETE FROM|INSERT INTO) (card|account|\{\w+\})\b(?!_)")
_MADE_IN = {"database.py", "orders.py"}
_KINDS = ("temporary-loss", "formal-loss", "release", "replacement", "activation", "cancellation", "data-change")


@pytest.fixture
def desk(platform_database: Path | str) -> Iterator[Desk]:
    made = Desk(platform_database)
    made.switch(db.MAKING_FAILS, "never")
    yield made
    made.connection.close()


def test_each_change_by_whatever_way_raises_it_by_one(desk: Desk) -> None:
    person = desk.people["normal"]
    told = [_versions(desk, person.holder.number)]
    desk.ask(person, "temporary-loss", Half.SSC)
    told.append(_versions(desk, person.holder.number))
    desk.ask(person, "temporary-loss", Half.BANK)
    told.append(_versions(desk, person.holder.number))
    desk.ask(person, "status-proof")  # changes nothing
    desk.later(days=8)  # both halves lapse in one moment
    told.append(_versions(desk, person.holder.number))
    elsewhere.happen(desk.connection, person.holder.number, "formal-loss", "12333", desk.now)
    told.append(_versions(desk, person.holder.number))
    assert desk.ask(person, "release").verdict is Verdict.ACCEPTED
    told.append(_versions(desk, person.holder.number))
    assert told == [[1], [2], [3], [4], [5], [7]]


def test_a_card_is_made_at_one_and_the_card_it_replaces_ends_at_another(desk: Desk) -> None:
    person = desk.people["normal"]
    assert desk.ask(person, "replacement", keep_account="yes", bank="").verdict is Verdict.ACCEPTED
    desk.later(hours=1)
    assert _versions(desk, person.holder.number) == [2, 1]
    assert desk.ask(person, "activation", card=desk.look(person).cards[-1].number).verdict is Verdict.ACCEPTED
    old, new = _versions(desk, person.holder.number)
    assert (old, new) == (4, 3)  # cancelled, its account gone over; enabled, and the account goes on as it did


@pytest.mark.parametrize("seed", range(2))
def test_no_version_names_two_states_whatever_happens(desk: Desk, seed: int) -> None:
    """Work, other ways and the clock in any order: told twice under one version, a card is told the same."""
    dice, person = random.Random(seed), desk.people["normal"]
    known: dict[tuple[str, int], Card] = {}
    highest: dict[str, int] = {}
    for _ in range(40):
        kind = dice.choice(_KINDS)
        if dice.random() < 0.3:
            elsewhere.happen(desk.connection, person.holder.number, dice.choice(elsewhere.KINDS), "app", desk.now)
        else:
            named = dice.choice([None, *(card.number for card in desk.look(person).cards)])
            desk.ask(person, kind, card=named, keep_account=dice.choice(["yes", "no"]))
        desk.later(hours=dice.choice([0, 1, 24 * 4]))
        for card in desk.look(person).cards:
            assert card.version is not None
            assert card.version >= highest.get(card.number, 1)
            highest[card.number] = card.version
            assert known.setdefault((card.number, card.version), _timeless(card)) == _timeless(card)


def test_what_was_read_before_somebody_else_changed_it_is_not_ruled_on(desk: Desk) -> None:
    number, now = desk.people["normal"].holder.number, db.say_moment(desk.now)
    seen = cards.of_holder(desk.connection, number, now)[0]
    elsewhere.happen(desk.connection, number, "formal-loss", "bank", desk.now)
    before = telling.person(desk.connection, number, desk.now)
    closed: cards.Row = {"state": "closed"}
    for bank in (closed, None):
        with pytest.raises(cards.Overtaken), db.writing(desk.connection):
            _rule_and_change(desk, seen, bank)
    assert telling.person(desk.connection, number, desk.now) == before


def _rule_and_change(desk: Desk, seen: cards.Row, bank: cards.Row | None) -> None:
    desk.connection.execute("UPDATE person SET mobile = '13900000000' WHERE number = ?", (seen["holder"],))
    cards.change(desk.connection, seen, ssc={"state": "9"}, bank=bank)


def test_a_loss_that_is_over_has_lapsed_before_anybody_is_told(desk: Desk) -> None:
    """By whatever is asked first, in the tables and with a version of its own, told in the feed once."""
    person = desk.people["normal"]
    desk.ask(person, "temporary-loss")
    desk.later(days=8)
    for _ in range(2):
        news.settle(desk.connection, desk.now)
        assert desk.ask(person, "status-proof").person is not None
    row = desk.connection.execute(
        "SELECT state, loss_until, version FROM card WHERE holder = ?", (person.holder.number,)
    )
    assert tuple(row.fetchone()) == ("1", None, 4)
    lapsed = desk.connection.execute(
        "SELECT count(*) FROM feed WHERE holder = ? AND kind = 'lapsed'", (person.holder.number,)
    )
    assert lapsed.fetchone()[0] == 1


def test_a_database_of_before_goes_on_with_every_card_at_one(platform_database: Path | str) -> None:
    with closing(db.opened(platform_database)) as old:
        old.execute("ALTER TABLE card DROP COLUMN version")
    for _ in range(2):
        desk = Desk(platform_database)
        with closing(desk.connection):
            person = desk.people["formal"]
            assert _versions(desk, person.holder.number) == [1]
    desk = Desk(platform_database)
    with closing(desk.connection):
        assert desk.ask(desk.people["formal"], "release").verdict is Verdict.ACCEPTED
        assert _versions(desk, desk.people["formal"].holder.number) == [3]


def test_nothing_else_writes_to_a_card_or_an_account() -> None:
    """Cards are put there by filling and by making, and changed in one file only."""
    found = {
        (file.name, verb)
        for file in Path(practice.__file__).parent.rglob("*.py")
        if file.name != "cards.py"
        for verb, _ in _WRITES.findall(file.read_text(encoding="utf-8"))
    }
    assert {name for name, verb in found if verb == "INSERT INTO"} <= _MADE_IN
    assert {verb for _, verb in found} == {"INSERT INTO"}


def _versions(desk: Desk, number: str) -> list[int | None]:
    news.settle(desk.connection, desk.now)
    return [int(str(card["version"])) for card in cards.of_holder(desk.connection, number, db.say_moment(desk.now))]


def _timeless(card: Card) -> Card:
    """A card without the moments it was told at."""
    never = datetime(2000, 1, 1, tzinfo=UTC)
    return replace(card, as_of=never, bank=replace(card.bank, as_of=never) if card.bank else None)
