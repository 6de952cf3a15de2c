"""One province, and counters that hear of it: fixtures for tests of the feed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counter_app.domain.card import CardState
from counter_app.domain.holder import Person
from counter_app.ports import Store
from local_store.folder import open_or_make
from practice.opening import fill_mirror
from practice.population import cast, residents
from tests.parts.feed_here import Province, copy_of, make_original


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_original(tmp_path_factory.mktemp("original"))


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice folder as it begins."""
    folder = tmp_path_factory.mktemp("begun") / "counter"
    store = open_or_make(folder, practice=True).store
    fill_mirror(store, now=datetime.now(UTC) - timedelta(seconds=1))
    store.close()
    return folder


@dataclass
class Town:
    """One province, and counters with empty stores, or as practice begins."""

    province: Province
    begun: Path
    folder: Path
    stack: ExitStack
    opened: int = 0

    def store(self, *, filled: bool = False) -> Store:
        self.opened += 1
        if filled:
            shutil.copytree(self.begun, self.folder / f"counter{self.opened}")
        return self.again()

    def again(self) -> Store:
        """The counter that was opened last, in a program started anew."""
        made = open_or_make(self.folder / f"counter{self.opened}", practice=True).store
        self.stack.callback(made.close)
        return made


@pytest.fixture
def town(original: Path, begun: Path, tmp_path: Path) -> Iterator[Town]:
    with ExitStack() as stack:
        connection = copy_of(original, tmp_path)
        stack.callback(connection.close)
        yield Town(Province(connection), begun, tmp_path, stack)


def well() -> Person:
    """Somebody of the outlet with one card in use."""
    return cast(now=datetime.now(UTC))["normal"]


def stranger() -> Person:
    """Somebody of the province outside the outlet, with a card that is well."""
    return strangers()[0]


def strangers() -> list[Person]:
    """All such."""
    people = [one.person for one in residents(now=datetime.now(UTC))][1300:]
    return [p for p in people if len(p.cards) == 1 and p.cards[0].state is CardState.NORMAL and p.cards[0].bank]
