"""How long somebody has waited, told once a second. Refuses to know for what, and to do anything about it."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QObject, QTimer, Signal

_EVERY_MS = 1000


class Waited(QObject):
    """`told(seconds)` each second from `begin` on, until `end`."""

    told = Signal(int)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._since = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(lambda: self.told.emit(self.seconds))

    @property
    def seconds(self) -> int:
        """Whole ones since `begin`."""
        return int(monotonic() - self._since)

    def begin(self) -> None:
        """From now on, and anew if it was going on."""
        self._since = monotonic()
        self._timer.start()

    def end(self) -> None:
        """Tell no more."""
        self._timer.stop()
