"""The practice platform turns down what says itself that nobody looked who it was; a loss is taken from anybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from counter_app.domain.operation import Verdict
from practice.platform import rules
from tests.practice.at_platform import Desk

CHECKED = ("application", "activation", "release", "replacement", "bank-change", "cancellation", "data-change")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "platform.db")


@pytest.mark.parametrize("procedure", CHECKED)
@pytest.mark.parametrize("said", ["none", "", "by-voice"])
def test_what_opens_moves_or_ends_something_is_not_done_for_somebody_unknown(
    desk: Desk, procedure: str, said: str
) -> None:
    answer = desk.ask(desk.people["temporary-both"], procedure, identity=said)
    assert (answer.verdict, answer.code) == (Verdict.REFUSED, rules.NOT_IDENTIFIED)
    assert answer.reason is not None
    assert (answer.reason.zh, desk.effects()) == ("没有核实办理人身份，不能办", [])


@pytest.mark.parametrize("said", ["document", "card-chip", "card-seen", "other-seen"])
def test_however_it_was_checked_will_do(desk: Desk, said: str) -> None:
    assert desk.ask(desk.people["temporary-both"], "release", identity=said).verdict is Verdict.ACCEPTED


def test_a_loss_is_taken_from_anybody_and_a_counter_that_knows_nothing_of_it_goes_on(desk: Desk) -> None:
    lost = desk.people["normal"]
    assert desk.ask(lost, "temporary-loss", identity="none").verdict is Verdict.ACCEPTED
    assert desk.ask(lost, "formal-loss", identity="none").verdict is Verdict.ACCEPTED
    assert desk.ask(lost, "release").verdict is Verdict.ACCEPTED
