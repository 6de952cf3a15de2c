"""Visits that a killed command left open: who had that seat is gone, so nobody will ever close them.

Refuses to touch what the window has open, and a visit whose command may still be at work. What was recorded in a swept
visit stands: operation, receipt and audit trail know nothing of visits.
"""

from __future__ import annotations

import logging
import os
import uuid
from datetime import datetime, timedelta

from counter_app.domain.errors import StoreTrouble
from counter_app.ports import Store, VisitRecord

_log = logging.getLogger(__name__)
COMMAND = "command-"
_LONGEST_RUN = timedelta(days=1)


def command_seat() -> str:
    """A seat for this run of a command, which nobody else has or had; it names the process, to see whether it lives."""
    return f"{COMMAND}{os.getpid()}-{uuid.uuid4()}"


def sweep(store: Store, *, now: datetime) -> int:
    """End the visits of commands that are gone; how many. A disk that takes nothing now leaves them for another
    time."""
    left = [visit for visit in store.visits() if visit.seat.startswith(COMMAND) and _is_left(visit, now)]
    for number, visit in enumerate(left):
        try:
            store.end_visit(visit.id)
        except StoreTrouble as trouble:
            _log.warning("visits of commands that are gone stay: %s", trouble.code)
            return number
    return len(left)


def _is_left(visit: VisitRecord, now: datetime) -> bool:
    number = visit.seat.removeprefix(COMMAND).partition("-")[0]
    # Half of a random seat of an older program may look like a number; those only go by their age.
    named = number.isdigit() and len(visit.seat) > len(f"{COMMAND}{number}-") + 30
    return now - visit.opened_at > _LONGEST_RUN or (named and _is_gone(int(number)))


def _is_gone(process: int) -> bool:
    if os.name != "posix":
        return False  # Windows would take the question for a signal; there a day must pass.
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
