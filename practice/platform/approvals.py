"""Four eyes at the practice platform: what needs a second person, who was asked from afar, and what they said.

Written apart from `counter_app.domain.four_eyes` on purpose, so that a mistake in one shows against the other. Refuses
whoever did the work, under any number; a decision that is late, or about other answers; and a second one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from counter_app.domain import signature
from practice.platform import agreements, areas, clerks, enrolment, rules
from practice.platform import database as db
from practice.platform.bench import Bench
from practice.platform.connection import Connection
from practice.platform.enrolment import Caller
from practice.platform.forms import ID, OperationForm

LIFE = timedelta(minutes=30)
OPEN, APPROVED, REFUSED, EXPIRED = "open", "approved", "refused", "expired"
_SUPERVISOR = "supervisor"
_LOOSE = frozenset(
    {"second_person", "second_at", "second_of", "second_way", "promised_on", "entered", "shown_to_holder"}
)
_ANEW = frozenset({"application", "activation", "release", "replacement", "cancellation", "bank-change", "data-change"})
_Facts = Mapping[str, str]
_HIGH_RISK: tuple[tuple[frozenset[str], Callable[[_Facts], bool]], ...] = (
    (frozenset({"cancellation", "pin-reset", "pin-unblock"}), lambda _facts: True),
    (frozenset({"release"}), lambda facts: facts.get("actor") == "agent"),
    (frozenset({"data-change"}), lambda facts: bool(facts.get("new_name"))),
    (_ANEW, lambda facts: bool(facts.get("replaces"))),
)


class _Form(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Words(_Form):
    zh: str = Field(min_length=1, max_length=400)
    en: str = Field(min_length=1, max_length=400)


class RowForm(_Form):
    label: Words
    value: Words


_Place = Annotated[str, Field(min_length=1, max_length=40)]
_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class AskForm(_Form):
    """The body of `POST /v1/approvals`: everything about a person comes masked."""

    operation_id: str = Field(pattern=f"^{ID.pattern}$")
    digest: _Digest
    procedure: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    task: Words
    rows: list[RowForm] = Field(max_length=40)
    why: list[Words] = Field(max_length=10)
    reason: str = Field(min_length=1, max_length=200)
    clerk: str = Field(pattern=r"^[0-9A-Za-z-]{1,20}$")
    outlet: _Place
    window: _Place


class DecideForm(_Form):
    """The body of `PUT /v1/approvals/{operation_id}`."""

    digest: _Digest
    decision: Literal["approved", "refused"]
    words: str = Field(max_length=200)


class Unknown(Exception):
    """Nobody has asked about that operation here."""


class MayNot(clerks.No):
    """The clerk of the session is no supervisor for that outlet."""

    status, kind, title = 403, "not-a-supervisor", "the clerk may not decide this"


class Over(clerks.No):
    """It was decided, has run out, or is about other answers than these."""

    status, kind, title = 409, "not-open", "it is not open to this decision"


def ask(connection: Connection, caller: Caller, form: AskForm, now: datetime) -> dict[str, Any]:
    """Put it to whoever may decide. Again with the same digest is harmless; other answers begin anew. Raises Over for
    what another counter asked.
    """
    with db.writing(connection):
        row = _row(connection, form.operation_id)
        if row is not None and row["counter"] != caller.counter_id:
            raise Over
        if row is None or row["digest"] != form.digest or _state(row, now) == EXPIRED:
            connection.execute("DELETE FROM approval WHERE operation_id = ?", (form.operation_id,))
            told = json.dumps(form.model_dump(), ensure_ascii=False)
            moments = (db.say_moment(now), db.say_moment(now + LIFE))
            connection.execute(
                "INSERT INTO approval (operation_id, counter, digest, request, state, asked_at, until, decided_by,"
                " decided_at, words) VALUES (?,?,?,?,?,?,?,'','','')",
                (form.operation_id, caller.counter_id, form.digest, told, OPEN, *moments),
            )
        return state(connection, caller, form.operation_id, now)


def state(connection: Connection, caller: Caller, operation_id: str, now: datetime) -> dict[str, Any]:
    """How it stands, for the counter that asked. Raises Unknown."""
    row = _row(connection, operation_id)
    if row is None or row["counter"] != caller.counter_id:
        raise Unknown
    return _told(row, now)


def open_ones(connection: Connection, caller: Caller, token: str, now: datetime) -> list[dict[str, Any]]:
    """What the clerk of the session may decide, oldest first. Raises clerks.Ended, MayNot."""
    clerk = clerks.of_session(connection, caller, token, now)
    if _SUPERVISOR not in clerks.roles_of(connection, clerk):
        raise MayNot
    query = "SELECT * FROM approval WHERE state = ? AND until > ? ORDER BY asked_at, operation_id"
    rows = connection.execute(query, (OPEN, db.say_moment(now))).fetchall()
    mine = (row for row in rows if not _no(connection, caller, clerk, json.loads(row["request"])))
    return [{**json.loads(row["request"]), "asked_at": row["asked_at"], "until": row["until"]} for row in mine]


def decide(
    connection: Connection, caller: Caller, token: str, operation_id: str, form: DecideForm, now: datetime
) -> dict[str, Any]:
    """The word of the clerk of the session. Raises clerks.Ended, MayNot, agreements.OwnWork, Over, Unknown."""
    with db.writing(connection):
        clerk = clerks.of_session(connection, caller, token, now)
        row = _row(connection, operation_id)
        if row is None:
            raise Unknown
        no = _no(connection, caller, clerk, json.loads(row["request"]))
        if no is not None:
            raise no
        if _state(row, now) != OPEN or row["digest"] != form.digest:
            raise Over
        connection.execute(
            "UPDATE approval SET state = ?, decided_by = ?, decided_at = ?, words = ? WHERE operation_id = ?",
            (form.decision, clerk, db.say_moment(now), form.words, operation_id),
        )
        return _told(_row(connection, operation_id), now)


def lacking(bench: Bench) -> str:
    """The code against an operation of high risk to which nobody else has agreed, "" where nothing is lacking."""
    form = bench.form
    if not high_risk(form.procedure, form.facts):
        return ""
    second = bench.fact("second_person")
    agreed = bool(second) and bench.fact("second_of") == digest(form)
    somebody_else = agreed and not clerks.same_person(bench.connection, second, form.clerk)
    if not somebody_else or agreements.SECONDS.isdisjoint(clerks.roles_of(bench.connection, second)):
        return rules.NOT_AGREED
    match bench.fact("second_way"):
        case "platform":
            return "" if _approved(bench, second) else rules.NOT_AGREED
        case "practice":
            return "" if enrolment.practises(bench.connection, bench.caller.counter_id) else rules.NOT_AGREED
        case "window":
            return _at_window(bench)
    return rules.NOT_AGREED


def _at_window(bench: Bench) -> str:
    """The code against what was agreed to at the asking window: "" where that is proved, or where nobody could."""
    row, of = _row(bench.connection, bench.form.id), digest(bench.form)
    if agreements.proved(bench, of) or _decided(row, of) == APPROVED:
        return ""
    if _decided(row, of) == REFUSED:
        return rules.NOT_AGREED
    return "" if agreements.unheard(bench) else rules.NOT_PROVED


def look_after(bench: Bench) -> None:
    """Put to a supervisor what is taken though nobody has proved to have agreed. Inside a transaction."""
    form, of = bench.form, digest(bench.form)
    if bench.fact("second_way") != "window" or not high_risk(form.procedure, form.facts):
        return
    if not agreements.proved(bench, of) and _decided(_row(bench.connection, form.id), of) != APPROVED:
        agreements.to_be_confirmed(bench, of)


def _decided(row: Any, of: str) -> str:
    """What was said from afar of these answers, "" for nothing."""
    return str(row["state"]) if row is not None and row["digest"] == of else ""


def high_risk(procedure: str, facts: _Facts) -> bool:
    """Whether a second person must agree, by the rules of the practice province."""
    return any(procedure in procedures and holds(facts) for procedures, holds in _HIGH_RISK)


def digest(form: OperationForm) -> str:
    """What is agreed to, as the contract says ("Four eyes")."""
    told = {
        "id": form.id,
        "procedure": form.procedure,
        "holder": {"number": form.holder.number, "name": form.holder.name},
        "card_number": form.card_number,
        "changes": dict(form.changes),
        "facts": {name: said for name, said in form.facts.items() if name not in _LOOSE},
        "clerk": form.clerk,
        "outlet": form.outlet,
        "window": form.window,
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return signature.sm3(text.encode("utf-8"))


def _approved(bench: Bench, second: str) -> bool:
    row = _row(bench.connection, bench.form.id)
    wanted = (APPROVED, second, bench.fact("second_of"))
    return row is not None and (row["state"], row["decided_by"], row["digest"]) == wanted


def _no(connection: Connection, caller: Caller, clerk: str, request: Mapping[str, Any]) -> clerks.No | None:
    """Why that clerk at that counter may not decide it."""
    if _SUPERVISOR not in clerks.roles_of(connection, clerk):
        return MayNot()
    if clerks.same_person(connection, clerk, request["clerk"]):
        return agreements.OwnWork()
    outlet = request["outlet"]
    near = outlet in clerks.outlets_of(connection, clerk) or areas.serves(connection, outlet, caller.scope)
    return None if near else MayNot()


def _row(connection: Connection, operation_id: str) -> Any:
    return connection.execute("SELECT * FROM approval WHERE operation_id = ?", (operation_id,)).fetchone()


def _state(row: Any, now: datetime) -> str:
    late = row["state"] == OPEN and str(row["until"]) <= db.say_moment(now)
    return EXPIRED if late else str(row["state"])


def _told(row: Any, now: datetime) -> dict[str, Any]:
    return {
        "operation_id": row["operation_id"],
        "digest": row["digest"],
        "state": _state(row, now),
        "until": row["until"],
        "by": row["decided_by"],
        "decided_at": row["decided_at"] or None,
        "words": row["words"],
    }
