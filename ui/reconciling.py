"""Reconciling at the window: opens the page, has a day compared or sent again, and shows what came out.

Refuses to ask the platform in the desk's lane: nobody at the window waits for it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from counter_app.desk.views_reconciling import ReconcileView
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from counter_app.desk.desk import Desk
    from ui.serving import Serving


class Reconciling(QObject):
    """One move at a time, as all that the clerk asks for."""

    def __init__(self, serving: Serving) -> None:
        super().__init__(serving)
        self._serving = serving

    def open(self, day: date | None = None) -> None:
        """How the days stand; `day` in front, else today."""
        desk = self._serving.desk
        if desk is not None:
            self._serving.move(lambda: desk.reconciling(shown=day), self._serving.show)

    def compare(self, day: date) -> None:
        """Compare that day with the platform."""
        desk, serving = self._serving.desk, self._serving
        if desk is not None:
            serving.move(lambda: _compared(desk, day), self._came, lane=serving.lanes.platform)

    def _came(self, view: ReconcileView) -> None:
        self._serving.show(view)
        self._serving.count()  # what was answered differently is an exception now

    def send_again(self, day: date) -> None:
        """Let what the platform has lost go again; the courier carries it at once."""
        desk, serving = self._serving.desk, self._serving
        if desk is not None:
            serving.move(lambda: _sent_again(desk, day), self._went, lane=serving.lanes.platform)

    def explain(self, day: date, operation_id: str, reason: str) -> None:
        """Why the platform has what this counter has not; it needs no line."""
        desk, serving = self._serving.desk, self._serving
        if desk is not None:
            serving.move(lambda: _explained(desk, day, operation_id, reason), serving.show)

    def _went(self, came: tuple[int, ReconcileView]) -> None:
        count, view = came
        self._serving.show(view)
        self._serving.count()
        self._serving.line.urge()
        bold = (
            Text(f"重送 {count} 件", f"{count} sent again") if count else Text("没有可重送的", "Nothing to send again")
        )
        more = Text("平台答复后再对一次", "Compare once more when the platform has answered")
        self._serving.said.emit(bold, more if count else Text("", ""))


def _compared(desk: Desk, day: date) -> ReconcileView:
    desk.reconcile(day)
    return desk.reconciling(shown=day)


def _sent_again(desk: Desk, day: date) -> tuple[int, ReconcileView]:
    gone = desk.send_again(day)
    return len(gone), _compared(desk, day)


def _explained(desk: Desk, day: date, operation_id: str, reason: str) -> ReconcileView:
    desk.explain(day, operation_id, reason)
    return desk.reconciling(shown=day)
