"""What the five regulations ask is all listed, and nothing is claimed that has no test."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tools import requirements
from tools.requirements import Row, Table, Work

ROOT = Path(__file__).resolve().parent.parent
ROWS_BY_LAW = {"HN": 29, "HI": 16, "GD": 28, "CQ": 18, "GX": 19}
"""Rows of the article-by-article reading of each regulation."""
CATALOGUE = Work("catalogue", "目录", "catalogue")
TEST = "tests/test_requirements.py::test_every_row_of_the_five_regulations_is_listed_once"


def test_every_row_of_the_five_regulations_is_listed_once() -> None:
    listed = requirements.table(ROOT).rows
    assert Counter(row.law for row in listed) == ROWS_BY_LAW
    assert len({(row.law, row.article, row.asks) for row in listed}) == len(listed)


def test_every_row_is_proven_by_a_test_that_is_there_or_open_by_name() -> None:
    assert list(requirements.faults(ROOT, requirements.table(ROOT))) == []


def test_no_row_names_a_test_twice_and_each_work_has_words_of_its_own() -> None:
    known = requirements.table(ROOT)
    for row in known.rows:
        assert len(set(row.proof)) == len(row.proof), row.place
    assert len({work.zh for work in known.works}) == len({work.en for work in known.works}) == len(known.works)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (Row("HN", "8", "x", (), ()), "neither proven nor open"),
        (Row("HN", "8", "x", ("tests/test_requirements.py::test_of_nothing",), ()), "there is no test"),
        (Row("HN", "8", "x", ("tests/test_of_nowhere.py::test_x",), ()), "there is no test"),
        (Row("HN", "8", "x", (TEST,), ("weather",)), "there is no work weather"),
    ],
)
def test_a_claim_without_a_test_and_an_opening_without_a_name_are_told(row: Row, said: str) -> None:
    (fault,) = requirements.faults(ROOT, Table((row,), ()))
    assert said in fault


def test_a_work_nothing_waits_for_is_told() -> None:
    done = Row("HN", "8", "x", (TEST,), ())
    (fault,) = requirements.faults(ROOT, Table((done,), (CATALOGUE,)))
    assert fault == "catalogue: nothing waits for this work"


def test_the_table_counts_what_is_proven_and_names_what_is_open_in_both_languages(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert requirements.main(ROOT) == 0
    said = capsys.readouterr().out
    known = requirements.table(ROOT)
    for state in ("proven", "in part", "open"):
        assert f"{state} {sum(row.state == state for row in known.rows)}" in said
    for work in known.works:
        assert said.count(f"{work.zh} / {work.en}") == 1 + sum(work.id in row.open for row in known.rows)


def test_the_docs_tell_the_count_as_it_is() -> None:
    counted = Counter(row.state for row in requirements.table(ROOT).rows)
    said = f"{counted['proven']} are proven, {counted['in part']} in part, {counted['open']} open"
    assert said in (ROOT / "docs" / "provinces.md").read_text(encoding="utf-8")
