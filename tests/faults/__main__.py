"""`python -m tests.faults [--runs N] [--kills N] [--seed N]`: the promise put to the proof, and one block of counts.

Runs of the state machine in portions, side by side; kills of real processes; then every other test of bad days. Exit
status 1 when anything was lost, doubled or reordered, when a test failed, or when there was less of it than asked for.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.faults.asked import asking

RUNS, KILLS, PORTION = 10_000, 200, 250
COUNTED = ("lost", "doubled", "reordered")
_HERE = "tests/faults"
_PROMISE, _KILLS = f"{_HERE}/test_promise.py", f"{_HERE}/test_kills.py"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the whole, as one process of pytest with words and environment of its own."""

    words: Sequence[str]
    env: Mapping[str, str]
    counts: Path | None = None

    def run(self) -> tuple[int, Counter[str]]:
        """Exit status and counts; what was printed is shown where it failed."""
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *self.words]
        done = subprocess.run(
            command, env={**os.environ, **self.env}, capture_output=True, text=True, encoding="utf-8", check=False
        )
        print("." if done.returncode == 0 else done.stdout + done.stderr, end="", flush=True)  # noqa: T201
        counted = self.counts is not None and self.counts.exists()
        return done.returncode, Counter(json.loads(self.counts.read_text()) if counted and self.counts else {})


def main(arguments: Sequence[str]) -> int:
    """Run it, print the block."""
    parser = argparse.ArgumentParser(prog="tests.faults", description="Nothing lost, nothing twice, nothing reordered")
    parser.add_argument("--runs", type=int, default=RUNS, help="runs of the state machine")
    parser.add_argument("--kills", type=int, default=KILLS, help="processes killed at a random moment")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1, 10**9), help="repeats a run")
    asked = parser.parse_args(arguments)
    begun = time.monotonic()
    print(f"seed {asked.seed}", flush=True)  # noqa: T201 - known even if the machine stops half-way
    with tempfile.TemporaryDirectory() as room, ThreadPoolExecutor(os.cpu_count() or 1) as hands:
        results = list(hands.map(Part.run, _parts(asked, Path(room))))
    total = sum((counts for _, counts in results), Counter[str]())
    print("", *_block(total, asked.seed, time.monotonic() - begun), sep="\n")  # noqa: T201
    whole = total["runs"] >= asked.runs and total["kills"] >= asked.kills
    return int(not whole or any(total[name] for name in COUNTED) or any(status for status, _ in results))


def _parts(asked: argparse.Namespace, room: Path) -> list[Part]:
    """The kills first, because they take longest; the rest in portions, each by a seed of its own."""
    dice = random.Random(asked.seed)
    kills = room / "kills"
    parts = [Part([_KILLS], asking(asked.kills, dice.randrange(1, 10**9), kills), kills)] if asked.kills else []
    for begin in range(0, asked.runs, PORTION):
        file = room / f"runs{begin}"
        times = min(PORTION, asked.runs - begin)
        parts.append(Part([_PROMISE], asking(times, dice.randrange(1, 10**9), file), file))
    return [*parts, Part([_HERE, f"--ignore={_PROMISE}", f"--ignore={_KILLS}"], {})]


def _block(total: Mapping[str, int], seed: int, seconds: float) -> list[str]:
    counted = [f"{name} = {total.get(name, 0)}" for name in ("runs", "kills", "operations", *COUNTED)]
    return [*counted, f"seed = {seed}", f"seconds = {seconds:.0f}"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
