"""A platform of a test's own that can be put back to an older copy, and a clock that is far ahead."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from counter_app.domain.operation import Operation, Settlement, WorkState
from practice.platform.database import open_database
from tests.contracts.samples import draft, entry
from tests.parts import practice_platform

if TYPE_CHECKING:
    from tests.desk.conftest import Office


class Ahead:
    """A clock eight days on."""

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(days=8)


class Province:
    """A platform whose database can be put back to an older copy, as after a disaster. `counter` works with it."""

    def __init__(self, folder: Path, new: Path, office: Office, stack: ExitStack) -> None:
        self._folder, self._office, self._stack = folder, office, stack
        for name in ("now", "copy"):
            shutil.copytree(new, folder / name)
        self.start()

    def start(self) -> None:
        self.platform = self._stack.enter_context(practice_platform.running(self._folder / "now" / "platform.db"))
        self.counter, self.desk = self._office.open(url=self.platform.url)

    def stop(self) -> None:
        self.platform.process.terminate()
        assert self.platform.process.wait(60) is not None

    def keep_copy(self) -> None:
        """A later backup than that of the morning, when nothing had happened yet."""
        self.stop()
        shutil.rmtree(self._folder / "copy")
        shutil.copytree(self._folder / "now", self._folder / "copy")
        self.start()

    def put_back(self) -> None:
        """The platform stands as it stood then."""
        self.stop()
        shutil.rmtree(self._folder / "now")
        shutil.copytree(self._folder / "copy", self._folder / "now")
        self.start()

    def record(self, *operations: Operation) -> None:
        """Record and send; all are accepted."""
        for one in operations:
            self.counter.store().record(one, draft(), entry())
        self.pass_until_still()

    def pass_until_still(self) -> None:
        while self.counter.courier().pass_once().handed_over:
            pass

    def works(self, *operations: Operation) -> list[tuple[WorkState, Settlement | None]]:
        found = [self.counter.store().work(one.id) for one in operations]
        return [(work.state, work.settlement) for work in found if work is not None]

    def code(self, operation: Operation) -> str:
        work = self.counter.store().work(operation.id)
        assert work is not None
        assert work.answer is not None
        assert work.answer.reason is not None
        return work.answer.code


@pytest.fixture(scope="module")
def new_platform(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a platform to which nothing has happened."""
    folder = tmp_path_factory.mktemp("new")
    open_database(folder / "platform.db").close()
    return folder


@pytest.fixture
def province(tmp_path: Path, new_platform: Path, office: Office) -> Iterator[Province]:
    with ExitStack() as stack:
        yield Province(tmp_path / "province", new_platform, office, stack)
