"""When a planned wait is over before its time: the machine has slept, or it stands in another network now.

Time is counted by a clock nobody can set, sleep included. Refuses to send anything to find out: asking which address
this machine would speak from sends no packet. A wait the platform asked for is never cut short by a network.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

ASLEEP = 30.0
"""Seconds between two looks after which the machine must have slept: a watcher looks every few seconds."""
SOON = 10.0
"""A try brought forward comes within these seconds, by lot: a whole town's line may come back at once."""
_FAMILIES = ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1"))  # RFC 5737, 3849: nobody's addresses


def ticks() -> float:
    """Seconds that go on while the machine sleeps and that setting the clock does not change."""
    boot: int | None = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


def address() -> str:
    """From where this machine would speak to the world, "" where it has no way out. No packet leaves."""
    found = []
    for family, nobody in _FAMILIES:
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as way:
                way.connect((nobody, 9))
                found.append(str(way.getsockname()[0]))
        except OSError:
            continue
    return " ".join(found)


@dataclass(slots=True)
class Wait:
    """One planned wait of `seconds`, begun at `begun`. `asked`: the platform wants to be left alone so long."""

    seconds: float
    begun: float
    network: str
    asked: bool = False


class Waking:
    """What is left of the wait that was planned last. `draw`: dice from 0 to 1."""

    def __init__(
        self,
        *,
        draw: Callable[[], float],
        clock: Callable[[], float] = ticks,
        network: Callable[[], str] = address,
    ) -> None:
        self._draw, self._clock, self._network = draw, clock, network
        self._wait = Wait(0.0, clock(), "")
        self._looked = self._wait.begun

    def plan(self, seconds: float, *, asked: bool = False) -> None:
        """A wait of `seconds` begins now."""
        self._looked = self._clock()
        self._wait = Wait(seconds, self._looked, self._network(), asked)

    def left(self) -> float:
        """Seconds still to wait; fewer than planned when something has changed meanwhile."""
        now, wait = self._clock(), self._wait
        slept, self._looked = now - self._looked > ASLEEP, now
        left = max(0.0, wait.begun + wait.seconds - now)
        if wait.asked or left <= 0:
            return left
        if slept or self._network() != wait.network:
            self.plan(min(left, SOON * self._draw()))
            return self._wait.seconds
        return left
