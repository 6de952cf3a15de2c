"""When the next courier pass starts, worked out from how the last ones went. Pure: the dice are handed in.

Refuses to look at a clock. Exponential back-off with full jitter, so that a thousand counters do not come back at once.
"""

from __future__ import annotations

from dataclasses import dataclass

FIRST_WAIT = 1.0
SHORTEST_WAIT = 0.2
HEARTBEAT = 30.0
_DOUBLINGS = 30  # beyond that every ceiling is the longest wait anyway


@dataclass(frozen=True, slots=True)
class History:
    """How the last passes went: `failures` in a row, `retry_after` seconds the platform asked for, `more` can go."""

    failures: int = 0
    retry_after: float = 0.0
    more: bool = False


def next_wait(history: History, *, longest: float, draw: float) -> float:
    """Seconds until the next pass. `longest` seconds between tries, `draw` from 0 (included) to 1 as dice.

    0 when more can go now; never less than the platform asked for, even if that is longer than `longest`, and spread
    over the back-off's whole ceiling beyond it: many are asked to come back in the same minute.
    """
    ceiling = min(longest, FIRST_WAIT * 2.0 ** min(max(history.failures - 1, 0), _DOUBLINGS))
    if history.retry_after > 0:
        return history.retry_after + ceiling * draw
    if history.failures == 0:
        return 0.0 if history.more else min(longest, HEARTBEAT) * (0.8 + 0.2 * draw)
    return max(min(SHORTEST_WAIT, longest), ceiling * draw)
