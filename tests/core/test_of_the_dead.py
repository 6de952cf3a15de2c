"""Who is dead in the records reports and releases nothing: the card is cancelled by the family."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.desk.situations import refusal
from counter_app.domain.card import BankState, CardState
from counter_app.domain.errors import NotEligible
from counter_app.procedures import procedure
from tests.core.situations import person, situation

LOST = (CardState.TEMPORARY_LOSS, BankState.TEMPORARY_LOSS)


@pytest.mark.parametrize(
    ("name", "states"), [("temporary-loss", ()), ("formal-loss", ()), ("formal-loss", LOST), ("release", LOST)]
)
def test_a_dead_holders_loss_is_neither_reported_nor_released(name: str, states: tuple[CardState, BankState]) -> None:
    which, who = procedure(name), person(*states)
    assert refusal(situation(which, who), which) is None
    no = refusal(situation(which, replace(who, life="dead")), which)
    assert isinstance(no, NotEligible)
    assert no.message.zh == "平台记录持卡人已死亡"
    assert "家属办注销" in no.what_next.zh


def test_the_card_of_somebody_missing_can_still_be_stopped() -> None:
    which = procedure("temporary-loss")
    assert refusal(situation(which, replace(person(), life="missing")), which) is None
