"""A long command told to end: it finishes what it is at, says what it did, and ends with the signal's status.

Refuses to break off a request halfway on the first word; the second word ends at once.
"""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Ending:
    """While it is open, SIGINT and SIGTERM ask for an end instead of making one."""

    def __init__(self) -> None:
        self.wanted = False
        self.status = 0
        self._pausing = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Ending:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._heard) for number in _SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def pause(self, seconds: float) -> None:
        """Wait, but not when an end is wanted, nor longer than until it is."""
        try:
            self._pausing = True
            if not self.wanted:
                threading.Event().wait(seconds)
            self._pausing = False
        except _Enough:
            self._pausing = False  # heard at any point above; `wanted` keeps it

    def _heard(self, number: int, _frame: FrameType | None) -> None:
        """As a shell says it: 128 and the number of the signal."""
        again, self.wanted, self.status = self.wanted, True, 128 + number
        if again:
            raise KeyboardInterrupt
        if self._pausing:
            raise _Enough


class _Enough(Exception):
    """Ends a pause."""
