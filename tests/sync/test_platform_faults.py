"""Bad days of the platform itself: whatever it does at an operation, each takes effect once and none is lost; a
platform that was not started for it cannot be made to; a counter that asks too much is told when to come back.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter_app.domain.errors import NotNow
from counter_app.domain.operation import Operation, Verdict, WorkState
from counter_app.ports import LineKind, Store
from practice.platform import database as db
from practice.platform import faults
from practice.platform.faults import Fault
from practice.platform.limit import Limit, a_minute
from tests.parts import counter_folder as parts
from tests.parts.practice_platform import Platform, running
from tests.parts.signing import admit
from tests.sync.conftest import closing_client

HOW_MANY, MOST_PASSES = 6, 40
DAYS = {
    "late": (faults.DELAY, Fault(times=1, seconds=0.2)),
    "too-late": (faults.DELAY, Fault(times=2, seconds=1.5)),
    "silent-before": (faults.DROP_BEFORE, Fault(times=4)),
    "silent-after": (faults.DROP_AFTER, Fault(times=4)),
    "often-silent-after": (faults.DROP_AFTER, Fault(share=0.5, seed=7)),
    "broken": (faults.FAILS, Fault(times=4)),
    "nonsense": (faults.WRONG_JSON, Fault(times=4)),
    "half": (faults.HALF_BODY, Fault(times=4)),
    "slow": (faults.SLOW_BODY, Fault(times=1, seconds=0.2)),
    "too-slow": (faults.SLOW_BODY, Fault(times=2, seconds=3.0)),
}


@pytest.fixture(scope="module")
def of_this_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform whose days are this file's own."""
    with running(tmp_path_factory.mktemp("bad") / "platform.db") as platform:
        yield platform


@pytest.fixture
def bad_day(of_this_file: Platform) -> Iterator[Platform]:
    """The same, and all its switches are off again whatever becomes of the test."""
    yield of_this_file
    for name in (*faults.KINDS, db.CLOCK_OFF, db.RATE_LIMIT):
        of_this_file.switch(name, None)


def _drained(folder: Path, store: Store, platform: Platform) -> None:
    """Passes until nothing waits."""
    with closing_client(platform.url, timeout=1.0) as line:
        courier = parts.courier(folder, store, line)
        for _ in range(MOST_PASSES):
            courier.pass_once()
            if not (store.waiting().waiting or store.waiting().in_flight):
                return
    raise AssertionError(f"work is left after {MOST_PASSES} passes")


def _once_in_effect(store: Store, platform: Platform, operation: Operation) -> None:
    work = store.work(operation.id)
    assert work is not None
    assert work.state is WorkState.SETTLED
    halves = sorted(str(half) for half, _before, _after in platform.effects(operation.id))
    assert halves == ["bank", "ssc"]


@pytest.mark.parametrize("day", DAYS)
def test_whatever_the_platform_does_each_operation_takes_effect_once(
    day: str, bad_day: Platform, store: Store, loss: Callable[..., Operation], tmp_path: Path
) -> None:
    kind, fault = DAYS[day]
    operations = [loss() for _ in range(HOW_MANY)]
    for operation in operations:
        parts.record(store, operation)
    bad_day.switch(kind, faults.said(fault))
    _drained(tmp_path / "counter", store, bad_day)
    (left,) = bad_day.rows("SELECT value FROM switch WHERE name = ?", kind)
    assert '"met": 0' not in str(left[0])  # it did come
    assert fault.times is None or '"times": 0' in str(left[0])
    for operation in operations:
        _once_in_effect(store, bad_day, operation)
    assert store.verify_audit().whole


def test_a_platform_whose_clock_is_off_gets_the_work_and_dates_it_by_its_own(
    bad_day: Platform, store: Store, loss: Callable[..., Operation], tmp_path: Path
) -> None:
    operation = loss()
    parts.record(store, operation)
    bad_day.switch(db.CLOCK_OFF, "7200")
    _drained(tmp_path / "counter", store, bad_day)
    _once_in_effect(store, bad_day, operation)
    work = store.work(operation.id)
    assert work is not None
    assert work.answer is not None
    assert 7000 < (work.answer.answered_at - operation.accepted_at).total_seconds() < 9000


def test_a_counter_that_asks_too_much_is_told_when_to_come_back(
    bad_day: Platform, store: Store, loss: Callable[..., Operation], tmp_path: Path
) -> None:
    """The courier waits as long as it is told, and what was recorded goes once it may."""
    operation = loss()
    parts.record(store, operation)
    bad_day.switch(db.RATE_LIMIT, "1")
    with closing_client(bad_day.url) as line:
        courier = parts.courier(tmp_path / "counter", store, line)
        report = next(said for said in (courier.pass_once() for _ in range(9)) if said.line.kind is LineKind.NOT_NOW)
        assert 30 < courier.delay_after(report) <= 70
        with pytest.raises(NotNow):
            line.greet()
    bad_day.switch(db.RATE_LIMIT, None)
    _drained(tmp_path / "counter", store, bad_day)
    _once_in_effect(store, bad_day, operation)


def test_a_bucket_holds_a_minute_and_fills_again() -> None:
    now = 0.0
    limit = Limit(clock=lambda: now)
    assert [limit.wait("one", 2) for _ in range(3)] == [0, 0, 30]
    assert limit.wait("other", 2) == 0
    now = 29.0
    assert limit.wait("one", 2) == 1
    now = 30.0
    assert [limit.wait("one", 2) for _ in range(2)] == [0, 30]
    assert [a_minute(said) for said in ("", "no", "-1", "60")] == [0, 0, 0, 60]


def test_the_same_seed_gives_the_same_days() -> None:
    def days(seed: int) -> list[bool]:
        fault, came = Fault(share=0.5, seed=seed), []
        for _ in range(40):
            came.append(fault.comes())
            fault = fault.after(came[-1])
        return came

    assert days(7) == days(7) != days(8)
    assert 5 < sum(days(7)) < 35


def test_a_platform_that_was_not_started_for_it_has_no_bad_days(tmp_path: Path, loss: Callable[..., Operation]) -> None:
    database = tmp_path / "platform.db"
    with closing(db.open_database(database)) as connection:
        admit(connection)
        for kind in faults.KINDS:
            db.set_switch(connection, kind, faults.said(Fault(seconds=2.0)))
        db.set_switch(connection, db.CLOCK_OFF, "7200")
    command = [sys.executable, "-m", "practice.platform", "--database", str(database)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            with closing_client(json.loads(process.stdout.readline())["url"]) as line:
                ahead = line.greet() - datetime.now(UTC)
                (answer,) = line.send([loss()], on_hand_over=lambda: None)
        finally:
            process.terminate()
    assert abs(ahead.total_seconds()) < 60
    assert answer.verdict is Verdict.ACCEPTED
