"""How many commands each kind of card is asked: as few as it allows, never more than is stated, whatever it says."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.card import ChipData
from counter_app.domain.errors import CardTrouble
from readers import applications, ssc
from readers.apdu import Command, exchange
from readers.authentication import AskingCard
from readers.ssc import read_chip
from tests.readers.cards import HISTORY, READS, Card, Facts, Manner, draw, records
from tests.readers.kinds import CONTACTLESS, T0, T1, Modern, draw_old, fci_of
from tests.readers.line import Line

TODAY = date(2026, 11, 21)


def facts_of(version: str) -> Facts:
    """One made-up person's card of a generation."""
    facts, _ = draw(random.Random(7))
    return replace(facts, name="何秀珍", version=version)


def card_of(version: str, manner: Manner, **more: object) -> Modern:
    """That card, all its records there."""
    files = records(facts_of(version), manner)
    if version.startswith("1"):
        files[6] = [record for record in files[6] if record[0] != 0x4E]
    return Modern(files, manner, **more)  # type: ignore[arg-type]


def by_anything(card: AskingCard) -> str:
    """Two commands of authentication, which a test's card takes."""
    exchange(card.channel, Command(0x84, le=8))
    exchange(card.channel, Command(0x82, 0x00, 0x0A, bytes(16)))
    return "test"


def asked(card: Card, *, t1: bool, atr: bytes = T0) -> int:
    """How many commands a whole read takes, those of authentication among them."""
    line = Line(card.answer, t1=t1)
    said = read_chip(line, today=TODAY, atr=atr.hex(), authenticate=by_anything)
    assert said.name == "何秀珍"
    return line.asked


ALL, ONE = Manner(reads=("all-sfi",)), Manner(reads=("number",))


@pytest.mark.parametrize(
    ("what", "t1", "card", "exactly"),
    [
        ("2.0, T=1: SELECT and one READ RECORD a file", True, card_of("2.00", ALL), 3),
        ("2.0, T=0, which gives what it has", False, card_of("2.00", ALL), 3),
        ("2.0, T=0, asked for the usual length at once", False, card_of("2.00", replace(ALL, answers="6C")), 3),
        ("2.0, T=0, only the right length will do", False, card_of("2.00", replace(ALL, answers="6700")), 3),
        ("2.0, T=0, no more than was asked for", False, card_of("2.00", replace(ALL, answers="cut")), 3),
        ("2.0, T=0, GET RESPONSE for the records alone", False, card_of("2.00", replace(ALL, answers="61")), 5),
        ("2.0, T=1 with 61xx", True, card_of("2.00", replace(ALL, answers="61")), 5),
        ("2.0, T=1 with 6Cxx", True, card_of("2.00", replace(ALL, answers="6C")), 5),
        ("2.0, dates of eight characters", False, card_of("2.00", replace(ALL, answers="6C", dates="ascii")), 5),
        ("1.0, T=0: no second name record is asked for", False, card_of("1.00", replace(ALL, answers="6C")), 3),
        ("1.0, T=0, only the right length will do", False, card_of("1.00", replace(ALL, answers="6700")), 3),
        ("1.0, T=1", True, card_of("1.00", ALL), 3),
        ("3.0, which keeps EF06", True, card_of("3.00", ALL, guard="EF06", fci=fci_of("sm4", "direct")), 6),
        ("3.0, which keeps both", True, card_of("3.00", ALL, guard="both", fci=fci_of("sm4", "direct")), 6),
        ("3.0, which shows blanks", True, card_of("3.00", ALL, guard="blank", fci=fci_of("sm4", "direct")), 6),
        ("3.0, which says 6985", True, card_of("3.00", ALL, guard="6985", fci=fci_of("sm4", "direct")), 9),
        ("3.0, all blank", True, card_of("3.00", ALL, guard="all-blank", fci=fci_of("sm4", "direct")), 7),
        (
            "3.0, T=0: its FCI is fetched when needed",
            False,
            card_of("3.00", replace(ALL, answers="61"), guard="EF06"),
            10,
        ),
        ("SELECT without Le only", True, card_of("2.00", ALL, lengths="none"), 4),
        ("extended lengths only", True, card_of("2.00", ALL, lengths="extended"), 7),
        ("extended lengths only, by number", True, card_of("2.00", ONE, lengths="extended"), 30),
        ("SELECT with Le only", True, card_of("2.00", ONE, lengths="le"), 22),
        ("a word about each file, left on the card", False, card_of("2.00", ONE, tells=True), 21),
    ],
)
def test_each_kind_of_card_is_asked_so_often(what: str, t1: bool, card: Modern, exactly: int) -> None:
    """What works for one file is done for the next, and nothing is asked for that is not needed."""
    assert asked(card, t1=t1) == exactly, what


@pytest.mark.parametrize("t1", [False, True])
@pytest.mark.parametrize(
    ("capability", "reads", "most"),
    [
        (0x84, ("all-sfi", "all", "number", "sfi", "tag"), 3),
        (0x03, ("all", "number", "tag"), 5),  # no short identifiers: each file is selected, and read at once
        (0x01, ("tag",), 18),  # by tag only; it does not know the last one of a tag
    ],
)
def test_what_the_answer_to_reset_says_is_tried_first(
    t1: bool, capability: int, reads: tuple[str, ...], most: int
) -> None:
    """The card capabilities in the historical bytes: nothing is tried that the card says it does not know."""
    manner = Manner(reads=reads)
    history = bytes((0x73, capability, 0x00, 0x00))
    for said in (b"\x80" + history, b"\x00" + history + b"\x00\x90\x00"):
        assert asked(card_of("2.00", manner), t1=t1, atr=bytes((0x3B, len(said))) + said) == most
    if capability != 0x84:
        assert asked(card_of("2.00", manner), t1=t1, atr=T0) > most, "the hint has saved nothing"


# --- never more than stated -----------------------------------------------------------------------------------------


def counted(answer: Callable[[bytes], bytes], *, t1: bool) -> tuple[int, ChipData | CardTrouble]:
    line = Line(answer, t1=t1)
    try:
        return line.asked, read_chip(line, today=TODAY, atr=T1.hex())
    except CardTrouble as error:
        return line.asked, error


def test_the_limit_is_as_stated() -> None:
    """Both stand in the docs."""
    assert (ssc.MOST_COMMANDS, applications.MOST_COMMANDS) == (120, 40)


@settings(max_examples=300)
@given(st.integers(0, 10**6), st.sampled_from((1, 2)), st.booleans())
def test_a_card_that_can_be_read_needs_far_fewer(seed: int, generation: int, t1: bool) -> None:
    """Whatever ways and answer forms it has, a good card never comes near the limit."""
    rng = random.Random(seed)
    if generation == 1:
        _, manner, files = draw_old(rng)
    else:
        facts, manner = draw(rng)
        files = records(facts, manner)
    line = Line(Card(files, manner).answer, t1=t1)
    assert read_chip(line, today=TODAY, atr=CONTACTLESS.hex() if t1 else T0.hex()).name
    assert line.asked <= 46, f"{manner}"


@pytest.mark.parametrize("t1", [False, True])
@pytest.mark.parametrize("high", range(0x60, 0xA0))
def test_a_card_that_always_says_the_same_ends(high: int, t1: bool) -> None:
    """Every first byte of a status word, with and without data."""
    for low in (0x00, 0x01, 0x10, 0x80, 0x82, 0x85, 0xC3, 0xFF):
        for data in (b"", b"\x08\x12" + b"4" * 18):
            line = Line(lambda _, said=data + bytes((high, low)): said, t1=t1)  # type: ignore[misc]
            with pytest.raises(CardTrouble):
                read_chip(line, today=TODAY)
            assert line.asked <= ssc.MOST_COMMANDS, f"{high:02X}{low:02X}"


@settings(max_examples=400)
@given(st.lists(st.binary(min_size=2, max_size=120), min_size=1, max_size=60), st.booleans())
def test_no_card_is_asked_more_often(answers: list[bytes], t1: bool) -> None:
    """Any answers, after a selection that went well, authentication among them."""
    turn = iter(range(10**9))

    def answer(apdu: bytes) -> bytes:
        said = answers[next(turn) % len(answers)]
        return b"\x90\x00" if apdu[1] == 0xA4 else said

    line = Line(answer, t1=t1)
    try:
        read_chip(line, today=TODAY, authenticate=lambda _: "test")
    except CardTrouble:
        assert line.asked <= ssc.MOST_COMMANDS
    assert line.asked <= ssc.MOST_COMMANDS


def test_the_longest_way_of_all_ends() -> None:
    """A card that answers each command with another one to ask ends at the limit, with the last word it said."""
    line = Line(lambda apdu: b"\x90\x00" if apdu[1] == 0xA4 else b"\x61\x10")
    with pytest.raises(CardTrouble) as raised:
        read_chip(line, today=TODAY)
    assert (line.asked, raised.value.code, raised.value.facts) == (ssc.MOST_COMMANDS, "CardSaid", {"sw": "6110"})


def test_the_ways_here_are_all_there_are() -> None:
    assert set(READS) == {"all", "all-sfi", "number", "sfi", "tag"}
    assert len(HISTORY) == 13
