"""The cards of the practice platform and the accounts behind them: how they are read, and the one way they change.

Each change raises the card's version by one in the statement that makes it, and only where the card still has the
version that was read. Refuses to change a card that somebody else has changed since (Overtaken), and to tell of a
temporary loss that is over: it lapses when it is read, which is a change like any other.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from practice.platform import feed
from practice.platform.connection import Connection

Value = str | int | None
Row = dict[str, Value]
_AS_IT_IS: Mapping[str, Value] = MappingProxyType({})
_READ = """SELECT card.*, account.bank, account.tail, account.state AS bank_state, account.account_class,
    account.loss_until AS bank_until FROM card LEFT JOIN account ON account.card = card.number"""
_OVER = "SELECT number FROM card WHERE loss_until <= ? UNION SELECT card FROM account WHERE loss_until <= ?"
_IN_ROW = {"state": "bank_state", "loss_until": "bank_until"}


class Overtaken(Exception):
    """Somebody else has changed the card since it was read: nothing of what was decided on that reading may stand."""


def of_holder(connection: Connection, number: str, now: str) -> list[Row]:
    """Cards of a holder with their accounts, oldest first. `now`: the moment as text.

    A loss that is over by then lapses: call it in a transaction, or after `lapse` at the same moment.
    """
    rows = connection.execute(f"{_READ} WHERE card.holder = ? ORDER BY card.place", (number,)).fetchall()
    return [_as_of(connection, dict(row), now) for row in rows]


def any_over(connection: Connection, now: str) -> bool:
    """Whether a temporary loss is over by that moment and still on record."""
    return connection.execute(f"{_OVER} LIMIT 1", (now, now)).fetchone() is not None


def lapse(connection: Connection, now: str) -> None:
    """Let every temporary loss that is over by that moment lapse, and tell it. Inside a transaction."""
    rows = [dict(row) for row in connection.execute(f"{_READ} WHERE card.number IN ({_OVER})", (now, now)).fetchall()]
    for row in sorted(rows, key=lambda one: (_first_end(one, now), str(one["number"]))):
        _as_of(connection, row, now)


def change(
    connection: Connection,
    card: Row,
    *,
    ssc: Mapping[str, Value] = _AS_IT_IS,
    bank: Mapping[str, Value] | None = _AS_IT_IS,
) -> None:
    """Let a card stand otherwise, and bring the row in hand up to it.

    `card`: as it was read, with the version it had then. `ssc`: columns of the card. `bank`: columns of its account,
    None where the account stands behind it no longer. Raises Overtaken.
    """
    changed = ", ".join(f"{name} = ?" for name in ("version", *ssc))
    version = _version(card) + 1
    statement = f"UPDATE card SET {changed} WHERE number = ? AND version = ?"  # noqa: S608 - names of columns
    done = connection.execute(statement, (version, *ssc.values(), card["number"], _version(card)))
    if done.rowcount != 1:
        raise Overtaken(f"the card no longer has version {_version(card)}")
    if bank is None:
        connection.execute("DELETE FROM account WHERE card = ?", (card["number"],))
        card.update(dict.fromkeys(("bank", "tail", "bank_state", "account_class", "bank_until")))
    elif bank:
        changed = ", ".join(f"{name} = ?" for name in bank)
        statement = f"UPDATE account SET {changed} WHERE card = ?"  # noqa: S608 - names of columns
        connection.execute(statement, (*bank.values(), card["number"]))
        card.update({_IN_ROW.get(name, name): value for name, value in bank.items()})
    card.update(ssc, version=version)


def _as_of(connection: Connection, card: Row, now: str) -> Row:
    """The card as it stands at that moment."""
    ssc: Mapping[str, Value] = {"state": "1", "loss_until": None} if _is_over(card["loss_until"], now) else {}
    bank: Mapping[str, Value] = {"state": "normal", "loss_until": None} if _is_over(card["bank_until"], now) else {}
    if ssc or bank:
        at, number = _first_end(card, now), str(card["number"])
        feed.tell(connection, str(card["holder"]), feed.LAPSED, now, at=at, card=number)
        change(connection, card, ssc=ssc, bank=bank)
    return card


def _first_end(card: Row, now: str) -> str:
    return min(str(end) for end in (card["loss_until"], card["bank_until"]) if _is_over(end, now))


def _is_over(until: Any, now: str) -> bool:
    return until is not None and str(until) <= now


def _version(card: Row) -> int:
    return int(card["version"] or 0)
