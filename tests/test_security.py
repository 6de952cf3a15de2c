"""docs/security.md claims nothing that has no test, attacks what answers each threat, leaves out no requirement."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import requirements

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
THREATS = (
    "Stolen PC",
    "Curious clerk",
    "Colluding clerks",
    "Hostile network",
    "Forged card",
    "Forged platform and forged paper",
    "Poisoned update",
)
# OWASP ASVS 5.0.0, levels 1 and 2, but for chapters 3, 10 and 17: section -> numbers of its requirements.
LEVELS = """
V1.1 1 2 · V1.2 1 2 3 4 5 6 7 8 9 · V1.3 1 2 3 4 5 6 7 8 9 10 11 · V1.4 1 2 3 · V1.5 1 2
V2.1 1 2 3 · V2.2 1 2 3 · V2.3 1 2 3 4 · V2.4 1
V4.1 1 2 3 · V4.2 1 · V4.3 1 2 · V4.4 1 2 3 4
V5.1 1 · V5.2 1 2 3 · V5.3 1 2 · V5.4 1 2 3
V6.1 1 2 3 · V6.2 1 2 3 4 5 6 7 8 9 10 11 12 · V6.3 1 2 3 4 · V6.4 1 2 3 4 · V6.5 1 2 3 4 5 · V6.6 1 2 3 · V6.8 1 2 3 4
V7.1 1 2 3 · V7.2 1 2 3 4 · V7.3 1 2 · V7.4 1 2 3 4 5 · V7.5 1 2 · V7.6 1 2
V8.1 1 2 · V8.2 1 2 3 · V8.3 1 · V8.4 1
V9.1 1 2 3 · V9.2 1 2 3 4
V11.1 1 2 · V11.2 1 2 3 · V11.3 1 2 3 · V11.4 1 2 3 4 · V11.5 1 · V11.6 1
V12.1 1 2 3 · V12.2 1 2 · V12.3 1 2 3 4
V13.1 1 · V13.2 1 2 3 4 5 · V13.3 1 2 · V13.4 1 2 3 4 5
V14.1 1 2 · V14.2 1 2 3 4 · V14.3 1 2 3
V15.1 1 2 3 · V15.2 1 2 3 · V15.3 1 2 3 4 5 6 7
V16.1 1 · V16.2 1 2 3 4 5 · V16.3 1 2 3 4 · V16.4 1 2 3 · V16.5 1 2 3
"""
_NODE = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")
_ROW = re.compile(r"^\| (V\d+\.\d+\.\d+) \| (.+?) \| (.+) \|$", re.MULTILINE)
_LEFT_OUT = re.compile(r"\bV\d+\.\d+\.\d+\b")


def faults(page: str) -> Iterator[str]:
    """Tests that are named and not there."""
    for file, name in _NODE.findall(page):
        if not (ROOT / file).is_file() or (name and name not in requirements.tests_of(ROOT / file)):
            yield f"{file}::{name}"


def test_each_test_that_is_named_is_there() -> None:
    assert list(faults(PAGE)) == []


def test_a_claim_without_its_test_is_seen() -> None:
    for claim in (
        "`tests/test_security.py::test_of_nothing`",
        "`tests/test_nowhere.py`",
        "`tests/no/test_x.py::test_y`",
    ):
        assert len(list(faults(claim))) == 1


@pytest.mark.parametrize("threat", THREATS)
def test_each_threat_is_attacked_and_what_is_not_answered_is_said(threat: str) -> None:
    part = PAGE.split(f"\n### {threat}\n")[1].split("\n#")[0]
    attacks = part.partition("* Attacked by: ")[2].partition("* Not answered: ")
    assert len(_NODE.findall(attacks[0])) >= 3
    assert len(attacks[2]) > 40


def test_each_requirement_is_proven_open_or_does_not_apply_once() -> None:
    wanted = {
        f"{section}.{number}"
        for part in LEVELS.replace("\n", " · ").split(" · ")
        if part
        for section, *numbers in [part.split()]
        for number in numbers
    }
    table, _, rest = PAGE.partition("### Does not apply")
    told = Counter([one for one, _, _ in _ROW.findall(table)] + _LEFT_OUT.findall(rest))
    assert set(told) == wanted
    assert max(told.values()) == 1


@pytest.mark.parametrize("row", _ROW.findall(PAGE), ids=lambda row: str(row[0]))
def test_a_row_is_proven_or_open_with_a_reason(row: tuple[str, str, str]) -> None:
    _, here, proof = row
    assert here.strip()
    assert _NODE.findall(proof) if not proof.startswith("open: ") else len(proof) > 15


def test_it_is_said_how_soon_holes_are_closed_and_each_part_is_asked_about() -> None:
    """Four severities, the graver the sooner; and the one command that asks, asks about the whole lock."""
    part = PAGE.partition("\n## Parts of others")[2].partition("\n## ")[0]
    days = [
        int(found)
        for found in re.findall(r"^\| (?:critical|high|medium|low)[^|]* \| (\d+) days \|$", part, re.MULTILINE)
    ]
    assert len(days) == 4
    assert days == sorted(days)
    assert days[-1] <= 180
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\naudit-dependencies:")[2].partition("\n\n")[0]
    assert "--requirement requirements.lock --require-hashes" in recipe
    assert "--strict" in recipe
