"""Backups by schedule while the window is open, in a lane of their own: no clerk waits for one.

Refuses to know when one is due and how it is made: it asks now and then. A trouble is told once, not every ten minutes.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from counter_app.domain.errors import CounterError

if TYPE_CHECKING:
    from ui.serving import Serving

FIRST_MS, EVERY_MS = 2 * 60_000, 10 * 60_000
_LOG = logging.getLogger(__name__)


class BackingUp(QObject):
    """Asks while it lives, once the store is open."""

    def __init__(self, serving: Serving) -> None:
        super().__init__()
        self._serving = serving
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.ask)
        serving.opened.connect(lambda: self._timer.start(FIRST_MS))

    def ask(self) -> None:
        """Make one if it is time to; the next question comes when this one is answered."""
        serving = self._serving
        serving.lanes.keeping.run(serving.parts.back_up, self._made, self._failed, owner=self)

    def _made(self, made: object) -> None:
        if made is not None:
            _LOG.info("a backup was made")
        self._told = ""
        self._timer.start(EVERY_MS)

    def _failed(self, trouble: CounterError) -> None:
        self._timer.start(EVERY_MS)
        kind = type(trouble).__name__
        if kind != self._told:
            self._told = kind
            _LOG.warning("no backup was made: %s", kind)
            self._serving.said.emit(trouble.message, trouble.what_next)

    def stop(self) -> None:
        """No more questions."""
        self._timer.stop()
