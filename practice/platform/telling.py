"""A holder as the practice platform tells of one on the wire: cards with their accounts, cards being made.

Refuses to bring anything about: makings whose time has come are ended by `orders.settle` before, and losses that are
over by `cards.lapse`, unless it is told inside a transaction.
"""

from __future__ import annotations

from datetime import datetime

from practice.platform import cards, orders
from practice.platform import database as db
from practice.platform.connection import Connection
from practice.population import BANKS, bank_as_of


def person(connection: Connection, number: str, now: datetime) -> dict[str, object]:
    """A holder with all cards and orders, as the wire wants it."""
    holder = dict(connection.execute("SELECT * FROM person WHERE number = ?", (number,)).fetchone())
    life = holder.pop("life")
    return {
        "holder": holder,
        "cards": [_card(card, now) for card in cards.of_holder(connection, number, db.say_moment(now))],
        "as_of": db.say_moment(now),
        "orders": [orders.told(order, now) for order in orders.of_holder(connection, number)],
        "life": life,
    }


def _card(row: dict[str, str | int | None], now: datetime) -> dict[str, object]:
    bank = None
    if row["bank"] is not None:
        code = str(row["bank"])
        heard = db.say_moment(bank_as_of(code, now))
        bank = {"bank": code, "bank_name": BANKS[code], "tail": row["tail"], "state": row["bank_state"], "as_of": heard}
        bank |= {"account_class": row["account_class"], "loss_until": row["bank_until"]}
    kept = ("number", "version", "identifier", "state", "issued_on", "expires_on", "loss_until")
    return {name: row[name] for name in kept} | {"as_of": db.say_moment(now), "bank": bank}
