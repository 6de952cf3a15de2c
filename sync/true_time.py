"""After a clock that once stood far ahead: true time counts again, on the platform's word.

After a pass that reached the platform and was not turned away: where the machine's clock is right beside the
platform's, and what goes on record still bears a moment far ahead of both, that moment is given up, in the trail with
both. Refuses to believe anybody but the platform this counter is enrolled at, to set a clock, and to go back before
what the platform has said now: a wrong word could only bring the machine's own clock in force again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from counter_app.clock import RIGHT, OnwardClock
from counter_app.contact import WRITTEN_EVERY, ContactStore
from counter_app.domain.operation import AuditEntry

TAKEN_BACK = "clock.taken_back"
COURIER = "courier"
AHEAD = timedelta(minutes=5)
"""What is ahead by less is waited for."""
_FRESH = timedelta(seconds=2 * WRITTEN_EVERY)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class TrueTime:
    """`onward`: the clock of what goes on record. `place`: outlet and window, for the audit."""

    store: ContactStore
    onward: OnwardClock
    place: tuple[str, str]

    def __call__(self) -> None:
        """Take the clock back if it is to be. Raises StoreTrouble."""
        if self.onward.set_back() <= AHEAD:  # as ever: nothing is read
            return
        here, known = self.onward.machine.now(), self.store.contact()
        offset = timedelta(seconds=known.offset or 0.0)
        if known.offset is None or abs(offset) >= RIGHT or abs(here - known.heard) > _FRESH:
            return
        last, now = self.onward.now(), here + max(offset, timedelta(0))
        if last - now <= AHEAD:
            return
        outlet, window = self.place
        facts = {"from": last.isoformat(), "to": now.isoformat(), "seconds": str(round((last - now).total_seconds()))}
        if self.store.take_clock_back(now, AuditEntry(TAKEN_BACK, now, COURIER, outlet, window, facts=facts)):
            _log.warning("the clock that stood ahead is taken back by %s seconds", facts["seconds"])
