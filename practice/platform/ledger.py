"""Takes operations: has them ruled on, as a whole or half by half, and keeps the answers with their effects in one
transaction a batch.

Refuses to decide twice: an id that was answered gets its first answer again, and so does each half of one of which
another half was put off.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pydantic import ValidationError

from practice.platform import (
    acting,
    again,
    approvals,
    authors,
    consents,
    feed,
    halves,
    orders,
    reckoning,
    requests,
    rules,
    telling,
)
from practice.platform import database as db
from practice.platform.bench import Bench, Turned
from practice.platform.connection import Connection
from practice.platform.enrolment import Caller
from practice.platform.forms import OperationForm

_Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Ruled:
    """`code` and `reason`: of a refusal, or of putting off, of the whole."""

    number: str
    card_number: str | None
    halves: list[_Json] = field(default_factory=list)
    code: str = ""
    reason: Mapping[str, str] | None = None

    @property
    def verdict(self) -> str:
        """Put off while anything is, else refused when anything is."""
        whole = {"not_now" if self.code in rules.PUT_OFF else "refused"} if self.code else set()
        verdicts = {str(half["verdict"]) for half in self.halves} | whole
        return next((v for v in ("not_now", "refused") if v in verdicts), "accepted")


def take(
    connection: Connection, batch: Sequence[Mapping[str, object]], now: datetime, *, caller: Caller
) -> list[_Json]:
    """The answer to each operation, all committed together before any is returned; a fault leaves nothing behind.

    `caller`: the counter that recorded them. The ids are of the right form already. Each is decided a microsecond after
    the one before, so that the order of decisions shows in their moments.
    """
    with db.writing(connection):
        switches = db.switches(connection)
        moments = (now + timedelta(microseconds=place) for place in range(len(batch)))
        return [_take(connection, raw, at, switches, caller) for raw, at in zip(batch, moments, strict=True)]


def _take(
    connection: Connection, raw: Mapping[str, object], now: datetime, switches: Mapping[str, str], caller: Caller
) -> _Json:
    try:
        form = OperationForm.model_validate(raw)
    except ValidationError:
        answer = _answer(str(raw["id"]), now, verdict="refused", code=rules.MALFORMED)
        again.keep(connection, answer, None, now)
        return answer
    body = json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    orders.settle(connection, now, switches)
    return _known(connection, form, body, now) or _decide(Bench(connection, form, now, switches, caller), body)


def _known(connection: Connection, form: OperationForm, body: str, now: datetime) -> _Json | None:
    """The first answer again, with the holder as he or she stands now; None for an id never seen."""
    row = connection.execute("SELECT * FROM answer WHERE operation_id = ?", (form.id,)).fetchone()
    if row is None:
        return None
    if row["digest"] != _digest(body):
        return _answer(form.id, now, verdict="refused", code=rules.ID_TAKEN)
    connection.execute("UPDATE answer SET times = times + 1 WHERE operation_id = ?", (form.id,))
    return again.repeated(connection, row, now)


def _decide(bench: Bench, body: str) -> _Json:
    """Rule on everything that has not been decided yet; the answer is final when nothing is put off."""
    form, now = bench.form, bench.now
    kept = _parts(bench, body)
    if kept is None:
        return _answer(form.id, now, verdict="refused", code=rules.ID_TAKEN)
    ruled = _rule(bench, kept)
    verdict = ruled.verdict
    first = next((half for half in ruled.halves if half["verdict"] == verdict and half["code"]), {})
    code, reason = (ruled.code, ruled.reason) if ruled.code else (str(first.get("code", "")), first.get("reason"))
    answer = _answer(form.id, now, verdict=verdict, code=code, reason=reason, halves=ruled.halves)
    answer["card_number"] = ruled.card_number
    if verdict == "not_now":
        _keep_parts(bench, body, ruled.halves)
        again.keep(bench.connection, answer, ruled.number or None, now)
    else:
        row = (form.id, _digest(body), body, json.dumps(answer, ensure_ascii=False), ruled.number or None, 1)
        bench.connection.execute("INSERT INTO answer VALUES (?,?,?,?,?,?,?)", (*row, db.say_moment(now)))
        if verdict == "accepted":
            approvals.look_after(bench)
        reckoning.keep(bench.connection, form, answer, body=_digest(body))
    fresh = [half for half in ruled.halves if half["half"] not in kept]
    feed.tell_of(bench.connection, form, answer, fresh, db.say_moment(now))
    return answer | {"person": telling.person(bench.connection, ruled.number, now) if ruled.number else None}


def _rule(bench: Bench, kept: Mapping[str, _Json]) -> _Ruled:
    """The word on the whole, and on each half that was asked for."""
    try:
        authors.must_be_fit(bench)
        holder = bench.holder()
        if code := acting.unidentified(bench) or consents.fault(bench, holder) or approvals.lacking(bench):
            raise bench.turned(code)
        if bench.form.procedure in requests.HANDLERS:
            return _Ruled(bench.number, requests.carry(bench, holder))
        if bench.form.procedure not in rules.RULES:
            raise bench.turned(rules.UNKNOWN_PROCEDURE)
        card = str(halves.find(bench, holder)["number"])
    except Turned as turned:
        reason = rules.reason(turned.code, turned.state)
        # Something was decided before: then each half has its own word, or the answer would take that back.
        rest = {"verdict": "refused", "code": turned.code, "reason": reason, "state": ""}
        undecided = rest | {"effective_at": None, "until": None}
        told = [kept.get(half) or {"half": half, **undecided} for half in bench.form.changes] if kept else []
        return _Ruled(turned.number, None, told, turned.code, reason)
    # The bank's half comes after the other: an account is enabled behind a card that is.
    ordered = sorted(bench.form.changes, key=lambda half: half != "ssc")
    return _Ruled(bench.number, card, [kept.get(half) or halves.decide(bench, half, card) for half in ordered])


def _parts(bench: Bench, body: str) -> dict[str, _Json] | None:
    """What was decided of the operation while another half was put off; None when the id came with another body."""
    rows = bench.connection.execute("SELECT * FROM part WHERE operation_id = ?", (bench.form.id,)).fetchall()
    if any(row["digest"] != _digest(body) for row in rows):
        return None
    return {row["half"]: json.loads(row["answer"]) for row in rows}


def _keep_parts(bench: Bench, body: str, halves: list[_Json]) -> None:
    for half in halves:
        if half["verdict"] != "not_now":
            row = (bench.form.id, half["half"], _digest(body), json.dumps(half, ensure_ascii=False))
            bench.connection.execute("INSERT INTO part VALUES (?,?,?,?) ON CONFLICT DO NOTHING", row)


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
