"""Tells when a window has been painted for the first time, so that nothing slow begins before the clerk sees it.

Refuses to wait for ever: a window that is opened minimised is never painted, and its work begins after `LATEST_MS` all
the same.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

LATEST_MS = 2000


class FirstPaint(QObject):
    """`came` is emitted once, in the turn of the event loop after the first paint."""

    came = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._told = False
        self._window = window
        window.installEventFilter(self)
        QTimer.singleShot(LATEST_MS, self, self._tell)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self._window.removeEventFilter(self)
            QTimer.singleShot(0, self, self._tell)
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        if not self._told:
            self._told = True
            self.came.emit()
