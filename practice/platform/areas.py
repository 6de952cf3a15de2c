"""Who belongs where in the practice province: the outlet, township and city of each holder, and how far a grant goes.

Refuses anything wider than what was granted, and an area of more people than that.
"""

from __future__ import annotations

from datetime import UTC, datetime

from counter_app.enrolment import Scope, ScopeKind
from practice.platform.connection import Connection
from practice.population import CITY, COUNTIES, OUTLET, TOWNSHIP, outlet_people

_WIDTH = (ScopeKind.OUTLET, ScopeKind.TOWNSHIP, ScopeKind.CITY)


class NotGranted(Exception):
    """`zh`, `en`: why that area is not given to this counter."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.reason = {"zh": zh, "en": en}


def fill(connection: Connection) -> None:
    """Say of everybody who is new on record where they belong."""
    query = "SELECT number FROM person WHERE number NOT IN (SELECT number FROM residence)"
    fresh = [str(row[0]) for row in connection.execute(query).fetchall()]
    near = {one.holder.number for one in outlet_people(now=datetime.now(UTC))} if fresh else set()
    for number in fresh:
        connection.execute("INSERT INTO residence VALUES (?,?,?,?)", (number, *_home(number, near=number in near)))


def _home(number: str, *, near: bool) -> tuple[str, str, str]:
    """The practice outlet serves its own people; of the others each belongs to the county of the number."""
    if near:
        return OUTLET, TOWNSHIP, CITY
    county = number[:6] if number[:6] in COUNTIES else COUNTIES[0]
    return f"{county}99", f"{county}001", CITY


def column_of(kind: ScopeKind) -> str:
    """The column that tells of that kind of area."""
    return kind.value


def must_be_granted(connection: Connection, asked: Scope, granted: Scope) -> None:
    """Judges which people, not how many of them there are. Raises NotGranted."""
    if _WIDTH.index(asked.kind) > _WIDTH.index(granted.kind):
        raise NotGranted("比核准的范围大", "it is wider than what was granted")
    if not _lies_within(connection, asked, granted):
        raise NotGranted("不在核准的范围内", "it does not lie within what was granted")


def must_not_be_too_many(connection: Connection, asked: Scope, granted: Scope) -> None:
    """For whoever wants everybody of it: news of an area that was taken go on when one more moves in. Raises
    NotGranted.
    """
    query = f"SELECT count(*) FROM residence WHERE {column_of(asked.kind)} = ?"  # noqa: S608 - a column of this table
    people = int(connection.execute(query, (asked.code,)).fetchone()[0])
    if people > granted.limit:
        raise NotGranted(
            f"有 {people} 人，多于核准的 {granted.limit} 人",
            f"it has {people} people, more than the {granted.limit} granted",
        )


def serves(connection: Connection, outlet: str, granted: Scope) -> bool:
    """Whether that outlet lies within what a counter was granted."""
    return _lies_within(connection, Scope(ScopeKind.OUTLET, outlet), granted)


def _lies_within(connection: Connection, asked: Scope, granted: Scope) -> bool:
    if asked.kind is granted.kind:
        return asked.code == granted.code
    inner, outer = column_of(asked.kind), column_of(granted.kind)
    query = f"SELECT 1 FROM residence WHERE {inner} = ? AND {outer} = ? LIMIT 1"  # noqa: S608 - columns of this table
    return connection.execute(query, (asked.code, granted.code)).fetchone() is not None


def numbers(connection: Connection, scope: Scope, *, after: str, limit: int) -> list[str]:
    """Holders of an area by number, those behind `after`, one more than `limit` at most."""
    column = column_of(scope.kind)
    # A column of this table, never what anybody sent.
    query = f"SELECT number FROM residence WHERE {column} = ? AND number > ? ORDER BY number LIMIT ?"  # noqa: S608
    return [str(row[0]) for row in connection.execute(query, (scope.code, after, limit + 1)).fetchall()]


def all_numbers(connection: Connection, scope: Scope) -> list[str]:
    """All holders of an area, sorted by their characters, whatever the database sorts by."""
    query = f"SELECT number FROM residence WHERE {column_of(scope.kind)} = ?"  # noqa: S608 - a column of this table
    return sorted(str(row[0]) for row in connection.execute(query, (scope.code,)).fetchall())
