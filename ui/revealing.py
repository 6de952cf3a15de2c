"""Showing a whole number in the window, and giving the holder the copy of their data: asked what for, then done.

A number is hidden after 15 s, with another page, another visit, the lock, Esc. Refuses to keep the number anywhere
else, and to show one that comes when its page has gone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from counter_app.desk.views import PersonView
from counter_app.domain.errors import CounterError
from counter_app.domain.text import Text, same
from ui import pages as kinds

if TYPE_CHECKING:
    from counter_app.desk.revealing import Revealed
    from ui.widgets.reveal_box import RevealBox
    from ui.window import Window

WHAT_FOR = Text("要看完整号码做什么", "What is the whole number needed for?")
ON_RECORD = Text("会记录在案：谁、看了谁的、做什么", "This goes on record: who looked, whose number, what for")
CHECKED = Text("副本只给本人：怎么核对的", "The copy is for the holder alone: how was it checked who this is?")
GIVE = Text("把本机保存的信息给本人一份", "Give the holder a copy of what is kept here")
COPY_ON_RECORD = Text("会记录在案：谁、给了谁、怎么核对的", "This goes on record: who, to whom, how it was checked")
COPY = Text("个人信息副本", "Copy of personal data")
FILE, PAPER = Text("存为 PDF 文件", "Save as a PDF file"), Text("打印", "Print")
PRINTING = Text("副本在送打印机", "The copy is on its way to the printer")


class Revealing(QObject):
    """Bound to one window for its life; its box is built when it is first wanted."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.box: RevealBox | None = None
        self._wanted = ""  # the visit something is wanted for
        self._then: Callable[[str], None] = self._chosen

    def ask(self) -> None:
        """Ctrl+D, or the button beside the number: what is a whole number wanted for."""
        window, visit = self._window, self._window.serving.visit
        if visit is None or not isinstance(window.page, (kinds.PersonPage, kinds.ProcedurePage, kinds.ResultPage)):
            return
        from counter_app.desk.revealing import PURPOSE_NAMES

        self._wanted = visit.visit_id
        self._offer(WHAT_FOR, [(one.value, words) for one, words in PURPOSE_NAMES.items()], ON_RECORD, self._chosen)

    def give_copy(self) -> None:
        """The holder wants the copy: first how it was checked who this is, where no document was read."""
        from counter_app.domain.identity_check import seen_by_clerk

        visit = self._window.serving.visit
        if not isinstance(visit, PersonView):
            return
        self._wanted = visit.visit_id
        if visit.proof == "document":
            self._ask_way("")
        else:
            self._offer(CHECKED, seen_by_clerk(), COPY_ON_RECORD, self._ask_way)

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

    def _offer(self, title: Text, choices: Sequence[tuple[str, Text]], note: Text, then: Callable[[str], None]) -> None:
        say, self._then = self._window.look.say, then
        self._box().offer(say(title), [(one, say(words)) for one, words in choices], say(note))

    def _box(self) -> RevealBox:
        if self.box is None:
            from ui.widgets.reveal_box import RevealBox

            self.box = RevealBox(self._window.look, self._window)
            self.box.chosen.connect(self._took)
            self.box.left.connect(self._close)
        return self.box

    def _took(self, choice: str) -> None:
        self._then(choice)

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

    def _ask_way(self, seen: str) -> None:
        paper = [("paper", PAPER)] if self._window.serving.standing.printer_set else []
        self._offer(GIVE, [("file", FILE), *paper], COPY_ON_RECORD, partial(self._give, seen))

    def _give(self, seen: str, way: str) -> None:
        window, visit_id, desk = self._window, self._wanted, self._window.serving.desk
        self._close()
        if way == "file":
            window.saving.save_copy(visit_id, seen, window.look.say(COPY))
        elif desk is not None:
            job = partial(desk.print_data_copy, visit_id, seen=seen)
            window.serving.lanes.paper.run(job, lambda _id: window.say(PRINTING, same("")), window.serving.tell)

    def _refused(self, trouble: CounterError) -> None:
        self._close()
        self._window.serving.tell(trouble)
