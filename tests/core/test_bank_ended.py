"""A bank whose cooperation ended: its holders keep everything, and a change of bank is the first thing offered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.desk.situations import refusal
from counter_app.domain.card import BankState, CardState
from counter_app.domain.province import BankStatus
from counter_app.procedures import all_procedures, procedure
from tests.core import ordering as o
from tests.core.situations import HUNAN, person, situation

ENDED = replace(HUNAN.banks[0], status=BankStatus.ENDED)
PACK = o.with_bank(ENDED, *HUNAN.banks[1:])
STATES = [
    (CardState.NORMAL, BankState.NORMAL),
    (CardState.TEMPORARY_LOSS, BankState.TEMPORARY_LOSS),
    (CardState.FORMAL_LOSS, BankState.FORMAL_LOSS),
    (CardState.SEALED, BankState.INACTIVE),
]


@pytest.mark.parametrize(("ssc", "bank"), STATES)
@pytest.mark.parametrize("name", [one.id for one in all_procedures()])
def test_whatever_was_open_to_its_holders_stays_open(name: str, ssc: CardState, bank: BankState) -> None:
    """广东条例 art. 20(2): 不得影响持卡人的合法权益."""
    which = procedure(name)
    before = refusal(situation(which, person(ssc, bank)), which)
    after = refusal(situation(which, person(ssc, bank), province=PACK), which)
    assert (after is None) is (before is None)


def test_a_change_of_bank_presses_for_its_holders_and_for_nobody_else() -> None:
    which = procedure("bank-change")
    said = which.pressing(situation(which, person(), province=PACK))
    assert said is not None
    assert "合作已终止" in said.zh
    assert which.pressing(situation(which, person(bank_code="B02"), province=PACK)) is None
    assert which.pressing(situation(which, person())) is None
    stopped = replace(ENDED, status=BankStatus.NO_NEW_CARDS)
    assert which.pressing(situation(which, person(), province=o.with_bank(stopped, *HUNAN.banks[1:]))) is None
    assert all(
        one.pressing(situation(one, person(), province=PACK)) is None for one in all_procedures() if one != which
    )


def test_the_ended_bank_cannot_be_chosen_again() -> None:
    which = procedure("bank-change")
    field = o.asked(situation(which, person(), province=PACK), which)["bank"]
    assert field.fault(ENDED.code) is not None
    assert field.fault("B02") is None
