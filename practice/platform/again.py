"""What was answered to an operation, told once more to a counter that did not get the answer.

Answers for good stand with the ledger. Of what was put off, or was not of the form, the last word is kept here, for a
month. Refuses to decide anything: asking changes nothing, and what was never answered has no answer.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from practice.platform import database as db
from practice.platform import telling
from practice.platform.connection import Connection, Row

_Json = dict[str, object]
KEPT = timedelta(days=30)
_OF_ID = (
    "SELECT answer, holder FROM answer WHERE operation_id = ?",
    "SELECT answer, holder FROM last_word WHERE operation_id = ?",
)


def keep(connection: Connection, answer: Mapping[str, object], number: str | None, now: datetime) -> None:
    """An answer that is not for good, in its transaction. `number`: its holder's, None where it is about nobody."""
    connection.execute("DELETE FROM last_word WHERE told_at < ?", (db.say_moment(now - KEPT),))
    row = (str(answer["operation_id"]), json.dumps(answer, ensure_ascii=False), number, db.say_moment(now))
    connection.execute(
        """INSERT INTO last_word (operation_id, answer, holder, told_at) VALUES (?,?,?,?)
            ON CONFLICT (operation_id) DO UPDATE
            SET answer = excluded.answer, holder = excluded.holder, told_at = excluded.told_at""",
        row,
    )


def told(connection: Connection, operation_id: str, now: datetime) -> _Json | None:
    """The answer for good, else the last word; None where there is neither."""
    for statement in _OF_ID:
        row = connection.execute(statement, (operation_id,)).fetchone()
        if row is not None:
            return repeated(connection, row, now)
    return None


def repeated(connection: Connection, row: Row, now: datetime) -> _Json:
    """As it was told first, with the holder as he or she stands now."""
    person = telling.person(connection, row["holder"], now) if row["holder"] else None
    first: _Json = json.loads(row["answer"])
    return first | {"known": True, "person": person}
