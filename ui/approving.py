"""A supervisor at the window decides what other windows ask: has it listed, and his word taken to the platform.

Refuses to decide twice on one press: the list that comes back is what is left.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from counter_app.approving import ApprovalRequest
from counter_app.domain.errors import CounterError
from counter_app.domain.password import Password
from counter_app.domain.sign_in_errors import NobodySignedIn

if TYPE_CHECKING:
    from counter_app.desk.views_second import ApprovalsView
    from ui.pages.approvals import ApprovalsPage
    from ui.window import Window

PLACE = "approvals"


class Approving(QObject):
    """Acts for the page of approvals of one window."""

    def __init__(self, window: Window, page: ApprovalsPage) -> None:
        super().__init__(page)
        self._serving, self._page = window.serving, page
        page.wanted.connect(self.look)
        page.proved.connect(self.prove)
        page.decided.connect(self.decide)
        page.left.connect(lambda: window.go_to("home"))

    def look(self) -> None:
        """What waits."""
        desk = self._serving.desk
        if desk is not None:
            self._serving.move(desk.open_approvals, self._show, self._not_shown)

    def prove(self, password: Password) -> None:
        """It is he; what waits. `password` is overwritten, whatever happens."""
        desk = self._serving.desk
        if desk is None or self._serving.moving:
            password.wipe()
            return
        self._serving.move(lambda: desk.open_approvals(password), self._show, self._failed)

    def decide(self, request: ApprovalRequest, approved: bool, words: str) -> None:
        """Yes or no."""
        desk = self._serving.desk
        if desk is not None:
            deciding = partial(desk.decide, request, approved=approved, words=words)
            self._serving.move(deciding, self._show, self._failed)

    def _show(self, view: ApprovalsView) -> None:
        self._page.show_waiting(view)
        self._serving.approvals_counted(len(view.waiting))

    def _not_shown(self, trouble: CounterError) -> None:
        if isinstance(trouble, NobodySignedIn):
            self._page.ask_password()
        else:
            self._failed(trouble)

    def _failed(self, trouble: CounterError) -> None:
        self._page.say_fault(trouble.message, trouble.what_next)
