"""The three functions of a card stand as its two halves do; what nobody told is not known."""

from __future__ import annotations

import pytest

from counter_app.domain.card import BankState, CardState
from counter_app.domain.functions import functions
from counter_app.procedures import procedure
from tests.core.situations import person, situation

PROOF = procedure("status-proof")


def said(ssc: CardState, bank: BankState | None) -> list[str]:
    card = person(ssc, bank).card
    assert card is not None
    found = functions(card)
    assert [name.zh for name, _how in found] == ["身份识别", "资金发放", "支付结算"]
    return [how.zh for _name, how in found]


@pytest.mark.parametrize(
    ("ssc", "bank", "how"),
    [
        (CardState.NORMAL, BankState.NORMAL, ["可用", "可入账", "可用"]),
        (CardState.NORMAL, BankState.INACTIVE, ["可用", "账户未激活，不能入账", "未激活"]),
        (CardState.FORMAL_LOSS, BankState.FORMAL_LOSS, ["停用", "照常入账", "停用"]),
        (CardState.TEMPORARY_LOSS, BankState.NORMAL, ["停用", "可入账", "可用"]),
        (CardState.SEALED, BankState.INACTIVE, ["未启用", "账户未激活，不能入账", "未激活"]),
        (CardState.CANCELLED, BankState.CLOSED, ["已终止", "账户已销，不能入账", "停用"]),
        (CardState.LOCKED, BankState.FROZEN, ["停用", "账户冻结，以银行说明为准", "停用"]),
        (CardState.UNKNOWN, BankState.UNKNOWN, ["不详", "不详", "不详"]),
        (CardState.NORMAL, None, ["可用", "不详", "不详"]),
    ],
)
def test_each_function_stands_as_its_half(ssc: CardState, bank: BankState | None, how: list[str]) -> None:
    assert said(ssc, bank) == how


def test_every_pair_of_states_has_words_in_both_languages() -> None:
    for ssc in CardState:
        for bank in BankState:
            card = person(ssc, bank).card
            assert card is not None
            assert all(how.zh and how.en for _name, how in functions(card))


def test_the_proof_of_a_state_tells_all_three() -> None:
    """湖南条例草案 art. 2: 身份识别、资金发放、支付结算."""
    now = situation(PROOF, person(CardState.NORMAL, BankState.INACTIVE))
    rows = {row.label.zh: row.value.zh for row in PROOF.rows(now, {"what": "status"})}
    assert (rows["身份识别"], rows["资金发放"], rows["支付结算"]) == ("可用", "账户未激活，不能入账", "未激活")
    assert "身份识别" not in {row.label.zh for row in PROOF.rows(now, {"what": "card"})}
