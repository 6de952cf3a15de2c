"""What the practice platform holds of one window's day, for reconciliation: one row beside each answer.

Refuses to hold anything of a person: the id, where and when, and how it was answered.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from counter_app.domain import signature
from practice.platform.connection import Connection
from practice.platform.forms import OperationForm

_CHINA = timedelta(hours=8)
_KEEP = "INSERT INTO reckoned VALUES (?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING"
_OF_BOOK = """SELECT operation_id, body, verdict, code, procedure_name FROM reckoned
    WHERE outlet = ? AND counter_window = ? AND day = ? ORDER BY operation_id"""


class Item(NamedTuple):
    """One answered operation. `body`: digest of its canonical JSON."""

    operation_id: str
    body: str
    verdict: str
    code: str
    procedure: str

    @property
    def kind(self) -> tuple[str, str]:
        return self.procedure, self.verdict

    def told(self) -> dict[str, str]:
        """As the wire wants it."""
        rest = {"procedure": self.procedure, "verdict": self.verdict, "code": self.code}
        return {"operation_id": self.operation_id, "body_digest": self.body, **rest}


def keep(connection: Connection, form: OperationForm, answer: Mapping[str, object], *, body: str) -> None:
    """Beside an answer, in its transaction. `body`: digest of the operation as it came."""
    place = (form.id, form.outlet, form.window, _day(form.accepted_at), form.procedure)
    connection.execute(_KEEP, (*place, str(answer["verdict"]), str(answer["code"]), body))


def fill(connection: Connection) -> None:
    """Answers of before there was such a row get theirs. Inside a transaction."""
    without = connection.execute(
        """SELECT answer.digest, answer.operation, answer.answer FROM answer LEFT JOIN reckoned
            ON reckoned.operation_id = answer.operation_id WHERE reckoned.operation_id IS NULL"""
    ).fetchall()
    for digest, operation, answer in without:
        form = OperationForm.model_construct(**json.loads(operation))  # it was found good when it came
        keep(connection, form, json.loads(answer), body=str(digest))


def of_book(connection: Connection, outlet: str, window: str, day: str) -> list[Item]:
    """All that was answered of what that window recorded on that day in China, by id."""
    return [Item(*map(str, tuple(row))) for row in connection.execute(_OF_BOOK, (outlet, window, day)).fetchall()]


def digest_of(items: Iterable[Item]) -> str:
    """By the contract: SM3 over a line for each, sorted by id."""
    lines = "".join(f"{item.operation_id} {item.body} {item.verdict}\n" for item in items)
    return signature.sm3(lines.encode("ascii"))


def _day(accepted_at: str) -> str:
    """The day in China; a moment no calendar knows stands under the day it names."""
    try:
        return (datetime.fromisoformat(accepted_at[:-1]) + _CHINA).date().isoformat()
    except (ValueError, OverflowError):
        return accepted_at[:10]
