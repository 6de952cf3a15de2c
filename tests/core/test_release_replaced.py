"""A formal loss is final from the moment a card that takes its place is under way (domain: 补卡中)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.desk.situations import refusal
from counter_app.domain.card import BankState, CardState
from counter_app.domain.holder import Person
from counter_app.domain.making import MakingState, OrderKind
from counter_app.procedures import procedure
from tests.core import ordering as o
from tests.core.situations import person, situation

RELEASE, REPLACEMENT = procedure("release"), procedure("replacement")


def replaced(who: Person, state: MakingState) -> Person:
    """The person with an order for a card in place of the present one."""
    card = who.card
    assert card is not None
    return replace(who, orders=(o.order(state, kind=OrderKind.REPLACEMENT, replaces=card.number),))


@pytest.mark.parametrize("state", [MakingState.MAKING, MakingState.READY, MakingState.FAILED])
def test_no_release_is_offered_once_a_replacement_is_under_way(state: MakingState) -> None:
    assert refusal(situation(RELEASE, o.lost()), RELEASE) is None
    who = replaced(o.lost(), state)
    no, same = refusal(situation(RELEASE, who), RELEASE), refusal(situation(REPLACEMENT, who), REPLACEMENT)
    assert no is not None
    assert same is not None
    assert (no.message, no.what_next) == (same.message, same.what_next)


def test_a_temporary_loss_is_released_whatever_is_being_made() -> None:
    who = replaced(person(CardState.TEMPORARY_LOSS, BankState.TEMPORARY_LOSS), MakingState.MAKING)
    assert refusal(situation(RELEASE, who), RELEASE) is None


def test_an_order_that_was_handed_over_or_stopped_stands_in_no_way() -> None:
    for state in (MakingState.STOPPED, MakingState.COLLECTED):
        assert refusal(situation(RELEASE, replaced(o.lost(), state)), RELEASE) is None
