"""A recovery share on paper: what was written down reads back, and what was copied wrongly is told by its line."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.shares import (
    Share,
    ShareMiscopied,
    ShareOfAnother,
    SharesMixed,
    ShareTwice,
    folder_mark,
    lines_of,
    make_pair,
    share_of,
)

ONE = Share(folder_mark("f"), b"\x01\x02\x03\x04\x05", 1, bytes(range(32)))
TWO = Share(folder_mark("f"), b"\x01\x02\x03\x04\x05", 2, bytes(range(32, 64)))
SHARES = st.builds(
    Share,
    st.binary(min_size=8, max_size=8),
    st.binary(min_size=5, max_size=5),
    st.integers(1, 3),
    st.binary(min_size=32, max_size=32),
)


@given(SHARES)
@settings(max_examples=60)
def test_what_is_written_down_reads_back(share: Share) -> None:
    lines = lines_of(share)
    assert share_of(lines) == share
    assert share_of([line.lower().replace(" ", "-") for line in lines]) == share
    assert all(len(line) == 29 for line in lines)


@given(st.integers(0, 3), st.integers(0, 23), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ*中"))
@settings(max_examples=150)
def test_one_wrong_letter_is_told_by_its_line(line: int, place: int, letter: str) -> None:
    lines = [one.replace(" ", "") for one in lines_of(ONE)]
    if lines[line][place] == letter:
        return
    lines[line] = lines[line][:place] + letter + lines[line][place + 1 :]
    with pytest.raises(ShareMiscopied) as wrong:
        share_of(lines)
    assert wrong.value.facts == {"line": line + 1}


@given(st.lists(st.text(max_size=40), max_size=6))
@settings(max_examples=100)
def test_anything_typed_is_a_share_or_miscopied(lines: list[str]) -> None:
    with pytest.raises(ShareMiscopied):
        share_of(lines)


def test_letters_that_look_alike_are_read_as_what_was_meant() -> None:
    """O is 0, I and L are 1, and what a Chinese keyboard types wide is the same letter."""
    lines = [one.replace("0", "O").replace("1", "l") for one in lines_of(ONE)]
    assert share_of(lines) == ONE
    wide = "".join(chr(ord(c) + 0xFEE0) if c != " " else "\u3000" for c in lines_of(ONE)[0])
    assert share_of([wide, *lines_of(ONE)[1:]]) == ONE


def test_lines_in_another_order_are_noticed() -> None:
    lines = lines_of(ONE)
    with pytest.raises(ShareMiscopied) as wrong:
        share_of([lines[0], lines[2], lines[1], lines[3]])
    assert wrong.value.facts == {"line": 2}
    with pytest.raises(ShareMiscopied):
        share_of(lines[:3])


def test_two_that_do_not_belong_together_are_told_apart() -> None:
    make_pair(ONE, TWO, folder_id="f")
    with pytest.raises(ShareOfAnother):
        make_pair(ONE, TWO, folder_id="g")
    with pytest.raises(ShareTwice):
        make_pair(ONE, ONE, folder_id="f")
    with pytest.raises(SharesMixed):
        make_pair(ONE, Share(TWO.folder, b"other", 2, TWO.secret), folder_id="f")


def test_a_share_is_not_shown_by_accident() -> None:
    assert ONE.secret.hex() not in repr(ONE)
    assert str(list(ONE.secret)) not in repr(ONE)
    assert "secret" not in repr(ONE)
