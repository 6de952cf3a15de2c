"""Several cards in use, and nobody may guess: the clerk says which one the visit is about, and it is kept and audited.

Refuses to choose by itself, a card that is not among those in use, and another card than the one a procedure has begun
for.
"""

from __future__ import annotations

from dataclasses import replace

from counter_app.desk import keeping
from counter_app.desk.station import Station
from counter_app.desk.views_cards import CardChoice
from counter_app.domain.calendar import say_day
from counter_app.domain.card import STATE_NAMES, Card
from counter_app.domain.errors import BadInput, NotEligible
from counter_app.domain.holder import Person
from counter_app.domain.numbers import mask_card, tidy
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord

SHORTEST = 4
NEXT = Text(
    "名下有两张在用卡：不再用的那张，选中它办注销（事由：已有新卡）",
    "Two cards are in use: choose the one no longer needed and cancel it (ground: superseded)",
)
"""The next lawful step, once it is clear which card this is about."""
FIRST = Text("名下有两张在用卡，先选要办的那张", "Two cards are in use: choose the one this is about first")
HOW = Text("先选要办的卡，或把它放上读卡器", "Choose the card this is about, or lay it on")


def choices(person: Person) -> tuple[CardChoice, ...]:
    """The cards in use where there are several; () where nothing is to be chosen."""
    if len(person.in_use) < 2:
        return ()
    about = None if person.undecided else person.card
    return tuple(_choice(card, chosen=card is about) for card in person.in_use)


def _choice(card: Card, *, chosen: bool) -> CardChoice:
    bank = card.bank.bank_name if card.bank is not None else ""
    said = Text(bank or "没有银行账户", bank or "no bank account")
    if card.issued_on is not None:
        day = say_day(card.issued_on)
        said = Text(f"{said.zh}，{day.zh}发卡", f"{said.en}, issued {day.en}")
    return CardChoice(card.number, mask_card(card.number), said, STATE_NAMES[card.state], chosen)


@keeping.anew_where_changed
def choose(station: Station, record: VisitRecord, typed: str) -> VisitRecord:
    """From here on the visit is about that card: its number, or its last characters (four or more). Choosing it twice
    is harmless. Raises BadInput for one that is not in use, NotEligible while a procedure has begun.
    """
    wanted, known = tidy(typed), station.store.person(record.holder_number)
    in_use = known.in_use if known is not None else ()
    found = [card for card in in_use if len(wanted) >= SHORTEST and card.number.endswith(wanted)]
    if len(found) != 1:
        why = Text("不是这位持卡人的在用卡", "Not one of the holder's cards in use")
        raise BadInput(what=Text("卡号", "Card number"), why=why)
    number = found[0].number
    if record.card_number == number:
        return record
    if record.state != "person":
        begun = Text("已开始办理，不能换卡", "Something has begun for the other card")
        raise NotEligible(why=begun, how=Text("先办完或退回，再选卡", "Finish it or go back, then choose"))
    chosen = replace(record, card_number=number)
    facts = {"number": record.holder_number, "card": number, "before": record.card_number}
    station.store.keep_visit(chosen, seen=record, audit=station.entry("card.chosen", facts=facts))
    return chosen
