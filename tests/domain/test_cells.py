"""No cell of an exported file is a formula, whatever somebody typed into a name or a reason."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.cells import harmless, sheet

_BEGINNINGS = "=+-@|%＝＋－＠\t\r\n \u00a0\u3000\u200b\ufeff\u202e"
HOSTILE = st.one_of(st.text(max_size=40), st.text(alphabet=_BEGINNINGS + "a1(')\"", max_size=20))


@pytest.mark.parametrize(
    "typed",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "  =1",
        "\u3000＝1",
        "\u200b=1",
        "\ufeff=cmd|' /C calc'!A0",
        "%0A=1",
        "|calc",
    ],
)
def test_what_could_be_a_formula_is_text(typed: str) -> None:
    assert harmless(typed).startswith("'")


def test_plain_words_stay_as_they_are() -> None:
    assert [harmless(one) for one in ("林*岚", "439901 ******** 2043", "a=b", "'quoted")] == [
        "林*岚",
        "439901 ******** 2043",
        "a=b",
        "'quoted",
    ]


@given(HOSTILE)
def test_no_cell_begins_a_formula_or_holds_a_control_character(typed: str) -> None:
    said = harmless(typed)
    first = unicodedata.normalize("NFKC", said).lstrip()[:1]
    assert first not in set("=+-@|%")
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Cn") for c in said)
    assert harmless(said) == said


@given(st.lists(HOSTILE, min_size=1, max_size=4))
def test_every_cell_of_a_sheet_is_harmless(cells: list[str]) -> None:
    made = sheet("t", above=[cells], columns=cells, rows=[cells])
    assert made.above == made.rows == ((*made.columns,),)
    assert all(harmless(one) == one for one in made.columns)
