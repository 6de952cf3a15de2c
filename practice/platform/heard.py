"""From when to when the practice platform heard each counter: one stretch as long as its calls came no further apart
than GAP. So it can tell whether a counter that says it had no line could have asked.

Refuses to take a counter's word for it. What a counter only looks at (GET) is not counted: it writes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from practice.platform import database as db
from practice.platform.connection import Connection

GAP = timedelta(minutes=1)
KEPT = timedelta(days=400)


def note(connection: Connection, counter: str, now: datetime) -> None:
    """It has called just now. To be called inside `db.writing`."""
    said = db.say_moment(now)
    on = connection.execute(
        "UPDATE counter_heard SET until = ? WHERE counter = ? AND until >= ? AND until <= ?",
        (said, counter, db.say_moment(now - GAP), said),
    )
    if on.rowcount == 0:
        connection.execute("DELETE FROM counter_heard WHERE until < ?", (db.say_moment(now - KEPT),))
        new = "INSERT INTO counter_heard (counter, since, until) VALUES (?,?,?) ON CONFLICT DO NOTHING"
        connection.execute(new, (counter, said, said))


def at(connection: Connection, counter: str, moment: datetime) -> bool:
    """Whether there was a line to it at that moment."""
    said = db.say_moment(moment)
    query = "SELECT 1 FROM counter_heard WHERE counter = ? AND since <= ? AND until >= ? LIMIT 1"
    return connection.execute(query, (counter, said, said)).fetchone() is not None
