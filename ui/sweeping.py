"""Collecting Python's cyclic garbage on the GUI thread only.

A page that was thrown away is a cycle of widgets and callbacks. Where Python collects it by chance on a lane's thread,
Qt's destructors run there and the program dies. So automatic collection is off while a window lives, and this sweeps
instead. Refuses to look through what came in one great burst: those are modules being imported, they stay for good and
are set aside.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 700
YOUNG, MIDDLE, OLD = 700, 8, 12
BURST = 12_000  # objects since the last sweep; a page makes some hundred


class Sweeper(QObject):
    """Sweeps while it lives; `stop` gives collection back to Python."""

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._sweep)
        self._timer.start(EVERY_MS)

    def _sweep(self) -> None:
        young, middle, old = gc.get_count()
        if young > BURST:
            gc.freeze()
        elif old > OLD:
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
