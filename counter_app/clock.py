"""Moments that go on record: never before the last one that is known here, however the machine's clock is set.

Refuses to replace the clock: waits and times of day go by the machine's own. While that is behind, what is recorded
bears the last known moment; the order of work is the outbox's own counter and needs no clock.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from counter_app.ports import Clock

NOTICED = timedelta(seconds=2)
"""Less than this is a clock that is kept right, not one that was set back."""


class OnwardClock:
    """The `Clock` port over another one. `last`: the last moment known here, over all programs on the same data.

    `ticks`: seconds of a clock nobody can set; where the machine's clock fell behind it, another program may have
    recorded something since, so `last` is asked again.
    """

    def __init__(
        self, machine: Clock, last: Callable[[], datetime | None], *, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._machine, self._last, self._ticks = machine, last, ticks
        self._known: datetime | None = None
        self._seen: tuple[datetime, float] | None = None
        self._one = threading.Lock()

    def now(self) -> datetime:
        """The machine's moment, or the last known one where that is later. Raises what `last` raises."""
        with self._one:
            here = self._look()
            self._known = here if self._known is None else max(here, self._known)
            return self._known

    def set_back(self) -> timedelta:
        """By how much the machine's clock is behind the last known moment; nothing where it is not."""
        with self._one:
            here = self._look()
            behind = self._known - here if self._known is not None else timedelta(0)
            return behind if behind >= NOTICED else timedelta(0)

    def _look(self) -> datetime:
        """The machine's moment; what was recorded elsewhere is known where it matters."""
        here, ticks = self._machine.now(), self._ticks()
        if self._seen is None or here < self._seen[0] + timedelta(seconds=ticks - self._seen[1]) - NOTICED:
            last = self._last()
            if last is not None:
                self._known = last if self._known is None else max(last, self._known)
        self._seen = (here, ticks)
        return here
