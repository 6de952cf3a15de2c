"""A card that lies there and cannot be read is not "no card": whoever asks for it hears what is wrong with it."""

from collections.abc import Callable

import pytest

from counter_app.domain.errors import CardDamaged, NoCard, ReaderSilent
from counter_app.domain.holder import Person
from tests.desk.at_pin import AtDesk, Make
from tests.desk.papers import document_of


def refusal(at: AtDesk) -> tuple[str, str]:
    row = at.desk.person(at.visit).pin
    assert row is not None
    assert row.refused is not None
    assert row.advice is not None
    return row.refused.zh, row.advice.zh


def test_what_is_wrong_with_the_card_is_said_until_it_is_lifted_or_read(
    make: Make, somebody: Callable[[], Person]
) -> None:
    person = somebody()
    at = make(person)
    at.visit = at.desk.open_document(document_of(person)).visit_id
    nothing = NoCard()
    assert refusal(at) == (nothing.message.zh, nothing.what_next.zh)
    silent = ReaderSilent()
    at.desk.card_here(None, why=silent)
    for _ in range(2):
        assert refusal(at) == (silent.message.zh, silent.what_next.zh)
        with pytest.raises(ReaderSilent):
            at.desk.ask_pin(at.visit)
    at.desk.card_here(None)
    assert refusal(at) == (nothing.message.zh, nothing.what_next.zh)
    at.desk.card_here(None, why=CardDamaged(what="EF06"))
    at.lay_on()
    row = at.desk.person(at.visit).pin
    assert row is not None
    assert row.refused is None
    assert at.card.touched == []
