"""Showing a whole number in the window: asked what for, then shown, and on record.

A number is hidden after 15 s, with another page, another visit, the lock, Esc. Refuses to keep the number anywhere
else, and to show one that comes when its page has gone.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from counter_app.domain.errors import CounterError
from counter_app.domain.text import Text
from ui import pages as kinds

if TYPE_CHECKING:
    from counter_app.desk.revealing import Revealed
    from ui.widgets.reveal_box import RevealBox
    from ui.window import Window

WHAT_FOR = Text("要看完整号码做什么", "What is the whole number needed for?")
ON_RECORD = Text("会记录在案：谁、看了谁的、做什么", "This goes on record: who looked, whose number, what for")


class Revealing(QObject):
    """Bound to one window for its life; its box is built when it is first wanted."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.box: RevealBox | None = None
        self._wanted = ""  # the visit a number is wanted of

    def ask(self) -> None:
        """Ctrl+D, or the button beside the number: what is a whole number wanted for."""
        window, visit = self._window, self._window.serving.visit
        if visit is None or not isinstance(window.page, (kinds.PersonPage, kinds.ProcedurePage, kinds.ResultPage)):
            return
        from counter_app.desk.revealing import PURPOSE_NAMES

        self._wanted = visit.visit_id
        say = window.look.say
        choices = [(one.value, say(words)) for one, words in PURPOSE_NAMES.items()]
        self._box().offer(say(WHAT_FOR), choices, say(ON_RECORD))

    def leave(self) -> None:
        """Hide whatever is shown; what is still asked for is not shown any more."""
        self._wanted = ""
        if self.box is not None:
            self.box.leave()

    def escape(self) -> bool:
        """Esc: True where something was shown, which is gone now."""
        shown = self.box is not None and self.box.isVisible()
        if shown:
            self._close()
        return shown

    def place(self) -> None:
        """The window has another size."""
        if self.box is not None and self.box.isVisible():
            self.box.place()

    def holds(self, widget: QWidget) -> bool:
        """Whether that widget is a button of the box: Enter presses it, and nothing of the page below."""
        return self.box is not None and self.box.isAncestorOf(widget)

    def _box(self) -> RevealBox:
        if self.box is None:
            from ui.widgets.reveal_box import RevealBox

            self.box = RevealBox(self._window.look, self._window)
            self.box.chosen.connect(self._chosen)
            self.box.left.connect(self._close)
        return self.box

    def _close(self) -> None:
        self.leave()
        self._window.page.focus_first()

    def _chosen(self, purpose: str) -> None:
        serving, visit_id = self._window.serving, self._wanted
        if serving.desk is not None and visit_id:
            job = partial(serving.desk.reveal, visit_id, purpose)
            serving.lanes.desk.run(job, self._show, self._refused)

    def _show(self, shown: Revealed) -> None:
        from counter_app.desk.revealing import PURPOSE_NAMES

        if shown.visit_id == self._wanted:
            self._box().tell(self._window.look.say(PURPOSE_NAMES[shown.purpose]), shown.number)

    def _refused(self, trouble: CounterError) -> None:
        self._close()
        self._window.serving.tell(trouble)
