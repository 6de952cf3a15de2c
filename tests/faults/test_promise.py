"""The promise: whatever line, power and people do, nothing is lost, nothing comes twice, the order is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.asked import asked
from tests.faults.days import Days, Ground
from tests.faults.ground import ground

RUNS, STEPS = 300, 10


@pytest.fixture(scope="module")
def here() -> Iterator[Ground]:
    """What every run begins with."""
    with ground() as made:
        yield made


@pytest.mark.timeout(0)  # as many runs as are asked for
def test_the_promise_is_kept_whatever_happens(here: Ground) -> None:
    """The same runs each time; `make faults` makes others, and many more."""

    class OfHere(Days):
        def __init__(self) -> None:
            super().__init__(here)

    wanted = asked(RUNS)
    usual = settings(
        max_examples=wanted.times,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=wanted.seed is None,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(OfHere if wanted.seed is None else seed(wanted.seed)(OfHere), settings=usual)
    finally:
        wanted.tell(asdict(here.tally))
    assert here.tally.runs >= wanted.times
