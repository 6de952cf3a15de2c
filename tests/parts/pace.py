"""How fast this machine is, so that a limit in milliseconds means the same on every one.

Refuses to make a fast machine's limit smaller, and to excuse a program: a fixed piece of work is timed beside it.
"""

from __future__ import annotations

import json
from time import perf_counter

TURNS = 15
WORK_MS = 4.7
"""The work below on the machine the limits were set on (AMD EPYC, 2 cores, quiet)."""


def slowness() -> float:
    """This machine's time for a fixed piece of work against `WORK_MS`; 1.0 where it is as fast or faster."""
    return max(1.0, min(_work_ms() for _ in range(TURNS)) / WORK_MS)


def _work_ms() -> float:
    begun = perf_counter()
    rows = [{"number": f"{n:018d}", "name": chr(0x4E00 + n % 20_000), "state": n % 10} for n in range(3_000)]
    told = json.loads(json.dumps(rows, sort_keys=True))
    sorted(told, key=lambda row: (row["state"], row["name"]))
    return (perf_counter() - begun) * 1000
