"""Opening data that stand under a passphrase: asks for it, and lets the store be opened with it, in the desk's lane.

Refuses to keep it: it is overwritten when it was tried, whatever came of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from counter_app.domain.errors import CounterError
from counter_app.domain.password import Password
from ui.pages.unlock import UnlockPage

if TYPE_CHECKING:
    from ui.window import Window


class Unlocking(QObject):
    """The unlock page of a window."""

    def __init__(self, window: Window, page: UnlockPage) -> None:
        super().__init__(page)
        self._window, self._page = window, page
        page.typed.connect(self._try)

    def _try(self, passphrase: Password) -> None:
        serving = self._window.serving

        def job() -> None:
            with passphrase:
                serving.parts.unlock(passphrase)

        serving.lanes.desk.run(job, lambda _none: self._window.leave_trouble(), self._refused, owner=self)

    def _refused(self, trouble: CounterError) -> None:
        self._page.show_refusal(trouble.message)
