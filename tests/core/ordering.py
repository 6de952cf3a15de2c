"""Made-up people for procedures that order or hand over a card, and what a clerk would submit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from counter_app.domain.card import BankAccount, BankState, Card, CardState
from counter_app.domain.holder import Holder, Person
from counter_app.domain.making import CardOrder, MakingState, OrderKind
from counter_app.domain.numbers import identity_check_digit
from counter_app.domain.operation import Operation, Work
from counter_app.domain.procedure import Answers, Field, Procedure, Situation
from counter_app.domain.province import Bank, Province
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord
from counter_app.visit import Visit, submitted_answers
from tests.core.situations import HUNAN, NOW, person, work_for
from tests.parts.consenting import with_consents

OUTLET = "439901"
SEEN = {"identity_checked": "card-seen", "actor_checked": "card-seen"}


def number_of(born: str, sequence: str = "204") -> str:
    """A made-up identity number of somebody born on that day (yyyymmdd)."""
    first17 = f"439901{born}{sequence}"
    return first17 + identity_check_digit(first17)


CHILD, PARENT, SIBLING = number_of("20150601"), number_of("19860203"), number_of("20170705")


def order(state: MakingState = MakingState.READY, **more: object) -> CardOrder:
    """An order as the platform tells of it."""
    made = CardOrder(
        "M2026031800017", "P20260318", OrderKind.NEW, state, "B01", "示例银行一", OUTLET, NOW, NOW, date(2026, 4, 1)
    )
    return replace(made, **more)  # type: ignore[arg-type]


def sealed(number: str = "B00000027", bank: BankState = BankState.INACTIVE, code: str = "B01") -> Card:
    """A card that was made and not enabled."""
    return Card(number, "5" * 32, CardState.SEALED, NOW, bank=BankAccount(code, "示例银行", "0042", bank, NOW))


def nobody_yet(born: str = "19900101") -> Person:
    """A holder the platform knows, without any card."""
    return Person(Holder(number_of(born), "林晓岚", "2", None, mobile="13900000046"), (), NOW)


def ready(*, outlet: str = OUTLET) -> Person:
    """A holder whose first card waits at this outlet, or at another."""
    return replace(nobody_yet(), cards=(sealed(),), orders=(order(card_number="B00000027", outlet=outlet),))


def lost() -> Person:
    """A holder whose card is formally reported lost."""
    return person(CardState.FORMAL_LOSS, BankState.FORMAL_LOSS)


def waiting(who: Person, procedure: str) -> Work:
    """Recorded work of that procedure without halves that waits for the platform."""
    work = work_for(who, {})
    operation: Operation = replace(work.operation, procedure=procedure, card_number=None, urgent=False)
    return replace(work, operation=operation)


def with_bank(*banks: Bank, province: Province = HUNAN) -> Province:
    """The pack with these banks in place of its own."""
    return replace(province, banks=banks)


def visit(now: Situation, which: Procedure, answers: Mapping[str, str]) -> Visit:
    """A visit with these answers, at its first step; the clerk says to have seen every identity card."""
    given = tuple({**SEEN, **answers}.items())
    number = now.person.holder.number
    record = VisitRecord("v", 0, number, "", "typed", "asking", "0317", NOW, which.id, answers=given)
    return Visit(record, which, now)


def submitted(now: Situation, which: Procedure, **answers: str) -> Answers:
    """What is submitted; every needed answer must be given."""
    one = with_consents(visit(now, which, answers))
    assert one.missing_anywhere() is None, one.missing_anywhere()
    return submitted_answers(one)


def asked(now: Situation, which: Procedure, **answers: str) -> dict[str, Field]:
    """The fields of all steps with these answers, by name."""
    return {f.name: f for step in which.steps for f in step.fields(now, answers)}


def said(texts: tuple[Text, ...]) -> str:
    """Chinese words in one line."""
    return " ".join(t.zh for t in texts)
