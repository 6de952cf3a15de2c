"""The next serial of a day for receipts and notices, and which gaps a restore explains.

Refuses to give a number that may stand on a paper already: after the data were put back to a backup, those of the days
between go on beyond `domain.backup.serial_after`.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, bindparam, func, select

from counter_app.auditing import RESTORED
from counter_app.domain.backup import serial_after
from counter_app.domain.moments import local
from local_store import tables
from local_store.codec import moment_of
from local_store.prepared import Prepared

_ROWS, _AUDIT = tables.restorations, tables.audit
_LAST = Prepared(
    select(func.max(_ROWS.c.at).label("at")).where(
        _ROWS.c.from_day <= bindparam("of_day"), _ROWS.c.to_day >= bindparam("of_day")
    )
)


def next_serial(connection: Connection, last: int | None, day: str) -> int:
    """The serial after `last` on that day (ISO 8601), beyond what may have been given before a restore."""
    row = _LAST.row(connection, {"of_day": day})
    beyond = serial_after(moment_of(row[0]), date.fromisoformat(day)) if row is not None and row[0] else 0
    return max(last or 0, beyond) + 1


def jumps(connection: Connection) -> dict[str, set[int]]:
    """By day (ISO 8601), the serials before which a restore in the audit trail explains a gap; the subject of its entry
    is the moment of the backup.
    """
    found: dict[str, set[int]] = {}
    said = select(_AUDIT.c.at, _AUDIT.c.subject).where(_AUDIT.c.what == RESTORED)
    for at, backup in connection.execute(said).all():
        try:
            restored, made = moment_of(at), moment_of(backup)
        except ValueError:  # not of our making: it explains nothing
            continue
        first, last = local(made).date(), local(restored).date()
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            found.setdefault(day.isoformat(), set()).add(serial_after(restored, day) + 1)
    return found
