"""The holder's free choice of a bank: no default, in an order drawn by lot for each visit.

Refuses to lead: no bank is filled in, put first, or left out because of what it is. Sources: 湖南条例草案 art. 8
(voluntary choice), 广东条例 art. 5 and 20 (a bank that may take no new cards keeps its present holders).
"""

from __future__ import annotations

from hashlib import sha256

from counter_app.domain.procedure import Choice, Field, FieldKind, Situation
from counter_app.domain.province import Bank, BankStatus
from counter_app.domain.receipt import Row
from counter_app.domain.text import Text, same

NAME = "bank"
_NO_NEW = Text("暂停办新卡，原持卡人不受影响", "Takes no new cards; its present holders are not affected")
_ENDED = Text("合作已结束", "No longer a cooperating bank")
_MOVE = Text("原银行合作已终止，请换一家", "The present bank has left: choose another")
_SAME = Text("现在就是这家银行", "This is the present bank")
_NOTE = Text("顺序由抽签排定，请持卡人自己选", "Drawn by lot; the holder chooses freely")


def present_bank(situation: Situation) -> str:
    """Code of the bank behind the card this is about, "" for none."""
    card = situation.person.card
    return card.bank.bank if card is not None and card.bank is not None else ""


def shown(situation: Situation) -> tuple[Bank, ...]:
    """The banks as this visit shows them: by lot, without those whose cooperation ended unless it is the holder's."""
    mine = present_bank(situation)
    known = [b for b in situation.province.banks if b.status is not BankStatus.ENDED or b.code == mine]
    return tuple(sorted(known, key=lambda b: sha256(f"{situation.lot}:{b.code}".encode()).digest()))


def refused(bank: Bank, *, mine: str, other: bool) -> Text | None:
    """Why a bank cannot be chosen, None when it can. `mine`: the present bank's code; `other`: not that one."""
    if bank.status is BankStatus.ENDED:
        return _ENDED
    if bank.code == mine:
        return _SAME if other else None
    return _NO_NEW if bank.status is BankStatus.NO_NEW_CARDS else None


def can_choose(situation: Situation, *, other: bool = False) -> bool:
    """True when at least one bank can be chosen."""
    mine = present_bank(situation)
    return any(refused(b, mine=mine, other=other) is None for b in situation.province.banks)


def moving(situation: Situation) -> Text | None:
    """Why the holder should have another bank: cooperation with the present one ended (广东条例 art. 20); else None."""
    bank = situation.province.bank(present_bank(situation))
    return _MOVE if bank is not None and bank.status is BankStatus.ENDED else None


def field(situation: Situation, *, other: bool = False) -> Field:
    """The question for the bank: tiles of one size, none chosen before."""
    mine = present_bank(situation)
    choices = tuple(Choice(b.code, b.name, refused=refused(b, mine=mine, other=other)) for b in shown(situation))
    return Field(NAME, Text("服务银行", "Bank"), FieldKind.TILES, choices=choices, note=_NOTE)


def name_of(situation: Situation, code: str) -> Text:
    """The bank's name in the pack, its code where the pack does not know it."""
    bank = situation.province.bank(code)
    if bank is not None:
        return bank.name
    card = situation.person.card
    return same(card.bank.bank_name) if card and card.bank and card.bank.bank == code else same(code)


def row(situation: Situation, code: str) -> tuple[Row, ...]:
    """The chosen bank as the holder confirms it; nothing while none is chosen."""
    return (Row(Text("服务银行", "Bank"), name_of(situation, code), strong=True),) if code else ()
