"""Visits of commands that were killed go when the store is next opened; the window's never do."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.ports import Store
from local_store.folder import open_or_make
from local_store.seats import command_seat, sweep
from tests.contracts.samples import NOON, visit


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A real, encrypted store."""
    opened = open_or_make(tmp_path / "data", practice=True)
    yield opened.store
    opened.store.close()


def left(store: Store, seat: str, *, hours: float = 0) -> bool:
    """Whether a visit of that seat, opened so long ago, is still there after a sweep."""
    store.keep_visit(replace(visit("v1"), seat=seat))
    sweep(store, now=NOON + timedelta(hours=hours))
    return bool(store.visits())


def test_a_command_that_is_gone_leaves_no_visit(store: Store) -> None:
    gone = subprocess.run(
        [sys.executable, "-c", "from local_store.seats import command_seat; print(command_seat())"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    assert not left(store, gone)


def test_a_command_at_work_keeps_its_visit(store: Store) -> None:
    assert str(os.getpid()) in command_seat()
    assert left(store, command_seat(), hours=1)


def test_after_a_day_it_goes_whoever_has_its_number_now(store: Store) -> None:
    assert not left(store, command_seat(), hours=25)


@pytest.mark.parametrize("hours", [0, 1000])
def test_the_window_keeps_what_is_open(store: Store, hours: float) -> None:
    assert left(store, "window", hours=hours)


@pytest.mark.parametrize(("hours", "stays"), [(1, True), (25, False)])
def test_a_seat_without_a_process_goes_by_its_age(store: Store, hours: float, stays: bool) -> None:
    """Also where the random part begins like a number."""
    for seat in ("command", f"command-{uuid.uuid4()}", "command-99999999-1111-4111-8111-111111111111"):
        assert left(store, seat, hours=hours) is (stays or seat == "command")
