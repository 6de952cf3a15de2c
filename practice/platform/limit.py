"""How much one counter may ask in a minute: a bucket of requests each, which fills again as time goes on.

Refuses to keep anything on disk: a platform that starts anew begins with full buckets, and two on one database have
buckets of their own.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

_MINUTE = 60.0
_MOST = 100_000  # buckets kept; twice a province's counters


@dataclass(slots=True)
class Limit:
    """The buckets of all counters. `clock` in seconds, never set back."""

    clock: Callable[[], float] = time.monotonic
    _left: dict[str, tuple[float, float]] = field(default_factory=dict)

    def wait(self, whose: str, a_minute: int) -> int:
        """0 where this request may pass, else in how many whole seconds the next one will. One bucket holds what may
        come in a minute.
        """
        now = self.clock()
        left, since = self._left.pop(whose, (float(a_minute), now))
        left = min(float(a_minute), left + (now - since) * a_minute / _MINUTE)
        if left >= 1:
            left -= 1
            seconds = 0
        else:
            seconds = math.ceil((1 - left) * _MINUTE / a_minute)
        self._left[whose] = (left, now)  # the one asked for last stands last
        if len(self._left) > _MOST:
            del self._left[next(iter(self._left))]
        return seconds


def a_minute(said: str) -> int:
    """What the switch says: requests a minute, 0 for no limit."""
    return int(said) if said.isascii() and said.isdigit() else 0
