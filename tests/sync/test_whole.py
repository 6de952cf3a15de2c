"""Which answers are whole: every word on every half that was asked for, and no other."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from counter_app.domain.card import Half
from counter_app.domain.operation import Answer, HalfAnswer, Operation, Verdict
from practice.population import cast
from sync.whole import is_whole
from tests.sync.conftest import temporary_loss

A, R, N = Verdict.ACCEPTED, Verdict.REFUSED, Verdict.NOT_NOW
BOTH, SSC = (Half.SSC, Half.BANK), (Half.SSC,)
NOW = datetime(2026, 11, 21, tzinfo=UTC)


def _asked(halves: tuple[Half, ...]) -> Operation:
    return replace(temporary_loss(cast(now=NOW)["normal"]), changes=dict.fromkeys(halves, "4"))


@pytest.mark.parametrize(
    ("asked", "verdict", "ssc", "bank", "whole"),
    [
        (BOTH, A, A, A, True),
        (BOTH, A, A, None, False),
        (BOTH, A, None, None, False),
        (BOTH, A, A, R, False),
        (SSC, A, A, None, True),
        (SSC, A, A, A, False),
        (SSC, A, None, A, False),
        (BOTH, R, None, None, True),
        (BOTH, R, R, R, True),
        (BOTH, R, A, R, True),
        (BOTH, R, A, A, False),
        (BOTH, R, R, None, False),
        (BOTH, R, R, N, False),
        (SSC, R, R, R, False),
        (BOTH, N, None, None, True),
        (BOTH, N, A, N, True),
        (BOTH, N, A, None, True),
        (BOTH, N, R, N, True),
        (BOTH, N, A, A, False),
        (BOTH, N, A, R, False),
        (SSC, N, None, A, False),
    ],
)
def test_an_answer_is_whole_or_no_answer(
    asked: tuple[Half, ...], verdict: Verdict, ssc: Verdict | None, bank: Verdict | None, whole: bool
) -> None:
    operation = _asked(asked)
    said = {Half.SSC: ssc, Half.BANK: bank}
    halves = tuple(HalfAnswer(half, word, "4") for half, word in said.items() if word is not None)
    assert is_whole(Answer(operation.id, verdict, NOW, halves), operation) is whole


@pytest.mark.parametrize("state", ["1", "", "XYZ"])
def test_accepted_in_another_state_than_was_asked_for_is_no_answer(state: str) -> None:
    """A loss report "accepted" with the half still in use must never be told as done."""
    operation = _asked(SSC)
    half = HalfAnswer(Half.SSC, A, state)
    assert not is_whole(Answer(operation.id, A, NOW, (half,)), operation)


def test_an_answer_with_somebody_elses_person_is_no_answer() -> None:
    """What is known of others changes by their own answers only."""
    people = cast(now=NOW)
    operation = _asked(SSC)
    halves = (HalfAnswer(Half.SSC, A, "4"),)
    assert is_whole(Answer(operation.id, A, NOW, halves, person=people["normal"]), operation)
    assert not is_whole(Answer(operation.id, A, NOW, halves, person=people["normal-2"]), operation)
