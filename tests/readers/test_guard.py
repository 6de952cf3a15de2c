"""The wrong-card guard of the reader: no PIN command ever reaches a card that is not the expected one."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.domain.card import CardIdentity
from counter_app.domain.chip_errors import WrongPerson
from counter_app.domain.errors import CardTrouble
from readers.desk_pin import DeskPin
from readers.guard import make_sure
from tests.readers import cards
from tests.readers.pin_desk import InHand, Module, Reader, drawn, identity_of, pin_of

DOINGS: dict[str, Callable[[DeskPin, CardIdentity], object]] = {
    "state": lambda pin, who: pin.state(who),
    "verify": lambda pin, who: pin.verify(who, pin_of("314159")),
    "change": lambda pin, who: pin.change(who, pin_of("314159"), pin_of("271828")),
    "reset": lambda pin, who: pin.reset(who, pin_of("271828")),
    "unblock": lambda pin, who: pin.unblock(who),
}


@pytest.mark.parametrize("seed", range(30))
def test_every_kind_of_card_is_known_again(seed: int) -> None:
    """By number, SFI or tag, under the application or under 3F00, in every form of answer."""
    facts, card = drawn(seed)
    holder = identity_of(facts, card)
    asking = make_sure(InHand(card), holder, atr=holder.atr)
    assert asking.identifier == facts.identifier
    assert card.touched == []


def test_the_environment_is_selected_again_before_the_pin() -> None:
    """Reading leads away from it on a card that keeps its files under 3F00; the PIN belongs to what is selected."""
    facts, card = drawn(9)
    card.manner = cards.Manner(root=True, reads=("number",))
    DeskPin(Reader(InHand(card))).verify(identity_of(facts, card), pin_of("314159"))
    selected = [head[2] for head in card.seen if head[1] == 0xA4]
    assert set(selected) > {0x04}, "reading had gone elsewhere"
    assert selected[-1] == 0x04


@pytest.mark.parametrize("what", DOINGS)
def test_another_persons_card_is_never_touched(what: str) -> None:
    (facts, mine), (_, theirs) = drawn(1), drawn(2)
    module = Module()
    pin = DeskPin(Reader(InHand(theirs)), authority=module)
    with pytest.raises(WrongPerson):
        DOINGS[what](pin, identity_of(facts, mine))
    assert theirs.touched == []
    assert module.asked == []


@pytest.mark.parametrize(
    "differs",
    [
        {"card_identifier": "439901D1560000050000000000000001"},
        {"social_security_number": "43990119900307881X"},
        {"atr": "3B00"},
        {"card_identifier": ""},
        {"social_security_number": ""},
    ],
)
def test_each_thing_that_is_known_must_be_the_same(differs: dict[str, str]) -> None:
    facts, card = drawn(3)
    expected = replace(identity_of(facts, card), **differs)
    with pytest.raises(WrongPerson):
        DeskPin(Reader(InHand(card))).verify(expected, pin_of("314159"))
    assert card.touched == []


def test_files_of_two_people_on_one_card_are_nobodys() -> None:
    (facts, card), (_, other) = drawn(4), drawn(5)
    assert card.files is not None
    assert other.files is not None
    card.files = {5: card.files[5], 6: other.files[6]}
    with pytest.raises(WrongPerson):
        DeskPin(Reader(InHand(card))).verify(identity_of(facts, card), pin_of("314159"))
    assert card.touched == []


def test_a_card_whose_holder_file_is_protected_is_known_by_its_identifier() -> None:
    """A third-generation card before authentication: 6982 for the holder, the issuer's file free."""
    facts, card = drawn(6)
    assert card.files is not None
    free = card.answer

    def guarded(apdu: bytes) -> bytes:
        said = free(apdu)
        return b"\x69\x82" if said[:1] == b"\x08" else said

    card.answer = guarded  # type: ignore[method-assign]
    card.manner = cards.Manner()
    DeskPin(Reader(InHand(card))).verify(identity_of(facts, card), pin_of("314159"))


def test_two_cards_left_blank_by_their_issuer_are_not_one_person() -> None:
    facts, card = drawn(7)
    assert card.files is not None
    card.files[5][0] = b"\x01\x10" + bytes(16)
    blank = replace(identity_of(facts, card), card_identifier="0" * 32)
    with pytest.raises(WrongPerson):
        DeskPin(Reader(InHand(card))).verify(blank, pin_of("314159"))
    assert card.touched == []


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(min_size=2, max_size=40), max_size=30), st.sampled_from(sorted(DOINGS)))
def test_a_card_that_answers_anything_is_never_told_a_pin(answers: list[bytes], what: str) -> None:
    """Whatever bytes come back: an error of the tree, and no PIN command, unless the card said the right identity."""
    facts, card = drawn(8)
    told: list[bytes] = []

    class Odd(InHand):
        def transmit(self, command: bytes) -> tuple[bytes, int, int]:
            told.append(bytes(command))
            answer = answers.pop(0) if answers else b"\x6a\x82"
            return answer[:-2], answer[-2], answer[-1]

    with pytest.raises(CardTrouble):
        DOINGS[what](DeskPin(Reader(Odd(card)), authority=Module()), identity_of(facts, card))
    assert not [command for command in told if command[1] in (0x20, 0x5E, 0x24)]
