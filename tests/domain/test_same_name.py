"""Two spellings of one name are told apart from two names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.same_name import NameMatch, compare_foreign_names, compare_names

NAMES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other", "match"),
    [
        ("林晓岚", "林晓岚", NameMatch.SAME),
        ("阿依古丽·买买提", "阿依古丽•买买提", NameMatch.SAME),
        ("刘䶮", "刘龑", NameMatch.VARIANT),
        ("黃堃", "黄坤", NameMatch.VARIANT),
        ("𠮷田岚", "?田岚", NameMatch.VARIANT),
        ("王\ue863", "王䶮", NameMatch.VARIANT),
        ("金\uf9d1", "金六", NameMatch.VARIANT),  # a compatibility form of 六
        ("林晓岚", "林小岚", NameMatch.DIFFERENT),
        ("林晓岚", "?晓岚", NameMatch.DIFFERENT),  # 林 could always be stored: nothing explains the hole
        ("林晓岚", "林晓", NameMatch.DIFFERENT),
        ("刘龑", "", NameMatch.DIFFERENT),
        ("林晓岚", "何秀珍", NameMatch.DIFFERENT),
    ],
)
def test_what_is_one_name(one: str, other: str, match: NameMatch) -> None:
    assert compare_names(one, other) is match
    assert compare_names(other, one) is match


@given(NAMES, NAMES)
def test_neither_order_nor_anything_else_makes_two_names_one(one: str, other: str) -> None:
    """Same means equal; another length is never a variant; a name is the same as itself."""
    match = compare_names(one, other)
    assert match is compare_names(other, one)
    assert (match is NameMatch.SAME) == (one == other)
    if len(one) != len(other):
        assert match is NameMatch.DIFFERENT
    assert compare_names(one, one) is NameMatch.SAME


def test_latin_names_differ_in_letters_only() -> None:
    assert compare_foreign_names("DOE, Jane  ANN", "Doe Jane Ann") is NameMatch.SAME
    assert compare_foreign_names("DOE JANE", "DOE JOHN") is NameMatch.DIFFERENT
    assert compare_foreign_names("", "") is NameMatch.DIFFERENT
