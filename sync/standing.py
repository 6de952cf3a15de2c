"""Whether the platform still takes this counter, and what it grants it: asked now and then, when a pass had no work.

A counter without work signs nothing by which it would hear that it was revoked. Refuses to ask while the counter knows
itself that it has no place there, and to be trouble of the line for anything but the counter's own place or clock.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from counter_app.domain.enrolment_errors import ClockOff, NotEnrolled
from counter_app.domain.errors import PlatformTrouble, Unreachable

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Standing:
    """`ask` asks the platform, `known` looks at what is known here; both raise PlatformTrouble. `every`: seconds
    between two questions; turned away, the counter asks with each pass, at the pace of its back-off.
    """

    ask: Callable[[], object]
    known: Callable[[], object]
    every: float
    ticking: Callable[[], float] = time.monotonic
    _next: float = field(default=float("-inf"), init=False)

    def __call__(self, *, anew: bool) -> PlatformTrouble | None:
        """What is wrong with this counter's place; None: nothing, or nothing is known. `anew`: there was a break, so it
        is asked for at once. Raises NotNow, TooOld.
        """
        now = self.ticking()
        due = anew or now >= self._next
        try:
            self._next = now + self.every if due else self._next
            (self.ask if due else self.known)()
        except (NotEnrolled, ClockOff) as error:
            self._next = float("-inf")
            return error
        except Unreachable as error:
            _log.info("not told how this counter stands: %s", error.code)
        return None
