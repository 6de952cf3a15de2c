"""The practice platform's own database, a file of SQLite or one at PostgreSQL: people, cards, accounts, cards being
made, answers given, and the trainer's switches.

Refuses a database of another version. WAL and synchronous=FULL: what was answered survives a power cut.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from counter_app.domain.making import CardOrder
from practice import clerks
from practice.platform import areas, feed, reckoning, tables
from practice.platform.connection import Connection
from practice.platform.file import connect
from practice.population import Resident, life_people, residents

FEED_KEPT = timedelta(days=90)
_VERSION = "version"  # SQLite keeps it in the file's head
NOT_NOW, BANK_SILENT, MINIMUM_VERSION = "not_now", "bank_silent", "minimum_version"
REFUSE_AUTHENTICATION = "refuse_authentication"
MAKING_SECONDS, MAKING_FAILS, BANK_NO_NEW_CARDS = "making_seconds", "making_fails", "bank_no_new_cards"
RATE_LIMIT, CLOCK_OFF, REVIEW = "rate_limit", "clock_off", "review"
NEW_CARD = """INSERT INTO card (number, holder, identifier, state, issued_on, expires_on, loss_until, replaced)
    VALUES (?,?,?,?,?,?,?,?)"""


class OtherVersion(Exception):
    """The file is a database of another version, or of something else."""


def opened(where: Path | str) -> Connection:
    """The database in that file, or at that address (postgresql://...). Raises OtherVersion, sqlcipher3's Error,
    psycopg.Error.
    """
    return open_database(where) if isinstance(where, Path) else _open_postgres(where)


def open_database(path: Path) -> Connection:
    """The database, made and filled with the population when new. Raises OtherVersion, sqlcipher3's Error."""
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = connect(path)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        with writing(connection):
            _make_or_check(connection)
            if "version" not in {row[1] for row in connection.execute("PRAGMA table_info(card)")}:
                connection.execute(tables.CARD_VERSION)
            _make_beside(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _open_postgres(url: str) -> Connection:
    """The same at PostgreSQL, whose library is loaded here alone."""
    from practice.platform.postgres import Postgres, has_column, has_table

    connection = Postgres(url)
    try:
        with writing(connection):
            if not has_table(connection, "about"):
                _make(connection)
                connection.execute("INSERT INTO about VALUES (?, ?)", (_VERSION, str(tables.VERSION)))
            _check(connection)
            if not has_column(connection, "card", "version"):
                connection.execute(tables.CARD_VERSION)
            _make_beside(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: Connection) -> None:
    """Raises OtherVersion."""
    row = connection.execute("SELECT value FROM about WHERE name = ?", (_VERSION,)).fetchone()
    if row is None or row[0] != str(tables.VERSION):
        raise OtherVersion(f"version {row and row[0]}, this program knows {tables.VERSION}")


@contextmanager
def writing(connection: Connection) -> Iterator[None]:
    """One transaction: everything in it or nothing. One that cannot be committed is ended too."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # The database may have ended it itself, or be gone: the first fault is the one to tell.
        with suppress(Exception):
            connection.execute("ROLLBACK")
        raise


def set_switch(connection: Connection, name: str, value: str | None) -> None:
    """The trainer's switches; None takes one away.

    NOT_NOW: seconds, everything is answered 503. BANK_SILENT: code of a bank that does not answer. MINIMUM_VERSION: of
    the counter's program, older ones are answered 426. MAKING_SECONDS: how long a card is made. MAKING_FAILS: "all",
    "never", code of a bank or number of a holder. BANK_NO_NEW_CARDS: code of a bank besides those of the population.
    REVIEW: orders of cards are looked at by a reviewer first. RATE_LIMIT: requests a counter has in a minute. Those of
    `practice.platform.faults` need a platform that was started for them; so does CLOCK_OFF: seconds its clock is off.
    """
    with writing(connection):
        connection.execute("DELETE FROM switch WHERE name = ?", (name,))
        if value is not None:
            connection.execute("INSERT INTO switch VALUES (?, ?)", (name, value))


def switches(connection: Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, value FROM switch").fetchall())


def moment(switches: Mapping[str, str]) -> datetime:
    """The time of day by the platform's clock, as wrong as CLOCK_OFF says."""
    try:
        off = timedelta(seconds=float(switches.get(CLOCK_OFF, "0")))
    except (ValueError, OverflowError):
        off = timedelta()
    return datetime.now(UTC) + off


def instance(connection: Connection) -> str:
    """Which platform this is: made with the database."""
    return str(connection.execute("SELECT value FROM about WHERE name = 'instance'").fetchone()[0])


def say_moment(moment: datetime) -> str:
    """RFC 3339 in UTC, always with microseconds, so that text order is time order."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def find(connection: Connection, by: str, value: str, *, limit: int) -> list[str]:
    """Numbers of the holders found. A card whose making has ended is found once `orders.settle` was called."""
    queries = {
        "number": "SELECT number FROM person WHERE number = ? LIMIT ?",
        "card": "SELECT holder FROM card WHERE number = ? LIMIT ?",
        "name": "SELECT number FROM person WHERE name = ? ORDER BY number LIMIT ?",
    }
    return [row[0] for row in connection.execute(queries[by], (value, limit))]


def state_of_identifier(connection: Connection, identifier: str) -> str | None:
    """State (AAZ502) of the card with that 卡识别码; None where none is on record."""
    row = connection.execute("SELECT state FROM card WHERE identifier = ? LIMIT 1", (identifier,)).fetchone()
    return None if row is None else str(row["state"])


def _make_or_check(connection: Connection) -> None:
    found = connection.execute("PRAGMA user_version").fetchone()[0]
    if found == tables.VERSION:
        return
    if found in (1, 2, 3):
        _bring_up(connection, found)
        return
    if found != 0 or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise OtherVersion(f"version {found}, this program knows {tables.VERSION}")
    _make(connection)
    connection.execute(f"PRAGMA user_version = {tables.VERSION}")


def _make(connection: Connection) -> None:
    """Everything a new database holds."""
    for statement in tables.SCHEMA:
        connection.execute(statement)
    connection.execute("INSERT INTO about VALUES ('instance', ?)", (uuid.uuid4().hex,))
    now = datetime.now(UTC)
    _fill(connection, (*residents(now=now), *life_people(now=now)))


def _make_beside(connection: Connection) -> None:
    for statement in tables.BESIDE:
        connection.execute(statement)
    reckoning.fill(connection)
    areas.fill(connection)
    clerks.fill(connection)
    feed.expire(connection, say_moment(datetime.now(UTC) - FEED_KEPT))


def _bring_up(connection: Connection, found: int) -> None:
    """Version 1 knew no answers in parts; version 2 no cards being made, and none of the people who practise them;
    version 3 only those with numbers of 18.
    """
    if found == 1:
        connection.execute(tables.PART)
    if found in (1, 2):
        connection.execute(tables.LIFE)
        for statement in tables.ORDERS:
            connection.execute(statement)
    known = {row[0] for row in connection.execute("SELECT number FROM person")}
    _fill(connection, [one for one in life_people(now=datetime.now(UTC)) if one.person.holder.number not in known])
    connection.execute(f"PRAGMA user_version = {tables.VERSION}")


def _fill(connection: Connection, people: Sequence[Resident]) -> None:
    for resident in people:
        h = resident.person.holder
        born = h.birth_date.isoformat() if h.birth_date else None
        told = (h.number, h.name, h.sex, born, h.nation, h.mobile, resident.person.life)
        connection.execute("INSERT INTO person VALUES (?,?,?,?,?,?,?)", told)
        for order in resident.person.orders:
            _fill_order(connection, h.number, order, begun_at=resident.making_since or order.ordered_at)
        for card in resident.person.cards:
            until = say_moment(card.loss_until) if card.loss_until else None
            days = [day.isoformat() if day else None for day in (card.issued_on, card.expires_on)]
            replaced = card.number in resident.replaced
            row = (card.number, h.number, card.identifier, card.state.value, *days, until, replaced)
            connection.execute(NEW_CARD, row)
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


def _fill_order(connection: Connection, holder: str, order: CardOrder, *, begun_at: datetime) -> None:
    reason = json.dumps({"zh": order.reason.zh, "en": order.reason.en}, ensure_ascii=False) if order.reason else None
    promised = order.promised_on.isoformat() if order.promised_on else None
    place = int(order.number[1:])
    moments = (say_moment(order.ordered_at), say_moment(begun_at), 0, promised)
    made = (order.replaces or None, order.card_number or None, order.keeps_account, reason)
    row = (place, order.number, holder, order.batch, order.kind.value, order.state.value, order.bank, order.outlet)
    connection.execute("INSERT INTO card_order VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", (*row, *moments, *made))
