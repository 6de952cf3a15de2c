"""A person with two cards: what is done is done to the card at hand, never to the other one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counter_app.desk.views import OutcomeView, PersonView
from counter_app.domain.card import CardState
from counter_app.domain.errors import BadInput, NotEligible
from counter_app.domain.holder import Person
from tests.desk.conftest import Office


@pytest.mark.parametrize("place", [0, 1])
def test_the_card_that_was_searched_for_is_the_one_reported_lost(
    office: Office, roles: dict[str, Person], place: int
) -> None:
    """Both cards are in use; the report carries the number of the one that was named, and only that one changes."""
    who = roles["two-living"]
    named, other = who.cards[place], who.cards[1 - place]
    counter, desk = office.open()
    opened = desk.open_card(named.number)
    assert opened.person.card is not None
    assert opened.person.card.number == named.number
    assert opened.notice is not None
    assert "已有新卡" in opened.notice.zh, "the next lawful step for the other one"
    before = {card.number: card.state for card in desk.refresh(opened.visit_id).person.cards}
    desk.begin(opened.visit_id, "temporary-loss")
    outcome = desk.forward(opened.visit_id)
    assert isinstance(outcome, OutcomeView)
    assert outcome.work.operation.card_number == named.number
    counter.courier().pass_once()
    after = counter.store().person(who.holder.number)
    assert after is not None
    states = {card.number: card.state for card in after.cards}
    assert states[other.number] is before[other.number]
    assert states[named.number] is CardState.TEMPORARY_LOSS


def test_by_identity_number_alone_nobody_guesses_which_card_is_meant(office: Office, roles: dict[str, Person]) -> None:
    _counter, desk = office.open()
    opened = desk.open_number(roles["two-living"].holder.number)
    assert opened.notice is not None
    assert not any(action.lawful for action in opened.actions)
    with pytest.raises(NotEligible, match="Two cards"):
        desk.begin(opened.visit_id, "temporary-loss")
    chosen = desk.open_card(roles["two-living"].cards[0].number)
    assert chosen.visit_id == opened.visit_id
    assert any(action.lawful for action in chosen.actions)


def test_the_clerk_chooses_the_card_and_the_choice_is_kept_and_audited(
    office: Office, roles: dict[str, Person]
) -> None:
    """By number or last characters; loss report and proof are offered at once, and it can be chosen anew."""
    who = roles["two-living"]
    counter, desk = office.open()
    opened = desk.open_number(who.holder.number)
    assert [(one.number, one.chosen) for one in opened.choices] == [(card.number, False) for card in who.cards]
    assert all(one.about.zh and one.state.zh and one.words != one.number for one in opened.choices)
    for wrong in ("", who.cards[0].number[-3:], "00000000", roles["normal"].cards[0].number):
        with pytest.raises(BadInput):
            desk.choose_card(opened.visit_id, wrong)
    for card in (who.cards[1], who.cards[0]):
        chosen = desk.choose_card(opened.visit_id, card.number[-4:])
        assert [one.number for one in chosen.choices if one.chosen] == [card.number]
        lawful = {action.procedure for action in chosen.actions if action.lawful}
        assert {"status-proof"} <= lawful
        assert lawful & {"temporary-loss", "formal-loss"}
        assert "cancellation" in lawful
        grounds = next(one for one in desk.begin(opened.visit_id, "cancellation").fields if one.field.name == "ground")
        assert "superseded" in {choice.value for choice in grounds.field.choices}
        with pytest.raises(NotEligible):
            desk.choose_card(opened.visit_id, who.cards[1 if card is who.cards[0] else 0].number)
        desk.back(opened.visit_id)
    assert counter.store().times("card.chosen", "") == 2
    _again, fresh = office.open()
    kept = fresh.resume()
    assert isinstance(kept, PersonView)
    assert [one.number for one in kept.choices if one.chosen] == [who.cards[0].number]
    assert counter.store().verify_audit().whole


def test_somebody_with_one_card_in_use_is_asked_nothing(office: Office, somebody: Callable[[], Person]) -> None:
    _counter, desk = office.open()
    assert desk.open_number(somebody().holder.number).choices == ()


def test_a_cancelled_card_at_hand_shows_the_one_in_use_and_says_so(office: Office, roles: dict[str, Person]) -> None:
    who = roles["two-cards"]
    old = next(card for card in who.cards if card.state is CardState.CANCELLED)
    _counter, desk = office.open()
    opened = desk.open_card(old.number)
    assert opened.person.card is not None
    assert opened.person.card.number != old.number
    assert opened.notice is not None
