"""After the data were put back to a backup the courier asks the platform what it has of the days since, once.

What comes out is kept as any comparing of a day is: what only the platform has is listed for a clerk to explain.
Refuses to decide anything itself, and to hold work up: trouble with the line only puts it off.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from counter_app.domain.errors import PlatformTrouble
from counter_app.domain.moments import local

if TYPE_CHECKING:
    from counter_app.clock import OnwardClock
    from counter_app.ports import Store
    from counter_app.wiring import Counter

COURIER = "courier"
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class AskAfterRestore:
    """After a pass that reached the platform. `compare` compares one day with it. Raises StoreTrouble only."""

    store: Store
    clock: OnwardClock
    compare: Callable[[date], object]
    most_days: timedelta
    _done: bool = field(default=False, init=False)

    def __call__(self) -> None:
        """Ask about every restore nobody was asked about yet."""
        if self._done:
            return
        for one in self.store.restorations():
            if one.asked:
                continue
            last = local(one.at).date()
            first = max(local(one.backup_made_at).date(), local(self.clock.now() - self.most_days).date())
            try:
                for ordinal in range(first.toordinal(), last.toordinal() + 1):
                    self.compare(date.fromordinal(ordinal))
            except PlatformTrouble as error:
                _log.info("the platform was not asked what it has since the backup: %s", error.code)
                return
            self.store.restoration_asked(one.at)
        self._done = True


def after_restore(counter: Counter) -> AskAfterRestore:
    """Of this counter. Raises StoreTrouble."""
    from counter_app.desk.reconciling import LOOKED_BACK

    def compare(day: date) -> object:
        from counter_app.desk import reconciling
        from counter_app.desk.station import Station
        from counter_app.desk.views import Session

        province = counter.rules().province
        station = Station(
            store=counter.store(),
            platform=counter.platform(),
            paper=counter.paper(),
            printer=counter.printer(),
            province=province,
            place=counter.place(province),
            clock=counter.onward.machine,
            session=Session(COURIER, COURIER),
            onward=counter.onward,
        )
        return reconciling.reconcile(station, day)

    return AskAfterRestore(counter.store(), counter.onward, compare, LOOKED_BACK)
