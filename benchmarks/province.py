"""`python -m benchmarks.province [--short]`: a province whose line comes back after four hours, all counters at once.

Each counter asks with the courier's own pace (`sync.pace.next_wait`), beside a naive one that tries again each second
and hears no Retry-After. The platform takes so many operations a second and answers the rest 429. Refuses to model a
network: what is counted is what arrives at the platform's door in each second.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from sync import pace

COUNTERS, OPERATIONS, LIMIT = 50_000, 2_000_000, 2_500
SHORTER = 25  # a province that much smaller takes seconds to play
BATCH, LONGEST, IN_PRACTICE, RETRY_AFTER = 50, 300.0, 3.0, 60.0
LONG_AWAY = 40  # failures in a row after four hours: the ceiling is the longest wait by far
Wait = Callable[[pace.History, float], float]


@dataclass(slots=True)
class Counter:
    """What one counter still has to send, and how its tries went."""

    left: int
    failures: int = LONG_AWAY


@dataclass(slots=True)
class Played:
    """What arrived at the door. `seconds`: until the last operation was taken."""

    seconds: int = 0
    requests: int = 0
    refused: int = 0
    peak_requests: int = 0
    peak_operations: int = 0
    due: dict[int, list[Counter]] = field(default_factory=lambda: defaultdict(list))


def courteous(longest: float) -> Wait:
    """As the courier waits, with that setting of `courier.longest_wait`."""
    return lambda history, draw: pace.next_wait(history, longest=longest, draw=draw)


def naive(history: pace.History, _draw: float) -> float:
    """Each second, whatever was said."""
    return 0.0 if history.more and not history.failures else 1.0


def play(wait: Wait, *, counters: int, operations: int, limit: int, seed: int = 1) -> Played:
    """Second by second until everything was taken."""
    dice, played = random.Random(seed), Played()
    usual = operations // counters
    for _ in range(counters):
        # Whoever tries in vain is somewhere between two tries when the line comes back.
        first = wait(pace.History(failures=LONG_AWAY), dice.random()) * dice.random()
        played.due[int(first)].append(Counter(dice.randint(1, 2 * usual - 1)))
    second = 0
    while played.due:
        _one_second(played, second, wait, limit, dice)
        second += 1
    return played


def _one_second(played: Played, second: int, wait: Wait, limit: int, dice: random.Random) -> None:
    arriving, taken = played.due.pop(second, []), 0
    dice.shuffle(arriving)
    for counter in arriving:
        batch = min(BATCH, counter.left)
        if taken + batch <= limit:
            taken += batch
            counter.left -= batch
            counter.failures = 0
            played.seconds = second + 1
            history = pace.History(more=counter.left > 0)
        else:
            counter.failures += 1
            played.refused += 1
            history = pace.History(failures=counter.failures, retry_after=RETRY_AFTER)
        if counter.left:
            again = second + max(1, round(wait(history, dice.random())))
            played.due[again].append(counter)
    played.requests += 2 * len(arriving)  # a greeting and a batch
    played.peak_requests = max(played.peak_requests, 2 * len(arriving))
    played.peak_operations = max(played.peak_operations, taken)


def main() -> int:
    """Play both, print both; exit status 1 where the courier's pace is no better than the naive one."""
    parser = argparse.ArgumentParser(prog="benchmarks.province", description="A province whose line comes back")
    parser.add_argument("--short", action="store_true", help=f"a province {SHORTER} times smaller: seconds")
    part = SHORTER if parser.parse_args().short else 1
    counters, operations, limit = COUNTERS // part, OPERATIONS // part, LIMIT // part
    print(f"{counters} counters, {operations} operations, {limit} operations a second at most")
    rows = {name: play(wait, counters=counters, operations=operations, limit=limit) for name, wait in PACES.items()}
    for name, row in rows.items():
        share = row.refused / (row.requests / 2)
        print(
            f"{name:<11}peak {row.peak_requests} requests/s, peak {row.peak_operations} operations/s, "
            f"drained in {row.seconds} s, refused {share:.1%} of {row.requests // 2} batches"
        )
    return int(rows["courier"].peak_requests >= rows["naive"].peak_requests)


PACES: dict[str, Wait] = {"courier": courteous(LONGEST), "courier-3s": courteous(IN_PRACTICE), "naive": naive}

if __name__ == "__main__":
    sys.exit(main())
