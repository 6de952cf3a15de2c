"""`python -m tests.faults.fuzz [--inputs N] [--parser NAME ...] [--seed N]`: whatever comes in from outside, each
parser answers or refuses with an error of the tree, within a bounded time.

One line a parser: inputs, seconds of this processor, the slowest input, unexpected exceptions. Exit status 1 when there
was one, or an input took longer than `LONGEST`. The same seed makes the same inputs.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from counter_app.domain.errors import CounterError
from tests.faults.fuzz_inputs import spoilt

INPUTS = 100_000
LONGEST = 3.0  # seconds of processor time for one input


@dataclass(frozen=True, slots=True)
class Parser:
    """One way in from outside. `seeds`: good inputs; `parse` raises a CounterError or one of `also` for others."""

    name: str
    seeds: Sequence[bytes]
    parse: Callable[[bytes], object]
    also: tuple[type[Exception], ...] = ()


@dataclass(slots=True)
class Found:
    """What came of many inputs. `faults`: an input and what it led to, three at most."""

    name: str
    inputs: int = 0
    taken: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    unexpected: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.unexpected and self.slowest <= LONGEST


def tried(parser: Parser, *, inputs: int, seed: int) -> Found:
    """Give a parser so many inputs."""
    dice, found = random.Random(f"{parser.name} {seed}"), Found(parser.name)
    for _ in range(inputs):
        data = spoilt(dice, parser.seeds)
        begun = time.process_time()
        fault = fault_of(parser, data)
        took = time.process_time() - begun
        found.inputs += 1
        found.taken += fault == ""
        found.seconds += took
        found.slowest = max(found.slowest, took)
        if fault:
            found.unexpected += 1
            found.faults[3:] = []
            found.faults.append(fault)
    return found


def fault_of(parser: Parser, data: bytes) -> str | None:
    """ "" when it was taken, None when it was refused as it should be, else what was unexpected."""
    try:
        parser.parse(data)
    except Exception as error:  # noqa: BLE001 - it is what is looked for
        if isinstance(error, (CounterError, *parser.also)):
            return None
        return f"{data[:400]!r}\n{traceback.format_exc()}"
    return ""


def _hush() -> None:
    """The SM2 library says on standard error, past Python, which check failed: a hundred thousand times here."""
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 2)


def _tried_by_name(name: str, *, inputs: int, seed: int) -> Found:
    from tests.faults.fuzz_parsers import parsers

    return tried(parsers()[name], inputs=inputs, seed=seed)


def main(arguments: Sequence[str]) -> int:
    """Try them and print what was found."""
    from tests.faults.fuzz_parsers import parsers

    asking = argparse.ArgumentParser(prog="tests.faults.fuzz", description="Nothing that comes in breaks a parser")
    asking.add_argument("--inputs", type=int, default=INPUTS, help="inputs for each parser")
    asking.add_argument("--parser", nargs="*", default=[], help="some parsers alone")
    asking.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1, 10**9), help="repeats a run")
    asked = asking.parse_args(arguments)
    names = asked.parser or list(parsers())
    print(f"seed {asked.seed}", flush=True)  # noqa: T201
    bad = 0
    hands_of = partial(ProcessPoolExecutor, mp_context=get_context("spawn"), initializer=_hush)
    with hands_of(min(os.cpu_count() or 1, len(names))) as hands:
        for found in hands.map(partial(_tried_by_name, inputs=asked.inputs, seed=asked.seed), names):
            bad += not found.good
            print(  # noqa: T201
                f"{found.name:<28} inputs {found.inputs}  taken {found.taken}  seconds {found.seconds:.0f}"
                f"  slowest {found.slowest:.3f}  unexpected {found.unexpected}",
                *found.faults,
                sep="\n",
                flush=True,
            )
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
