"""One counter in the test's own process that can be killed at any of its writes and started again on the same folder.

Refuses to fake the store: what is killed is the caller, before or after a real transaction.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

from counter_app.domain.operation import Operation
from counter_app.ports import Platform, Store
from sync.courier import LineCourier
from tests.faults.line import Killed
from tests.parts import counter_folder as parts

_WRITES = frozenset({"record", "hand_over", "apply_all", "keep_line", "keep_trials", "settle", "withdraw"})
BATCH = 3


class SetClock(parts.SetClock):
    """A clock that stands until it is moved: a run that is repeated sees the same moments."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.begun + self.ahead


class Mortal:
    """A store whose caller dies at the `left`-th write from now: before it, or after it was committed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.left, self.after = 0, False

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._store, name)
        return self._deadly(real) if name in _WRITES else real

    def _deadly(self, real: Callable[..., object]) -> Callable[..., object]:
        def write(*args: Any, **named: Any) -> object:
            self.left -= 1
            if self.left == 0 and not self.after:
                raise Killed
            result = real(*args, **named)
            if self.left == 0:
                raise Killed
            return result

        return write


class AtTheCounter:
    """The counter of a folder copied from `template`. `platform`: the real client."""

    def __init__(self, folder: Path, template: Path, platform: Platform) -> None:
        self._folder, self._platform = folder, platform
        self.clock = SetClock()
        shutil.copytree(template, folder)
        self._start()

    def _start(self) -> None:
        self._running = ExitStack()
        self.store: Store = self._running.enter_context(parts.open_store(self._folder))
        self.mortal = Mortal(self.store)
        self.courier: LineCourier = parts.courier(
            self._folder, cast("Store", self.mortal), self._platform, clock=self.clock, batch=BATCH
        )

    def restart(self) -> None:
        """Nothing is put in order first; what was not committed is gone."""
        self.stop()
        self._start()

    def stop(self) -> None:
        """Let the database go."""
        self._running.close()

    def dies_at(self, write: int, *, after: bool) -> None:
        """The process is killed at that write from now on, 0 for never."""
        self.mortal.left, self.mortal.after = write, after

    def record(self, operation: Operation) -> bool:
        """As the desk does; False when the process died and the operation does not stand."""
        try:
            parts.record(cast("Store", self.mortal), operation)
        except Killed:
            self.restart()
            return self.store.work(operation.id) is not None
        return True

    def carry(self) -> bool:
        """One pass of the courier; False when the process died on the way."""
        try:
            report = self.courier.pass_once()
        except Killed:
            self.restart()
            return False
        assert self.courier.delay_after(report) == 0 or not report.more
        return True

    def later(self, seconds: float) -> None:
        """Time goes on, or back."""
        self.clock.ahead += timedelta(seconds=seconds)
