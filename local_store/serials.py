"""The next serial of a day for receipts and notices, and which gaps a restore explains.

Refuses to give a number that may stand on a paper already: after the data were put back to a backup, those of the days
between go on beyond `domain.backup.serial_after`; on a machine that took the place of another, those of all later days.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, bindparam, case, func, literal_column, select

from counter_app.auditing import BROUGHT_BACK, TAKEN_OVER
from counter_app.domain.backup import FOR_GOOD, serial_after
from counter_app.domain.moments import local
from counter_app.domain.series import Back, Jumps
from local_store import tables
from local_store.codec import moment_of
from local_store.prepared import Prepared

_ROWS, _AUDIT = tables.restorations, tables.audit
_LAST = Prepared(
    select(
        func.max(_ROWS.c.at).label("at"),
        func.sum(case((_ROWS.c.to_day == bindparam("for_good"), literal_column("1")), else_=literal_column("0"))).label(
            "take_overs"
        ),
    ).where(_ROWS.c.from_day <= bindparam("of_day"), _ROWS.c.to_day >= bindparam("of_day"))
)


def next_serial(connection: Connection, last: int | None, day: str) -> int:
    """The serial after `last` on that day (ISO 8601), beyond what may have been given before a restore."""
    row, beyond = _LAST.row(connection, {"of_day": day, "for_good": FOR_GOOD}), 0
    if row is not None and row[0]:
        beyond = serial_after(moment_of(row[0]), date.fromisoformat(day), take_overs=int(row[1]))
    return max(last or 0, beyond) + 1


def jumps(connection: Connection) -> Jumps:
    """What the audit trail says of restores; the subject of such an entry is the moment of the backup."""
    said = select(_AUDIT.c.at, _AUDIT.c.subject, _AUDIT.c.what).where(_AUDIT.c.what.in_(BROUGHT_BACK))
    found = []
    for at, backup, what in connection.execute(said).all():
        try:
            found.append(Back(moment_of(at), local(moment_of(backup)).date(), what == TAKEN_OVER))
        except ValueError:  # not of our making: it explains nothing
            continue
    return Jumps(tuple(found))
