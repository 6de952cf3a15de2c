"""Moments that go on record: never before the last one that is known here, however the machine's clock is set.

Refuses to replace the clock: waits and times of day go by the machine's own. While that is behind, what is recorded
bears the last known moment; the order of work is the outbox's own counter and needs no clock. Only where the platform's
word shows that the machine's clock is right now (`sync.true_time`) is a moment far ahead of it given up.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from counter_app.contact import Contact, TakenBack
from counter_app.ports import Clock

NOTICED = timedelta(seconds=2)
"""Less than this is a clock that is kept right, not one that was set back."""
RIGHT = timedelta(seconds=60)
"""Less than this from the platform's is a clock that is right."""


def _never() -> TakenBack | None:
    return None


class PlatformClock:
    """The `Clock` port, as nearly by the platform's time as its last word tells: for what the platform judges by its
    own, such as how long a key is good. `contact` raises StoreTrouble, and so does `now`.
    """

    def __init__(self, machine: Clock, contact: Callable[[], Contact]) -> None:
        self._machine, self._contact = machine, contact

    def now(self) -> datetime:
        return self._contact().by_platform(self._machine.now())


class OnwardClock:
    """The `Clock` port over another one. `last`: the last moment known here, over all programs on the same data, since
    the clock was last taken back; `taken_back`: when that was.

    `ticks`: seconds of a clock nobody can set; where the machine's clock fell behind it, another program may have
    recorded something since, so `last` is asked again.
    """

    def __init__(
        self,
        machine: Clock,
        last: Callable[[], datetime | None],
        taken_back: Callable[[], TakenBack | None] = _never,
        *,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self.machine = machine
        self._last, self._taken_back, self._ticks = last, taken_back, ticks
        self._known: datetime | None = None
        self._taken: TakenBack | None = None
        self._seen: tuple[datetime, float] | None = None
        self._one = threading.Lock()

    def now(self) -> datetime:
        """The machine's moment, or the last known one where that is later. Raises what `last` raises."""
        with self._one:
            here = self._look()
            self._known = here if self._known is None else max(here, self._known)
            return self._known

    def set_back(self) -> timedelta:
        """By how much the machine's clock is behind the last known moment; nothing where it is not, nor where it is
        right and only behind the platform's word.
        """
        with self._one:
            here = self._look()
            behind = self._known - here if self._known is not None else timedelta(0)
            told = self._taken is not None and self._known == self._taken.at and behind < RIGHT
            return behind if behind >= NOTICED and not told else timedelta(0)

    def _look(self) -> datetime:
        """The machine's moment; what was recorded elsewhere is known where it matters."""
        here, ticks = self.machine.now(), self._ticks()
        first = self._seen is None
        if first or (self._known is not None and self._known - here >= NOTICED):
            self._hear()
        if first or self._fell_behind(here, ticks):
            self._learn()
        self._seen = (here, ticks)
        return here

    def _fell_behind(self, here: datetime, ticks: float) -> bool:
        seen = self._seen
        return seen is not None and here < seen[0] + timedelta(seconds=ticks - seen[1]) - NOTICED

    def _hear(self) -> None:
        """Whether the clock was taken back since, by this program or another: what was known before counts no more."""
        taken = self._taken_back()
        if taken != self._taken:
            self._taken, self._known = taken, None
            self._learn()

    def _learn(self) -> None:
        last = self._last()
        if last is not None:
            self._known = last if self._known is None else max(last, self._known)
