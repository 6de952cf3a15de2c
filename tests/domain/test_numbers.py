"""Numbers of people and cards against published samples and two independent libraries."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from id_validator import validator
from stdnum.cn import ric
from stdnum.iso7064 import mod_11_2

from counter_app.domain import numbers as n
from counter_app.domain.numbers import NumberFault

TODAY = date(2026, 11, 21)
DIGITS = st.text("0123456789", min_size=17, max_size=17)
ANYTHING = st.text(st.characters(codec="utf-8"), max_size=40)
DAYS = st.dates(n.EARLIEST_BIRTH, TODAY)
MADE_UP_COUNTIES = st.sampled_from([f"4399{county:02d}" for county in range(1, 30)])


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    """Valid numbers of nobody: county code 4399xx does not exist."""
    first = draw(MADE_UP_COUNTIES) + f"{draw(DAYS):%Y%m%d}" + f"{draw(st.integers(0, 999)):03d}"
    return first + n.identity_check_digit(first)


@given(DIGITS)
def test_check_digit_is_iso_7064_mod_11_2(first17: str) -> None:
    assert n.identity_check_digit(first17) == mod_11_2.calc_check_digit(first17)


@given(identity_numbers())
def test_made_up_people_have_valid_numbers(number: str) -> None:
    assert n.identity_fault(number, today=TODAY) is None


@pytest.mark.parametrize(
    "number",
    [
        "11010519491231002X",  # the standard's own sample
        "810000199408230021",  # residence permit, Hong Kong
        "830000199201300022",  # residence permit, Taiwan, born before 1997
        "911124198108030024",  # permanent residence of a foreigner, form of 2023
    ],
)
def test_published_samples(number: str) -> None:
    assert n.identity_fault(number, today=TODAY) is None


@given(identity_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_every_single_wrong_character_is_caught(number: str, place: int, other: str) -> None:
    wrong = number[:place] + other + number[place + 1 :]
    assert wrong == number or n.identity_fault(wrong, today=TODAY) is not None


@given(identity_numbers(), st.integers(0, 16))
def test_every_swap_of_neighbours_is_caught(number: str, place: int) -> None:
    wrong = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert wrong == number or n.identity_fault(wrong, today=TODAY) is not None


@given(st.sampled_from(["110105", "440106", "430102", "650102", "310101"]), DAYS, st.integers(0, 999))
def test_whatever_stdnum_accepts_we_accept(county: str, born: date, sequence: int) -> None:
    """stdnum knows fewer regions, so only its yes counts."""
    first = f"{county}{born:%Y%m%d}{sequence:03d}"
    number = first + n.identity_check_digit(first)
    assert n.identity_fault(number, today=TODAY) is None or not ric.is_valid(number)


def test_whatever_id_validator_makes_we_accept() -> None:
    for _ in range(200):
        number = validator.fake_id()
        assert n.identity_fault(number, today=TODAY) is None, number


@given(identity_numbers())
def test_date_and_sex_are_those_written_in_it(number: str) -> None:
    """Against stdnum's reading of the same characters."""
    assert n.birth_date_of(number) == ric.get_birth_date(number)
    assert n.sex_of(number) == ("1" if int(number[-2]) % 2 else "2")


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("", NumberFault.LENGTH),
        ("43990119900101001", NumberFault.LENGTH),
        ("439901900101001", NumberFault.LENGTH),  # fifteen digits: out of use since 2013
        ("43990119900101001x", NumberFault.CHARACTERS),
        ("４39901199001010012", NumberFault.CHARACTERS),
        ("43990X199001010012", NumberFault.CHARACTERS),
        ("099901199001010012", NumberFault.REGION),
        ("169901199001010012", NumberFault.REGION),
        ("439901199002300012", NumberFault.DATE),
        ("439901199013010012", NumberFault.DATE),
        ("439901187912310012", NumberFault.DATE),
        ("439901202611220012", NumberFault.DATE),
    ],
)
def test_faults_are_named(number: str, fault: NumberFault) -> None:
    assert n.identity_fault(number, today=TODAY) is fault


def test_wrong_check_digit_is_named() -> None:
    first = "43990119900101001"
    wrong = next(c for c in "0123456789X" if c != n.identity_check_digit(first))
    assert n.identity_fault(first + wrong, today=TODAY) is NumberFault.CHECK


def test_born_today_is_fine_tomorrow_is_not() -> None:
    for day, fault in (("20261121", None), ("20261122", NumberFault.DATE)):
        first = f"439901{day}001"
        assert n.identity_fault(first + n.identity_check_digit(first), today=TODAY) is fault


@given(ANYTHING)
def test_no_text_breaks_the_checks(typed: str) -> None:
    """Whatever is typed or scanned gets an answer, never an exception."""
    tidied = n.tidy(typed)
    assert n.tidy(tidied) == tidied
    assert n.identity_fault(tidied, today=TODAY) is not None or len(tidied) == 18
    n.mobile_fault(tidied)
    n.card_number_checks(tidied)
    n.birth_date_of(typed)


@pytest.mark.parametrize("number", ["110105 99012310021", "1101051_9012310021", "110105１９90123100", "110105"])
def test_a_date_is_eight_plain_digits(number: str) -> None:
    assert n.birth_date_of(number) is None


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        (" 1101 0519 4912 3100 2x ", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２ｘ", "11010519491231002X"),
        ("b0000-0019", "B00000019"),
        ("138\u30001234\u20115678", "13812345678"),
    ],
)
def test_tidying(typed: str, number: str) -> None:
    assert n.tidy(typed) == number


@pytest.mark.parametrize("number", ["B00000019", "B00000131", "X00000019", "548426015"])
def test_card_numbers_seen_in_the_field_check(number: str) -> None:
    """GB 11714 samples."""
    assert n.card_number_checks(number)
    assert n.card_check_character(number[:8]) == number[8]


@given(st.sampled_from(["B00000019", "X00000019", "548426015"]), st.integers(1, 8), st.sampled_from(string.digits))
def test_a_wrong_digit_of_a_card_number_is_noticed(number: str, place: int, digit: str) -> None:
    wrong = number[:place] + digit + number[place + 1 :]
    assert n.card_number_checks(wrong) == (wrong == number)


@given(st.text(string.digits + string.ascii_uppercase, min_size=8, max_size=8))
def test_every_card_number_has_exactly_one_check_character(body: str) -> None:
    right = [c for c in "0123456789X" if n.card_number_checks(body + c)]
    assert right == [n.card_check_character(body)]


@pytest.mark.parametrize("number", ["", "B0000001", "B000000190", "b00000019", "Ｂ00000019", "B0000001-", "٣00000019"])
def test_other_shapes_are_no_card_numbers(number: str) -> None:
    assert not n.looks_like_card_number(number)
    assert not n.card_number_checks(number)


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("13812342046", None),
        ("19912342046", None),
        ("1381234204", NumberFault.LENGTH),
        ("138123420466", NumberFault.LENGTH),
        ("12812342046", NumberFault.REGION),
        ("1381234204X", NumberFault.CHARACTERS),
        ("１3812342046", NumberFault.CHARACTERS),
        ("", NumberFault.CHARACTERS),
    ],
)
def test_mobile_numbers(number: str, fault: NumberFault | None) -> None:
    assert n.mobile_fault(number) is fault


def test_masks_look_as_drawn() -> None:
    assert n.mask_identity("430102199001012043") == "430102 ******** 2043"
    assert n.mask_identity("ZZZ439900000053") == "ZZZ ********** 53"
    assert n.mask_identity("H00000051") == "*******51"
    assert n.mask_identity("00000052") == "******52"
    assert n.mask_card("B00000019") == "B0000 **19"
    assert n.mask_mobile("13812342046") == "138 **** 2046"
    assert n.mask_tail("E12345678") == "*******78"


@given(st.text(string.digits + string.ascii_uppercase, max_size=24))
def test_masks_never_show_a_whole_number(number: str) -> None:
    """At least a third of a longer number stays hidden, nothing that is shown stands in the wrong place."""
    for mask, hidden in ((n.mask_identity, len(number) // 3), (n.mask_mobile, len(number) // 3), (n.mask_tail, 1)):
        masked = mask(number).replace(" ", "")
        assert len(masked) == len(number)
        assert masked.count("*") >= (hidden if number else 0)
        assert all(shown in ("*", real) for shown, real in zip(masked, number, strict=True))
    if len(number) == 9:
        assert n.mask_card(number).count("*") == 2
