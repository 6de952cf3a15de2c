"""The heartbeat of the courier: a pass at once when something was recorded or the clerk asks, else when the courier
says.

Refuses to run two passes at once, to ask again before the time the platform has named, whoever is in a hurry, and to
judge an answer: it tells what a pass reported.
"""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.errors import CounterError
from counter_app.domain.sending_errors import nothing_lost
from counter_app.ports import Courier, PassReport
from ui.lanes import Lanes

AFTER_TROUBLE_S = 3.0
LOOK_S = 5.0
"""The courier is asked this often whether its wait is over: a machine that slept, or stands in another network, need
not wait as long as was planned.
"""


class LineWatch(QObject):
    """`passed(report)` after each pass, `troubled(error)` when the store would not have it."""

    passed = Signal(object)
    troubled = Signal(object)

    def __init__(self, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes = lanes
        self._courier: Courier | None = None
        self._running = self._again = False
        self._last: PassReport | None = None
        self._not_before = 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def start(self, courier: Courier) -> None:
        """Begin with a pass at once."""
        self._courier = courier
        self.urge()

    def urge(self) -> None:
        """A pass now; when one is on its way, another right after it; where the platform has asked to be left alone,
        one as soon as that time is over.
        """
        self._timer.stop()
        if self._courier is None:
            return
        left = self._not_before - time.monotonic()
        if self._running or left > 0:
            self._again = True
            if not self._running:
                self._plan(left)
            return
        self._running, self._again = True, False
        courier = self._courier
        self._lanes.platform.run(lambda: _one_pass(courier), self._done, self._failed, owner=self)

    def _done(self, came: tuple[PassReport, float] | Exception) -> None:
        if isinstance(came, Exception):  # a fault of this program: the heart beats on, and the hook hears of it
            self._running, self._last = False, None
            self._plan(LOOK_S)
            sys.excepthook(type(came), came, came.__traceback__)
            return
        report, delay = came
        self._running, self._last, self._not_before = False, report, time.monotonic() + report.asked
        self._plan(0 if self._again else delay)
        self.passed.emit(report)

    def _failed(self, trouble: CounterError) -> None:
        self._running, self._last = False, None
        self._plan(AFTER_TROUBLE_S)
        self.troubled.emit(trouble)

    def _plan(self, seconds: float) -> None:
        self._timer.start(round(min(seconds, LOOK_S) * 1000))

    def _look(self) -> None:
        """The wait is over, or part of it: the courier says what is left, which costs it next to nothing."""
        left = 0.0
        if self._courier is not None and self._last is not None and not self._again:
            left = self._courier.delay_after(self._last)
        if left > 0:
            self._plan(left)
        else:
            self.urge()


def _one_pass(courier: Courier) -> tuple[PassReport, float] | Exception:
    """What a pass reported and the wait after it, or the fault that ended it. Raises CounterError."""
    try:
        with nothing_lost():
            report = courier.pass_once()
        return report, courier.delay_after(report)
    except CounterError:
        raise
    except Exception as fault:  # noqa: BLE001 - told to the hook on the GUI thread
        return fault
