"""A fault of this program: kept in the log with a reference number, told calmly, and the work goes on.

Refuses to show or log what the fault was about: names and numbers of people may stand in it.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from collections.abc import Callable
from types import TracebackType

from counter_app.log import places

_LOG = logging.getLogger(__name__)


def reference() -> str:
    """A short number to read out on the telephone; its dash keeps it from being masked as somebody's number."""
    drawn = os.urandom(3).hex().upper()
    return f"{drawn[:3]}-{drawn[3:]}"


class FaultHook:
    """Takes the place of `sys.excepthook` while a window is open. `tell(reference)` runs for faults on the GUI
    thread.
    """

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._before = sys.excepthook

    def install(self) -> None:
        """Begin; faults of other threads are logged only."""
        sys.excepthook = self._caught
        threading.excepthook = lambda args: _keep(args.exc_type, args.exc_traceback)

    def remove(self) -> None:
        """Give the hooks back."""
        sys.excepthook = self._before
        threading.excepthook = threading.__excepthook__

    def _caught(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before(kind, fault, trace)
            return
        number = _keep(kind, trace)
        if threading.current_thread() is threading.main_thread():
            self._tell(number)


def _keep(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Kind and place of the fault go into the log, never its words: they may hold a name or a number."""
    number = reference()
    _LOG.error("fault %s: %s at %s", number, kind.__name__, places(trace))
    return number
