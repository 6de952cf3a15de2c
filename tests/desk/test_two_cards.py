"""A person with two cards: what is done is done to the card at hand, never to the other one."""

from __future__ import annotations

import pytest

from counter_app.desk.views import OutcomeView
from counter_app.domain.card import CardState
from counter_app.domain.errors import NotEligible
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
    assert opened.notice is None
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


def test_a_cancelled_card_at_hand_shows_the_one_in_use_and_says_so(office: Office, roles: dict[str, Person]) -> None:
    who = roles["two-cards"]
    old = next(card for card in who.cards if card.state is CardState.CANCELLED)
    _counter, desk = office.open()
    opened = desk.open_card(old.number)
    assert opened.person.card is not None
    assert opened.person.card.number != old.number
    assert opened.notice is not None
