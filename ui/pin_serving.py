"""The chip's PIN from the window: ask for the tries, open its page, let the holder enter it, carry out, tell.

Works in the cards lane: the reader is one thing that must not be used by two hands at once. What the holder typed is
handed on once and overwritten, done or not. Refuses a second entry while one is on its way.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.desk.views import PersonView, PinTask, PinView
from counter_app.domain.errors import CounterError, ForbiddenOffline, StoreTrouble
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import Text
from counter_app.ports import Line
from ui.carrying import TYPING_PAUSE_MS

if TYPE_CHECKING:
    from counter_app.desk.desk import Desk
    from ui.serving import Serving

_LOG = logging.getLogger(__name__)


class PinServing(QObject):
    """The PIN of the open visit's card. `entering(PinTask, Text or None)`: the entry page is wanted, with a
    warning where few tries are left.

    `troubled(PinView, Text, Text)`: the page as it stands after something went wrong, and what. `unsaid`: something
    was chosen, and it is not said who acts.
    """

    entering = Signal(object, object)
    unsaid = Signal()
    troubled = Signal(object, object, object)

    def __init__(self, serving: Serving) -> None:
        super().__init__(serving)
        self._serving = serving
        self._task: PinTask | None = None
        self._seen = ""
        self._few: Text | None = None
        self._typed: dict[str, str] = {}
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self._send_typed)

    # --- the page ------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """From the person page to the page of the PIN, which then asks the card for its tries by itself."""
        self._task, self._typed = None, {}
        self._run(lambda desk, visit: desk.pin_page(visit), self._opened)

    def _opened(self, view: PinView) -> None:
        self._serving.show(view)
        desk = self._serving.desk
        if desk is not None and view.row.may_be_asked:
            job = partial(desk.ask_pin_page, view.visit_id)
            self._serving.lanes.cards.run(job, self._refreshed, self._not_asked, owner=self._serving)

    def _not_asked(self, trouble: CounterError) -> None:
        """Nobody asked for it, so nobody is told; what is wrong with the card the clerk hears with the first task."""
        if isinstance(trouble, StoreTrouble):
            self._serving.tell(trouble)
        else:
            _LOG.info("the tries were not told unasked: %s", trouble.code)
            self.refresh()

    def ask_row(self) -> None:
        """How many tries are left, for the row on the person page."""
        self._run(lambda desk, visit: desk.ask_pin(visit), self._serving.refreshed)

    def ask(self) -> None:
        """The same on the page of the PIN."""
        self._run(lambda desk, visit: desk.ask_pin_page(visit), self._serving.show, self._failed)

    def leave(self) -> None:
        """Back to the person."""
        self._serving.home()

    def refresh(self) -> None:
        """Something changed on the readers: draw the page of the PIN afresh, if it is in front and at rest."""
        desk, view = self._serving.desk, self._serving.page
        if desk is not None and isinstance(view, PinView) and self._task is None:
            job = partial(desk.pin_page, view.visit_id)
            self._serving.lanes.cards.run(job, self._refreshed, self._serving.tell, owner=self._serving)

    def _refreshed(self, view: PinView) -> None:
        now = self._serving.page
        if isinstance(now, PinView) and now.visit_id == view.visit_id and self._task is None:
            fresh = replace(view, done=view.done or now.done)  # what has just been done stays told
            self._serving.page = fresh
            self._serving.redrawn.emit(fresh)

    # --- one task ------------------------------------------------------------------------------------------------

    def answer(self, name: str, value: str) -> None:
        """Keep something about who acts; a choice at once, typing after a short pause."""
        view = self._serving.page
        fields = view.acting if isinstance(view, PinView) else ()
        chosen = any(one.field.name == name and one.field.choices for one in fields)
        self._typed[name] = value
        self._typing.start(0 if chosen else TYPING_PAUSE_MS)

    def keep_typed(self) -> None:
        """What was typed a moment ago is kept at once."""
        self._typing.stop()
        self._send_typed()

    def _send_typed(self) -> None:
        desk, visit = self._serving.desk, self._serving.visit
        if desk is not None and isinstance(visit, PersonView) and self._typed and not self._serving.moving:
            typed, self._typed = self._typed, {}
            job = partial(desk.answer_pin, visit.visit_id, typed)
            self._serving.lanes.cards.run(job, self._refreshed, self._serving.tell)

    def begin(self, name: str, seen: str) -> None:
        """Something was chosen on the page: let it be entered, or do it where nothing is typed. What was typed about
        who acts goes first.
        """
        if self._typed and not self._serving.moving:
            typed, self._typed = self._typed, {}
            self._run(
                lambda desk, visit: desk.answer_pin(visit, typed), partial(self._begin_with, name, seen), self._failed
            )
        else:
            self._begin(name, seen)

    def _begin_with(self, name: str, seen: str, view: PinView) -> None:
        self._refreshed(view)
        self._begin(name, seen)

    def _begin(self, name: str, seen: str) -> None:
        view = self._serving.page
        task = next((t for t in view.tasks if t.id == name and t.lawful), None) if isinstance(view, PinView) else None
        if task is None or not isinstance(view, PinView) or self._serving.moving:
            return
        if task.ask_actor and view.unsaid:
            self.unsaid.emit()
            return
        self._task, self._seen = task, seen
        self._few = view.row.words if view.row.kind == "wait" and task.counted else None
        if task.ask_second:
            self._run(
                lambda desk, visit: desk.pin_second_page(visit, name, seen=seen), self._serving.show, self._failed
            )
        else:
            self._enter(task)

    def agreed(self, view: PinView) -> None:
        """Another clerk has agreed: now the holder's turn."""
        self._serving.show(view)
        if self._task is not None:
            self._enter(self._task)

    def _enter(self, task: PinTask) -> None:
        self.entering.emit(task, self._few)
        if not task.entries:
            self.finish([])

    def call_off(self) -> None:
        """The holder or the clerk would rather not."""
        self._task = None
        view = self._serving.page
        if isinstance(view, PinView):
            self._serving.show(view)
            self.refresh()

    def stumble(self) -> None:
        """A fault of the program ended a task: back to the page, as it stands then."""
        if self._task is not None:
            self.call_off()

    def stop_waiting(self) -> None:
        """The clerk waits no longer for what card or key pad are at: it comes home as trouble, and soon."""
        if self._task is not None and self._serving.desk is not None:
            self._serving.desk.stop_pin()

    def finish(self, typed: list[SecretDigits]) -> None:
        """What was entered goes to the card, once; and is overwritten here if it cannot."""
        task = self._task
        if task is None or self._serving.moving or self._serving.desk is None:
            _wipe(typed)
            self.call_off()
            return
        self._run(partial(_carry_out, task, self._seen, typed), self._done, partial(self._not_done, typed))

    def _done(self, view: PinView) -> None:
        self._task = None
        self._serving.show(view)
        if view.receipt:  # it is work for the platform, as any other
            self._serving.line.urge()
            self._serving.count()

    def _not_done(self, typed: list[SecretDigits], trouble: CounterError) -> None:
        _wipe(typed)
        self._failed(trouble)

    def _failed(self, trouble: CounterError) -> None:
        """Show the page as it stands now, and what went wrong on it."""
        self._task = None
        visit, desk = self._serving.visit, self._serving.desk
        if isinstance(trouble, StoreTrouble) or visit is None or desk is None:
            self._serving.tell(trouble)
            return
        if isinstance(trouble, ForbiddenOffline):
            self._serving.lanes.desk.run(desk.line, self._line_found)
        told: Callable[[PinView], None] = partial(self._show_trouble, trouble)
        self._serving.lanes.cards.run(partial(desk.pin_page, visit.visit_id), told, self._serving.tell)

    def _line_found(self, line: Line) -> None:
        """The desk has just found how the line stands: the strip says it now. The page is drawn with the trouble."""
        self._serving.set_standing(line=line)
        self._serving.line.urge()

    def _show_trouble(self, trouble: CounterError, view: PinView) -> None:
        message: Text = trouble.message
        self._serving.show(view)
        self.troubled.emit(view, message, trouble.what_next)

    def _run(
        self,
        job: Callable[[Desk, str], object],
        done: Callable[..., None],
        failed: Callable[[CounterError], None] | None = None,
    ) -> None:
        desk, visit = self._serving.desk, self._serving.visit
        if desk is not None and isinstance(visit, PersonView):
            self._serving.move(lambda: job(desk, visit.visit_id), done, failed, lane=self._serving.lanes.cards)


def _carry_out(task: PinTask, seen: str, typed: list[SecretDigits], desk: Desk, visit: str) -> PinView:
    """One task with what was typed for it; everything is overwritten when it returns."""
    try:
        return desk.pin_task(visit, task.id, *typed, seen=seen)
    finally:
        _wipe(typed)


def _wipe(typed: list[SecretDigits]) -> None:
    for digits in typed:
        digits.wipe()
