"""Counters enrolled at the practice platform: their public keys, until when each holds, and codes to enrol with.

A code is kept as its SM3 only. A key that was renewed holds until its successor is used for the first time, so that a
lost answer leaves no counter without a key. A counter that is set up again on another machine is enrolled in the place
of the one before, whose keys end with that. Refuses to bring a revoked key back.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from counter_app.domain import signature
from counter_app.enrolment import Scope, ScopeKind
from practice.enrolment import OPEN_CODE
from practice.platform import database as db
from practice.platform import heard
from practice.platform.connection import Connection
from practice.population import OUTLET

LIFE = timedelta(days=365)
CODE_LIFE = timedelta(days=7)
NONCES_KEPT = timedelta(days=1)


class KeyState(StrEnum):
    """How a key stands. RENEWED: a successor is granted and not used yet; REPLACED: it was used. TAKEN_OVER: another
    machine is this counter now.
    """

    IN_FORCE = "in_force"
    RENEWED = "renewed"
    REPLACED = "replaced"
    REVOKED = "revoked"
    TAKEN_OVER = "taken_over"


ENDED = frozenset({KeyState.REVOKED, KeyState.TAKEN_OVER})


@dataclass(frozen=True, slots=True)
class EnrolledKey:
    """One key of one counter. `public` is 64 bytes."""

    key_id: str
    counter_id: str
    public: bytes
    state: KeyState
    until: datetime
    scope: Scope


@dataclass(frozen=True, slots=True)
class Caller:
    """Who has signed a call."""

    counter_id: str
    key_id: str
    scope: Scope


class CodeRefused(Exception):
    """The code is not one of ours, was used by another key, or is too old."""


class Unfit(Exception):
    """The public key is none, or whoever asks does not hold its private half, or it is known otherwise."""


class Revoked(Exception):
    """The key was enrolled before, and revoked since, or another machine took its place."""


class _Form(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class EnrolmentForm(_Form):
    """The body of `POST /v1/counters`. `replaces`: the counter this one is set up again as."""

    code: str = Field(min_length=1, max_length=64)
    public_key: str = Field(max_length=4000)
    outlet: str = Field(min_length=1, max_length=40)
    window: str = Field(min_length=1, max_length=40)
    replaces: str | None = Field(default=None, pattern=r"^[0-9A-Za-z._-]{1,64}$")


class RenewalForm(_Form):
    """The body of `POST /v1/counters/renewals`. `proof`: base64 of the fresh key's signature over both names."""

    public_key: str = Field(max_length=4000)
    proof: str = Field(max_length=400)


def key_of(connection: Connection, key_id: str) -> EnrolledKey | None:
    """The key of that name, whatever became of it."""
    row = connection.execute("SELECT * FROM counter_key WHERE key_id = ?", (key_id,)).fetchone()
    if row is None:
        return None
    scope = Scope(ScopeKind(row["kind"]), row["code"], int(row["most"]))
    until = datetime.fromisoformat(row["until"])
    return EnrolledKey(
        row["key_id"], row["counter"], bytes.fromhex(row["public"]), KeyState(row["state"]), until, scope
    )


def public_of(pem: str) -> bytes:
    """The 64 bytes of a key as a form brings it. Raises Unfit."""
    try:
        return signature.public_key(pem)
    except ValueError as error:
        raise Unfit from error


def enrol(connection: Connection, form: EnrolmentForm, now: datetime) -> dict[str, Any]:
    """Enrol the key that has signed the form; the same key again gets the same answer. Raises CodeRefused, Unfit;
    Revoked, which spends no code.
    """
    public = public_of(form.public_key)
    with db.writing(connection):
        known = key_of(connection, signature.name_of(public))
        if known is not None and known.state in ENDED:
            raise Revoked
        if known is None:
            scope, before = _spend(connection, form, signature.name_of(public), now), _replaced(connection, form)
            if before is None:
                known = admit(connection, public, scope, now)
            else:
                known = _in_the_place_of(connection, before, public, scope, now)
            _place(connection, known.key_id, form.outlet, form.window)
    return told(known)


def renew(connection: Connection, caller: Caller, form: RenewalForm, now: datetime) -> dict[str, Any]:
    """Grant the form's key as the successor of the caller's; again gets the same answer. Raises Unfit, Revoked."""
    public = public_of(form.public_key)
    fresh = signature.name_of(public)
    if not signature.holds(public, f"ssc-counter-renewal/1 {caller.key_id} {fresh}".encode("ascii"), _proof(form)):
        raise Unfit
    with db.writing(connection):
        now_so = key_of(connection, caller.key_id)
        if now_so is None or now_so.state in ENDED:  # revoked since the call was admitted
            raise Revoked
        row = connection.execute("SELECT key_id FROM counter_key WHERE follows = ?", (caller.key_id,)).fetchone()
        if row is None and key_of(connection, fresh) is None:
            known = admit(connection, public, caller.scope, now, counter=caller.counter_id, follows=caller.key_id)
            connection.execute(
                """INSERT INTO counter_place (key_id, outlet, counter_window)
                    SELECT ?, outlet, counter_window FROM counter_place WHERE key_id = ?""",
                (fresh, caller.key_id),
            )
            _put(connection, caller.key_id, KeyState.RENEWED)
            return told(known)
        known_already = key_of(connection, fresh)
    if row is None or row["key_id"] != fresh or known_already is None:
        raise Unfit
    return told(known_already)


def admit(
    connection: Connection, public: bytes, scope: Scope, now: datetime, *, counter: str = "", follows: str | None = None
) -> EnrolledKey:
    """Write a new key down, of a new counter unless it is named. To be called inside `db.writing`."""
    key_id = signature.name_of(public)
    until = now + LIFE
    row = (key_id, counter or f"C{key_id}", public.hex(), KeyState.IN_FORCE.value, db.say_moment(until), follows)
    place = (scope.kind.value, scope.code, scope.limit, db.say_moment(now))
    connection.execute(
        """INSERT INTO counter_key (key_id, counter, public, state, until, follows, kind, code, most, enrolled_at)
            VALUES (?,?,?,?,?,?,?,?,?,?)""",
        (*row, *place),
    )
    return EnrolledKey(key_id, row[1] or "", public, KeyState.IN_FORCE, until, scope)


def told(key: EnrolledKey) -> dict[str, Any]:
    """A grant as the contract says it."""
    scope = {"kind": key.scope.kind.value, "code": key.scope.code, "limit": key.scope.limit}
    return {"counter": key.counter_id, "valid_until": db.say_moment(key.until), "scope": scope}


def used(connection: Connection, key_id: str, nonce: str, now: datetime) -> bool:
    """The key was used with that nonce: False where it was before. The first use of a successor ends the old key."""
    with db.writing(connection):
        # Longer than a call may be old: a clock that jumps ahead and back must not make an old call a new one.
        connection.execute("DELETE FROM nonce WHERE at < ?", (db.say_moment(now - NONCES_KEPT),))
        row = (key_id, nonce, db.say_moment(now))
        fresh = connection.execute("INSERT INTO nonce VALUES (?,?,?) ON CONFLICT DO NOTHING", row).rowcount == 1
        connection.execute(
            """UPDATE counter_key SET state = ? WHERE state = ? AND key_id IN
                (SELECT follows FROM counter_key WHERE key_id = ?)""",
            (KeyState.REPLACED.value, KeyState.RENEWED.value, key_id),
        )
        for row in connection.execute("SELECT counter FROM counter_key WHERE key_id = ?", (key_id,)).fetchall():
            heard.note(connection, str(row["counter"]), now)
    return fresh


def practises(connection: Connection, counter_id: str) -> bool:
    """Whether it was enrolled with the code that lies open, as counters of practice are."""
    query = "SELECT 1 FROM enrolment_code WHERE used_by IN (SELECT key_id FROM counter_key WHERE counter = ?) LIMIT 1"
    return connection.execute(query, (counter_id,)).fetchone() is None


def issue_code(connection: Connection, scope: Scope, now: datetime) -> str:
    """A one-time code for one counter; it is shown once and kept as its digest."""
    code = "-".join(secrets.token_hex(2).upper() for _ in range(4))
    row = (_digest(code), scope.kind.value, scope.code, scope.limit, db.say_moment(now + CODE_LIFE))
    with db.writing(connection):
        connection.execute("INSERT INTO enrolment_code (digest, kind, code, most, expires_at) VALUES (?,?,?,?,?)", row)
    return code


def listed(connection: Connection) -> list[dict[str, object]]:
    """Every key that was ever enrolled, as the reference data tell of it (`counter-keys`), oldest first."""
    rows = connection.execute(
        """SELECT k.key_id AS key_id, k.counter AS counter, k.public AS public, k.enrolled_at AS enrolled_at,
            k.until AS until, p.outlet AS outlet, p.counter_window AS counter_window, p.ended_at AS ended_at
            FROM counter_key k JOIN counter_place p ON p.key_id = k.key_id ORDER BY k.enrolled_at, k.key_id"""
    ).fetchall()
    return [
        {
            "key_id": row["key_id"],
            "public_key": base64.b64encode(bytes.fromhex(row["public"])).decode("ascii"),
            "counter": row["counter"],
            "outlet": row["outlet"],
            "window": row["counter_window"],
            "valid_from": row["enrolled_at"],
            "valid_until": row["until"],
            "revoked_at": row["ended_at"],
        }
        for row in rows
    ]


def revoke(connection: Connection, counter_id: str, now: datetime) -> int:
    """Revoke every key of a counter; how many."""
    with db.writing(connection):
        _end(connection, counter_id, now)
        changed = connection.execute(
            "UPDATE counter_key SET state = ? WHERE counter = ?", (KeyState.REVOKED.value, counter_id)
        )
        return changed.rowcount


def _replaced(connection: Connection, form: EnrolmentForm) -> EnrolledKey | None:
    """The last key of the counter whose place is taken; None where none is, or nobody of that name is known here."""
    row = connection.execute(
        """SELECT key_id FROM counter_key WHERE counter = ? AND key_id NOT IN
            (SELECT follows FROM counter_key WHERE follows IS NOT NULL)""",
        (form.replaces or "",),
    ).fetchone()
    return None if row is None else key_of(connection, row["key_id"])


def _in_the_place_of(
    connection: Connection, before: EnrolledKey, public: bytes, scope: Scope, now: datetime
) -> EnrolledKey:
    """The same counter on another machine: every key it had ends now, and its trail goes on. Raises CodeRefused for a
    code of another place.
    """
    if (scope.kind, scope.code) != (before.scope.kind, before.scope.code):
        raise CodeRefused
    _end(connection, before.counter_id, now)
    connection.execute(
        "UPDATE counter_key SET state = ? WHERE counter = ? AND state != ?",
        (KeyState.TAKEN_OVER.value, before.counter_id, KeyState.REVOKED.value),
    )
    return admit(connection, public, scope, now, counter=before.counter_id, follows=before.key_id)


def _place(connection: Connection, key_id: str, outlet: str, window: str) -> None:
    connection.execute(
        "INSERT INTO counter_place (key_id, outlet, counter_window) VALUES (?, ?, ?)", (key_id, outlet, window)
    )


def _end(connection: Connection, counter_id: str, now: datetime) -> None:
    """Its keys hold no longer, from now on; what ended before did so then."""
    connection.execute(
        """UPDATE counter_place SET ended_at = ? WHERE ended_at IS NULL AND key_id IN
            (SELECT key_id FROM counter_key WHERE counter = ?)""",
        (db.say_moment(now), counter_id),
    )


def _put(connection: Connection, key_id: str, state: KeyState) -> None:
    connection.execute("UPDATE counter_key SET state = ? WHERE key_id = ?", (state.value, key_id))


def _spend(connection: Connection, form: EnrolmentForm, key_id: str, now: datetime) -> Scope:
    """What a code grants. Raises CodeRefused."""
    if secrets.compare_digest(form.code.encode(), OPEN_CODE.encode()):
        return Scope(ScopeKind.OUTLET, OUTLET)  # whatever its number, it serves the people of the practice outlet
    row = connection.execute("SELECT * FROM enrolment_code WHERE digest = ?", (_digest(form.code),)).fetchone()
    if row is None or row["used_by"] not in (None, key_id) or str(row["expires_at"]) <= db.say_moment(now):
        raise CodeRefused
    connection.execute("UPDATE enrolment_code SET used_by = ? WHERE digest = ?", (key_id, row["digest"]))
    return Scope(ScopeKind(row["kind"]), row["code"], int(row["most"]))


def _digest(code: str) -> str:
    return signature.sm3(code.strip().upper().encode("utf-8"))


def _proof(form: RenewalForm) -> bytes:
    try:
        return base64.b64decode(form.proof, validate=True)
    except binascii.Error as error:
        raise Unfit from error
