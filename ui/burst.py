"""Tells a scanner from a clerk where number keys choose: nobody presses three of them within 60 ms each.

On such a page a key counts only when no other follows at once; a scan chooses nothing, and the Enter at its end
confirms nothing. Refuses to take part where a text field or the search hears the keys.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QObject, QTimer

APART_MS = 60
OVER_MS = 300  # after a scan's last key its Enter has come


class Burst(QObject):
    """`choose(number)` for a key of a hand; `scanned()` once for each scan."""

    def __init__(self, parent: QObject, *, choose: Callable[[int], None], scanned: Callable[[], None]) -> None:
        super().__init__(parent)
        self._choose, self._scanned = choose, scanned
        self._number = 0
        self._last = 0.0
        self._scanning = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.settle)

    def key(self, number: int) -> None:
        """A number key, in a hand's time or a scanner's."""
        now = monotonic()
        close = (now - self._last) * 1000 < (OVER_MS if self._scanning else APART_MS)
        self._last = now
        if not close:
            self._scanning = False
            self._number = number
            self._timer.start(APART_MS)
            return
        self._timer.stop()
        self._number = 0
        if not self._scanning:
            self._scanning = True
            self._scanned()

    def settle(self) -> None:
        """Let the key that waits count now."""
        self._timer.stop()
        number, self._number = self._number, 0
        if number:
            self._choose(number)

    def ends(self) -> bool:
        """Whether an Enter pressed now is the end of a scan."""
        return self._scanning and (monotonic() - self._last) * 1000 < OVER_MS
