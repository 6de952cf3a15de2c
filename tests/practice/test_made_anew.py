"""A new card that goes missing before it was handed over, beside the old one: made anew, the old one stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.making import MakingState, OrderKind
from counter_app.domain.operation import Verdict
from practice.platform import database as db
from tests.practice.at_platform import Desk


@pytest.fixture
def desk(platform_database: Path | str) -> Iterator[Desk]:
    made = Desk(platform_database)
    made.switch(db.MAKING_FAILS, "never")
    yield made
    made.connection.close()


@pytest.mark.parametrize(("keep", "bank"), [("yes", "B01"), ("no", "B02")])
def test_the_same_order_is_made_once_more_and_the_old_card_goes_on(desk: Desk, keep: str, bank: str) -> None:
    """The missing one is void for good; bank and account are those of the first order, and nothing else will do."""
    person = desk.people["normal"]
    assert person.card
    assert person.card.bank
    desk.ask(person, "replacement", reason="damaged", keep_account=keep, bank="" if keep == "yes" else bank)
    desk.later(hours=1)
    missing = desk.look(person).sealed
    assert missing
    other = "no" if keep == "yes" else "yes"
    wrong = desk.ask(person, "replacement", card=missing.number, reason="lost", keep_account=other, bank=bank)
    assert wrong.code == "1218"
    assert desk.look(person).order is not None
    anew = desk.ask(person, "replacement", card=missing.number, reason="lost", keep_account=keep, bank=bank)
    assert anew.verdict is Verdict.ACCEPTED, anew
    assert anew.person
    cards = {card.number: card for card in anew.person.cards}
    old = cards[person.card.number]
    assert (old.state, old.state_of(Half.BANK)) == (CardState.NORMAL, BankState.NORMAL)
    assert cards[missing.number].state is CardState.CANCELLED
    assert cards[missing.number].state_of(Half.BANK) is not BankState.NORMAL
    first, second = anew.person.orders[-2:]
    assert (first.state, second.state) == (MakingState.STOPPED, MakingState.MAKING)
    assert (second.kind, second.replaces, second.keeps_account) == (
        OrderKind.REPLACEMENT,
        old.number,
        first.keeps_account,
    )
    desk.later(hours=1)
    made = desk.look(person).sealed
    assert made
    assert made.number != missing.number
    assert desk.ask(person, "activation", card=missing.number).verdict is Verdict.REFUSED
    assert desk.ask(person, "activation", Half.SSC, card=made.number).verdict is Verdict.ACCEPTED
    after = desk.look(person)
    assert after.card
    assert after.card.number == made.number
    assert [card.state for card in after.cards].count(CardState.NORMAL) == 1
    if keep == "yes":
        assert after.card.bank
        assert (after.card.bank.tail, after.card.bank.state) == (person.card.bank.tail, BankState.NORMAL)


def test_a_card_of_another_bank_that_went_missing_is_still_of_that_bank(desk: Desk) -> None:
    person = desk.people["normal"]
    desk.ask(person, "bank-change", bank="B02")
    desk.later(hours=1)
    missing = desk.look(person).sealed
    assert missing
    anew = desk.ask(person, "replacement", card=missing.number, reason="lost", keep_account="no", bank="B02")
    assert anew.person
    assert (anew.person.orders[-1].kind, anew.person.orders[-1].bank) == (OrderKind.BANK, "B02")


def test_a_card_that_is_still_being_made_cannot_be_missing(desk: Desk) -> None:
    person = desk.people["normal"]
    desk.ask(person, "replacement", reason="damaged", keep_account="yes", bank="")
    assert desk.ask(person, "replacement", reason="lost", keep_account="yes").code == "1210"
