"""Two hundred cards of each generation drawn at random, read through the real service, each field compared."""

import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from counter_app.domain.card import ChipData
from counter_app.domain.moments import today_in_china
from readers import pcsc
from readers.apdu import Command, exchange
from readers.authentication import AskingCard
from readers.desk_reader import DeskReader
from readers.ssc import read_chip
from tests.parts.pcscd import VirtualReader
from tests.parts.processes import wait_until
from tests.readers.cards import Card, Facts, Manner, OnReader, draw, records
from tests.readers.kinds import CONTACTLESS, RANDOM, T0, T1, draw_guarded, draw_old
from tests.readers.looking import wait_until_empty

CARDS = 200
A_LAYING = 25
ATRS = (T0, T1, CONTACTLESS)


def wanted(facts: Facts, manner: Manner, atr: bytes, reader: str, *, by: str = "") -> ChipData:
    """What the program has to say of a card. Of a date that is a year only it says nothing. `by`: the way by which it
    was authenticated.
    """
    years_only = manner.dates == "year"
    return ChipData(
        social_security_number=facts.number,
        name=facts.name,
        sex=facts.sex,
        nation=facts.nation,
        birthplace=facts.birthplace,
        birth_date=facts.born,
        card_number=facts.card_number,
        card_identifier=facts.identifier,
        card_class=facts.card_class,
        spec_version=facts.version,
        issuing_agency=facts.agency,
        issued_on=None if years_only else facts.issued,
        expires_on=None if years_only else facts.expires,
        atr=atr.hex().upper(),
        reader=reader,
        authenticated_by=by,
    )


@pytest.fixture
def rng() -> random.Random:
    """Another draw each time; COUNTER_SEED repeats one."""
    seed = int(os.environ.get("COUNTER_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)
    sys.stdout.write(f"COUNTER_SEED={seed}\n")
    return random.Random(seed)


def layings(reader: VirtualReader) -> Iterator[tuple[OnReader, int]]:
    """A card on the reader and its place, two hundred times; each contact and contactless answer to reset in turn."""
    for laying in range(CARDS // A_LAYING):
        with OnReader(Card({}, atr=ATRS[laying % len(ATRS)]), reader.port) as lying:
            for place in range(A_LAYING):
                yield lying, laying * A_LAYING + place
        wait_until_empty(reader.name)


def test_each_field_of_two_hundred_cards(virtual_reader: VirtualReader, rng: random.Random) -> None:
    """All padding, date codings, name splits, answer forms, ways to read, protocols T=0 and T=1."""
    reader = DeskReader(virtual_reader.name, patience=3.0)
    for lying, place in layings(virtual_reader):
        facts, manner = draw(rng)
        lying.card = Card(records(facts, manner), manner, atr=lying.card.atr)
        expected = wanted(facts, manner, lying.card.atr, virtual_reader.name)
        assert reader.read() == expected, f"card {place}: {manner}"


def test_each_field_of_two_hundred_cards_of_generation_one(virtual_reader: VirtualReader, rng: random.Random) -> None:
    """One record for the name, those behind it one place earlier, whatever way the card is read."""
    reader = DeskReader(virtual_reader.name, patience=3.0)
    for lying, place in layings(virtual_reader):
        facts, manner, files = draw_old(rng)
        lying.card = Card(files, manner, atr=lying.card.atr)
        expected = wanted(facts, manner, lying.card.atr, virtual_reader.name)
        assert reader.read() == expected, f"card {place}: {manner}"


def test_each_field_of_two_hundred_cards_of_generation_three(virtual_reader: VirtualReader, rng: random.Random) -> None:
    """Each keeps something until it is authenticated, which is done once, with what the card is asked for by."""
    for lying, place in layings(virtual_reader):
        facts, manner, card, algorithm = draw_guarded(rng, lying.card.atr)
        lying.card = card
        asked: list[AskingCard] = []
        with pcsc.service() as service, opened(service, virtual_reader.name) as line:
            said = read_chip(
                line,
                today=today_in_china(),
                atr=line.atr(),
                reader=virtual_reader.name,
                authenticate=lambda asking, asked=asked: open_with_anything(asking, asked),  # type: ignore[misc]
            )
        assert said == wanted(facts, manner, card.atr, virtual_reader.name, by="test"), f"card {place}: {card}"
        (seen,) = asked
        assert (seen.atr, seen.algorithm) == (card.atr.hex().upper(), algorithm), f"card {place}: {card}"
        assert seen.identifier == ("" if card.guard == "both" else facts.identifier)


def open_with_anything(card: AskingCard, asked: list[AskingCard]) -> str:
    """Authenticate a test's card, which takes any cryptogram after it gave a challenge."""
    asked.append(card)
    assert exchange(card.channel, Command(0x84, le=8)).data == RANDOM
    assert exchange(card.channel, Command(0x82, 0x00, 0x0A, bytes(16))).sw == 0x9000
    return "test"


@contextmanager
def opened(service: pcsc.Service, reader: str) -> Iterator[pcsc.CardLine]:
    """The card on the reader as soon as the service has noticed it."""
    wait_until(lambda: service.look(reader).card, what="the service to notice the card")
    with service.card(reader) as line:
        yield line


def test_three_commands_are_enough(virtual_reader: VirtualReader) -> None:
    """A card that gives all records at once, directly, is asked three times: SELECT and one READ RECORD a file."""
    rng = random.Random(2)
    facts, manner = draw(rng)
    manner = replace(manner, answers="direct", reads=("all", "all-sfi"), root=False)
    reader = DeskReader(virtual_reader.name, patience=3.0)
    with OnReader(Card(records(facts, manner), manner), virtual_reader.port) as lying:
        reader.read()
        assert lying.asked == 3
    wait_until_empty(virtual_reader.name)
