"""Made-up people in made-up states, for the pure tests of procedures."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from counter_app import provinces
from counter_app.domain.card import BankAccount, BankState, Card, CardState, ChipData, Half
from counter_app.domain.holder import Holder, Person
from counter_app.domain.numbers import identity_check_digit
from counter_app.domain.operation import Operation, OperationId, Work, WorkState, new_operation_id
from counter_app.domain.procedure import Procedure, Situation
from counter_app.domain.projection import project
from counter_app.domain.province import Province

NOW = datetime(2026, 3, 18, 2, 46, tzinfo=UTC)
FIRST17 = "43990119580312204"
NUMBER = FIRST17 + identity_check_digit(FIRST17)
HUNAN = provinces.load("hunan")


def person(
    ssc: CardState = CardState.NORMAL,
    bank: BankState | None = BankState.NORMAL,
    *,
    bank_code: str = "B01",
    known: bool = True,
) -> Person:
    """A holder with one card in these states; `known` False: only the number is known."""
    if not known:
        return Person(Holder(NUMBER, ""))
    account = BankAccount(bank_code, "示例银行", "6620", bank, NOW) if bank is not None else None
    card = Card("B00000019", "4" * 32, ssc, NOW, issued_on=date(2021, 6, 2), bank=account)
    return Person(Holder(NUMBER, "林晓岚", "2", date(1958, 3, 12), mobile="13900000046"), (card,), NOW)


def chip_of(who: Person) -> ChipData:
    """The chip of that person's card."""
    card = who.card
    assert card is not None
    return ChipData(
        social_security_number=who.holder.number,
        name=who.holder.name,
        sex="2",
        nation="01",
        birthplace="439901",
        birth_date=date(1958, 3, 12),
        card_number=card.number,
        card_identifier=card.identifier,
        card_class="3",
        spec_version="2.00",
        issuing_agency="0" * 24,
        issued_on=None,
        expires_on=None,
    )


def work_for(who: Person, changes: dict[Half, str], *, order: int = 1, state: WorkState = WorkState.WAITING) -> Work:
    """Recorded work on that person's card."""
    operation = Operation(
        id=OperationId(new_operation_id()),
        procedure="temporary-loss",
        holder_number=who.holder.number,
        holder_name=who.holder.name,
        card_number=who.card.number if who.card else None,
        changes=changes,
        facts={},
        accepted_at=NOW - timedelta(minutes=5),
        clerk="0317",
        outlet="439901",
        window="01",
        province="hunan",
        pack="2026.3",
        urgent=True,
    )
    return Work(operation, order, state, NOW, "439901-01-260318-0001-0")


def situation(
    procedure: Procedure,
    who: Person,
    *,
    work: tuple[Work, ...] = (),
    online: bool = True,
    chip: ChipData | None = None,
    province: Province = HUNAN,
) -> Situation:
    """The situation of that person for that procedure."""
    return Situation(
        person=who,
        view=project(who.card, work),
        work=work,
        online=online,
        province=province,
        rules=province.procedures[procedure.id],
        chip=chip,
        now=NOW,
    )


def without_formal_release() -> Province:
    """Hunan as it would be if a formal loss could not be released."""
    return replace(HUNAN, formal_release=False)
