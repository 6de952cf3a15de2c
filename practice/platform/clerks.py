"""Clerks at the practice platform: who they are, their passwords as Argon2id verifiers, and the sessions they have.

A number nobody has costs the same time and gets the same answer as a wrong password, and is locked like one. Refuses to
keep a password or a session's token: only what remembers them.
"""

from __future__ import annotations

import json
import os
import secrets
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from counter_app.domain import password as passwords
from counter_app.domain import signature
from counter_app.domain.lockout import Lockout
from counter_app.domain.password import LONGEST, Password
from counter_app.domain.text import Text
from practice.clerks import VERIFIER
from practice.platform import areas
from practice.platform import database as db
from practice.platform.connection import Connection
from practice.platform.enrolment import Caller

SESSION_LIFE, CHANGE_LIFE = timedelta(hours=8), timedelta(minutes=15)
PASSWORD_LIFE = timedelta(days=90)
OFFLINE_DAYS = 7
_FAILURES_KEPT = timedelta(days=30)
_SAME = Text("与原密码相同", "it is the one in use")


class No(Exception):
    """Whatever these doors say no with: a problem's status, `kind` after `urn:ssc-platform:`, title, and what it tells
    `besides`.
    """

    status = 400
    kind = ""
    title = "not a password"

    def __init__(self, **besides: object) -> None:
        super().__init__(self.title)
        self.besides = besides


class NotOne(No):
    """What was brought is no password."""


class Wrong(No):
    """No clerk has that number, or it is another one's password."""

    status, kind, title = 401, "clerk-or-password-wrong", "wrong number or password"


class Ended(No):
    """No such session at this counter, or it has ended."""

    status, kind, title = 401, "session-ended", "no such session, or it has ended"


class Shut(No):
    """Too many wrong passwords."""

    status, kind, title = 423, "clerk-locked", "too many wrong passwords"


class Elsewhere(No):
    """None of the clerk's outlets is one this counter serves."""

    status, kind, title = 403, "not-of-this-outlet", "the clerk is not of this outlet"


class ChangeFirst(No):
    """The password must be changed: besides, a session for that."""

    status, kind, title = 403, "password-to-be-changed", "the password must be changed"


class Unfit(No):
    """The new password will not do; besides, why."""

    status, kind, title = 422, "password-unfit", "the new password will not do"


class _Form(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class SignInForm(_Form):
    """The body of `POST /v1/clerks/sign-ins`."""

    clerk: str = Field(pattern=r"^[0-9A-Za-z-]{1,20}$")
    password: str = Field(min_length=1, max_length=LONGEST, repr=False)


class ChangeForm(_Form):
    """The body of `PUT /v1/clerks/current/password`."""

    old: str = Field(min_length=1, max_length=LONGEST, repr=False)
    new: str = Field(min_length=1, max_length=LONGEST, repr=False)


def sign_in(connection: Connection, caller: Caller, form: SignInForm, now: datetime) -> dict[str, Any]:
    """Who the clerk is, with a session. Raises NotOne, Wrong, Shut, Elsewhere, ChangeFirst."""
    with _password(form.password) as password:
        row = _judged(connection, form.clerk, password, now)
    if not any(areas.serves(connection, outlet, caller.scope) for outlet in json.loads(row["outlets"])):
        raise Elsewhere
    until = row["password_until"]
    if until is not None and str(until) <= db.say_moment(now):
        with db.writing(connection):
            token = _session(connection, caller, form.clerk, now, CHANGE_LIFE)
        raise ChangeFirst(session=token, expires_at=db.say_moment(now + CHANGE_LIFE))
    with db.writing(connection):
        return _told(connection, row, _session(connection, caller, form.clerk, now, SESSION_LIFE), now)


def change_password(
    connection: Connection, caller: Caller, token: str, form: ChangeForm, now: datetime
) -> dict[str, Any]:
    """Change it; every session of the clerk ends and a new one begins. Raises Ended, NotOne, Wrong, Shut, Unfit."""
    clerk = of_session(connection, caller, token, now)
    with _password(form.old) as old, _password(form.new) as new:
        row = _judged(connection, clerk, old, now)
        lacks = passwords.weakness(new, clerk=clerk, known=_known_of(row))
        if passwords.fits(row["verifier"], new):
            lacks = _SAME
        if lacks is not None:
            raise Unfit(reason={"zh": lacks.zh, "en": lacks.en})
        kept = passwords.verifier(new)
    with db.writing(connection):
        change = "UPDATE clerk SET verifier = ?, password_until = ? WHERE number = ?"
        connection.execute(change, (kept, db.say_moment(now + PASSWORD_LIFE), clerk))
        connection.execute("DELETE FROM clerk_session WHERE clerk = ?", (clerk,))
        return _told(connection, row, _session(connection, caller, clerk, now, SESSION_LIFE), now)


def sign_out(connection: Connection, caller: Caller, token: str, now: datetime) -> None:
    """End a session. Raises Ended."""
    with db.writing(connection):
        of_session(connection, caller, token, now)
        connection.execute("DELETE FROM clerk_session WHERE digest = ?", (_digest(token),))


def _known_of(row: Any) -> tuple[str, ...]:
    """What colleagues know of a clerk: name, also in pinyin, outlets, bank."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # 45 MB, for readings of whole words
    from pypinyin import lazy_pinyin

    spelt = lazy_pinyin(row["name"])
    return (row["name"], *spelt, "".join(spelt), *json.loads(row["outlets"]), row["bank"])


def standing(connection: Connection, caller: Caller, token: str, now: datetime) -> dict[str, Any]:
    """Until when a session holds. Raises Ended."""
    of_session(connection, caller, token, now)
    row = connection.execute("SELECT until FROM clerk_session WHERE digest = ?", (_digest(token),)).fetchone()
    return {"expires_at": str(row["until"])}


def _password(words: str) -> Password:
    """Raises NotOne: what fits the contract may be no text, or longer once it is in its one form."""
    try:
        return Password(words)
    except ValueError as error:
        raise NotOne from error


def _judged(connection: Connection, clerk: str, password: Password, now: datetime) -> Any:
    """The row of that clerk. The try is committed before it is judged. Raises Wrong, Shut."""
    whose = _digest(clerk)  # what was typed may be anything, so it is not kept as it is
    with db.writing(connection):
        lockout = _lockout(connection, whose)
        shut = lockout.shut(now)
        if shut is not None:
            raise Shut(opens_at=db.say_moment(shut), server_time=db.say_moment(now))
        _count(connection, whose, lockout.tried(now), now)
    row = connection.execute("SELECT * FROM clerk WHERE number = ?", (clerk,)).fetchone()
    right = passwords.fits(VERIFIER if row is None else row["verifier"], password)
    if row is None or not right:
        raise Wrong
    with db.writing(connection):
        connection.execute("DELETE FROM sign_in_failure WHERE whose = ?", (whose,))
    return row


def _lockout(connection: Connection, whose: str) -> Lockout:
    row = connection.execute("SELECT * FROM sign_in_failure WHERE whose = ?", (whose,)).fetchone()
    if row is None:
        return Lockout()
    return Lockout(int(row["failures"]), row["shut"] and datetime.fromisoformat(row["shut"]))


def _count(connection: Connection, whose: str, lockout: Lockout, now: datetime) -> None:
    connection.execute("DELETE FROM sign_in_failure WHERE at < ?", (db.say_moment(now - _FAILURES_KEPT),))
    shut = None if lockout.until is None else db.say_moment(lockout.until)
    connection.execute(
        """INSERT INTO sign_in_failure (whose, failures, shut, at) VALUES (?,?,?,?)
            ON CONFLICT (whose) DO UPDATE SET failures = excluded.failures, shut = excluded.shut, at = excluded.at""",
        (whose, lockout.failures, shut, db.say_moment(now)),
    )


def _session(connection: Connection, caller: Caller, clerk: str, now: datetime, life: timedelta) -> str:
    """The token of a new session, which is bound to the counter. To be called inside `db.writing`."""
    connection.execute("DELETE FROM clerk_session WHERE until <= ?", (db.say_moment(now),))
    token = secrets.token_urlsafe(32)
    row = (_digest(token), clerk, caller.counter_id, db.say_moment(now + life))
    connection.execute("INSERT INTO clerk_session (digest, clerk, counter, until) VALUES (?,?,?,?)", row)
    return token


def of_session(connection: Connection, caller: Caller, token: str, now: datetime) -> str:
    """Number of the clerk whose session it is. Raises Ended."""
    query = "SELECT clerk FROM clerk_session WHERE digest = ? AND counter = ? AND until > ?"
    row = connection.execute(query, (_digest(token), caller.counter_id, db.say_moment(now))).fetchone()
    if row is None:
        raise Ended
    return str(row["clerk"])


def _told(connection: Connection, row: Any, token: str, now: datetime) -> dict[str, Any]:
    """A sign-in as the contract says it."""
    return {
        "session": token,
        "signed_in_at": db.say_moment(now),
        "expires_at": db.say_moment(now + SESSION_LIFE),
        "offline_days": OFFLINE_DAYS,
        "clerk": {
            "number": row["number"],
            "name": row["name"],
            "roles": json.loads(row["roles"]),
            "outlets": json.loads(row["outlets"]),
            "bank": row["bank"] or None,
            "entrusted": bool(row["entrusted"]),
            "person": person_of(connection, row["number"]),
        },
    }


def roles_of(connection: Connection, number: str) -> frozenset[str]:
    """The roles of that clerk, none where nobody has the number."""
    return frozenset(_listed(connection, number, "roles"))


def outlets_of(connection: Connection, number: str) -> frozenset[str]:
    """The outlets of that clerk, none where nobody has the number."""
    return frozenset(_listed(connection, number, "outlets"))


def row_of(connection: Connection, number: str) -> Any:
    """What is kept of that clerk, None where nobody has the number."""
    return connection.execute("SELECT * FROM clerk WHERE number = ?", (number,)).fetchone()


def _listed(connection: Connection, number: str, column: str) -> list[str]:
    row = row_of(connection, number)
    listed: list[str] = [] if row is None else json.loads(row[column])
    return listed


def person_of(connection: Connection, number: str) -> str:
    """Which natural person has that number, "" where nobody knows."""
    row = connection.execute("SELECT person FROM clerk_person WHERE number = ?", (number,)).fetchone()
    return "" if row is None else str(row["person"])


def same_person(connection: Connection, one: str, other: str) -> bool:
    """Whether both numbers are one natural person's."""
    person = person_of(connection, one)
    return one == other or (bool(person) and person == person_of(connection, other))


def _digest(words: str) -> str:
    return signature.sm3(words.encode("utf-8"))
