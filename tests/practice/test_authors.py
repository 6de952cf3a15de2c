"""Who may be the author of an operation, by what the platform itself knows of that clerk: whatever a counter says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.card import Half
from counter_app.domain.holder import Person
from counter_app.domain.operation import Answer, Verdict
from counter_app.enrolment import Scope, ScopeKind
from practice.platform import rules, seeing
from tests.parts.whole_life import ask
from tests.practice.at_platform import Desk


@pytest.fixture
def desk(platform_database: Path | str) -> Iterator[Desk]:
    at = Desk(platform_database)
    yield at
    at.connection.close()


def of_bank(desk: Desk, bank: str) -> Person:
    """Somebody of the cast with one card in use, of that bank."""
    return desk.people["normal" if bank == "B01" else "normal-2"]


def by(desk: Desk, clerk: str, *halves: Half, bank: str = "B01", province: str = "hunan") -> Answer:
    """The answer to a formal loss of those halves whose author is that clerk."""
    work = ask(of_bank(desk, bank), "formal-loss", *halves)
    return desk.send(replace(work, clerk=clerk, province=province))


@pytest.mark.parametrize("clerk", ["", "9999", "0401", "0501", "0601"])
def test_a_number_of_nobody_and_whoever_does_not_serve_is_no_author(desk: Desk, clerk: str) -> None:
    answer = by(desk, clerk)
    assert (answer.verdict, answer.code) == (Verdict.REFUSED, rules.AUTHOR_MAY_NOT)
    assert (answer.person, desk.effects()) == (None, []), "and nobody is told of"
    assert by(desk, "0317").verdict is Verdict.ACCEPTED


def test_a_clerk_of_an_outlet_the_counter_does_not_serve_is_no_author(desk: Desk) -> None:
    assert by(desk, "0321").code == rules.AUTHOR_ELSEWHERE
    desk.caller = replace(desk.caller, scope=Scope(ScopeKind.OUTLET, "439902"))
    assert by(desk, "0317").code == rules.AUTHOR_ELSEWHERE, "nor one of ours at a counter over there"
    assert by(desk, "0321").verdict is Verdict.ACCEPTED


def test_a_banks_clerk_does_the_own_banks_side_and_what_the_province_entrusts(desk: Desk) -> None:
    assert by(desk, "0319").code == rules.NOT_ENTRUSTED, "Hunan entrusts no bank"
    assert by(desk, "0320", province="guangdong").code == rules.NOT_ENTRUSTED, "nor is every clerk entrusted"
    assert by(desk, "0320", Half.BANK).code == rules.NOT_ENTRUSTED, "the bank side of another bank's card"
    assert desk.effects() == []
    assert by(desk, "0320", Half.BANK, bank="B02").verdict is Verdict.ACCEPTED
    assert by(desk, "0319", province="guangdong").verdict is Verdict.ACCEPTED


def test_what_becomes_of_a_clerk_counts_when_the_work_gets_here(desk: Desk) -> None:
    """Work of the last days without a line, by a number that serves no more since."""
    late = ask(of_bank(desk, "B01"), "formal-loss")
    desk.connection.execute("UPDATE clerk SET roles = ? WHERE number = ?", ('["auditor"]', late.clerk))
    assert desk.send(late).code == rules.AUTHOR_MAY_NOT


def test_a_lookup_tells_whoever_asks_whom_that_clerk_may_see(desk: Desk) -> None:
    ours, theirs = (of_bank(desk, bank).holder.number for bank in ("B01", "B02"))
    both = [ours, theirs]
    told = {who: seeing.among(desk.connection, who, both) for who in ("", "0317", "0319", "0320", "0401", "9999")}
    assert told == {"": both, "0317": both, "0319": both, "0320": [theirs], "0401": [], "9999": []}
