"""What the five regulations ask is all listed, and nothing is claimed that has no test."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tools import requirements
from tools.requirements import Row

ROOT = Path(__file__).resolve().parent.parent
ROWS_BY_LAW = {"HN": 29, "HI": 16, "GD": 28, "CQ": 18, "GX": 19}
"""Rows of the article-by-article reading of each regulation."""


def test_every_row_of_the_five_regulations_is_listed_once() -> None:
    listed = requirements.rows(ROOT)
    assert Counter(row.law for row in listed) == ROWS_BY_LAW
    assert len({(row.law, row.article, row.asks) for row in listed}) == len(listed)


def test_every_row_is_proven_by_a_test_that_is_there_or_open_by_name() -> None:
    assert list(requirements.faults(ROOT, requirements.rows(ROOT))) == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row("HN", "8", "x", (), ""), "neither proven nor open"),
        (Row("HN", "8", "x", ("tests/test_requirements.py::test_of_nothing",), ""), "there is no test"),
        (Row("HN", "8", "x", ("tests/test_of_nowhere.py::test_x",), ""), "there is no test"),
    ],
)
def test_a_claim_without_a_test_is_told(row: Row, said: str) -> None:
    (fault,) = requirements.faults(ROOT, [row])
    assert said in fault


def test_the_table_counts_what_is_proven_and_what_is_open(capsys: pytest.CaptureFixture[str]) -> None:
    assert requirements.main(ROOT) == 0
    said = capsys.readouterr().out
    listed = requirements.rows(ROOT)
    for state in ("proven", "in part", "open"):
        assert f"{state} {sum(row.state == state for row in listed)}" in said
    assert all(row.open in said for row in listed)
