"""What a trainer moves in the making of cards, and whose card is which by now, in the practice platform's own database.

Refuses to touch an order itself: the platform ends makings by its own rules, a trainer only says when and whether.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from counter_app.domain.card import BankAccount, BankState, Card, CardState
from counter_app.domain.holder import Holder, Person
from practice.platform import database as db
from practice.platform import orders, telling
from practice.platform.connection import Connection

ALL, NEVER = "all", "never"


@dataclass(frozen=True, slots=True)
class Making:
    """`seconds` a card is made; `fails`: "" by the platform's own rule, ALL, NEVER, a bank's code or a holder's number;
    how many orders are being made, wait to be collected, have failed, are in review; whether orders are reviewed.
    """

    seconds: int
    fails: str
    making: int
    ready: int
    failed: int
    reviewing: int = 0
    reviews: bool = False


def standing(connection: Connection) -> Making:
    """How the making stands, with everything ended whose time has come. Raises sqlcipher3's Error."""
    orders.settle_due(connection, datetime.now(UTC))
    switches = db.switches(connection)
    counted = dict(connection.execute("SELECT state, count(*) FROM card_order GROUP BY state").fetchall())
    making, ready, failed, reviewing = (
        int(counted.get(state, 0)) for state in (orders.MAKING, orders.READY, orders.FAILED, orders.REVIEWING)
    )
    fails, reviews = switches.get(db.MAKING_FAILS, ""), db.REVIEW in switches
    return Making(orders.seconds_of(switches), fails, making, ready, failed, reviewing, reviews)


def finish(connection: Connection) -> int:
    """End all that is being made now, also what waits for the trainer alone; how many. Raises sqlcipher3's Error."""
    now = datetime.now(UTC)
    with db.writing(connection):
        ended = orders.hurry(connection, now)
        orders.settle(connection, now, db.switches(connection))
    return ended


def take_seconds(connection: Connection, seconds: int | None) -> None:
    """Let cards be made in so many seconds, None for the usual time."""
    db.set_switch(connection, db.MAKING_SECONDS, None if seconds is None else str(seconds))


def fail(connection: Connection, whose: str) -> None:
    """Let makings fail when their time comes: ALL, NEVER, a bank's code, a holder's number; "" as the platform does."""
    db.set_switch(connection, db.MAKING_FAILS, whose or None)


def take_review(connection: Connection, *, wanted: bool) -> None:
    """Whether orders are looked at by a reviewer before they are made, from now on."""
    db.set_switch(connection, db.REVIEW, "all" if wanted else None)


def review(connection: Connection, *, passed: bool) -> int:
    """The reviewer's word on all that is in review; how many that were. Raises sqlcipher3's Error."""
    with db.writing(connection):
        return orders.review(connection, datetime.now(UTC), passed=passed)


def as_it_stands(connection: Connection, number: str) -> Person | None:
    """A practice person with the cards the platform knows by now; None for nobody it knows. Raises sqlcipher3's
    Error.
    """
    now = datetime.now(UTC)
    orders.settle_due(connection, now)
    if not db.find(connection, "number", number, limit=1):
        return None
    told: Mapping[str, Any] = telling.person(connection, number, now)
    holder = dict(told["holder"])
    born = holder.pop("birth_date")
    cards = tuple(_card(card, now) for card in told["cards"])
    return Person(Holder(birth_date=date.fromisoformat(born) if born else None, **holder), cards, now)


def _card(told: Mapping[str, Any], now: datetime) -> Card:
    bank = told["bank"]
    issued, expires = (date.fromisoformat(told[name]) if told[name] else None for name in ("issued_on", "expires_on"))
    account = None
    if bank is not None:
        account = BankAccount(bank["bank"], bank["bank_name"], bank["tail"], BankState(bank["state"]), now)
    return Card(told["number"], told["identifier"], CardState(told["state"]), now, issued, expires, bank=account)
