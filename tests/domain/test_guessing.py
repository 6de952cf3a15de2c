"""A password that others would guess is refused: usual and breached ones, words of this office, dates, rows of keys."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from counter_app.domain.guessing import OF_THE_OFFICE, OF_THE_PLACE, easily_guessed
from counter_app.domain.password import LONGEST, SHORTEST, Password, weakness
from tests.parts.under_passphrase import WORDS

SIGN_IN = (Path(__file__).resolve().parents[2] / "docs" / "sign-in.md").read_text(encoding="utf-8")
BREACHED = [one for one in FREQUENCY_LISTS["passwords"] if len(one) >= SHORTEST]


def test_no_breached_password_of_the_librarys_list_will_do() -> None:
    assert len(FREQUENCY_LISTS["passwords"]) >= 30_000
    assert len(BREACHED) > 50
    for one in BREACHED:
        assert weakness(Password(one)) is not None, one


@pytest.mark.parametrize(
    "beside", ["{}1234", "{}123456", "{}2026", "{}-2026", "{}!!!!", "2026{}", "{}20261122", "1{}1"]
)
@pytest.mark.parametrize("usual", ["password", "qwertyuiop", "iloveyou", "woaini1314520", "P@ssw0rd", "drowssap"])
def test_nor_will_one_with_a_number_or_signs_beside_it(usual: str, beside: str) -> None:
    for words in (beside.format(usual), beside.format(usual.upper())):
        assert len(words) < SHORTEST or easily_guessed(words), words


@pytest.mark.parametrize("word", OF_THE_OFFICE + OF_THE_PLACE)
def test_a_word_of_this_office_with_a_year_or_a_count_is_guessed(word: str) -> None:
    for words in (f"{word}-2026", f"{word}@123456", f"{word.upper()}20261122", f"{word}{word}1"):
        assert easily_guessed(words), words


@pytest.mark.parametrize(
    "words",
    [
        "1qaz2wsx3edc",
        "zaq12wsxcde3",
        "abc123abc123",
        "abcdefgh1234",
        "19491001-1949",
        "2026-11-22-26",
        "ｐａｓｓｗｏｒｄ１２３４",
    ],
)
def test_rows_of_keys_repeats_dates_and_wide_letters_are_guessed(words: str) -> None:
    assert easily_guessed(words)


def test_what_is_known_of_a_clerk_is_guessed_for_that_clerk_alone() -> None:
    assert not easily_guessed("Zhangmin-439901")
    assert easily_guessed("Zhangmin-439901", known=("zhangmin", "439901"))
    assert weakness(Password("Zhangmin-439901"), clerk="0317", known=("张敏", "zhangmin", "439901")) is not None


@pytest.mark.parametrize("words", ["guitai-ribao-26", "xin-mima-2026", "窗口里的人要记住十二个字A", WORDS])
def test_words_that_have_nothing_to_do_with_each_other_will_do(words: str) -> None:
    assert not easily_guessed(words)


def test_the_reason_says_what_to_do_and_nothing_of_the_password() -> None:
    lacks = weakness(Password("Password-1234"))
    assert lacks is not None
    assert "几个不相干的词" in lacks.zh
    assert "assword" not in f"{lacks.zh}{lacks.en}".replace("passwords", "")


def test_each_word_no_password_may_hold_is_in_the_docs() -> None:
    for word in OF_THE_OFFICE + OF_THE_PLACE:
        assert f"`{word}`" in SIGN_IN


@given(st.text(max_size=LONGEST))
def test_any_words_are_judged(words: str) -> None:
    assert easily_guessed(words, known=("0317", "")) in (True, False)


def test_the_longest_and_oddest_is_judged_before_a_clerk_grows_tired() -> None:
    """Signs that may stand for several letters take the library longest."""
    begun = time.process_time()
    easily_guessed("4@8({<361!|7$50+%2z" * 7)
    assert time.process_time() - begun < 3
