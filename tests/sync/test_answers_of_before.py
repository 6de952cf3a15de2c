"""Answers in a file that left before reconciliation let the work go again settle nothing of what goes since."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation, Settlement, WorkState
from sync.transfer import TAKEN_BACK, answers_beside, keep_answers
from tests.contracts.samples import NOON, entry
from tests.parts import carried
from tests.parts.carried import CLERK, Outlet
from tests.parts.practice_platform import Platform
from tests.parts.whole_life import ask


@pytest.fixture
def far(tmp_path: Path, platform: Platform) -> Iterator[Outlet]:
    """The outlet whose work goes by file, and by a line where a test says so."""
    with carried.outlet(tmp_path / "far", platform) as made:
        yield made


@pytest.fixture
def near(tmp_path: Path, platform: Platform) -> Iterator[Outlet]:
    with carried.outlet(tmp_path / "near", platform) as made:
        yield made


@pytest.fixture
def made(far: Outlet, somebody: Callable[[], Person]) -> tuple[Operation, ...]:
    return tuple(far.record(ask(somebody(), "data-change")) for _ in range(2))


def carry(far: Outlet, near: Outlet, stick: Path) -> Path:
    """Out and in; the file of answers."""
    file = far.transfers.take_out(stick, clerk=CLERK).path
    answers = answers_beside(file)
    keep_answers(answers, near.transfers.hand_in(file, clerk=CLERK).answers)
    return answers


def lose(platform: Platform, *operations: Operation) -> None:
    """The platform was put back to a copy of before these."""
    for one in operations:
        for table in ("answer", "reckoned", "effect"):
            platform.change(f"DELETE FROM {table} WHERE operation_id = ?", one.id)


def open_again(far: Outlet, *operations: Operation) -> None:
    """As reconciliation does with what the platform has lost."""
    works = [work for one in operations if (work := far.store.work(one.id)) is not None]
    assert [work.settlement for work in works] == [Settlement.ACCEPTED] * len(operations)
    assert set(far.store.send_again([(work, entry()) for work in works])) == {one.id for one in operations}


def held(platform: Platform, operation: Operation) -> int:
    """How often the platform holds it."""
    return len(platform.rows("SELECT 1 FROM answer WHERE operation_id = ?", operation.id))


def test_answers_of_before_it_was_opened_again_settle_nothing_and_it_goes_on(
    far: Outlet, near: Outlet, made: tuple[Operation, ...], tmp_path: Path, platform: Platform
) -> None:
    """One waits to go again, of the other the answer was lost on the way: both still go over the line."""
    answers = carry(far, near, tmp_path)
    assert far.transfers.take_back(answers, clerk=CLERK).accepted == 2
    lose(platform, *made)
    open_again(far, *made)
    far.store.hand_over([made[0].id], NOON)
    taken = far.transfers.take_back(answers, clerk=CLERK)
    assert [far.state(one) for one in made] == [WorkState.IN_FLIGHT, WorkState.WAITING]
    assert (taken.accepted, taken.before, taken.older) == (0, 0, 2)
    [*_, last] = sorted(far.store.entries(TAKEN_BACK, since=NOON.replace(year=2020)), key=lambda one: one.at)
    assert (last.facts["accepted"], last.facts["older"]) == ("0", "2")
    far.drain()
    assert [far.state(one) for one in made] == [WorkState.SETTLED] * 2
    assert [held(platform, one) for one in made] == [1, 1]
    assert far.transfers.take_back(answers, clerk=CLERK).before == 2, "answered by the line"


def test_what_left_in_a_file_again_is_answered_by_the_answers_to_that_file_alone(
    far: Outlet, near: Outlet, made: tuple[Operation, ...], tmp_path: Path, platform: Platform
) -> None:
    old = carry(far, near, tmp_path)
    assert far.transfers.take_back(old, clerk=CLERK).accepted == 2
    lose(platform, made[0])
    open_again(far, made[0])
    new = carry(far, near, tmp_path)
    assert (far.transfers.take_back(old, clerk=CLERK).older, far.state(made[0])) == (1, WorkState.IN_FLIGHT)
    taken = far.transfers.take_back(new, clerk=CLERK)
    assert (taken.serial, taken.accepted, taken.older) == (2, 1, 0)
    assert far.state(made[0]) is WorkState.SETTLED
    assert held(platform, made[0]) == 1
