"""A card being made: ordered once, made by the clock, failed and resumed, handed over; the old one stops with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.issuer import at_home
from counter_app.domain.making import MakingState, OrderKind
from counter_app.domain.numbers import card_number_checks
from counter_app.domain.operation import Verdict
from counter_app.provinces import load
from practice.platform import database as db
from practice.platform import orders
from tests.parts.whole_life import ask, guardian
from tests.practice.at_platform import Desk

WELL = "two-cards"  # somebody in whose way nothing stands


@pytest.fixture
def desk(platform_database: Path | str) -> Iterator[Desk]:
    """A fresh platform."""
    made = Desk(platform_database)
    yield made
    made.connection.close()


def lose(desk: Desk, role: str) -> None:
    """Formally, so that the card may be replaced."""
    assert desk.ask(desk.people[role], "formal-loss").verdict is Verdict.ACCEPTED


def test_an_application_runs_to_an_enabled_card(desk: Desk) -> None:
    """Making, then ready by the clock with a number nobody had, then collected; nothing is enabled by itself."""
    person = desk.people["adult-no-card"]
    answer = desk.ask(person, "application", bank="B02", outlet="439903")
    assert (answer.verdict, answer.halves, answer.card_number) == (Verdict.ACCEPTED, (), None)
    assert answer.person
    (order,) = answer.person.orders
    assert (order.kind, order.state, order.bank, order.outlet) == (OrderKind.NEW, MakingState.MAKING, "B02", "439903")
    assert answer.person.cards == ()
    desk.later(seconds=orders.USUAL_SECONDS - 1)
    assert desk.look(person).orders[0].state is MakingState.MAKING
    desk.later(seconds=1)
    ready = desk.look(person)
    assert ready.sealed is not None
    card = ready.sealed
    assert (ready.orders[0].state, ready.orders[0].card_number) == (MakingState.READY, card.number)
    assert (ready.orders[0].number, ready.orders[0].batch) == (order.number, order.batch)
    assert card_number_checks(card.number)
    assert card.number not in {c.number for p in desk.people.values() for c in p.cards}
    assert len(bytes.fromhex(card.identifier)) == 16
    assert card.bank
    assert (card.bank.bank, card.bank.state) == ("B02", BankState.INACTIVE)
    done = desk.ask(person, "activation", Half.SSC, card=card.number)
    assert done.person
    assert [half.state for half in done.halves] == ["1"]
    assert done.person.card
    assert done.person.card.bank
    assert (done.person.card.state, done.person.card.bank.state) == (CardState.NORMAL, BankState.INACTIVE)
    assert done.person.orders[0].state is MakingState.COLLECTED
    later = desk.ask(person, "activation", Half.BANK, card=card.number)
    assert [(half.verdict, half.state) for half in later.halves] == [(Verdict.ACCEPTED, "normal")]


def test_a_second_order_is_refused_while_one_is_under_way_whatever_it_is(desk: Desk) -> None:
    for role in ("making", "making-failed", "card-ready", "replaced"):
        for procedure in ("application", "replacement", "bank-change"):
            assert desk.ask(desk.people[role], procedure).code == "1210", (role, procedure)
    assert len(desk.look(desk.people["making"]).orders) == 1


def test_the_same_application_again_is_known_and_orders_once(desk: Desk) -> None:
    person = desk.people["adult-no-card"]
    operation = ask(person, "application")
    first, again = desk.send(operation), desk.send(operation)
    assert (first.known, again.known) == (False, True)
    assert again.person
    assert len(again.person.orders) == 1
    assert desk.send(replace(operation, clerk="9")).code == "1409"


def test_the_old_card_stops_in_the_same_step_in_which_the_new_one_is_enabled(desk: Desk) -> None:
    person = desk.people["replaced"]
    old, new = person.cards
    assert desk.ask(person, "release", card=old.number).halves[0].code == "1206"
    done = desk.ask(person, "activation")  # no number: the platform finds the sealed one
    assert done.card_number == new.number
    assert done.person
    assert [card.state for card in done.person.cards] == [CardState.CANCELLED, CardState.NORMAL]
    banks = [card.bank.state if card.bank else None for card in done.person.cards]
    assert banks == [BankState.CLOSED, BankState.NORMAL]
    assert desk.effects() == [
        ("ssc", "0", "1"),
        ("ssc", "2", "9"),
        ("bank", "formal-loss", "closed"),
        ("bank", "inactive", "normal"),
    ]


def test_a_kept_account_goes_on_behind_the_new_card(desk: Desk) -> None:
    person = desk.people[WELL]
    assert person.card
    assert person.card.bank
    desk.ask(person, "replacement", reason="expired", keep_account="yes", bank="")
    desk.later(hours=1)
    ready = desk.look(person)
    assert ready.sealed is not None
    assert ready.sealed.bank is not None
    assert (ready.sealed.bank.tail, ready.sealed.bank.bank) == (person.card.bank.tail, "B01")
    assert ready.orders[0].keeps_account
    assert ready.card
    untouched = replace(person.card, as_of=ready.card.as_of, bank=ready.card.bank, version=ready.card.version)
    assert ready.card == untouched
    done = desk.ask(person, "activation", card=ready.sealed.number)
    assert done.person
    old = next(card for card in done.person.cards if card.number == person.card.number)
    assert (old.state, old.bank) == (CardState.CANCELLED, None)
    assert done.person.card
    assert done.person.card.bank
    assert done.person.card.bank.state is BankState.NORMAL


def test_another_account_has_other_digits_and_the_old_one_stays_until_then(desk: Desk) -> None:
    person = desk.people[WELL]
    assert person.card
    assert person.card.bank
    desk.ask(person, "bank-change", bank="B02")
    desk.later(hours=1)
    ready = desk.look(person)
    assert ready.sealed
    assert ready.sealed.bank
    assert ready.card
    assert ready.card.state_of(Half.BANK) is BankState.NORMAL
    assert (ready.orders[0].kind, ready.sealed.bank.bank) == (OrderKind.BANK, "B02")
    assert ready.sealed.bank.tail != person.card.bank.tail
    done = desk.ask(person, "activation", Half.SSC)
    assert done.person
    assert [card.state_of(Half.BANK) for card in done.person.cards[1:]] == [BankState.CLOSED, BankState.INACTIVE]


def test_what_a_court_froze_stays_frozen_behind_the_new_card(desk: Desk) -> None:
    person = desk.people["bank-frozen"]
    desk.ask(person, "replacement", keep_account="yes")
    desk.later(hours=1)
    ready = desk.look(person)
    assert ready.sealed
    assert ready.sealed.state_of(Half.BANK) is BankState.FROZEN
    answer = desk.ask(person, "activation")
    assert answer.person
    assert {half.half: half.code for half in answer.halves} == {Half.SSC: "", Half.BANK: "1303"}
    assert answer.person.card
    assert answer.person.card.state_of(Half.BANK) is BankState.FROZEN


def test_an_account_frozen_while_the_card_was_made_is_frozen_behind_it(desk: Desk) -> None:
    person = desk.people[WELL]
    assert person.card
    desk.ask(person, "replacement", keep_account="yes")
    desk.later(hours=1)
    desk.look(person)
    desk.connection.execute("UPDATE account SET state = 'frozen' WHERE card = ?", (person.card.number,))
    answer = desk.ask(person, "activation")
    assert {half.half: half.code for half in answer.halves} == {Half.SSC: "", Half.BANK: "1303"}


def test_an_account_unfrozen_while_the_card_was_made_goes_on_behind_it(desk: Desk) -> None:
    person = desk.people["bank-frozen"]
    assert person.card
    desk.ask(person, "replacement", keep_account="yes")
    desk.later(hours=1)
    desk.look(person)
    desk.connection.execute("UPDATE account SET state = 'normal' WHERE card = ?", (person.card.number,))
    assert [half.code for half in desk.ask(person, "activation").halves] == ["", "1200"]


def test_a_failed_making_is_resumed_under_its_number_in_its_batch(desk: Desk) -> None:
    person = desk.people["making-failed"]
    order = person.orders[0]
    assert desk.ask(person, "activation").code == "1216"
    assert desk.ask(person, "resume-making", order="Z99999999").code == "1211"
    answer = desk.ask(person, "resume-making", order=order.number)
    assert answer.verdict is Verdict.ACCEPTED
    assert answer.person
    (again,) = answer.person.orders
    assert (again.number, again.batch, again.state, again.reason) == (
        order.number,
        order.batch,
        MakingState.MAKING,
        None,
    )
    assert desk.ask(person, "resume-making", order=order.number).code == "1211"  # it is being made again
    desk.switch(db.MAKING_FAILS, "all")
    desk.later(hours=1)
    assert desk.look(person).orders[0].state is MakingState.READY  # what was resumed succeeds


@pytest.mark.parametrize("whose", ["all", "B01", "number"])
def test_a_trainer_lets_makings_fail(desk: Desk, whose: str) -> None:
    person = desk.people["adult-no-card"]
    desk.switch(db.MAKING_FAILS, person.holder.number if whose == "number" else whose)
    desk.ask(person, "application")
    desk.later(hours=1)
    (order,) = desk.look(person).orders
    assert (order.state, order.card_number) == (MakingState.FAILED, "")
    assert order.reason is not None
    assert desk.look(person).cards == ()
    assert desk.ask(person, "application").code == "1210"
    desk.switch(db.MAKING_FAILS, None)
    assert desk.look(person).orders[0].state is MakingState.FAILED  # what was settled stands


def test_one_order_in_twenty_fails_by_its_number(desk: Desk) -> None:
    """Whoever gets the twentieth; a trainer may switch that off."""
    for fails, state in (("", MakingState.FAILED), ("never", MakingState.READY)):
        person = desk.people["adult-no-card" if fails else "foreigner"]
        change = "UPDATE card_order SET place = 19 + ? WHERE place = (SELECT max(place) FROM card_order)"
        desk.connection.execute(change, (20 if fails else 0,))
        desk.switch(db.MAKING_FAILS, fails or None)
        assert desk.ask(person, "application").verdict is Verdict.ACCEPTED
        desk.later(hours=1)
        assert desk.look(person).orders[0].state is state
        assert desk.look(person).orders[0].number == ("Z00000040" if fails else "Z00000020")


def test_a_bank_that_does_not_answer_puts_the_order_off_and_nothing_is_made(desk: Desk) -> None:
    person = desk.people["adult-no-card"]
    desk.switch(db.BANK_SILENT, "B01")
    operation = ask(person, "application")
    answer = desk.send(operation)
    assert (answer.verdict, answer.code, answer.halves) == (Verdict.NOT_NOW, "1304", ())
    assert desk.look(person).orders == ()
    desk.switch(db.BANK_SILENT, None)
    answer = desk.send(operation)
    assert (answer.verdict, answer.known) == (Verdict.ACCEPTED, False)


def test_a_bank_without_new_cards_keeps_its_present_holders(desk: Desk) -> None:
    desk.switch(db.BANK_NO_NEW_CARDS, "B02")
    assert desk.ask(desk.people["adult-no-card"], "application", bank="B02").code == "1212"
    assert desk.ask(desk.people["adult-no-card"], "application", bank="B04").code == "1212"
    assert desk.ask(desk.people[WELL], "bank-change", bank="B02").code == "1212"
    assert desk.ask(desk.people[WELL], "replacement", bank="B02").code == "1212"
    assert desk.ask(desk.people["normal-2"], "replacement", bank="B02").verdict is Verdict.ACCEPTED


def test_somebody_who_dies_while_a_card_is_made_gets_none(desk: Desk) -> None:
    """The card is cancelled, the making is stopped, and a new card that lies ready is cancelled with its account."""
    person = desk.people["replaced"]
    heir = guardian(desk.people["guardian-of-minor"])
    assert desk.ask(person, "cancellation", card=person.cards[0].number).code == "1210"
    proven = {**heir, "death_proof": "death-certificate"}
    answer = desk.ask(person, "cancellation", card=person.cards[0].number, ground="death", actor=proven)
    assert answer.verdict is Verdict.ACCEPTED
    assert answer.person
    assert [card.state for card in answer.person.cards] == [CardState.CANCELLED, CardState.CANCELLED]
    assert answer.person.orders[0].state is MakingState.STOPPED
    made = answer.person.cards[1].bank
    assert made
    assert made.state is BankState.CLOSED
    assert answer.person.order is None


def test_a_lost_card_is_replaced_after_a_formal_report_only(desk: Desk) -> None:
    person = desk.people[WELL]
    refused = desk.ask(person, "replacement", reason="lost")
    assert (refused.code, refused.reason.zh if refused.reason else "") == ("1205", "卡现为正常，不能这样办")
    lose(desk, WELL)
    assert desk.ask(person, "replacement", reason="lost").verdict is Verdict.ACCEPTED
    assert [half.code for half in desk.ask(person, "release").halves] == ["1206", "1206"]


def test_a_new_card_may_be_lost_and_replaced_again(desk: Desk) -> None:
    """Round after round one card is in use and the others are cancelled."""
    role = WELL
    for round_ in range(3):
        lose(desk, role)
        assert desk.ask(desk.people[role], "replacement", reason="lost").verdict is Verdict.ACCEPTED
        desk.later(hours=1)
        assert desk.ask(desk.people[role], "activation").verdict is Verdict.ACCEPTED
        stands = desk.look(desk.people[role])
        assert [card.state for card in stands.cards].count(CardState.NORMAL) == 1
        assert len(stands.cards) == 3 + round_
        assert len({card.number for card in stands.cards}) == len(stands.cards)


@pytest.mark.parametrize("keep", ["yes", "no"])
def test_a_card_missing_before_it_was_enabled_is_void_and_made_anew(desk: Desk, keep: str) -> None:
    """Only as lost, and only where no other card is in use; the missing one can never be enabled."""
    desk.switch(db.MAKING_FAILS, "never")
    person = desk.people["card-ready"]
    first = person.cards[0].number
    assert desk.ask(person, "replacement").code == "1210"
    answer = desk.ask(person, "replacement", reason="lost", keep_account=keep, bank="B01")
    assert answer.verdict is Verdict.ACCEPTED
    assert [half.code for half in desk.ask(person, "activation", card=first).halves] != ["", ""]
    desk.later(hours=1)
    stands = desk.look(person)
    assert stands.sealed
    assert stands.sealed.number != first
    assert {card.number: card.state for card in stands.cards}[first] is CardState.CANCELLED
    assert desk.ask(person, "activation", card=stands.sealed.number).verdict is Verdict.ACCEPTED
    assert desk.ask(desk.people["replaced"], "replacement", reason="lost").code == "1210", (
        "an old card stands beside it"
    )


@pytest.mark.parametrize(("reason", "state"), [("damaged", BankState.NORMAL), ("lost", BankState.INACTIVE)])
def test_a_kept_account_that_works_goes_on_behind_the_new_card(desk: Desk, reason: str, state: BankState) -> None:
    """One that was stopped with the lost card has to be activated."""
    desk.switch(db.MAKING_FAILS, "never")
    person = desk.people[WELL]
    if reason == "lost":
        lose(desk, WELL)
    desk.ask(person, "replacement", reason=reason, keep_account="yes", bank="")
    desk.later(hours=1)
    made = desk.look(person).sealed
    assert made
    desk.ask(person, "activation", Half.SSC, card=made.number)
    card = desk.look(person).card
    assert card
    assert card.bank
    assert (card.number, card.bank.state) == (made.number, state)


@pytest.mark.parametrize("role", ["adult-no-card", "foreigner", "passport-no-card"])
def test_a_card_made_here_is_issued_here_whoever_holds_it(desk: Desk, role: str) -> None:
    """The region in 卡识别码 is that of the issuer, never 810000 or a foreigner's country out of the holder's number."""
    person = desk.people[role]
    assert desk.ask(person, "application", bank="B02").verdict is Verdict.ACCEPTED
    desk.later(days=1)
    cards = desk.look(person).cards
    assert cards
    assert {at_home(load(name), card.identifier) for name in ("hunan", "guangdong") for card in cards} == {True}


def test_an_order_is_reviewed_before_it_is_made(desk: Desk) -> None:
    """It waits however long, starts with the reviewer's word and is told in the feed; a loss is never kept waiting."""
    desk.switch(db.REVIEW, "all")
    person = desk.people["adult-no-card"]
    assert desk.ask(person, "application", bank="B02", outlet="439903").verdict is Verdict.ACCEPTED
    desk.later(seconds=10 * orders.USUAL_SECONDS)
    assert [order.state for order in desk.look(person).orders] == [MakingState.REVIEWING]
    again = desk.ask(person, "application", bank="B02", outlet="439903")
    assert (again.verdict, again.code) == (Verdict.REFUSED, "1210")
    assert desk.ask(desk.people[WELL], "temporary-loss").verdict is Verdict.ACCEPTED
    with db.writing(desk.connection):
        assert orders.review(desk.connection, desk.now, passed=True) == 1
    assert desk.look(person).orders[0].state is MakingState.MAKING
    desk.later(seconds=orders.USUAL_SECONDS)
    assert desk.look(person).orders[0].state is MakingState.READY
    assert _kinds(desk, person.holder.number) == ["application", "review-passed", "card-ready"]


def test_what_did_not_pass_fails_with_the_reason_and_is_reviewed_again_when_resumed(desk: Desk) -> None:
    desk.switch(db.REVIEW, "all")
    person = desk.people["adult-no-card"]
    desk.ask(person, "application", bank="B02", outlet="439903")
    with db.writing(desk.connection):
        orders.review(desk.connection, desk.now, passed=False)
    (order,) = desk.look(person).orders
    assert (order.state, order.reason and order.reason.zh) == (MakingState.FAILED, "审核未通过，所填内容与记录不符")
    assert desk.ask(person, "resume-making", order=order.number).verdict is Verdict.ACCEPTED
    assert desk.look(person).orders[0].state is MakingState.REVIEWING
    assert _kinds(desk, person.holder.number) == ["application", "review-failed", "resume-making"]


def _kinds(desk: Desk, number: str) -> list[str]:
    rows = desk.connection.execute("SELECT kind FROM feed WHERE holder = ? ORDER BY place", (number,))
    return [str(row["kind"]) for row in rows]
