"""Made-up work, people and answers for tests of a store. Numbers lie in the made-up county 439901."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

from counter_app.domain.card import BankAccount, BankState, Card, CardState, Half
from counter_app.domain.holder import Holder, Person
from counter_app.domain.making import CardOrder, MakingState, OrderKind
from counter_app.domain.numbers import card_check_character, identity_check_digit
from counter_app.domain.operation import (
    Answer,
    AuditEntry,
    HalfAnswer,
    Operation,
    OperationId,
    Verdict,
    new_operation_id,
)
from counter_app.domain.receipt import ReceiptDraft, Row
from counter_app.domain.text import Text, same
from counter_app.ports import VisitRecord

NOON = datetime(2026, 3, 18, 4, 0, tzinfo=UTC)
"""Twelve o'clock in China."""


def number_of(serial: int) -> str:
    """A made-up identity number."""
    first = f"43990119800101{serial:03d}"
    return first + identity_check_digit(first)


def card_of(serial: int) -> str:
    """A made-up card number."""
    body = f"T{serial:07d}"
    return body + card_check_character(body)


def operation(
    *,
    holder: int = 1,
    card: int | None = 1,
    urgent: bool = True,
    at: datetime = NOON,
    window: str = "01",
    facts: Mapping[str, str] | None = None,
    operation_id: str = "",
) -> Operation:
    """A loss report of a made-up person."""
    return Operation(
        id=OperationId(operation_id) if operation_id else new_operation_id(),
        procedure="temporary_loss" if urgent else "release",
        holder_number=number_of(holder),
        holder_name="阿依古丽·买买提𠮷",
        card_number=None if card is None else card_of(card),
        changes={Half.SSC: "4", Half.BANK: "temporary-loss"} if urgent else {Half.SSC: "1"},
        facts=facts if facts is not None else {"mobile": "13900001234", "reason": "遗失"},
        accepted_at=at,
        clerk="1001",
        outlet="439901",
        window=window,
        province="hunan",
        pack="2026.3",
        basis=("条例 第六条", "办法 第三条"),
        urgent=urgent,
    )


def draft(words: str = "临时挂失") -> ReceiptDraft:
    """A receipt without a number."""
    return ReceiptDraft(
        title=Text("社会保障卡业务回执", "Receipt"),
        heading=same("望岳路服务网点"),
        state=Text("已受理，待平台确认", "Accepted, waiting for the platform"),
        rows=tuple(Row(Text(f"项目{n}", f"Item {n}"), same(words), strong=n == 1) for n in range(10)),
        notes=(Text("请妥善保管", "Keep this safe"),),
        basis=(same("条例 第六条"),),
        hotline=same("12333"),
        practice=True,
        pending=(Text("平台收到后生效", "Takes effect when the platform has it"),),
    )


def entry(what: str = "operation.recorded", *, at: datetime = NOON, window: str = "01", **facts: str) -> AuditEntry:
    """An audit entry with personal facts."""
    return AuditEntry(what, at, "1001", "439901", window, subject="visit-1", facts=facts or {"holder": number_of(1)})


def person(
    serial: int = 1,
    *,
    name: str = "林晓岚",
    state: CardState = CardState.NORMAL,
    as_of: datetime = NOON,
    cards: tuple[int, ...] | None = None,
) -> Person:
    """A made-up person with cards; the bank half is there on the first."""
    numbers = cards if cards is not None else (serial,)
    holder = Holder(number_of(serial), name, "2", date(1980, 1, 1), "01", "13900001234")
    return Person(holder, tuple(_card(n, state, as_of, first=i == 0) for i, n in enumerate(numbers)), as_of)


def _card(serial: int, state: CardState, as_of: datetime, *, first: bool) -> Card:
    bank = BankAccount("B01", "示例银行一", "0019", BankState.NORMAL, as_of, "I") if first else None
    return Card(
        number=card_of(serial),
        identifier=f"{serial:032X}",
        state=state,
        as_of=as_of,
        issued_on=date(2020, 5, 6),
        expires_on=date(2030, 5, 6),
        loss_until=as_of + timedelta(days=7) if state is CardState.TEMPORARY_LOSS else None,
        bank=bank,
    )


def order(number: str = "Z00000001", *, state: MakingState = MakingState.MAKING) -> CardOrder:
    """A card being made in place of another."""
    failed = Text("照片不合格", "The photo will not do") if state is MakingState.FAILED else None
    return CardOrder(
        number=number,
        batch="P20260318B01",
        kind=OrderKind.REPLACEMENT,
        state=state,
        bank="B01",
        bank_name="示例银行一",
        outlet="439901",
        ordered_at=NOON,
        as_of=NOON,
        promised_on=date(2026, 4, 1),
        replaces=card_of(1),
        keeps_account=True,
        reason=failed,
    )


def answer(
    to: OperationId, verdict: Verdict = Verdict.ACCEPTED, *, person: Person | None = None, at: datetime = NOON
) -> Answer:
    """The platform's word on an operation."""
    refused = verdict is Verdict.REFUSED
    reason = Text("银行账户已冻结", "The bank account is frozen") if refused else None
    halves = (
        HalfAnswer(Half.SSC, Verdict.ACCEPTED, "4", effective_at=at, until=at + timedelta(days=7)),
        HalfAnswer(Half.BANK, verdict, "frozen" if refused else "temporary-loss", "B12" if refused else "", reason),
    )
    return Answer(to, verdict, at, halves, "B12" if refused else "", reason, card_number=card_of(1), person=person)


def visit(visit_id: str = "v1", *, at: datetime = NOON, operation_id: str = "") -> VisitRecord:
    """A visit in the middle of a procedure."""
    return VisitRecord(
        id=visit_id,
        mark=3,
        holder_number=number_of(1),
        holder_name="林晓岚",
        proof="typed",
        state="asking",
        clerk="1001",
        opened_at=at,
        procedure="temporary_loss",
        step=1,
        answers=(("mobile", "13900001234"), ("name", "林晓岚")),
        operation_id=operation_id,
        card_number=card_of(1),
    )
