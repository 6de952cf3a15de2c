"""SIGKILL at random moments of a counter at work and of its platform, over real TCP; then both sides are counted."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from practice.population import residents
from tests.faults.asked import asked
from tests.faults.kills import Kills

KILLS = 20


@pytest.mark.timeout(0)  # as many kills as are asked for
def test_killed_at_any_moment_nothing_is_lost_doubled_or_reordered(tmp_path: Path) -> None:
    """What a recording that returned has promised is kept, whoever was killed and whenever. The same moments each time
    but where others are asked for: by `make faults`, or by SEED in the environment.
    """
    wanted = asked(KILLS)
    seed = wanted.seed or random.Random(os.environ.get("SEED", "as always")).randrange(1, 10**9)
    print(f"seed {seed}")  # noqa: T201 - shown when the test fails
    people = [one.person for one in residents(now=datetime.now(UTC))[200:208]]
    counts = Kills(tmp_path, people, seed).run(wanted.times)
    faults: dict[str, Sequence[object]] = {
        "lost": counts.lost,
        "doubled": counts.doubled,
        "reordered": counts.reordered,
    }
    told = {"kills": counts.kills, "operations": counts.operations}
    wanted.tell(told | {name: len(found) for name, found in faults.items()})
    assert not any(faults.values()), faults
    assert counts.kills >= wanted.times
    assert counts.operations >= wanted.times, "a counter that was always killed before it did anything proves nothing"
