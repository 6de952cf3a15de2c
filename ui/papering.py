"""The page of papers that wait or failed: draws what is open, and does what the clerk decides about each.

Refuses to decide: a paper that failed stays listed until somebody says what becomes of it.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from counter_app.domain.errors import CounterError

if TYPE_CHECKING:
    from ui.pages.papers import PapersPage
    from ui.window import Window


class Papering(QObject):
    """Of one window and its page."""

    def __init__(self, window: Window, page: PapersPage) -> None:
        super().__init__(page)
        self._window, self._page = window, page
        self._printing = window.serving.printing
        self._printing.changed.connect(self._draw)
        page.wanted.connect(self._printing.press)
        page.wanted.connect(self._draw)
        page.repeated.connect(self.repeat)
        page.dropped.connect(self.drop)
        page.came.connect(self.say_it_came)
        page.left.connect(window.serving.home)
        self._draw()

    def _draw(self) -> None:
        self._page.show_papers(self._printing.jobs)

    def repeat(self, job_id: str) -> None:
        """Once more; as a copy where the first may have come out."""
        desk = self._window.serving.desk
        if desk is not None:
            self._printing.do(partial(desk.retry_print, job_id), self._not_done)

    def drop(self, job_id: str, reason: str) -> None:
        """Not any more."""
        desk = self._window.serving.desk
        if desk is not None:
            self._printing.do(partial(desk.drop_print, job_id, reason), self._not_done)

    def say_it_came(self, job_id: str) -> None:
        """The clerk has it in hand."""
        desk = self._window.serving.desk
        if desk is not None:
            self._printing.do(partial(desk.came_out, job_id), self._not_done)

    def _not_done(self, trouble: CounterError) -> None:
        self._page.say_fault(trouble.message, trouble.what_next)
