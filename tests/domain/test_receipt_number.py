"""Receipt numbers: a wrong digit is noticed, at the counter and over the telephone."""

import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_10

from counter_app.domain.receipt import receipt_number, receipt_number_checks

PART = st.text(string.digits + string.ascii_uppercase, min_size=1, max_size=8)
NUMBERS = st.builds(receipt_number, PART, PART, st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.integers(1, 99999))


def test_form() -> None:
    number = receipt_number("439901", "01", date(2026, 11, 21), 7)
    assert number.startswith("439901-01-261121-0007-")
    assert receipt_number_checks(number)
    assert receipt_number_checks(f"  {number.lower()}\n")
    assert receipt_number("439901", "01", date(2026, 11, 21), 12345).split("-")[3] == "12345"


@given(NUMBERS)
def test_check_digit_is_iso_7064_mod_11_10(number: str) -> None:
    body, _, digit = number.rpartition("-")
    assert digit == mod_11_10.calc_check_digit("".join(str(int(c, 36)) for c in body.replace("-", "")))
    assert receipt_number_checks(number)


@given(NUMBERS)
def test_every_single_wrong_digit_is_caught(number: str) -> None:
    """Each digit of the number, each other digit in its place."""
    for place, right in enumerate(number):
        for digit in string.digits if right in string.digits else "":
            wrong = number[:place] + digit + number[place + 1 :]
            assert receipt_number_checks(wrong) == (digit == right)


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_no_text_breaks_the_check(typed: str) -> None:
    assert not receipt_number_checks(typed) or typed.strip()[-1:].isdigit()


@pytest.mark.parametrize(
    "number", ["", "-", "439901-01-261121-0007", "439901-01-261121-0007-", "４39901-01-261121-0007-3"]
)
def test_other_forms_do_not_check(number: str) -> None:
    assert not receipt_number_checks(number)
