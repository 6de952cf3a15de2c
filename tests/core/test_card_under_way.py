"""Somebody whose card is being made is told to wait for it or to have it made on, never to apply once more."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.desk.situations import refusal
from counter_app.domain.card import BankState, CardState
from counter_app.domain.errors import AlreadyLost
from counter_app.domain.holder import Person
from counter_app.domain.making import MakingState
from counter_app.procedures import procedure
from tests.core import ordering as o
from tests.core.situations import person, situation

NAMES = ("temporary-loss", "formal-loss", "cancellation", "replacement", "bank-change")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", [o.nobody_yet(), person(CardState.CANCELLED, BankState.CLOSED)])
@pytest.mark.parametrize(
    ("state", "why", "how"),
    [(MakingState.MAKING, "正在制卡", "制好"), (MakingState.FAILED, "制卡失败，还没有恢复", "恢复制卡")],
)
def test_whoever_waits_for_a_card_is_told_of_it(name: str, who: Person, state: MakingState, why: str, how: str) -> None:
    which = procedure(name)
    no = refusal(situation(which, replace(who, orders=(o.order(state),))), which)
    assert no is not None
    assert no.message.zh == why
    assert how in no.what_next.zh
    assert "申领" not in no.what_next.zh


def test_after_a_formal_report_the_way_is_a_replacement() -> None:
    which = procedure("formal-loss")
    no = refusal(situation(which, o.lost()), which)
    assert isinstance(no, AlreadyLost)
    assert "可补卡" in no.what_next.zh
