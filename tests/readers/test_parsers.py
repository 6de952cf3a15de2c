"""Whatever a card says, the reading side ends, with a person that passes the checks or with an error of the tree."""

import contextlib
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.card import ChipData
from counter_app.domain.errors import CardTrouble
from counter_app.domain.identity import number_fault
from readers import coding
from readers.apdu import STEPS, Command, exchange, read_record
from readers.ssc import read_chip
from readers.tlv import records as parse
from readers.traits import algorithm_of, historical_bytes, traits_of
from tests.readers import cards, kinds
from tests.readers.line import Line

TODAY = date(2026, 11, 21)


def read(line: Line) -> ChipData | CardTrouble:
    """What came of it: data or an error of the tree; anything else fails the test."""
    try:
        return read_chip(line, today=TODAY)
    except CardTrouble as error:
        return error


@settings(max_examples=400)
@given(st.binary(max_size=300), st.dictionaries(st.integers(0, 255), st.sets(st.integers(0, 255)), max_size=20))
def test_any_bytes_are_records_or_torn(data: bytes, lengths: dict[int, set[int]]) -> None:
    found = parse(data, lengths=lengths)
    assert all(tag not in found.values for tag in found.torn)
    assert all(bytes((tag, len(value))) + value in data for tag, value in found.values.items())


@given(st.lists(st.tuples(st.integers(1, 254), st.binary(max_size=255)), max_size=12, unique_by=lambda r: r[0]))
def test_records_come_back(written: list[tuple[int, bytes]]) -> None:
    """Whatever their lengths, as long as one follows the other."""
    data = b"".join(bytes((tag, len(value))) + value for tag, value in written)
    lengths: dict[int, tuple[int, ...]] = dict.fromkeys((tag for tag, _ in written), ())
    assert dict(parse(data, lengths=lengths).values) == dict(written)


def test_a_record_of_another_tag_is_passed_over() -> None:
    """Later editions may add some: what stands around them is read."""
    data = bytes.fromhex("0A0131 7F03AABBCC 0B0101 7E00 0C03439901")
    found = parse(data, lengths={0x0A: (1,), 0x0B: (1,), 0x0C: (3,)})
    assert (dict(found.values), found.torn) == ({0x0A: b"1", 0x0B: b"\x01", 0x0C: b"\x43\x99\x01"}, frozenset())


def test_a_record_that_stands_there_twice_with_two_values_is_not_believed() -> None:
    """Two numbers of two people in one file: neither. The same record twice is one record."""
    first, other, sex = b"\x08\x03123", b"\x08\x03456", b"\x0a\x011"
    lengths = {0x08: (3,), 0x0A: (1,)}
    assert parse(first + sex + other, lengths=lengths).twice == {0x08}
    assert parse(first + other + sex, lengths=lengths).twice == {0x08}
    for alike in (first, b"\x08\x03\x00\x00\x00", b"\x08\x0312"):  # the last is cut off
        assert parse(first + sex + alike, lengths=lengths).twice == frozenset()


@settings(max_examples=400)
@given(st.binary(max_size=60), st.binary(max_size=30))
def test_values_decode_or_are_unreadable(value: bytes, more: bytes) -> None:
    decoders: tuple[Callable[[bytes], object], ...] = (
        coding.ascii_text,
        coding.bcd_digits,
        coding.day,
        coding.hex_text,
        lambda v: coding.code(v, length=3),
        lambda v: coding.name_of(v, more),
    )
    for decode in decoders:
        with contextlib.suppress(coding.Unreadable):
            decode(value)


@given(st.dates(date(1000, 1, 1)))
def test_days_in_both_codings(day: date) -> None:
    digits = f"{day.year:04d}{day.month:02d}{day.day:02d}"
    assert coding.day(bytes.fromhex(digits)) == day
    assert coding.day(digits.encode("ascii")) == day
    for part in (4, 6):  # a year, a year and month: no day is made up
        for padding in (b"", b"\x00" * (8 - part), b"\xff" * (8 - part), b" " * (8 - part)):
            assert coding.day(digits[:part].encode("ascii") + padding) is None


@pytest.mark.parametrize("blank", [b"\x00" * 4, b"\xff" * 4, b"    ", b"\x00" * 8, b""])
def test_a_day_left_blank(blank: bytes) -> None:
    assert coding.day(blank) is None


def test_nation_twenty_is_not_a_space() -> None:
    assert coding.bcd_digits(b"\x20") == "20"
    assert coding.day(bytes.fromhex("20201220")) == date(2020, 12, 20)


@given(
    st.text(
        st.characters(codec="gb18030", exclude_categories=("Cc", "Cf", "Co", "Cs", "Cn", "Zs", "Zl", "Zp")), min_size=1
    ),
    st.sampled_from((0x00, 0xFF, 0x20)),
    st.booleans(),
)
def test_names_however_split_and_padded(name: str, padding: int, inside: bool) -> None:
    """Every character of GB 18030, cut inside characters or between them."""
    while len(name.encode("gb18030")) > 50:
        name = name[:-1]
    pad = bytes((padding,))
    first, more = cards.cut(name, inside=inside)
    assert coding.name_of(first.ljust(30, pad), more.ljust(20, pad)) == name.strip()


@pytest.mark.parametrize(
    ("code", "character"), [("FE59", "\u9fb4"), ("A6D9", "\ufe10"), ("FE51", "\U00020087"), ("FE9F", "\u4dae")]
)
def test_codes_that_got_their_character_later(code: str, character: str) -> None:
    """Python's table is the older edition: these would come out of a private use area."""
    assert coding.name_of(bytes.fromhex(code).ljust(30, b"\x00")) == character


@pytest.mark.parametrize("said", [b"\x61\x10", b"\x6c\x10", b"ab\x61\x00", b"\x6c\x00"])
def test_an_answer_that_never_ends_is_cut(said: bytes) -> None:
    line = Line(lambda _: said)
    exchange(line, read_record(1, 4))
    assert line.asked <= STEPS
    assert isinstance(read(Line(lambda _: said)), CardTrouble)


@settings(max_examples=400)
@given(st.binary(max_size=40))
def test_any_answer_to_reset_lets_something_be_expected(atr: bytes) -> None:
    """Hints only, whatever stands there, and historical bytes that stand in it."""
    traits_of(atr.hex())
    assert historical_bytes(atr) in atr
    assert len(historical_bytes(atr)) <= 15


@pytest.mark.parametrize("atr", [kinds.T0, kinds.T1, kinds.CONTACTLESS])
def test_historical_bytes_of_contact_and_contactless_cards(atr: bytes) -> None:
    assert historical_bytes(atr) == cards.HISTORY


@settings(max_examples=400)
@given(st.binary(max_size=60), st.sampled_from(("", "1", "2", "3")), st.sampled_from(("", "11D1", "4399")))
def test_any_fci_names_an_algorithm(fci: bytes, generation: str, identifier: str) -> None:
    for said in (fci, b"\x6f\x0e\xa5\x0c\x9f\x0c" + fci, b"\x9f\x0c" + fci):
        assert algorithm_of(said, identifier=identifier, generation=generation) in ("des", "ssf33", "sm4")


def test_both_protocols_on_the_line() -> None:
    """ISO/IEC 7816-3, 12.1: with T=0 a command with data carries no Le."""
    command = Command(0xA4, 0x04, 0x00, b"\x01\x02", 0)
    assert command.encode(t1=False) == bytes.fromhex("00A40400020102")
    assert command.encode(t1=True) == bytes.fromhex("00A4040002010200")
    assert read_record(1, 0x2D).encode(t1=False) == read_record(1, 0x2D).encode(t1=True) == bytes.fromhex("00B2012D00")


def test_extended_lengths_on_the_line() -> None:
    """ISO/IEC 7816-4, 5.1; T=0 does not carry them."""
    command = Command(0xA4, 0x04, 0x00, b"\x01\x02", 0, extended=True)
    assert command.encode(t1=True) == bytes.fromhex("00A40400 000002 0102 0000")
    assert command.encode(t1=False) == bytes.fromhex("00A40400020102")
    assert read_record(1, 0x2D, extended=True).encode(t1=True) == bytes.fromhex("00B2012D 000000")


@settings(max_examples=400)
@given(st.lists(st.binary(min_size=2, max_size=80), min_size=1, max_size=40), st.booleans())
def test_any_answers_in_any_order(answers: list[bytes], t1: bool) -> None:
    """A card that says anything: never another exception, never for ever, never an unchecked number."""
    turn = iter(range(10**9))
    said = read(Line(lambda _: answers[next(turn) % len(answers)], t1=t1))
    if isinstance(said, ChipData):
        assert number_fault(said.social_security_number, today=TODAY) is None


@settings(max_examples=400)
@given(st.integers(0, 10**6), st.lists(st.tuples(st.integers(0, 400), st.integers(1, 255)), min_size=1, max_size=3))
def test_a_good_card_with_bytes_changed(seed: int, changes: list[tuple[int, int]]) -> None:
    """Bits that flip on the way give an error or a person whose number passes its check."""
    facts, manner = cards.draw(random.Random(seed))
    card = cards.Card(cards.records(facts, manner), manner)
    sent = 0

    def answer(command: bytes) -> bytes:
        nonlocal sent
        said = bytearray(card.answer(command))
        for place, flip in changes:
            if sent <= place < sent + len(said):
                said[place - sent] ^= flip
        sent += len(said)
        return bytes(said)

    said = read(Line(answer))
    if isinstance(said, ChipData):
        assert number_fault(said.social_security_number, today=TODAY) is None


@pytest.mark.parametrize("number", ["ZZZ439900000053", "H00000051", "H0000005101", "00000052", "ZZ0000054"])
@pytest.mark.parametrize("padding", [0x00, 0xFF, 0x20])
def test_the_card_of_somebody_with_a_pass_a_passport_or_a_card_of_2017(number: str, padding: int) -> None:
    """A shorter number fills its record to the end with the issuer's padding; the birth date stands beside it."""
    facts, manner = cards.draw(random.Random(7))
    card = cards.Card(cards.records(replace(facts, number=number), replace(manner, padding=padding)), manner)
    said = read(Line(card.answer))
    assert isinstance(said, ChipData)
    assert (said.social_security_number, said.birth_date) == (number, facts.born)


@pytest.mark.parametrize("number", ["43990119580312", "ZZZ43990000005", "H000 00051", "?????", "ABCDEFGH"])
def test_a_number_of_no_paper_on_a_chip_is_nobodys(number: str) -> None:
    facts, manner = cards.draw(random.Random(7))
    card = cards.Card(cards.records(replace(facts, number=number), manner), manner)
    assert isinstance(read(Line(card.answer)), CardTrouble)


@given(st.integers(0, 10**6))
def test_a_full_name_record_with_its_second_part_gone_is_no_name(seed: int) -> None:
    """Half a name must never pass for a name on a card that has the second record."""
    facts, manner = cards.draw(random.Random(seed))
    files = cards.records(facts, manner)
    files[6] = [record for record in files[6] if record[0] != 0x4E]
    said = read(Line(cards.Card(files, manner).answer))
    if isinstance(said, ChipData):
        assert said.name == facts.name
