"""Requests that could not be met, as the practice platform keeps them: stored by number, given to any window, taken up
once.

Refuses a second case under one number, and a second window for one case. Knows nothing of what the answers mean.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from counter_app.domain.case import is_case_number
from counter_app.domain.moments import local
from practice.platform import database as db
from practice.platform.connection import Connection, Row
from practice.platform.forms import HolderForm

_Json = dict[str, Any]
_Answer = Annotated[str, StringConstraints(max_length=2000)]
_Place = Annotated[str, StringConstraints(min_length=1, max_length=40)]
_MOMENT = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?Z$"
_DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class CaseHolderForm(HolderForm):
    """The name is empty for somebody no record is known of."""

    name: str = Field(max_length=50)


class CaseForm(_Strict):
    """One case as a counter hands it over."""

    number: str = Field(max_length=100)
    kind: Literal["missing", "refused", "given-up"]
    holder: CaseHolderForm
    card_number: str | None = Field(pattern=r"^[0-9A-Z]{6,20}$")
    procedure: str = Field(pattern=r"^[a-z][a-z0-9-]{1,39}$")
    step: int = Field(ge=0, le=99)
    answers: dict[str, _Answer] = Field(max_length=100)
    reason: str = Field(max_length=40)
    missing: list[_Place] = Field(max_length=100)
    made_at: str = Field(pattern=_MOMENT)
    expires_on: str | None = Field(pattern=_DAY)
    clerk: str = Field(max_length=40)
    outlet: _Place
    window: _Place
    province: str = Field(max_length=40)
    pack: str = Field(max_length=40)


class TakingForm(_Strict):
    """Somebody came back with a notice: the key of that taking-up, when and where."""

    key: str = Field(pattern=_UUID)
    at: str = Field(pattern=_MOMENT)
    outlet: _Place
    window: _Place


class OtherCase(Exception):
    """Another case stands under that number."""


def keep(connection: Connection, number: str, form: CaseForm, now: datetime) -> _Json:
    """Store it; the same one again is known. Raises OtherCase, ValueError for a number that is none, or not its own."""
    if form.number != number or not is_case_number(number):
        raise ValueError("not the number of this case")
    body = json.dumps(form.model_dump(), ensure_ascii=False, sort_keys=True)
    digest = hashlib.sha256(body.encode("utf-8")).hexdigest()
    with db.writing(connection):
        row = _row(connection, form.number)
        if row is not None and row["digest"] != digest:
            raise OtherCase
        if row is None:
            values = (form.number, digest, body, db.say_moment(now), form.expires_on)
            connection.execute("INSERT INTO notice_case VALUES (?,?,?,?,?,NULL,NULL,NULL,NULL)", values)
    return {"number": form.number, "known": row is not None}


def told(connection: Connection, number: str) -> _Json | None:
    """The case with who has taken it up; None for a number nobody has handed over."""
    row = _row(connection, number)
    return {"case": json.loads(row["body"]), "taken": _taken(row)} if row is not None else None


def take_up(connection: Connection, number: str, form: TakingForm, now: datetime) -> _Json | None:
    """The first key has it, for good; after its last day nobody gets it any more. None for a number nobody knows."""
    with db.writing(connection):
        row = _row(connection, number)
        if row is None:
            return None
        if row["taken_key"] is not None:
            return {"outcome": "yours" if row["taken_key"] == form.key else "elsewhere", "taken": _taken(row)}
        if row["expires_on"] is not None and local(now).date() > date.fromisoformat(row["expires_on"]):
            return {"outcome": "expired", "taken": None}
        values = (form.key, form.at, form.outlet, form.window, number)
        connection.execute(
            "UPDATE notice_case SET taken_key = ?, taken_at = ?, taken_outlet = ?, taken_window = ? WHERE number = ?",
            values,
        )
        return {"outcome": "yours", "taken": {"at": form.at, "outlet": form.outlet, "window": form.window}}


def _row(connection: Connection, number: str) -> Row | None:
    row: Row | None = connection.execute("SELECT * FROM notice_case WHERE number = ?", (number,)).fetchone()
    return row


def _taken(row: Row) -> _Json | None:
    if row["taken_key"] is None:
        return None
    return {"at": row["taken_at"], "outlet": row["taken_outlet"], "window": row["taken_window"]}
