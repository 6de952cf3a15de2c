"""When what is past its time is erased: once a day, by the courier, after a pass that reached the platform.

Refuses to run without the platform's word of the time: it alone says what day it is (`counter_app.retention`).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from counter_app.retention import Retention

DAILY = 24 * 3600.0
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Retaining:
    """`every`: seconds between two runs; the first is at the first pass that reaches the platform."""

    retention: Retention
    every: float = DAILY
    ticking: Callable[[], float] = time.monotonic
    _next: float = field(default=float("-inf"), init=False)

    def __call__(self) -> None:
        """Erase if it is time to. Raises StoreTrouble."""
        now = self.ticking()
        if now < self._next:
            return
        self._next = now + self.every
        gone = self.retention.run()
        if gone.total:
            _log.info("past its time and erased: %s", gone.counts())
