"""What the practice platform tells a counter that asks for news or for everybody of its area.

What is due by the clock is brought about first: makings that have ended, losses that have lapsed. Refuses to tell of
people outside the area unless the counter names them.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from counter_app.domain import signature
from counter_app.enrolment import Scope, ScopeKind
from practice.platform import areas, cards, feed, orders, telling
from practice.platform import database as db
from practice.platform.connection import Connection

MOST_BESIDES, MOST_NEWS, MOST_PEOPLE = 500, 500, 1000
_Number = Annotated[str, Field(pattern=r"^([0-9]{17}[0-9X]|[A-Z]{3}[0-9]{12}|[0-9A-Z]{5,12})$")]
_Json = dict[str, Any]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class ScopeForm(_Strict):
    """An area a counter asks for."""

    kind: Literal["outlet", "township", "city"]
    code: str = Field(min_length=1, max_length=40)

    def scope(self, *, limit: int) -> Scope:
        """As the program holds it."""
        return Scope(ScopeKind(self.kind), self.code, limit)


class NewsForm(_Strict):
    """What changed since then, for people of the area and for those named besides."""

    cursor: str = Field(pattern=r"^[0-9A-Za-z._-]{0,80}$")
    scope: ScopeForm
    besides: list[_Number] = Field(max_length=MOST_BESIDES)
    limit: int = Field(ge=1, le=MOST_NEWS)


class SnapshotForm(_Strict):
    """A page of everybody of the area."""

    scope: ScopeForm
    after: Literal[""] | _Number
    limit: int = Field(ge=1, le=MOST_PEOPLE)


def news(connection: Connection, form: NewsForm, scope: Scope, now: datetime) -> _Json:
    """The next changes in order, their holders as they stand, the next cursor. Raises feed.Gone."""
    settle(connection, now)
    instance = db.instance(connection)
    since, last = feed.place_of(connection, instance, form.cursor), feed.head(connection)
    rows = _rows(connection, form, scope, since, last)
    more = len(rows) > form.limit
    rows = rows[: form.limit]
    numbers = list(dict.fromkeys(str(row["holder"]) for row in rows))
    return {
        "after": form.cursor,
        "cursor": feed.cursor_of(instance, int(rows[-1]["place"]) if more else last),
        "changes": [_change(row, scope) for row in rows],
        "people": [telling.person(connection, number, now) for number in numbers],
        "more": more,
    }


def snapshot(connection: Connection, form: SnapshotForm, scope: Scope, now: datetime) -> _Json:
    """People of the area as they stand, and where the feed stood before they were read."""
    settle(connection, now)
    cursor = feed.cursor_of(db.instance(connection), feed.head(connection))
    numbers = areas.numbers(connection, scope, after=form.after, limit=form.limit)
    last = len(numbers) <= form.limit
    numbers = numbers[: form.limit]
    return {
        "people": [telling.person(connection, number, now) for number in numbers],
        "cursor": cursor,
        "next": None if last else numbers[-1],
        "digest": _digest(connection, scope) if last else "",
    }


def settle(connection: Connection, now: datetime) -> None:
    """Bring about and tell what is due by the clock, in a transaction of its own where anything is."""
    orders.settle_due(connection, now)
    moment = db.say_moment(now)
    if cards.any_over(connection, moment):
        with db.writing(connection):
            cards.lapse(connection, moment)


def _rows(connection: Connection, form: NewsForm, scope: Scope, since: int, last: int) -> list[_Json]:
    """Changes after `since` for whom they concern, one more than was asked for at most."""
    named = f" OR feed.holder IN ({','.join('?' * len(form.besides))})" if form.besides else ""
    query = (
        "SELECT feed.*, residence.outlet, residence.township, residence.city FROM feed"  # noqa: S608 - places only
        " LEFT JOIN residence ON residence.number = feed.holder WHERE feed.place > ? AND feed.place <= ?"
        f" AND (residence.{areas.column_of(scope.kind)} = ?{named}) ORDER BY feed.place LIMIT ?"
    )
    values = (since, last, scope.code, *form.besides, form.limit + 1)
    return [dict(row) for row in connection.execute(query, values).fetchall()]


def _change(row: _Json, scope: Scope) -> _Json:
    return {
        "holder_number": row["holder"],
        "kind": row["kind"],
        "channel": row["channel"],
        "at": row["at"],
        "source": json.loads(row["source"]),
        "card_number": row["card"],
        "operation_id": row["operation_id"],
        "in_scope": row[areas.column_of(scope.kind)] == scope.code,
    }


def _digest(connection: Connection, scope: Scope) -> str:
    return signature.sm3("\n".join(areas.all_numbers(connection, scope)).encode("ascii"))
