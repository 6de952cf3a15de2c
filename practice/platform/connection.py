"""What the practice platform asks of its database: one connection, rows by name or place, and SQL that both SQLite and
PostgreSQL understand.

Refuses to be more than that. How to write such SQL: `docs/platform.md`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Protocol


class DatabaseAway(Exception):
    """The line to the database has ended, or there is none. Nobody knows whether a transaction that was being committed
    was kept: whoever asks again under the same id gets the one answer there is.
    """


class Row(Protocol):
    """One row: values by name or place; `dict(row)` works."""

    def keys(self) -> Sequence[str]: ...

    def __getitem__(self, key: int | str, /) -> Any: ...


class Rows(Protocol):
    """What a statement came to."""

    @property
    def rowcount(self) -> int: ...

    def fetchone(self) -> Any: ...

    def fetchall(self) -> list[Any]: ...

    def __iter__(self) -> Iterator[Any]: ...


class Connection(Protocol):
    """An open database; that of `practice.platform.file` is one, and `practice.platform.postgres.Postgres`, which
    raises DatabaseAway.
    """

    def execute(self, sql: str, values: Sequence[Any] = (), /) -> Rows: ...

    def close(self) -> None: ...
