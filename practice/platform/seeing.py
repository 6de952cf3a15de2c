"""Whom the clerk on whose behalf a counter asks may see: by what the practice platform itself knows of that number.

A bank's clerk without an entrustment is told of the holders of that bank's cards alone, and whoever does not serve of
nobody. Refuses nothing to a counter of before 1.6, which does not say who asks.
"""

from __future__ import annotations

from collections.abc import Sequence

from practice.platform import clerks
from practice.platform.connection import Connection

SERVES = frozenset({"clerk", "supervisor"})
_OF_BANK = "SELECT 1 FROM card JOIN account ON account.card = card.number WHERE card.holder = ? AND account.bank = ?"


def among(connection: Connection, clerk: str, numbers: Sequence[str]) -> list[str]:
    """Those of these holders who are told of. `clerk`: "" where the counter does not say."""
    if not clerk:
        return list(numbers)
    row = clerks.row_of(connection, clerk)
    if row is None or SERVES.isdisjoint(clerks.roles_of(connection, clerk)):
        return []
    if not row["bank"] or row["entrusted"]:
        return list(numbers)
    return [one for one in numbers if connection.execute(_OF_BANK, (one, row["bank"])).fetchone() is not None]
