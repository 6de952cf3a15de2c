"""What cards last told of the tries of their PIN, each under a digest that stands for it, among the folder's marks.

Refuses to keep what no longer holds, and to know which card it is of.
"""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from local_store import tables

_META = tables.meta


def keep(connection: Connection, card: str, left: int | None) -> None:
    """Tries left, 0 blocked, in the place of what was kept; None: nothing is kept any more."""
    name = _name(card)
    connection.execute(delete(_META).where(_META.c.name == name))
    if left is not None:
        connection.execute(insert(_META).values(name=name, value=str(left)))


def of(connection: Connection, card: str) -> int | None:
    """As it was kept; None where nothing is."""
    value = connection.execute(select(_META.c.value).where(_META.c.name == _name(card))).scalar()
    return None if value is None else int(value)


def _name(card: str) -> str:
    return f"tries {card}"
