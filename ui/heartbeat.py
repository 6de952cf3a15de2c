"""Measures how long the event loop was ever deaf: a beat every 5 ms, and the longest gap between two of them.

Refuses to be part of the program's work: it runs only where COUNTER_HEARTBEAT names a file, and writes one JSON line there.
"""

from __future__ import annotations

import json
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer

BEAT_MS = 5


class Heartbeat(QObject):
    """Beats while it lives. `worst` is the longest time (ms) beyond one beat that the loop did not answer."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self.worst = 0.0
        self._gaps: list[float] = []
        self._last = perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now = perf_counter()
        gap = (now - self._last) * 1000 - BEAT_MS
        self._last = now
        self.worst = max(self.worst, gap)
        if gap > 20:
            self._gaps.append(round(gap, 1))

    def stop(self) -> None:
        """Write what was measured: worst gap and every gap over 20 ms, in ms."""
        self._timer.stop()
        self._file.write_text(
            json.dumps({"worst_ms": round(self.worst, 1), "over_20_ms": self._gaps}) + "\n", encoding="utf-8"
        )
