"""Collecting Python's cyclic garbage on the GUI thread only.

A page that was thrown away is a cycle of widgets and callbacks. Where Python collects it by chance on a lane's thread, Qt's
destructors run there and the program dies. So automatic collection is off while a window lives, and this sweeps instead.
Refuses to sweep everything at once during work: the oldest generation only after long idling, and what stood at the start never.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 700
YOUNG, MIDDLE, OLD = 2_000, 8, 40


class Sweeper(QObject):
    """Sweeps while it lives; `stop` gives collection back to Python."""

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._sweep)
        self._timer.start(EVERY_MS)

    def settle(self) -> None:
        """Everything that stands now stays: the modules and the window need never be looked through again."""
        gc.freeze()

    def _sweep(self) -> None:
        young, middle, old = gc.get_count()
        if old > OLD:
            gc.collect(2)
        elif middle > MIDDLE:
            gc.collect(1)
        elif young > YOUNG:
            gc.collect(0)

    def stop(self) -> None:
        """Sweep once more, then let Python collect by itself."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
