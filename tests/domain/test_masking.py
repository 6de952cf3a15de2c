"""Whole numbers in running text are masked, however they are grouped; numbers of receipts are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.masking import without_whole_numbers
from counter_app.domain.receipt import receipt_number
from tests.contracts.samples import NOON, card_of, number_of

NUMBER = number_of(7)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (NUMBER, "*" * 16 + NUMBER[-2:]),
        (f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}", "*" * 16 + NUMBER[-2:]),
        (NUMBER[:17], "*" * 15 + NUMBER[15:17]),
        ("43990119580312204x", "*" * 16 + "4x"),
        (card_of(3), "*" * 7 + card_of(3)[-2:]),
        ("E12345678", "*******78"),
        ("电话 138 0000 2046。", "电话 *********46。"),
        ("0317", "0317"),
        ("", ""),
    ],
)
def test_a_whole_number_is_masked(text: str, masked: str) -> None:
    assert without_whole_numbers(text) == masked


@given(st.integers(1, 9999))
def test_the_number_of_a_receipt_is_nobodys(serial: int) -> None:
    number = receipt_number("439901", "01", NOON.date(), serial)
    assert without_whole_numbers(number) == number


@given(st.text(alphabet="0123456789Xx AB张", max_size=60))
def test_masked_text_stays_as_it_is(text: str) -> None:
    """Masking twice changes nothing: the guard of the clipboard comes to an end."""
    once = without_whole_numbers(text)
    assert without_whole_numbers(once) == once
