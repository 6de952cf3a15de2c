"""Names: the middle dot, masks that always hide something, and what cannot be a name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.names import (
    LONGEST_NAME,
    MIDDLE_DOT,
    has_private_use,
    mask_name,
    name_fault,
    normalise_name,
)

NAME = st.text(st.sampled_from("林晓岚阿依古丽买提𠮷䶮李JO·"), min_size=1, max_size=50)


@pytest.mark.parametrize("dot", "•・‧．.●･·")
def test_every_lookalike_becomes_the_one_dot(dot: str) -> None:
    """民委发〔2016〕33号: only U+00B7, which GB 18030 writes A1A4."""
    name, changed = normalise_name(f" 阿依古丽{dot}买买提 ")
    assert name == "阿依古丽·买买提"
    assert changed == (dot != MIDDLE_DOT)
    assert name.encode("gb18030").count(b"\xa1\xa4") == 1


@pytest.mark.parametrize(
    ("typed", "name", "changed"),
    [
        ("阿依古丽 · 买买提", "阿依古丽·买买提", True),
        ("  何秀珍\u3000", "何秀珍", False),
        ("JOHN   SMITH", "JOHN SMITH", False),
        ("", "", False),
    ],
)
def test_blanks(typed: str, name: str, changed: bool) -> None:
    assert normalise_name(typed) == (name, changed)


@given(st.text(max_size=60))
def test_normalising_twice_changes_nothing_more(typed: str) -> None:
    once, _ = normalise_name(typed)
    assert normalise_name(once) == (once, False)


@pytest.mark.parametrize("name", ["何秀珍", "阿依古丽·买买提", "𠮷", "JOHN SMITH", "\U000323b0", "名" * LONGEST_NAME])
def test_names(name: str) -> None:
    """Fifty characters are a name, and so is a character this Python does not know yet."""
    assert name_fault(name) is None


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("", "empty"),
        ("··", "empty"),
        ("名" * (LONGEST_NAME + 1), "long"),
        ("何\x00珍", "control"),
        ("何\u200b珍", "control"),
        ("何\u202e珍", "control"),
        ("何\ud842珍", "control"),
        ("何\u2028珍", "control"),
    ],
)
def test_what_cannot_be_a_name(name: str, fault: str) -> None:
    assert name_fault(name) == fault


@pytest.mark.parametrize("character", ["\ue000", "\ue81e", "\U000f0000", "\U00100000"])
def test_private_use_needs_a_second_look(character: str) -> None:
    assert has_private_use(f"何{character}")
    assert not has_private_use("何𠮷珍")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("林晓岚", "林*岚"),
        ("张三", "张*"),
        ("欧阳震华", "欧**华"),
        ("阿依古丽·买买提", "阿**丽·买*提"),
        ("𠮷野家", "𠮷*家"),
        ("阿·买", "阿·*"),
        ("阿·买提", "阿·买*"),
        ("李", "李"),
        ("", ""),
    ],
)
def test_masks(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(NAME)
def test_a_mask_hides_something_and_invents_nothing(name: str) -> None:
    """Same length, same dots, and of two or more characters at least one is hidden."""
    masked = mask_name(name)
    assert len(masked) == len(name)
    assert all(shown in ("*", real) for shown, real in zip(masked, name, strict=True))
    assert [at for at, c in enumerate(masked) if c == MIDDLE_DOT] == [
        at for at, c in enumerate(name) if c == MIDDLE_DOT
    ]
    assert "*" in masked or len(name.replace(MIDDLE_DOT, "")) <= 1
