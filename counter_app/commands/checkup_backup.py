"""What doctor tells of backups: when the last one was made, and where they stand.

Refuses to read more than their headers: `counter backup check` reads every byte.
"""

from __future__ import annotations

from datetime import timedelta

from counter_app.backup_wiring import backups, last_made
from counter_app.commands.findings import OFF, OK, TROUBLE, Finding, trouble
from counter_app.domain.errors import CounterError
from counter_app.domain.moments import say_full
from counter_app.domain.text import Text
from counter_app.wiring import Counter

_TITLE = Text("备份", "Backup")
_NOW = Text("现在备份：counter backup make", "Make one now: counter backup make")
A_LONG_WEEKEND = timedelta(days=4)
"""So long a machine may be switched off with nobody to blame."""


def backup_row(counter: Counter) -> Finding:
    """Trouble where the last good one is older than a long weekend and its hours."""
    try:
        last, where = last_made(counter), backups(counter).where
        now = counter.onward.now()
    except CounterError as error:
        return trouble("backup", _TITLE, error)
    if last is None:
        return Finding("backup", _TITLE, OFF, Text(f"{where} 里还没有", f"none in {where} yet"), _NOW)
    every = timedelta(hours=counter.settings.count("backup.every_hours"))
    said = Text(f"最近一次 {say_full(last)}，在 {where}", f"the last at {say_full(last)}, in {where}")
    if now - last <= A_LONG_WEEKEND + every:
        return Finding("backup", _TITLE, OK, said)
    return Finding("backup", _TITLE, TROUBLE, said, _NOW)
