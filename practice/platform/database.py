"""The practice platform's own SQLite database: people, cards, accounts, answers given, and the trainer's switches.

Refuses a database of another version. WAL and synchronous=FULL: what was answered survives a power cut. A temporary
loss lapses when it is read, by the clock.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from practice.population import BANKS, Resident, bank_as_of, residents

VERSION = 2
NOT_NOW, BANK_SILENT, MINIMUM_VERSION = "not_now", "bank_silent", "minimum_version"
REFUSE_AUTHENTICATION = "refuse_authentication"
_PART = """CREATE TABLE part (operation_id TEXT NOT NULL, half TEXT NOT NULL, digest TEXT NOT NULL,
    answer TEXT NOT NULL, PRIMARY KEY (operation_id, half)) WITHOUT ROWID"""
_SCHEMA = (
    _PART,
    "CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE switch (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
    """CREATE TABLE person (number TEXT PRIMARY KEY, name TEXT NOT NULL, sex TEXT NOT NULL, birth_date TEXT,
        nation TEXT NOT NULL, mobile TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX person_by_name ON person (name)",
    """CREATE TABLE card (place INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, holder TEXT NOT NULL,
        identifier TEXT NOT NULL, state TEXT NOT NULL, issued_on TEXT, expires_on TEXT, loss_until TEXT,
        replaced INTEGER NOT NULL)""",
    "CREATE INDEX card_by_holder ON card (holder)",
    """CREATE TABLE account (card TEXT PRIMARY KEY, bank TEXT NOT NULL, tail TEXT NOT NULL, state TEXT NOT NULL,
        loss_until TEXT, account_class TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE answer (operation_id TEXT PRIMARY KEY, digest TEXT NOT NULL, operation TEXT NOT NULL,
        answer TEXT NOT NULL, holder TEXT, times INTEGER NOT NULL, answered_at TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE effect (id INTEGER PRIMARY KEY, operation_id TEXT NOT NULL, card TEXT NOT NULL, half TEXT NOT NULL,
        before TEXT NOT NULL, after TEXT NOT NULL, at TEXT NOT NULL)""",
)


class OtherVersion(Exception):
    """The file is a database of another version, or of something else."""


def open_database(path: Path) -> sqlite3.Connection:
    """The database, made and filled with the population when new. Raises OtherVersion, sqlite3.Error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=10)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        with writing(connection):
            _make_or_check(connection)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction: everything in it or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def set_switch(connection: sqlite3.Connection, name: str, value: str | None) -> None:
    """The trainer's switches; None takes one away.

    NOT_NOW: seconds, everything is answered 503. BANK_SILENT: code of a bank that does not answer. MINIMUM_VERSION: of
    the counter's program, older ones are answered 426.
    """
    with writing(connection):
        connection.execute("DELETE FROM switch WHERE name = ?", (name,))
        if value is not None:
            connection.execute("INSERT INTO switch VALUES (?, ?)", (name, value))


def switches(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, value FROM switch").fetchall())


def instance(connection: sqlite3.Connection) -> str:
    """Which platform this is: made with the database."""
    return str(connection.execute("SELECT value FROM about WHERE name = 'instance'").fetchone()[0])


def say_moment(moment: datetime) -> str:
    """RFC 3339 in UTC, always with microseconds, so that text order is time order."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def find(connection: sqlite3.Connection, by: str, value: str, *, limit: int) -> list[str]:
    """Numbers of the holders found."""
    queries = {
        "number": "SELECT number FROM person WHERE number = ? LIMIT ?",
        "card": "SELECT holder FROM card WHERE number = ? LIMIT ?",
        "name": "SELECT number FROM person WHERE name = ? ORDER BY number LIMIT ?",
    }
    return [row[0] for row in connection.execute(queries[by], (value, limit))]


def state_of_identifier(connection: sqlite3.Connection, identifier: str) -> str | None:
    """State (AAZ502) of the card with that 卡识别码; None where none is on record."""
    row = connection.execute("SELECT state FROM card WHERE identifier = ? LIMIT 1", (identifier,)).fetchone()
    return None if row is None else str(row["state"])


def cards_of(connection: sqlite3.Connection, number: str, now: datetime) -> list[dict[str, str | int | None]]:
    """Cards of a holder with their accounts, oldest first; losses that have lapsed are over."""
    rows = connection.execute(
        """SELECT card.*, account.bank, account.tail, account.state AS bank_state, account.account_class,
            account.loss_until AS bank_until FROM card LEFT JOIN account ON account.card = card.number
            WHERE holder = ? ORDER BY place""",
        (number,),
    )
    return [_lapsed(dict(row), say_moment(now)) for row in rows]


def person(connection: sqlite3.Connection, number: str, now: datetime) -> dict[str, object]:
    """A holder with all cards, as the wire wants it."""
    holder = connection.execute("SELECT * FROM person WHERE number = ?", (number,)).fetchone()
    cards = [_card(card, now) for card in cards_of(connection, number, now)]
    return {"holder": dict(holder), "cards": cards, "as_of": say_moment(now)}


def _lapsed(card: dict[str, str | int | None], now: str) -> dict[str, str | int | None]:
    if card["loss_until"] is not None and str(card["loss_until"]) <= now:
        card |= {"state": "1", "loss_until": None}
    if card["bank_until"] is not None and str(card["bank_until"]) <= now:
        card |= {"bank_state": "normal", "bank_until": None}
    return card


def _card(row: dict[str, str | int | None], now: datetime) -> dict[str, object]:
    bank = None
    if row["bank"] is not None:
        code = str(row["bank"])
        heard = say_moment(bank_as_of(code, now))
        bank = {"bank": code, "bank_name": BANKS[code], "tail": row["tail"], "state": row["bank_state"], "as_of": heard}
        bank["account_class"] = row["account_class"]
    kept = ("number", "identifier", "state", "issued_on", "expires_on", "loss_until")
    return {name: row[name] for name in kept} | {"as_of": say_moment(now), "bank": bank}


def _make_or_check(connection: sqlite3.Connection) -> None:
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found == VERSION:
        return
    if found == 1:
        connection.execute(_PART)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        return
    if found != 0 or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise OtherVersion(f"version {found}, this program knows {VERSION}")
    for statement in _SCHEMA:
        connection.execute(statement)
    connection.execute("INSERT INTO about VALUES ('instance', ?)", (uuid.uuid4().hex,))
    _fill(connection, residents(now=datetime.now(UTC)))
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _fill(connection: sqlite3.Connection, people: Sequence[Resident]) -> None:
    for resident in people:
        h = resident.person.holder
        born = h.birth_date.isoformat() if h.birth_date else None
        connection.execute(
            "INSERT INTO person VALUES (?,?,?,?,?,?)", (h.number, h.name, h.sex, born, h.nation, h.mobile)
        )
        for card in resident.person.cards:
            until = say_moment(card.loss_until) if card.loss_until else None
            days = [day.isoformat() if day else None for day in (card.issued_on, card.expires_on)]
            replaced = card.number in resident.replaced
            row = (None, card.number, h.number, card.identifier, card.state.value, *days, until, replaced)
            connection.execute("INSERT INTO card VALUES (?,?,?,?,?,?,?,?,?)", row)
            if card.bank:
                lost = until if card.bank.state.value == "temporary-loss" else None
                account = (
                    card.number,
                    card.bank.bank,
                    card.bank.tail,
                    card.bank.state.value,
                    lost,
                    card.bank.account_class,
                )
                connection.execute("INSERT INTO account VALUES (?,?,?,?,?,?)", account)
