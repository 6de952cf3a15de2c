"""Core statements compiled once, for the paths where a clerk waits.

Refuses to convert values: what is given must be what the column holds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult
from sqlalchemy.sql.expression import Insert, Select, Update


class Prepared:
    """A statement with its SQL kept per dialect, and its parameters in the order that dialect wants them."""

    def __init__(self, statement: Select[Any] | Insert | Update, columns: Sequence[str] | None = None) -> None:
        self._statement = statement
        self._columns = list(columns) if columns is not None else None
        self._forms: dict[str, tuple[str, tuple[str, ...] | None, dict[str, Any]]] = {}

    def run(self, connection: Connection, values: Mapping[str, object]) -> CursorResult[Any]:
        """Execute with `values` by parameter name."""
        form = self._forms.get(connection.dialect.name) or self._compile(connection)
        sql, order, fixed = form
        known = {**fixed, **values}
        return connection.exec_driver_sql(sql, tuple(known[name] for name in order) if order is not None else known)

    def _compile(self, connection: Connection) -> tuple[str, tuple[str, ...] | None, dict[str, Any]]:
        compiled = self._statement.compile(dialect=connection.dialect, column_keys=self._columns)
        order = tuple(compiled.positiontup or ()) if compiled.positional else None
        form = (str(compiled), order, dict(compiled.params))
        self._forms[connection.dialect.name] = form
        return form
