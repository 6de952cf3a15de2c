"""How long nobody has touched the window, and how long whoever is signed in may be: by a clock nobody can set.

Sleep of the machine counts as time. Refuses to lock anything itself: it tells when.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from math import inf

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

LOOKS_S = 30.0  # at the latest, so that time a machine slept through is noticed soon
_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
    }
)


def since_boot() -> float:
    """Seconds that go on while the machine sleeps, where the system has such a clock."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)  # Linux; the monotonic clock of Windows counts sleep by itself
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class IdleWatch(QObject):
    """`due("idle")`, `due("over")`: nobody touched it for so long, or the sign-in has come to its end. As event filter
    of a native window it sees keys, mouse and touch, and lets nothing through that comes too late.
    """

    due = Signal(str)

    def __init__(self, parent: QObject, *, seconds: float) -> None:
        super().__init__(parent)
        self.seconds = seconds
        self.clock: Callable[[], float] = since_boot
        self._touched, self._ends = 0.0, inf
        self._counts = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def begin(self, *, lasts: float | None = None) -> None:
        """Somebody is on duty from now on; `lasts`: seconds until the sign-in is over, None for never."""
        self._ends = inf if lasts is None else self.clock() + lasts
        self._counts = True
        self.touch()
        self.look()

    def stop(self) -> None:
        """Nobody is."""
        self._counts = False
        self._timer.stop()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = self.clock()

    def look(self) -> bool:
        """Whether it is time, which is told once; else look again when it may be."""
        if not self._counts:
            return False
        now = self.clock()
        left = min(self._touched + self.seconds, self._ends) - now
        if left > 0:
            self._timer.start(round(min(left, LOOKS_S) * 1000) + 1)
            return False
        self.stop()
        self.due.emit("over" if now >= self._ends else "idle")
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and self._counts:
            if self.clock() - self._touched >= self.seconds or self.clock() >= self._ends:
                return self.look()
            self.touch()
        return super().eventFilter(watched, event)
