"""Core statements compiled once, for the paths where a clerk waits: recording, and finding the person of a card.

SQLAlchemy writes the SQL for whatever database it is; the driver's own cursor runs it inside SQLAlchemy's
transaction, because most of the time of a short statement would go into making a result object. Refuses to convert
values: what is given must be what the column holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.sql.expression import Insert, Select, Update

_Form = tuple[str, tuple[str, ...] | None]


class Prepared:
    """A statement with its SQL kept per dialect, and its parameters in the order that dialect wants them."""

    def __init__(self, statement: Select[Any] | Insert | Update, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = list(columns) if columns is not None else None
        self._forms: dict[str, _Form] = {}

    def run(self, connection: Connection, values: Mapping[str, object]) -> None:
        """Execute with `values` by parameter name."""
        self._cursor(connection, values).close()

    def row(self, connection: Connection, values: Mapping[str, object]) -> tuple[Any, ...] | None:
        """The first row of a question, None when there is none."""
        cursor = self._cursor(connection, values)
        row = cursor.fetchone()
        cursor.close()
        return tuple(row) if row is not None else None

    def rows(self, connection: Connection, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """All rows of a question."""
        cursor = self._cursor(connection, values)
        rows = [tuple(row) for row in cursor.fetchall()]
        cursor.close()
        return rows

    def count(self, connection: Connection, values: Mapping[str, object]) -> int:
        """Execute with `values`; how many rows it met."""
        cursor = self._cursor(connection, values)
        met = int(cursor.rowcount)
        cursor.close()
        return met

    def _cursor(self, connection: Connection, values: Mapping[str, object]) -> Any:
        sql, order = self._forms.get(connection.dialect.name) or self._compile(connection)
        cursor = connection.connection.cursor()
        cursor.execute(sql, [values[name] for name in order] if order is not None else dict(values))
        return cursor

    def _compile(self, connection: Connection) -> _Form:
        compiled = self._statement.compile(dialect=connection.dialect, column_keys=self._columns)
        order = tuple(compiled.positiontup or ()) if compiled.positional else None
        self._forms[connection.dialect.name] = form = (str(compiled), order)
        return form
