"""The holders of one bank, as far as this counter knows them: whom to move when a bank's cooperation ends.

Masked, and each look at the list is audited. Refuses to move anybody: the holder chooses the next bank at the window
(广东条例 art. 20: 为持卡人做好更换合作金融机构的业务衔接).
"""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.desk.station import Station
from counter_app.domain.card import STATE_NAMES, CardState
from counter_app.domain.errors import NotFound
from counter_app.domain.holder import Person
from counter_app.domain.names import mask_name
from counter_app.domain.numbers import mask_card, mask_identity
from counter_app.domain.province import Bank
from counter_app.domain.text import Text

MOST = 100_000
_UNDER_WAY = Text("新卡在办", "A new card is on its way")
_CHANGE = Text("办更换服务银行", "Change of bank")
_REPLACE = Text("办补换卡，同时换银行", "Replacement, with another bank")
_HAND_OVER = Text("未启用，先领卡启用", "Not enabled: hand it over first")
_FIRST = Text("先处理卡的状态", "Settle the card's state first")
_WAYS = {
    CardState.NORMAL: _CHANGE,
    CardState.FORMAL_LOSS: _REPLACE,
    CardState.TEMPORARY_LOSS: Text("先正式挂失，再补卡换银行", "Formal loss, then a replacement with another bank"),
    CardState.SEALED: _HAND_OVER,
}


@dataclass(frozen=True, slots=True)
class BankHolder:
    """One holder, masked. `way`: how this one comes to another bank."""

    number: str
    name: str
    card_number: str
    state: Text
    way: Text


@dataclass(frozen=True, slots=True)
class BankHolders:
    """A bank and everybody of the mirror with a living card of it."""

    bank: Bank
    holders: tuple[BankHolder, ...]


def holders_of(station: Station, code: str) -> BankHolders:
    """Everybody here with a card of that bank, by number. Raises NotFound for a bank the pack does not know."""
    bank = station.province.bank(code)
    if bank is None:
        raise NotFound(what=Text(f"银行 {code}", f"Bank {code}"))
    people = station.store.of_bank(code, limit=MOST)
    rows = tuple(row for one in people for row in _rows(one, code))
    facts = {"bank": code, "count": str(len(rows))}
    station.store.note(station.entry("bank.holders_listed", subject=code, facts=facts))
    return BankHolders(bank, rows)


def _rows(person: Person, code: str) -> tuple[BankHolder, ...]:
    holder = person.holder
    return tuple(
        BankHolder(
            number=mask_identity(holder.number),
            name=mask_name(holder.name),
            card_number=mask_card(card.number),
            state=STATE_NAMES[card.state],
            way=_UNDER_WAY if person.order is not None else _WAYS.get(card.state, _FIRST),
        )
        for card in person.living
        if card.bank is not None and card.bank.bank == code
    )
