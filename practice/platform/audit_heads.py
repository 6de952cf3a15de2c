"""The heads of the counters' audit trails, as the practice platform keeps them: every one it ever took, never changed.

A counter that is enrolled anew begins anew; a renewed key goes on with its predecessor's. Refuses a head that does not
go on from the last one of its chain, save one that says it was brought back from a backup and begins at an earlier one.
"""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from counter_app.domain import signature
from practice.platform import database as db
from practice.platform import enrolment
from practice.platform.connection import Connection, Row
from practice.platform.enrolment import Caller

MARK, MOST_MARKS = 16, 1000
LONGEST = 2**53 - 1
_LINK = Field(pattern=r"^[0-9a-f]{64}$")
_PLACE = Field(min_length=1, max_length=40)
_LENGTH = Field(ge=1, le=LONGEST)
_OF_CHAIN = "SELECT * FROM audit_head WHERE enrolment = ? AND outlet = ? AND counter_window = ? ORDER BY place"
_KEEP = """INSERT INTO audit_head (enrolment, outlet, counter_window, begins, length, link, marks, at, taken_at, key_id,
    signature, restored) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"""


class _Form(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Point(_Form):
    """An entry of a chain by its number and link."""

    length: int = _LENGTH
    link: str = _LINK


class HeadForm(_Form):
    """The body of `POST /v1/audit-heads`."""

    outlet: str = _PLACE
    window: str = _PLACE
    length: int = _LENGTH
    link: str = _LINK
    at: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$")
    since: Point | None
    marks: list[str] = Field(max_length=MOST_MARKS)
    restored: bool
    signature: str = Field(pattern=r"^[0-9A-Za-z+/]{80,120}={0,2}$")

    @property
    def begins(self) -> int:
        """The entry it goes on after."""
        return self.since.length if self.since is not None else 0

    def words(self) -> bytes:
        """What was signed."""
        head = f"{self.outlet} {self.window} {self.length} {self.link} {self.at}"
        return f"ssc-counter-audit-head/1 {head}".encode()


class ChainForm(_Form):
    """The body of `POST /v1/audit-heads/marks`."""

    outlet: str = _PLACE
    window: str = _PLACE
    after: int = Field(ge=0, le=LONGEST)


class Unfit(Exception):
    """The marks do not fit the head, or the caller's key has not signed it."""


class Differs(Exception):
    """Another head of this chain stands here; `head` as the wire wants it, None where there is none."""

    def __init__(self, head: dict[str, Any] | None) -> None:
        super().__init__()
        self.head = head


def take(connection: Connection, caller: Caller, form: HeadForm, now: datetime) -> dict[str, Any]:
    """Keep a head, or know it again. Raises Unfit, Differs."""
    _must_fit(connection, caller, form)
    with db.writing(connection):
        root = _enrolment_of(connection, caller.key_id)
        kept = _of_chain(connection, root, form.outlet, form.window)
        last = kept[-1] if kept else None
        if last is not None and (last["length"], last["link"]) == (form.length, form.link):
            return {"head": _told(last), "before": _told(kept[-2]) if len(kept) > 1 else None}
        if not _goes_on(form, kept):
            raise Differs(_told(last))
        place = (root, form.outlet, form.window, form.begins, form.length, form.link, "".join(form.marks))
        connection.execute(
            _KEEP, (*place, form.at, db.say_moment(now), caller.key_id, form.signature, int(form.restored))
        )
        fresh = _of_chain(connection, root, form.outlet, form.window)[-1]
    return {"head": _told(fresh), "before": _told(last)}


def marks(connection: Connection, caller: Caller, form: ChainForm) -> dict[str, Any]:
    """The last head of a chain, and marks of the entries after `form.after`."""
    kept = _of_chain(connection, _enrolment_of(connection, caller.key_id), form.outlet, form.window)
    chain = ""
    for row in kept:
        chain = chain[: int(row["begins"]) * MARK] + str(row["marks"])
    wanted = chain[form.after * MARK : (form.after + MOST_MARKS) * MARK]
    cut = [wanted[at : at + MARK] for at in range(0, len(wanted), MARK)]
    return {"head": _told(kept[-1]) if kept else None, "marks": cut}


def _must_fit(connection: Connection, caller: Caller, form: HeadForm) -> None:
    last = form.marks[-1] if form.marks else (form.since.link[:MARK] if form.since is not None else "")
    if form.length - form.begins != len(form.marks) or last != form.link[:MARK]:
        raise Unfit
    key = enrolment.key_of(connection, caller.key_id)
    try:
        signed = base64.b64decode(form.signature, validate=True)
    except binascii.Error:
        raise Unfit from None
    if key is None or not signature.holds(key.public, form.words(), signed):
        raise Unfit


def _goes_on(form: HeadForm, kept: list[Row]) -> bool:
    """From the last head; or, brought back from a backup, from an earlier one or from none."""
    if not kept:
        return form.since is None
    points = [(row["length"], row["link"]) for row in kept]
    if form.restored:
        return form.since is None or (form.since.length, form.since.link) in points
    return form.since is not None and (form.since.length, form.since.link) == points[-1]


def _enrolment_of(connection: Connection, key_id: str) -> str:
    """The first key of those that were renewed one after the other up to this one."""
    while True:
        row = connection.execute("SELECT follows FROM counter_key WHERE key_id = ?", (key_id,)).fetchone()
        if row is None or row["follows"] is None:
            return key_id
        key_id = str(row["follows"])


def _of_chain(connection: Connection, root: str, outlet: str, window: str) -> list[Row]:
    return connection.execute(_OF_CHAIN, (root, outlet, window)).fetchall()


def _told(row: Row | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {"length": row["length"], "link": row["link"], "at": row["at"], "taken_at": row["taken_at"]}
