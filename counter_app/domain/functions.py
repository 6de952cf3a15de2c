"""The three functions of a card and whether each works: 身份识别, 资金发放, 支付结算 (湖南条例草案 art. 2, 广东条例 art. 2).

Read off the two halves as the platform told them, and nothing else. Refuses to promise what a bank decides: a frozen
account is the bank's to explain.
"""

from __future__ import annotations

from counter_app.domain.card import BankState, Card, CardState, Half
from counter_app.domain.text import Text

IDENTITY = Text("身份识别", "Identity")
RECEIVING = Text("资金发放", "Payments received")
PAYING = Text("支付结算", "Paying")
WORKS = Text("可用", "Works")
_UNKNOWN = Text("不详", "Not known")
_STOPPED = Text("停用", "Stopped")
_IDENTITY = {
    CardState.NORMAL: WORKS,
    CardState.SEALED: Text("未启用", "Not enabled yet"),
    CardState.CANCELLED: Text("已终止", "Ended"),
    CardState.UNKNOWN: _UNKNOWN,
}
_INACTIVE = Text("账户未激活，不能入账", "The account is not active: nothing can be paid in")
_GOES_ON = Text("照常入账", "Goes on")
_RECEIVING = {
    BankState.NORMAL: Text("可入账", "Can be paid in"),
    BankState.INACTIVE: _INACTIVE,
    BankState.TEMPORARY_LOSS: _GOES_ON,
    BankState.FORMAL_LOSS: _GOES_ON,
    BankState.FROZEN: Text("账户冻结，以银行说明为准", "The account is frozen: ask the bank"),
    BankState.CLOSED: Text("账户已销，不能入账", "The account is closed: nothing can be paid in"),
    BankState.UNKNOWN: _UNKNOWN,
}
_PAYING = {BankState.NORMAL: WORKS, BankState.INACTIVE: Text("未激活", "Not active"), BankState.UNKNOWN: _UNKNOWN}


def functions(card: Card) -> tuple[tuple[Text, Text], ...]:
    """Each function with how it stands by the platform's last word, identity first."""
    bank = BankState(card.state_of(Half.BANK))
    return (
        (IDENTITY, _IDENTITY.get(card.state, _STOPPED)),
        (RECEIVING, _RECEIVING[bank]),
        (PAYING, _PAYING.get(bank, _STOPPED)),
    )
