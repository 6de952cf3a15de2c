"""Measures how long the event loop was ever deaf: a beat every 5 ms, and the longest gap between two of them.

Refuses to be part of the program's work: it runs only where COUNTER_HEARTBEAT names a file, and writes one JSON line
there.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from time import perf_counter, thread_time

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 5
NOTED_MS = 20
_QUEUE = Path("/proc/thread-self/schedstat")  # Linux: nanoseconds run, nanoseconds waited for a core, turns


class Heartbeat(QObject):
    """Beats while it lives. `worst` is the longest time (ms) beyond one beat that the loop did not answer."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self.worst = self.worst_own = 0.0
        self._gaps: list[tuple[float, float, float, float]] = []
        self._queue = os.open(_QUEUE, os.O_RDONLY) if _QUEUE.exists() else None
        self._waited = self._wait_for_core()
        self._began = self._last = perf_counter()
        self._worked = thread_time()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now = perf_counter()
        gap = (now - self._last) * 1000 - BEAT_MS
        waited = self._wait_for_core()
        self.worst = max(self.worst, gap)
        self.worst_own = max(self.worst_own, gap - (waited - self._waited))
        if gap > NOTED_MS:
            busy, queued = (thread_time() - self._worked) * 1000, waited - self._waited
            self._gaps.append((round(now - self._began, 2), round(gap, 1), round(busy, 1), round(queued, 1)))
            self._write()
        self._last, self._worked, self._waited = perf_counter(), thread_time(), self._wait_for_core()

    def _wait_for_core(self) -> float:
        """Milliseconds this thread has stood ready to run while every core was taken; 0 where the system does
        not tell.
        """
        return int(os.pread(self._queue, 64, 0).split()[1]) / 1e6 if self._queue is not None else 0.0

    def _write(self) -> None:
        """Kept up to date, so that a program that is killed has told its figures too."""
        figures = {
            "worst_ms": round(self.worst, 1),
            "worst_own_ms": round(self.worst_own, 1),
            "over_20_ms": self._gaps,
        }
        self._file.write_text(json.dumps(figures) + "\n", encoding="utf-8")

    def stop(self) -> None:
        """Write what was measured: worst gap in ms, and of every gap over 20 ms the second it came in, its
        length, the processor time of this thread in it, and the time it waited for a core that others had.
        `worst_own_ms` leaves that wait out; what is missing else is another lane's, holding the interpreter.
        """
        self._timer.stop()
        self._write()
        if self._queue is not None:
            os.close(self._queue)
            self._queue = None
