"""Two hundred cards of generation 2.0 drawn at random, read through the real service, each field compared."""

import os
import random
import sys
from dataclasses import replace

from counter_app.domain.card import ChipData
from readers.desk_reader import DeskReader
from tests.parts.pcscd import VirtualReader
from tests.readers.cards import HISTORY, Card, Facts, Manner, OnReader, draw, records
from tests.readers.looking import wait_until_empty

CARDS = 200
A_LAYING = 25
T0 = bytes((0x3B, 0x6D, 0x00, 0x00)) + HISTORY
_T1_BODY = bytes((0x8D, 0x01)) + HISTORY


def with_check(body: bytes) -> bytes:
    """An answer to reset with its check byte (ISO/IEC 7816-3, 8.2.5)."""
    check = 0
    for byte in body:
        check ^= byte
    return b"\x3b" + body + bytes((check,))


def wanted(facts: Facts, manner: Manner, atr: bytes, reader: str) -> ChipData:
    """What the program has to say of a card. Of a date that is a year only it says nothing."""
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
    )


def test_each_field_of_two_hundred_cards(virtual_reader: VirtualReader) -> None:
    """All padding, date codings, name splits, answer forms, ways to read, protocols T=0 and T=1."""
    seed = int(os.environ.get("COUNTER_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)
    sys.stdout.write(f"COUNTER_SEED={seed}\n")
    rng = random.Random(seed)
    reader = DeskReader(virtual_reader.name, patience=3.0)
    for laying in range(CARDS // A_LAYING):
        blank = Card({}, atr=with_check(_T1_BODY) if laying % 2 else T0)
        with OnReader(blank, virtual_reader.port) as lying:
            for place in range(A_LAYING):
                facts, manner = draw(rng)
                lying.card = blank.swapped(records(facts, manner), manner)
                said = reader.read()
                expected = wanted(facts, manner, blank.atr, virtual_reader.name)
                assert said == expected, f"COUNTER_SEED={seed}, card {laying * A_LAYING + place}: {manner}"
        wait_until_empty(virtual_reader.name)


def test_generation_one_has_no_second_name_record(virtual_reader: VirtualReader) -> None:
    """Records after the name stand one place earlier: they are found by tag, whatever way the card is read."""
    rng = random.Random(1)
    reader = DeskReader(virtual_reader.name, patience=3.0)
    with OnReader(Card({}), virtual_reader.port) as lying:
        for way in ("all", "all-sfi", "number", "sfi", "tag"):
            facts, manner = draw(rng)
            facts = replace(facts, version="1.00", name="何秀珍")
            manner = replace(manner, reads=(way,), root=False)
            files = records(facts, manner)
            files[6] = [record for record in files[6] if record[0] != 0x4E]
            lying.card = lying.card.swapped(files, manner)
            assert reader.read() == wanted(facts, manner, lying.card.atr, virtual_reader.name)
    wait_until_empty(virtual_reader.name)


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
