"""Killed with SIGKILL between confirm and answer: nothing lost, nothing twice, the visit reopens, the courier goes
on.
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.desk.views import OutcomeView, VisitView
from counter_app.domain.holder import Person
from tests.faults import killed
from tests.parts.command import Command, Said, ended, started
from tests.parts.command import killed as kill
from tests.parts.counting import effective_once, recorded, working
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform
from tests.parts.processes import wait_until

Somebody = Callable[[], Person]
AFTERWARDS = {
    # states of the report made before and of the one whose process died; what the visit shows when it reopens
    "before commit": (["waiting"], "asking"),
    "after commit": (["waiting", "waiting"], "wait"),
    "handed over": (["in_flight", "in_flight"], "wait"),
    "request sent": (["in_flight", "in_flight"], "wait"),
    "answer begun": (["in_flight", "in_flight"], "wait"),
    "answer read": (["in_flight", "in_flight"], "wait"),
    "answer half applied": (["in_flight", "in_flight"], "wait"),
    "answers applied": (["settled", "settled"], "ok"),
    "never": (["settled", "settled"], "ok"),
}


def dies(border: str, folder: Path, url: str, number: str) -> Said:
    """Run the child and see it end as it should."""
    command = [sys.executable, "-m", killed.__name__, border, str(folder), url, number]
    said = ended(started(command))
    assert said.status == (0 if border == "never" else -signal.SIGKILL), said
    return said


@pytest.mark.parametrize("border", killed.BORDERS)
def test_killed_at_a_border(border: str, inside: Command, somebody: Somebody, platform: Platform) -> None:
    """One report waits already; the process of the second dies at the border. Then the next process goes on."""
    first, second = somebody(), somebody()
    replace(inside, sets=(f"platform.url={NOWHERE}",)).carry_out("temporary-loss", first.holder.number)
    said = dies(border, inside.folder, platform.url, second.holder.number)
    states, reopened = AFTERWARDS[border]
    work = recorded(inside.folder)
    assert [one.state for one in work] == states
    assert "confirmed" not in said.out or len(work) == 2, "what the clerk was told is accepted must stand"

    with working(inside.folder, f"platform.url={platform.url}") as counter:
        desk = counter.desk()
        desk.sign_in("0317")
        page = desk.resume()
        if reopened == "asking":
            assert isinstance(page, VisitView)
            assert platform.rows("SELECT 1 FROM answer WHERE holder = ?", second.holder.number) == []
            page = desk.forward(page.visit_id)
            reopened = "wait"
        assert isinstance(page, OutcomeView)
        assert (page.person.holder.number, page.kind) == (second.holder.number, reopened)
        assert desk.forward(page.visit_id).visit_id == page.visit_id, "a second Enter is no second report"
        counter.courier().pass_once()
        done = desk.resume()
        assert isinstance(done, OutcomeView)
        assert done.kind == "ok"
    work = recorded(inside.folder)
    assert len(work) == 2
    effective_once(platform, work, [first.holder.number, second.holder.number])


def test_killed_at_twenty_random_moments(counter: Command, somebody: Somebody, platform: Platform) -> None:
    """The command, killed anywhere in its life, twenty times on one folder. COUNTER_SEED repeats a run."""
    seed = int(os.environ.get("COUNTER_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)
    print(f"COUNTER_SEED={seed}")  # noqa: T201 - shown when the test fails
    dice = random.Random(seed)
    people = [somebody() for _ in range(21)]
    begun = time.monotonic()
    assert counter.carry_out("temporary-loss", people[0].holder.number).status == 0
    whole = time.monotonic() - begun
    told = [people[0]]
    for person in people[1:]:
        given = f'{{"holder": {{"number": "{person.holder.number}"}}}}'
        at = time.monotonic() + dice.uniform(0.25, 1.1) * whole
        process = counter.begin("carry-out", "temporary-loss", "--answers", "-", given=given)
        at_most = 2 * whole + 10  # however slow the machine
        over = lambda p=process, at=at: p.poll() is not None or time.monotonic() >= at  # noqa: E731
        wait_until(over, seconds=at_most)
        if kill(process).status == 0:
            told.append(person)
    half_way = {one.operation.holder_number for one in recorded(counter.folder)}
    assert {person.holder.number for person in told} <= half_way, "told as done, and lost"
    replace(counter, inside=True)("sync", "--until-empty", "--for", "30")
    work = recorded(counter.folder)
    assert {one.operation.holder_number for one in work} == half_way
    effective_once(platform, work, [person.holder.number for person in people])
