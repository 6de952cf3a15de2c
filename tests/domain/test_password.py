"""A clerk's password: what will do as a new one, how it is remembered, and that it is shown nowhere."""

import pickle

import pytest
from argon2 import extract_parameters
from argon2.profiles import RFC_9106_LOW_MEMORY

from counter_app.domain.password import LONGEST, Password, fits, verifier, weakness
from tests.parts.clerks import CHEAP


@pytest.mark.parametrize(
    ("words", "good"),
    [
        ("guitai-ribao-26", True),
        ("窗口里的人要记住十二个字A", True),
        ("gǔn qǐlái 2026", True),
        ("guitai-26", False),
        ("guitairibaowenjian", False),
        ("202620262026", False),
        ("aaaa1111aaaa1111", False),
        ("guitai-0317-ribao", False),
        ("GUITAI-A317-RIBAO", True),
    ],
)
def test_what_will_do_as_a_new_one(words: str, good: bool) -> None:
    assert (weakness(Password(words), clerk="0317") is None) is good


def test_a_number_with_letters_is_found_in_either_case() -> None:
    assert weakness(Password("guitai-ab17-ribao"), clerk="AB17") is not None


def test_what_is_remembered_is_argon2id_by_the_librarys_second_profile_of_rfc_9106() -> None:
    with Password("lianxi-guitai-26") as password:
        kept = verifier(password)
        assert extract_parameters(kept) == RFC_9106_LOW_MEMORY
        assert fits(kept, password)
        assert not fits(kept, Password("lianxi-guitai-27"))


def test_two_verifiers_of_one_password_differ_and_what_is_none_fits_nothing() -> None:
    password = Password("lianxi-guitai-26")
    one, other = verifier(password, CHEAP), verifier(password, CHEAP)
    assert one != other
    assert fits(one, password)
    assert fits(other, password)
    for text in ("", "lianxi-guitai-26", "$argon2id$v=19$m=64,t=1,p=1$", one[:-4]):
        assert not fits(text, password)


def test_the_same_letters_typed_in_two_ways_are_one_password() -> None:
    composed, apart = "caf\u00e9-guitai-26", "cafe\u0301-guitai-26"
    assert composed != apart
    assert fits(verifier(Password(composed), CHEAP), Password(apart))


def test_it_is_shown_nowhere_and_wiped_when_its_block_ends() -> None:
    with Password("lianxi-guitai-26") as password:
        assert "lianxi" not in f"{password!r} {password}"
        with pytest.raises(TypeError):
            pickle.dumps(password)
    assert set(password.letters()) == {0}


@pytest.mark.parametrize("words", ["", "x" * (LONGEST + 1), "\ud800"])
def test_what_is_no_password_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"characters|surrogates"):
        Password(words)
