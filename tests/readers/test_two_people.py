"""A chip that holds two records of one kind which do not say the same names two people, and so nobody."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.errors import CardDamaged, CardTrouble
from readers.ssc import read_chip
from tests.readers.cards import READS, Card, Manner, draw, records
from tests.readers.driver.people import numbered
from tests.readers.kinds import T0, T1
from tests.readers.line import Line
from tests.readers.test_odd_cards import WAYS, Files, facts_of

TODAY = date(2026, 11, 21)
NUMBER, TWIN = numbered("43990119580312204"), numbered("43990119580312208")
OTHERS = {
    0x01: bytes(range(1, 17)),
    0x05: bytes.fromhex("20190102"),
    0x07: b"B00000131",
    0x08: TWIN.encode(),
    0x09: "林雨欣".encode("gbk").ljust(30, b"\x00"),
    0x4E: "林".encode("gbk").ljust(20, b"\x00"),
    0x0A: b"9",
    0x0D: bytes.fromhex("19580313"),
}


def files_of() -> Files:
    """One person's two files, each record filled."""
    facts = replace(facts_of(), number=NUMBER, sex="2", born=date(1958, 3, 12), name="阿依古丽·买买提尔江·卜杜热合曼")
    return records(facts, Manner())


def beside(tag: int, value: bytes, *, at: int | None) -> Files:
    """That person's files with one more record: at a place, or behind all."""
    files = files_of()
    held = files[5 if tag < 0x08 else 6]
    held.insert(len(held) if at is None else at, bytes((tag, len(value))) + value)
    return files


class TellsLast(Card):
    """By tag it gives the last record of several too (ISO/IEC 7816-4, 7.3.3)."""

    def _read(self, p1: int, p2: int, le: int) -> bytes:
        if p2 != 0x01 or self.files is None:
            return super()._read(p1, p2, le)
        return self._give(next((r for r in reversed(self.files[self._file]) if r[0] == p1), b""), le=le)


@pytest.mark.parametrize("t1", [False, True])
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("at", [0, 1, None])
@pytest.mark.parametrize("tag", OTHERS)
def test_two_values_of_one_tag_are_nobodys(tag: int, at: int | None, way: str, t1: bool) -> None:
    """Whatever the tag, wherever the second record stands, however the card is read. By tag a card shows one of them,
    and only what decides is asked for again.
    """
    if way == "tag" and tag not in (0x07, 0x08, 0x09):
        return
    kind = TellsLast if way == "tag" else Card
    line = Line(kind(beside(tag, OTHERS[tag], at=at), Manner(reads=(way,))).answer, t1=t1)
    with pytest.raises(CardDamaged) as raised:
        read_chip(line, today=TODAY, atr=(T1 if t1 else T0).hex())
    told = str(raised.value) + raised.value.message.zh + raised.value.message.en
    assert "两个不同的" in told
    assert not [said for said in (NUMBER, TWIN, "林雨欣", "阿依古丽", "B00000131") if said in told]


@pytest.mark.parametrize("way", WAYS)
def test_a_whole_second_person_behind_the_first_is_seen(way: str) -> None:
    files = files_of()
    other = records(replace(facts_of(), number=TWIN, name="林雨欣", born=date(1958, 3, 12)), Manner())
    files[6] += other[6]
    with pytest.raises(CardDamaged):
        read_chip(Line(TellsLast(files, Manner(reads=(way,))).answer), today=TODAY)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("answers", ["direct", "61", "6C", "6700", "cut"])
def test_the_same_said_twice_and_a_blank_are_no_second_person(way: str, answers: str) -> None:
    for made in (lambda r: r, lambda r: r[:2] + bytes(len(r) - 2), lambda r: r[:2] + b"\xff" * (len(r) - 2)):
        files = files_of()
        for held in files.values():
            held += [made(record) for record in held]  # type: ignore[no-untyped-call]
        kind = TellsLast if answers == "direct" else Card
        line = Line(kind(files, Manner(reads=(way,), answers=answers)).answer)
        assert read_chip(line, today=TODAY).social_security_number == NUMBER


@pytest.mark.parametrize("word", [b"\x69\x82", b"\x69\x85", b"\x6a\x83", b"\x6f\x00", b"\x67\x00", b"\x63\xc0"])
@pytest.mark.parametrize("way", ["number", "sfi", "tag"])
def test_whatever_a_card_says_behind_its_last_record_it_is_read(way: str, word: bytes) -> None:
    """The look behind the end takes nothing from a good card."""

    class Ends(Card):
        def _read(self, p1: int, p2: int, le: int) -> bytes:
            behind = p2 == 0x01 or (p2 & 7 == 4 and p1 > 7)
            return word if behind else super()._read(p1, p2, le)

    line = Line(Ends(files_of(), Manner(reads=(way,))).answer)
    assert read_chip(line, today=TODAY).social_security_number == NUMBER


@given(st.integers(0, 10**6), st.sampled_from((0x07, 0x08, 0x09)), st.integers(0, 7), st.sampled_from(READS))
def test_nobody_is_ever_shown_for_two(seed: int, tag: int, at: int, way: str) -> None:
    """Any card that gives all it has: with a second card number, number or name it is an error of the tree."""
    facts, manner = draw(random.Random(seed))
    manner = replace(manner, reads=(way,), answers="6C", root=False)
    files = records(facts, manner)
    held = files[5 if tag < 0x08 else 6]
    said = next(record[2:] for record in held if record[0] == tag)
    if said != OTHERS[tag]:
        held.insert(at, bytes((tag, len(OTHERS[tag]))) + OTHERS[tag])
        with pytest.raises(CardTrouble):
            read_chip(Line(TellsLast(files, manner).answer), today=TODAY)
