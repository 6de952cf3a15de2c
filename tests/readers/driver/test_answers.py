"""What a driver answers may be anything: never an unexpected exception, never somebody who is not there."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.card import ChipData
from counter_app.domain.errors import CardDamaged, CardTakenAway
from counter_app.domain.identity import number_fault
from readers.driver import answers
from tests.readers.driver.people import LIN, ZHOU

TODAY = date(2026, 11, 21)
GOOD = LIN.basics.encode("gb18030")
anything = st.binary(max_size=600)


@st.composite
def _spoilt(draw: st.DrawFn, good: bytes) -> bytes:
    """A good answer with a piece cut out, put in, or changed."""
    at, length = draw(st.integers(0, len(good))), draw(st.integers(0, 8))
    return good[:at] + draw(st.binary(max_size=8)) + good[at + length :]


@pytest.mark.parametrize("number", ["ZZZ439900000053", "H00000051", "00000052", "ZZ0000054"])
def test_basics_of_somebody_with_another_paper(number: str) -> None:
    told = replace(LIN, number=number).basics.encode("gb18030")
    assert answers.basics(told, today=TODAY).number == number


@given(out=st.one_of(anything, _spoilt(GOOD)))
def test_basics_are_good_or_damaged(out: bytes) -> None:
    try:
        read = answers.basics(out, today=TODAY)
    except CardDamaged:
        return
    assert number_fault(read.number, today=TODAY) is None
    assert read.name
    assert len(read.identifier) == 32
    read.card_info.decode("ascii")


@given(out=_spoilt(GOOD))
def test_a_spoilt_answer_is_never_somebody_elses_number(out: bytes) -> None:
    """The number has a check character: one or a few changed bytes make no other one, but by the chance of 1 in 11."""
    try:
        read = answers.basics(out, today=TODAY)
    except CardDamaged:
        return
    if read.number != LIN.number:
        assert read.number.encode("ascii") in out.upper()


@given(out=st.one_of(anything, _spoilt(LIN.holder.encode("gb18030")), _spoilt(ZHOU.holder.encode("gb18030"))))
def test_the_holders_file_adds_or_is_left_out_and_is_never_another_persons(out: bytes) -> None:
    basics = answers.basics(GOOD, today=TODAY)
    try:
        more = answers.holder(out, of=basics)
    except CardTakenAway:
        return
    try:
        chip = answers.chip_data(basics, more, reader="x")
    except CardDamaged:  # birth date or sex of somebody else
        return
    assert isinstance(chip, ChipData)
    assert chip.social_security_number == LIN.number
    assert chip.name.startswith(LIN.name)


@given(out=st.one_of(anything, _spoilt(b"439901|008C00|03|" + LIN.identifier.encode() + b"|||0123456789ABCDEF|||")))
def test_a_step_is_one_or_none(out: bytes) -> None:
    try:
        step = answers.basics_step(out)
    except CardDamaged:
        return
    assert len(bytes.fromhex(step.random)) == 8
    assert len(bytes.fromhex(step.history)) == 8
    bytes.fromhex(step.identifier)


@given(out=st.one_of(anything, _spoilt(b"01|0B|0123456789ABCDEF|805E000007|135790|")))
def test_a_step_of_the_pin_is_one_or_none(out: bytes) -> None:
    try:
        step = answers.step(out)
    except CardDamaged:
        return
    for value in (step.key, step.random, step.header):
        bytes.fromhex(value)
    assert not step.digits or step.digits.isdigit()
    assert "135790" not in repr(step)


@given(out=anything)
def test_whether_it_says_nobody_can_be_asked_of_anything(out: bytes) -> None:
    assert answers.says_nobody(out) in (True, False)


@pytest.mark.parametrize(
    ("history", "atr", "same"),
    [
        (LIN.history, f"3B6D0000{LIN.history}", True),
        (LIN.history.lower(), f"3B6D0000{LIN.history}", True),
        (LIN.history, "", True),
        ("", "3B00", True),
        (f"3B6D0000{LIN.history}", LIN.history, True),
        (LIN.history, "3B6D000000814E43990011223344990055", False),
    ],
)
def test_historical_bytes_are_compared_with_a_whole_answer_to_reset(history: str, atr: str, same: bool) -> None:
    assert answers.same_answer_to_reset(history, atr) is same


def test_a_full_name_of_a_card_of_1_0_is_a_whole_one() -> None:
    """1.0 has no second part of the name."""
    name = "阿依古丽尔江卜杜热合曼玉素甫克"
    made = answers.basics(replace(LIN, name=name, version="1.00").basics.encode("gb18030"), today=TODAY)
    assert answers.chip_data(made, None, reader="x").name == name
