"""Capital numerals: what is written is read back as the same number, and the forms the rules name come out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.numerals import LARGEST, capital, capital_money

_DIGITS = {digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")}
_PLACES = {"拾": 10, "佰": 100, "仟": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}


def read(words: str) -> int:
    """The number, read from left to right as a person does."""
    whole = group = digit = 0
    for sign in words:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
        elif sign in _PLACES:
            group, digit = group + digit * _PLACES[sign], 0
        else:
            whole, group, digit = whole + (group + digit) * _GROUPS[sign], 0, 0
    return whole + group + digit


@given(st.integers(0, LARGEST))
def test_what_is_written_reads_as_the_number_and_never_has_two_zeros_together(number: int) -> None:
    said = capital(number)
    assert read(said) == number
    assert "零零" not in said
    assert not said.endswith("零") or number == 0


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "零"), (10, "壹拾"), (15, "壹拾伍"), (1007, "壹仟零柒"), (10010, "壹万零壹拾"), (20000, "贰万")],
)
def test_forms_of_the_rules(number: int, words: str) -> None:
    assert capital(number) == words


@pytest.mark.parametrize(
    ("fen", "words"),
    [(0, "零元整"), (5, "伍分"), (105, "壹元零伍分"), (1050, "壹拾元伍角整"), (140950, "壹仟肆佰零玖元伍角整")],
)
def test_money(fen: int, words: str) -> None:
    assert capital_money(fen) == words


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_nothing_else_is_written(number: int) -> None:
    with pytest.raises(ValueError, match="not written"):
        capital(number)
