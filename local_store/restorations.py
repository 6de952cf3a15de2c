"""That these data were put back to a backup, and what follows for the numbers given since.

Refuses to use the number of a file again that may be on a stick already: they go on beyond `file_serial_after`. Numbers
on paper: `local_store.serials`; those of a take-over go on afresh on all later days (`FOR_GOOD`).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, insert, select, update

from counter_app.domain.backup import FOR_GOOD, Restoration, file_serial_after
from counter_app.domain.moments import local
from counter_app.domain.operation import AuditEntry
from local_store import audit, tables
from local_store.codec import moment_of, stamp

if TYPE_CHECKING:
    from local_store.engine import Database

_ROWS, _TRANSFERS = tables.restorations, tables.transfers


def keep(connection: Connection, kept: Restoration, entry: AuditEntry) -> None:
    """Inside a writing transaction; see the port."""
    row = {
        "at": stamp(kept.at),
        "backup_made_at": stamp(kept.backup_made_at),
        "clerk": kept.clerk,
        "from_day": local(kept.backup_made_at).date().isoformat(),
        "to_day": FOR_GOOD if kept.taken_over else local(kept.at).date().isoformat(),
        "asked_at": stamp(kept.at) if kept.asked else None,
    }
    connection.execute(insert(_ROWS).values(**row))
    last = int(connection.execute(select(func.max(_TRANSFERS.c.serial))).scalar() or 0)
    beyond = max(last + 1, file_serial_after(kept.at))
    connection.execute(insert(_TRANSFERS).values(serial=beyond, made_at=stamp(kept.at), operations=0))
    audit.append(connection, entry)


def all_of(connection: Connection) -> tuple[Restoration, ...]:
    """Oldest first."""
    return tuple(
        Restoration(
            moment_of(row.at),
            moment_of(row.backup_made_at),
            row.clerk,
            asked=row.asked_at is not None,
            taken_over=row.to_day == FOR_GOOD,
        )
        for row in connection.execute(select(_ROWS).order_by(_ROWS.c.id)).all()
    )


class RestoredPart:
    """What `local_store.store.SqlStore` does about restores; see the port."""

    _database: Database

    def restorations(self) -> tuple[Restoration, ...]:
        with self._database.reading() as connection:
            return all_of(connection)

    def keep_restored(self, restoration: Restoration, audit: AuditEntry) -> None:
        with self._database.writing() as connection:
            keep(connection, restoration, audit)

    def restoration_asked(self, at: datetime) -> None:
        with self._database.writing() as connection:
            mine = _ROWS.c.at == stamp(at)
            connection.execute(update(_ROWS).where(mine).values(asked_at=stamp(at)))
