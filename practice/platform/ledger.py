"""Takes operations: finds the holder's card, rules on each half, keeps the answer with its effect in one transaction.

Refuses to decide twice: an id that was answered gets its first answer again, and so does each half of one of which
another half was put off.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import ValidationError

from practice.platform import database as db
from practice.platform import rules
from practice.platform.forms import OperationForm
from practice.population import SEPARATE_BANKS, minute_of

_USUAL_DAYS = 7
_Row = dict[str, str | int | None]
_Json = dict[str, object]


class _Turned(Exception):
    """The operation as a whole is refused with a code; `number`: the holder it is about, empty when unknown."""

    def __init__(self, code: str, number: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.number = number


@dataclass(frozen=True, slots=True)
class _Desk:
    """What ruling on one operation needs at hand."""

    connection: sqlite3.Connection
    form: OperationForm
    now: datetime
    silent_bank: str


def take(connection: sqlite3.Connection, raw: Mapping[str, object], now: datetime) -> _Json:
    """The answer to one operation, committed before it is returned. `raw["id"]` is of the right form already."""
    try:
        form = OperationForm.model_validate(raw)
    except ValidationError:
        return _answer(str(raw["id"]), now, verdict="refused", code=rules.MALFORMED)
    body = json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    with db.writing(connection):
        silent = db.switches(connection).get(db.BANK_SILENT, "")
        return _known(connection, form, body, now) or _decide(_Desk(connection, form, now, silent), body)


def _known(connection: sqlite3.Connection, form: OperationForm, body: str, now: datetime) -> _Json | None:
    """The first answer again, with the holder as he or she stands now; None for an id never seen."""
    row = connection.execute("SELECT * FROM answer WHERE operation_id = ?", (form.id,)).fetchone()
    if row is None:
        return None
    if row["digest"] != _digest(body):
        return _answer(form.id, now, verdict="refused", code=rules.ID_TAKEN)
    connection.execute("UPDATE answer SET times = times + 1 WHERE operation_id = ?", (form.id,))
    person = db.person(connection, row["holder"], now) if row["holder"] else None
    first: _Json = json.loads(row["answer"])
    return first | {"known": True, "person": person}


def _decide(desk: _Desk, body: str) -> _Json:
    """Rule on every half that has not been decided yet; the answer is final when none is put off."""
    form, now = desk.form, desk.now
    kept = _parts(desk, body)
    if kept is None:
        return _answer(form.id, now, verdict="refused", code=rules.ID_TAKEN)
    number, card_number, halves, turned = _rule(desk, kept)
    verdicts = {str(half["verdict"]) for half in halves} | ({"refused"} if turned else set())
    verdict = next((v for v in ("not_now", "refused") if v in verdicts), "accepted")
    first = next((half for half in halves if half["verdict"] == verdict and half["code"]), {})
    code = turned or str(first.get("code", ""))
    answer = _answer(form.id, now, verdict=verdict, code=code, reason=first.get("reason"), halves=halves)
    answer["card_number"] = card_number
    if verdict == "not_now":
        _keep_parts(desk, body, halves)
    else:
        row = (form.id, _digest(body), body, json.dumps(answer, ensure_ascii=False), number or None, 1)
        desk.connection.execute("INSERT INTO answer VALUES (?,?,?,?,?,?,?)", (*row, db.say_moment(now)))
    return answer | {"person": db.person(desk.connection, number, now) if number else None}


def _rule(desk: _Desk, kept: Mapping[str, _Json]) -> tuple[str, object, list[_Json], str]:
    """(holder's number, card number, the word on each half, code of a refusal of the whole)."""
    try:
        number, card = _find(desk)
    except _Turned as turned:
        # Something was decided before: then each half has its own word, or the answer would take that back.
        rest = {"verdict": "refused", "code": turned.code, "reason": rules.reason(turned.code), "state": ""}
        undecided = rest | {"effective_at": None, "until": None}
        halves = [kept.get(half) or {"half": half, **undecided} for half in desk.form.changes] if kept else []
        return turned.number, None, halves, turned.code
    return number, card["number"], [kept.get(half) or _half(desk, half, card) for half in desk.form.changes], ""


def _parts(desk: _Desk, body: str) -> dict[str, _Json] | None:
    """What was decided of the operation while another half was put off; None when the id came with another body."""
    rows = desk.connection.execute("SELECT * FROM part WHERE operation_id = ?", (desk.form.id,)).fetchall()
    if any(row["digest"] != _digest(body) for row in rows):
        return None
    return {row["half"]: json.loads(row["answer"]) for row in rows}


def _keep_parts(desk: _Desk, body: str, halves: list[_Json]) -> None:
    for half in halves:
        if half["verdict"] != "not_now":
            row = (desk.form.id, half["half"], _digest(body), json.dumps(half, ensure_ascii=False))
            desk.connection.execute("INSERT OR IGNORE INTO part VALUES (?,?,?,?)", row)


def _find(desk: _Desk) -> tuple[str, _Row]:
    """The holder's number and the card in question. Raises _Turned."""
    form = desk.form
    holder = desk.connection.execute("SELECT name FROM person WHERE number = ?", (form.holder.number,)).fetchone()
    if holder is None:
        raise _Turned(rules.UNKNOWN_HOLDER)
    if holder["name"] != form.holder.name:
        raise _Turned(rules.OTHER_NAME)
    number = form.holder.number
    if form.procedure not in rules.RULES:
        raise _Turned(rules.UNKNOWN_PROCEDURE, number)
    targets = {half: rule.target for half, rule in rules.RULES[form.procedure].items()}
    if not form.changes or any(targets[half] != state for half, state in form.changes.items()):
        raise _Turned(rules.OTHER_CHANGE, number)
    cards = db.cards_of(desk.connection, number, desk.now)
    if form.card_number is None:
        return number, _card_in_use(cards, number)
    named = [card for card in cards if card["number"] == form.card_number]
    if not named:
        raise _Turned(rules.UNKNOWN_CARD, number)
    return number, named[0]


def _card_in_use(cards: list[_Row], number: str) -> _Row:
    in_use = [card for card in cards if card["state"] != "9"]
    if len(in_use) != 1:
        raise _Turned(rules.SEVERAL_CARDS if in_use else rules.NO_CARD_IN_USE, number)
    return in_use[0]


def _half(desk: _Desk, half: str, card: _Row) -> _Json:
    """Rule on one half and let it take effect."""
    rule = rules.RULES[desk.form.procedure][half]
    state = str(card["state"] if half == "ssc" else card["bank_state"] or "")
    until = card["loss_until"] if half == "ssc" else card["bank_until"]
    code = _bank_says(desk, card) if half == "bank" else ""
    code = code or rules.refusal(half, rule, state, replaced=bool(card["replaced"]))
    answer: _Json = {"half": half, "code": code, "reason": rules.reason(code, state), "state": state}
    if code == rules.ALREADY:
        return answer | {"verdict": "accepted", "effective_at": None, "until": until}
    if code:
        verdict = "not_now" if code == rules.BANK_SILENT else "refused"
        return answer | {"verdict": verdict, "effective_at": None, "until": None}
    until = _lapse(desk) if rule.target in rules.TEMPORARY else None
    _change(desk, half, card, before=state, after=rule.target, until=until)
    moments = {"effective_at": db.say_moment(desk.now), "until": until}
    return answer | {"verdict": "accepted", "state": rule.target} | moments


def _bank_says(desk: _Desk, card: _Row) -> str:
    """Why the bank cannot be asked, empty when it can."""
    if card["bank"] is None:
        return rules.NO_ACCOUNT
    if card["bank"] in SEPARATE_BANKS:
        return rules.SEPARATE_BANK
    return rules.BANK_SILENT if card["bank"] == desk.silent_bank else ""


def _lapse(desk: _Desk) -> str:
    """Natural days counted from the minute."""
    said = desk.form.facts.get("days", "")
    days = int(said) if said in {str(n) for n in range(1, 91)} else _USUAL_DAYS
    return db.say_moment(minute_of(desk.now) + timedelta(days=days))


def _change(desk: _Desk, half: str, card: _Row, *, before: str, after: str, until: str | None) -> None:
    table, key = ("card", "number") if half == "ssc" else ("account", "card")
    change = f"UPDATE {table} SET state = ?, loss_until = ? WHERE {key} = ?"  # noqa: S608 - names from the line above
    desk.connection.execute(change, (after, until, card["number"]))
    row = (desk.form.id, card["number"], half, before, after, db.say_moment(desk.now))
    desk.connection.execute(
        "INSERT INTO effect (operation_id, card, half, before, after, at) VALUES (?,?,?,?,?,?)", row
    )


def _digest(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8")).hexdigest()


def _answer(
    operation_id: str, now: datetime, *, verdict: str, code: str, reason: object = None, halves: object = ()
) -> _Json:
    return {
        "operation_id": operation_id,
        "verdict": verdict,
        "known": False,
        "answered_at": db.say_moment(now),
        "halves": halves or [],
        "code": code,
        "reason": reason if reason is not None else rules.reason(code),
        "card_number": None,
        "person": None,
    }
