"""A card whose birth date is not what its own number says (GB 11643) is nobody's: never a wrong person."""

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.card import ChipData
from counter_app.domain.errors import CardDamaged
from readers.driver import answers
from readers.ssc import read_chip
from tests.readers import cards
from tests.readers.driver.people import LIN, numbered
from tests.readers.line import Line
from tests.readers.test_odd_cards import WAYS, Files, facts_of, valued

TODAY = date(2026, 11, 21)
MAN = numbered("43990119580312203")


def read(files: Files, way: str = "all") -> ChipData:
    return read_chip(Line(cards.Card(files, cards.Manner(reads=(way,))).answer), today=TODAY)


def files_of(number: str = MAN) -> Files:
    """A card of that number, birth date and sex left blank."""
    files = cards.records(facts_of(), cards.Manner())
    return valued(valued(valued(files, 0x08, number.encode()), 0x0D, bytes(4)), 0x0A, b"\x00")


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("tag", "value", "words"),
    [
        (0x0D, bytes.fromhex("19580313"), "出生日期"),
        (0x0D, b"19590312", "出生日期"),
    ],
)
def test_the_two_facts_that_contradict_each_other_are_named(tag: int, value: bytes, words: str, way: str) -> None:
    with pytest.raises(CardDamaged) as raised:
        read(valued(files_of(), tag, value), way)
    trouble = raised.value
    assert trouble.code == "CardDamaged"
    assert words in trouble.message.zh
    assert "社会保障号码" in trouble.message.zh
    assert ("身份证" in trouble.what_next.zh, "换卡" in trouble.what_next.zh) == (True, True)
    told = str(trouble) + trouble.message.zh + trouble.message.en
    assert not [secret for secret in (MAN, "1958", "1959", "何秀珍") if secret in told]


@pytest.mark.parametrize(
    ("tag", "value"),
    [(0x0D, bytes.fromhex("19580312")), (0x0D, b"1958"), (0x0D, bytes.fromhex("19580231")), (0x0D, b"\xff" * 4)]
    + [(0x0A, sex) for sex in (b"1", b"\x01", b"2", b"9", b"\x09", b"0", b" ", b"x")],
)
def test_what_is_true_blank_or_unreadable_contradicts_nothing(tag: int, value: bytes) -> None:
    assert read(valued(files_of(), tag, value)).social_security_number == MAN


@pytest.mark.parametrize("body", ["81000019920304002", "83000019920304002"])
def test_the_number_of_a_residence_permit_says_the_birth_date(body: str) -> None:
    files = files_of(numbered(body))
    assert read(files).social_security_number == numbered(body)
    with pytest.raises(CardDamaged):
        read(valued(files, 0x0D, bytes.fromhex("19920305")))


def test_a_foreigners_number_says_the_birth_date_and_is_not_asked_for_the_sex() -> None:
    files = files_of(numbered("91143919880506001"))
    for sex in ("1", "2"):
        assert read(valued(files, 0x0A, sex.encode())).sex == sex
    with pytest.raises(CardDamaged):
        read(valued(files, 0x0D, bytes.fromhex("19880507")))


@given(st.integers(0, 10**6), st.dates(date(1900, 1, 1), TODAY), st.sampled_from("0129"))
def test_nobody_is_ever_shown_with_facts_that_are_not_of_the_number(seed: int, born: date, sex: str) -> None:
    facts, manner = cards.draw(random.Random(seed))
    files = cards.records(facts, manner)
    files = valued(valued(files, 0x0D, f"{born:%Y%m%d}".encode()), 0x0A, sex.encode())
    try:
        said = read_chip(Line(cards.Card(files, manner).answer), today=TODAY)
    except CardDamaged:
        return
    number = said.social_security_number
    assert f"{said.birth_date:%Y%m%d}" == number[6:14]
    assert said.sex == sex


@pytest.mark.parametrize(("true", "false"), [("|19580312|", "|19580313|")])
def test_the_makers_driver_is_believed_no_more_than_the_card(true: str, false: str) -> None:
    basics = answers.basics(LIN.basics.encode("gb18030"), today=TODAY)
    for holder, good in ((LIN.holder, True), (LIN.holder.replace(true, false), False)):
        more = answers.holder(holder.encode("gb18030"), of=basics)
        assert more is not None
        if good:
            assert answers.chip_data(basics, more, reader="x").name == "林晓岚"
        else:
            with pytest.raises(CardDamaged):
                answers.chip_data(basics, more, reader="x")
