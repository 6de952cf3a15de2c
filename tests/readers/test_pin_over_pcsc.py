"""The PIN through the real smart card service and the virtual reader; the card is the tests' own and keeps a log."""

import contextlib
import random
from dataclasses import replace

import pytest

from counter_app.domain import chip_errors, errors
from counter_app.domain.card import CardIdentity, PinState
from readers.desk_pin import DeskPin
from readers.desk_reader import DeskReader
from readers.pin_reader import PinReader
from tests.parts.pcscd import VirtualReader
from tests.parts.processes import wait_until
from tests.readers import cards
from tests.readers.cards import OnReader
from tests.readers.looking import card_seen, wait_until_empty, wait_until_seen
from tests.readers.pin_card import TRIES, PinCard
from tests.readers.pin_desk import Module, identity_of, pin_of
from tests.readers.test_guard import DOINGS

PLAIN = cards.Manner()


def plain(seed: int) -> tuple[CardIdentity, PinCard]:
    facts, _ = cards.draw(random.Random(seed))
    card = PinCard(cards.records(facts, PLAIN), PLAIN)
    return identity_of(facts, card), card


def at(slot: VirtualReader, *, authority: Module | None = None, silent_after: float = 6.0) -> DeskPin:
    return DeskPin(PinReader(slot.name), authority=authority, silent_after=silent_after)


def settle(slot: VirtualReader) -> None:
    """After an exchange that failed the service may overlook a card that comes soon: one is laid on until seen."""
    _, card = plain(99)
    for _ in range(6):
        with OnReader(card, slot.port), contextlib.suppress(AssertionError):
            wait_until(lambda: card_seen(slot.name), seconds=1.5, what="the service to see cards again")
            break
    wait_until_empty(slot.name)


def test_verify_change_reset_and_unblock_reach_the_card(virtual_reader: VirtualReader) -> None:
    holder, card = plain(21)
    pin = at(virtual_reader, authority=Module())
    with OnReader(card, virtual_reader.port):
        wait_until_seen(virtual_reader.name)
        assert pin.state(holder) == PinState(TRIES)
        pin.verify(holder, pin_of("314159"))
        with pytest.raises(chip_errors.PinWrong):
            pin.verify(holder, pin_of("000000"))
        pin.change(holder, pin_of("314159"), pin_of("271828"))
        pin.reset(holder, pin_of("161803"))
        card.left = 0
        assert pin.state(holder) == PinState(0, blocked=True)
        pin.unblock(holder)
        pin.verify(holder, pin_of("161803"))
    wait_until_empty(virtual_reader.name)


def test_a_card_that_was_told_a_pin_is_closed_again_when_it_is_left(virtual_reader: VirtualReader) -> None:
    """Whoever holds it next finds it as after reset, not with the holder's PIN verified; a mere question leaves it."""
    holder, card = plain(31)
    pin = at(virtual_reader)
    with OnReader(card, virtual_reader.port):
        wait_until_seen(virtual_reader.name)
        pin.state(holder)
        assert card.selected()
        pin.verify(holder, pin_of("314159"))
        assert not card.selected()
        assert DeskReader(virtual_reader.name).read().identity == holder
    wait_until_empty(virtual_reader.name)


def test_the_virtual_reader_has_no_key_pad_and_says_so(virtual_reader: VirtualReader) -> None:
    """It refuses the question for features; without a typed PIN nothing reaches the card."""
    holder, card = plain(22)
    pin = at(virtual_reader)
    assert not pin.has_key_pad, "no card is needed to know"
    with OnReader(card, virtual_reader.port):
        wait_until_seen(virtual_reader.name)
        assert not pin.has_key_pad
        with pytest.raises(chip_errors.NoKeyPad):
            pin.verify(holder)
        assert card.touched == []
    wait_until_empty(virtual_reader.name)


@pytest.mark.parametrize("what", DOINGS)
def test_a_second_persons_card_put_on_between_two_steps_is_never_touched(
    virtual_reader: VirtualReader, what: str
) -> None:
    mine, my_card = plain(23)
    _, other = plain(24)
    pin = at(virtual_reader, authority=Module())
    with OnReader(my_card, virtual_reader.port):
        wait_until_seen(virtual_reader.name)
        assert DeskReader(virtual_reader.name).read().identity == mine
        pin.state(mine)
    wait_until_empty(virtual_reader.name)
    with OnReader(other, virtual_reader.port):
        wait_until_seen(virtual_reader.name)
        with pytest.raises(chip_errors.WrongPerson):
            DOINGS[what](pin, mine)
    wait_until_empty(virtual_reader.name)
    assert other.seen, "it was asked who it is"
    assert other.touched == []
    assert other.left == TRIES


def test_a_card_changed_without_the_reader_noticing_is_not_touched(virtual_reader: VirtualReader) -> None:
    """The same answer to reset, another person: as if two cards were swapped faster than the service looks."""
    mine, card = plain(25)
    _, other = plain(26)
    pin = at(virtual_reader)
    with OnReader(card, virtual_reader.port) as lying:
        wait_until_seen(virtual_reader.name)
        pin.state(mine)
        lying.card = other
        with pytest.raises(chip_errors.WrongPerson):
            pin.verify(mine, pin_of("314159"))
    wait_until_empty(virtual_reader.name)
    assert other.touched == []


def test_a_card_silent_after_verify_is_told_and_never_asked_again(virtual_reader: VirtualReader) -> None:
    holder, card = plain(27)
    pin = at(virtual_reader, silent_after=1.0)
    with OnReader(card, virtual_reader.port) as lying:
        wait_until_seen(virtual_reader.name)
        pin.state(holder)
        before, lying.asked = lying.asked, 0
        lying.silent_at = before
        with pytest.raises(chip_errors.PinUnsettled):
            pin.verify(holder, pin_of("000000"))
        with pytest.raises(errors.ReaderSilent):
            pin.verify(holder, pin_of("000000"))
    assert len(card.touched) == 2, "the question before, and the one that the card heard and kept silent about"
    wait_until_empty(virtual_reader.name)
    settle(virtual_reader)
    with OnReader(card, virtual_reader.port):
        wait_until_seen(virtual_reader.name)
        assert pin.state(holder) == PinState(TRIES - 1), "the reader is of use again; the card had counted"
    wait_until_empty(virtual_reader.name)


def test_a_card_pulled_during_verify_is_told_as_unsettled(virtual_reader: VirtualReader) -> None:
    holder, card = plain(28)
    pin = at(virtual_reader)
    with OnReader(card, virtual_reader.port) as lying:
        wait_until_seen(virtual_reader.name)
        pin.state(holder)
        before, lying.asked = lying.asked, 0
        lying.pull_at = before
        with pytest.raises(chip_errors.PinUnsettled):
            pin.verify(holder, pin_of("000000"))
        assert len(card.touched) == 1
    settle(virtual_reader)


def test_a_card_pulled_before_the_pin_was_sent_is_simply_gone(virtual_reader: VirtualReader) -> None:
    holder, card = plain(29)
    pin = at(virtual_reader)
    with OnReader(card, virtual_reader.port) as lying:
        wait_until_seen(virtual_reader.name)
        lying.pull_at = 2
        with pytest.raises((errors.CardTakenAway, errors.ReaderSilent)):
            pin.verify(holder, pin_of("000000"))
        assert card.touched == []
    settle(virtual_reader)


def test_no_card_is_no_card(virtual_reader: VirtualReader) -> None:
    holder, _ = plain(30)
    with pytest.raises(errors.NoCard):
        at(virtual_reader).state(holder)


def test_the_pin_goes_where_the_card_was_read(virtual_reader: VirtualReader) -> None:
    """The first reader by the rule came later and is empty; the card of the visit lies on the other."""
    _, card = plain(33)
    other = VirtualReader("Virtual PCD 00 01", virtual_reader.port + 1)
    with OnReader(card, other.port):
        wait_until_seen(other.name)
        holder = DeskReader(other.name).read().identity
        pin = DeskPin(PinReader(besides="off"))
        assert pin.state(holder) == PinState(TRIES)
        with pytest.raises(errors.NoCard):
            pin.state(replace(holder, reader="a reader that is gone"))
    wait_until_empty(other.name)
