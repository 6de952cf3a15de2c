"""Damaged data found at the start: looks for the last good backup, offers it, and has it put back.

Refuses to decide what is good and who may: it is told. Until something is offered the trouble stands as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject

from counter_app.domain.errors import CounterError, Damaged, StoreTrouble
from ui import pages as kinds

if TYPE_CHECKING:
    from counter_app.domain.backup import Offer
    from counter_app.domain.password import Password
    from ui.serving import Serving
    from ui.window import Window


class Repair(Protocol):
    """Putting back to the last good backup; every method may take long and raises CounterError."""

    def look(self) -> Offer: ...
    def put_back(self, offer: Offer, number: str, password: Password | None) -> None: ...


class Repairing(QObject):
    """Of the window in front."""

    def __init__(self, serving: Serving, window: Callable[[], Window]) -> None:
        super().__init__()
        self._serving, self._window = serving, window
        self._offer: Offer | None = None
        self._page: kinds.RepairPage | None = None
        serving.troubled.connect(self._troubled)

    def _troubled(self, trouble: StoreTrouble) -> None:
        opens = self._serving.parts.open_repair
        if opens is not None and isinstance(trouble, Damaged) and self._serving.desk is None:
            self._serving.lanes.tear_up(self)
            self._serving.lanes.keeping.run(lambda: opens().look(), self._offered, lambda _nothing: None, owner=self)

    def _offered(self, offer: Offer) -> None:
        window = self._window()
        if self._serving.desk is not None or not isinstance(window.page, (kinds.TroublePage, kinds.RepairPage)):
            return
        self._offer = offer
        page = window.shelf.get(kinds.RepairPage)
        if page is not self._page:  # of this look
            self._page = page
            page.put_back.connect(self._put_back)
        page.show_offer(offer)
        window.go(page)

    def _put_back(self, number: str, password: Password | None) -> None:
        """The offered one; `password` is wiped, whatever comes of it."""
        opens, offer = self._serving.parts.open_repair, self._offer
        if opens is None or offer is None:
            return

        def job() -> None:
            if password is None:
                opens().put_back(offer, number, None)
                return
            with password:
                opens().put_back(offer, number, password)

        self._serving.lanes.keeping.run(job, lambda _none: self._window().leave_trouble(), self._refused, owner=self)

    def _refused(self, trouble: CounterError) -> None:
        self._window().shelf.get(kinds.RepairPage).show_refusal(trouble.message, trouble.what_next)
