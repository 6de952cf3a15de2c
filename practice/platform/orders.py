"""Cards being made by the practice platform: ordered, reviewed where a trainer wants it, made by the clock, failed,
resumed, handed over.

Refuses to work in the background: an order's time has come when somebody looks (`settle`), and what was settled stands.
One order in twenty fails by its number; the trainer's switches let others fail, or none. A resumed one succeeds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from counter_app.domain.moments import local
from counter_app.domain.numbers import card_check_character
from practice.platform import database as db
from practice.platform import feed
from practice.platform.connection import Connection
from practice.population import BANKS

USUAL_SECONDS = 60
REVIEWING, MAKING, READY, FAILED = "reviewing", "making", "ready", "failed"
COLLECTED, STOPPED = "collected", "stopped"
UNDER_WAY = frozenset({REVIEWING, MAKING, READY, FAILED})
NEW, REPLACEMENT, BANK = "new", "replacement", "bank"
ONE_IN = 20
_PROMISED_DAYS = 14
_VALID_YEARS = 10
_HERE, _COUNTY = "4399", "439901"  # counties of the practice province; who issues to people with numbers from elsewhere
_NOT_PASSED = {
    "zh": "审核未通过，所填内容与记录不符",
    "en": "Not passed in review: what was given does not match the records",
}
_PHOTO = {"zh": "照片不合格，制卡退回", "en": "The photo will not do; the making was sent back"}
_MACHINE = {"zh": "制卡设备故障", "en": "The card machine failed"}
_Row = dict[str, str | int | None]
_Json = dict[str, object]


def place(
    connection: Connection,
    now: datetime,
    *,
    kind: str,
    holder: str,
    bank: str,
    outlet: str,
    replaces: str | None = None,
    keeps_account: bool = False,
    promised: str = "",
) -> str:
    """Begin a new order; its number. `promised`: the day the counter promised, kept where it is one."""
    at = int(connection.execute("SELECT coalesce(max(place), 0) + 1 FROM card_order").fetchone()[0])
    number, batch = f"Z{at:08d}", f"P{local(now):%Y%m%d}{bank}"
    since = db.say_moment(now)
    until = _promise(promised, now)
    state = _first_state(connection)
    row = (at, number, holder, batch, kind, state, bank, outlet, since, since, 0, until, replaces, None)
    connection.execute("INSERT INTO card_order VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)", (*row, keeps_account, None))
    return number


def _promise(said: str, now: datetime) -> str:
    today = local(now).date()
    try:
        day = date.fromisoformat(said)
    except ValueError:
        day = today + timedelta(days=_PROMISED_DAYS)
    return max(day, today).isoformat()


def of_holder(connection: Connection, holder: str) -> list[_Row]:
    """Orders of a holder, oldest first."""
    rows = connection.execute("SELECT * FROM card_order WHERE holder = ? ORDER BY place", (holder,))
    return [dict(row) for row in rows]


def under_way(connection: Connection, holder: str) -> _Row | None:
    """The order of which a card may still come; there is one at most."""
    return next((row for row in of_holder(connection, holder) if row["state"] in UNDER_WAY), None)


def of_card(connection: Connection, card_number: str) -> _Row | None:
    """The order that card was made for; None for one made without an order on record."""
    row = connection.execute("SELECT * FROM card_order WHERE card_number = ?", (card_number,)).fetchone()
    return None if row is None else dict(row)


def resume(connection: Connection, number: str, now: datetime) -> None:
    """Begin the same order again, in the same batch; it is reviewed again where orders are."""
    change = "UPDATE card_order SET state = ?, begun_at = ?, tries = tries + 1, reason = NULL WHERE number = ?"
    connection.execute(change, (_first_state(connection), db.say_moment(now), number))


def end(connection: Connection, number: str, state: str) -> None:
    """COLLECTED or STOPPED: nothing more comes of it."""
    connection.execute("UPDATE card_order SET state = ? WHERE number = ?", (state, number))


def review(connection: Connection, now: datetime, *, passed: bool) -> int:
    """What a reviewer says of all that is looked at: its making begins, or it failed and says why. How many those
    were; each is told in the feed. Inside a transaction.
    """
    rows = connection.execute("SELECT number, holder FROM card_order WHERE state = ?", (REVIEWING,)).fetchall()
    said = (MAKING, None) if passed else (FAILED, json.dumps(_NOT_PASSED, ensure_ascii=False))
    kind = feed.REVIEW_PASSED if passed else feed.REVIEW_FAILED
    for row in rows:
        change = "UPDATE card_order SET state = ?, reason = ?, begun_at = ? WHERE number = ?"
        connection.execute(change, (*said, db.say_moment(now), row["number"]))
        feed.tell(connection, str(row["holder"]), kind, db.say_moment(now))
    return len(rows)


def _first_state(connection: Connection) -> str:
    return REVIEWING if db.REVIEW in db.switches(connection) else MAKING


def hurry(connection: Connection, now: datetime) -> int:
    """All that is being made is due by now; how many that were."""
    due = db.say_moment(now - timedelta(seconds=seconds_of(db.switches(connection))))
    changed = connection.execute(
        "UPDATE card_order SET begun_at = CASE WHEN begun_at < ? THEN begun_at ELSE ? END WHERE state = ?",
        (due, due, MAKING),
    )
    return changed.rowcount


def settle_due(connection: Connection, now: datetime) -> None:
    """`settle` in a transaction of its own, where anything is due."""
    switches = db.switches(connection)
    if _due(connection, now, switches):
        with db.writing(connection):
            settle(connection, now, switches)


def settle(connection: Connection, now: datetime, switches: Mapping[str, str]) -> None:
    """Let every making whose time has come end: READY with its card, or FAILED. Inside a transaction.

    `switches`: the trainer's, as they stand.
    """
    for order in _due(connection, now, switches):
        reason = _failure(order, switches)
        kind = feed.CARD_READY if reason is None else feed.MAKING_FAILED
        feed.tell(connection, str(order["holder"]), kind, db.say_moment(now))
        if reason is None:
            _make(connection, order, now)
        else:
            told = json.dumps(reason, ensure_ascii=False)
            connection.execute(
                "UPDATE card_order SET state = ?, reason = ? WHERE number = ?", (FAILED, told, order["number"])
            )


def seconds_of(switches: Mapping[str, str]) -> int:
    """How long a card is made."""
    said = switches.get(db.MAKING_SECONDS, "")
    return int(said) if said.isascii() and said.isdigit() else USUAL_SECONDS


def told(row: _Row, now: datetime) -> _Json:
    """An order as the wire wants it."""
    same = ("number", "batch", "kind", "state", "bank", "outlet", "ordered_at", "promised_on", "replaces")
    return {name: row[name] for name in same} | {
        "bank_name": BANKS.get(str(row["bank"]), ""),
        "as_of": db.say_moment(now),
        "card_number": row["card_number"],
        "keeps_account": bool(row["keeps_account"]),
        "reason": json.loads(str(row["reason"])) if row["reason"] else None,
    }


def _due(connection: Connection, now: datetime, switches: Mapping[str, str]) -> list[_Row]:
    since = db.say_moment(now - timedelta(seconds=seconds_of(switches)))
    query = "SELECT * FROM card_order WHERE state = ? AND begun_at <= ? ORDER BY place"
    return [dict(row) for row in connection.execute(query, (MAKING, since))]


def _failure(order: _Row, switches: Mapping[str, str]) -> dict[str, str] | None:
    """Why this making fails, None when it succeeds."""
    word = switches.get(db.MAKING_FAILS, "")
    if int(order["tries"] or 0) > 0 or word == "never":
        return None
    if word and word in ("all", order["bank"], order["holder"]):
        return _MACHINE
    return _PHOTO if int(order["place"] or 0) % ONE_IN == 0 else None


def _make(connection: Connection, order: _Row, now: datetime) -> None:
    """The card: sealed, with a number nobody had, its account not activated."""
    at, holder = int(order["place"] or 0), str(order["holder"])
    body = f"C{at:07d}"
    number, issued = body + card_check_character(body), local(now).date()
    issuer = holder[:6] if holder.startswith(_HERE) else _COUNTY
    identifier = f"{issuer}D156000005C{at:07X}{(at * 2654435761) % 0x100000000:08X}"
    connection.execute(
        db.NEW_CARD,
        (number, holder, identifier, "0", issued.isoformat(), _expiry(issued).isoformat(), None, False),
    )
    if order["bank"]:
        tail, state = _account(connection, order, at)
        connection.execute("INSERT INTO account VALUES (?,?,?,?,?,?)", (number, order["bank"], tail, state, None, "I"))
    connection.execute(
        "UPDATE card_order SET state = ?, card_number = ? WHERE number = ?", (READY, number, order["number"])
    )


def _account(connection: Connection, order: _Row, at: int) -> tuple[str, str]:
    """Last digits and state: those of the account that stays, else a new one. What a court froze stays frozen."""
    old = connection.execute("SELECT tail, state FROM account WHERE card = ?", (order["replaces"],)).fetchone()
    if old is not None and order["keeps_account"]:
        return str(old["tail"]), "frozen" if old["state"] == "frozen" else "inactive"
    tail = f"{(at * 7919 + 13) % 10_000:04d}"
    return (f"{(int(tail) + 1) % 10_000:04d}" if old is not None and old["tail"] == tail else tail), "inactive"


def _expiry(issued: date) -> date:
    year = issued.year + _VALID_YEARS
    leap_day = (issued.month, issued.day) == (2, 29)
    return issued.replace(year=year, day=28) if leap_day else issued.replace(year=year)
