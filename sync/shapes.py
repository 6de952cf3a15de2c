"""Shapes of the contract that tell of people, their cards and what is being made for them; and what all shapes share.

Refuses what `docs/platform.openapi.yaml` does not allow; members it does not know are ignored, state codes it does not
know become UNKNOWN (the contract lets a platform grow), and members that a platform of 1.0 has not are empty.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from counter_app.domain import card as c
from counter_app.domain.holder import Holder, Person
from counter_app.domain.making import CardOrder, MakingState, OrderKind
from counter_app.domain.text import Text

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z", re.ASCII)
_LARGEST_VERSION = 2**53 - 1
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _moment(value: object) -> datetime:
    """RFC 3339 in UTC written with Z, nothing else."""
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError("not a moment in UTC")
    return datetime.fromisoformat(value[:-1]).replace(tzinfo=UTC)


def _day(value: object) -> date:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("not a day")
    return date.fromisoformat(value)


Moment = Annotated[datetime, BeforeValidator(_moment)]
Day = Annotated[date, BeforeValidator(_day)]
Code = Annotated[str, Field(pattern=r"^([0-9]{4})?$")]
CardNumber = Annotated[str, Field(pattern=r"^[0-9A-Z]{6,20}$")]
OperationKey = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
OrderNumber = Annotated[str, Field(pattern=r"^[0-9A-Z-]{1,40}$")]
StateCode = Annotated[str, Field(min_length=1, max_length=20)]


class Shape(BaseModel):
    """Strict about the types of members it knows, silent about those it does not."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class Words(Shape):
    """A sentence in both languages."""

    zh: str = Field(min_length=1, max_length=400)
    en: str = Field(min_length=1, max_length=400)

    def domain(self) -> Text:
        """As the program holds it."""
        return Text(self.zh, self.en)


class _Bank(Shape):
    bank: str = Field(min_length=1, max_length=10)
    bank_name: str = Field(min_length=1, max_length=60)
    tail: str = Field(pattern=r"^([0-9]{4})?$")
    state: StateCode
    as_of: Moment
    account_class: str = Field(max_length=20)
    loss_until: Moment | None = None

    def domain(self) -> c.BankAccount:
        state = c.state_of(c.Half.BANK, self.state)
        return c.BankAccount(
            bank=self.bank,
            bank_name=self.bank_name,
            tail=self.tail,
            state=state if isinstance(state, c.BankState) else c.BankState.UNKNOWN,
            as_of=self.as_of,
            account_class=self.account_class,
            loss_until=self.loss_until,
        )


class _Card(Shape):
    number: CardNumber
    identifier: str = Field(pattern=r"^([0-9A-F]{32})?$")
    state: StateCode
    as_of: Moment
    issued_on: Day | None
    expires_on: Day | None
    loss_until: Moment | None
    bank: _Bank | None
    version: int | None = Field(default=None, ge=1, le=_LARGEST_VERSION)

    def domain(self) -> c.Card:
        state = c.state_of(c.Half.SSC, self.state)
        return c.Card(
            number=self.number,
            identifier=self.identifier,
            state=state if isinstance(state, c.CardState) else c.CardState.UNKNOWN,
            as_of=self.as_of,
            issued_on=self.issued_on,
            expires_on=self.expires_on,
            loss_until=self.loss_until,
            bank=self.bank.domain() if self.bank else None,
            version=self.version,
        )


class _Holder(Shape):
    number: str = Field(pattern=r"^([0-9]{17}[0-9X]|[A-Z]{3}[0-9]{12}|[0-9A-Z]{5,12})$")
    name: str = Field(min_length=1, max_length=50)
    sex: Literal["0", "1", "2", "9"]
    birth_date: Day | None
    nation: str = Field(pattern=r"^([0-9]{2})?$")
    mobile: str = Field(max_length=20)

    def domain(self) -> Holder:
        return Holder(**self.model_dump())


class _Order(Shape):
    number: OrderNumber
    batch: str = Field(max_length=40)
    kind: str = Field(min_length=1, max_length=20)
    state: StateCode
    bank: str = Field(max_length=10)
    bank_name: str = Field(max_length=60)
    outlet: str = Field(max_length=40)
    ordered_at: Moment
    as_of: Moment
    promised_on: Day | None
    replaces: CardNumber | None
    card_number: CardNumber | None
    keeps_account: bool
    reason: Words | None

    def domain(self) -> CardOrder:
        return CardOrder(
            number=self.number,
            batch=self.batch,
            kind=_order_kind(self.kind),
            state=_making_state(self.state),
            bank=self.bank,
            bank_name=self.bank_name,
            outlet=self.outlet,
            ordered_at=self.ordered_at,
            as_of=self.as_of,
            promised_on=self.promised_on,
            replaces=self.replaces or "",
            card_number=self.card_number or "",
            keeps_account=self.keeps_account,
            reason=self.reason.domain() if self.reason else None,
        )


def _order_kind(code: str) -> OrderKind:
    try:
        return OrderKind(code)
    except ValueError:
        return OrderKind.UNKNOWN


def _making_state(code: str) -> MakingState:
    try:
        return MakingState(code)
    except ValueError:
        return MakingState.UNKNOWN


class PersonShape(Shape):
    """A holder with cards and orders, as of one moment."""

    holder: _Holder
    cards: list[_Card] = Field(max_length=50)
    as_of: Moment
    orders: list[_Order] = Field(default=[], max_length=50)
    life: str = Field(default="", max_length=20)

    def domain(self) -> Person:
        """As the program holds it."""
        return Person(
            self.holder.domain(),
            tuple(card.domain() for card in self.cards),
            self.as_of,
            orders=tuple(order.domain() for order in self.orders),
            life=self.life,
        )


class PeopleShape(Shape):
    """The answer to a look-up."""

    people: list[PersonShape] = Field(max_length=100)
