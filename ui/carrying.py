"""Carrying a procedure out from the window: begin, answer, forward, back, end; print; settle what was turned down.

Refuses a second move while one is on its way, so that a doubled key is one operation.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from counter_app.desk.views import HomeView, OutcomeView, PersonView, VisitView, WaitingView
from counter_app.desk.views_leaving import LeaveView
from counter_app.domain.document import IdentityDocument
from counter_app.domain.errors import CounterError, NeedsSecond
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from ui.serving import Serving

TYPING_PAUSE_MS = 150


class Carrying:
    """What the clerk does with the open visit, for `Serving`."""

    def __init__(self, serving: Serving) -> None:
        self._serving = serving
        self._typed: dict[str, str] = {}
        self._typing = QTimer(serving)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self._send_typed)

    def choose_card(self, card: str) -> None:
        """Of several cards in use, the one the open visit is about."""
        desk, visit = self._serving.desk, self._serving.visit
        if desk is not None and isinstance(visit, PersonView):
            self._serving.move(lambda: desk.choose_card(visit.visit_id, card), self._serving.show)

    def begin(self, procedure: str) -> None:
        """Begin a procedure for the person of the open visit."""
        desk, visit = self._serving.desk, self._serving.visit
        if desk is not None and isinstance(visit, PersonView):
            self._serving.move(lambda: desk.begin(visit.visit_id, procedure), self._serving.show)

    def answer(self, name: str, value: str) -> None:
        """Keep an answer; a choice at once, typing after a short pause."""
        visit = self._serving.visit
        fields = visit.fields if isinstance(visit, VisitView) else ()
        chosen = any(f.field.name == name and f.field.choices for f in fields)
        self._typed[name] = value
        self._typing.start(0 if chosen else TYPING_PAUSE_MS)

    def keep_typed(self) -> None:
        """What was typed a moment ago is kept at once."""
        self._typing.stop()
        self._send_typed()

    def _send_typed(self) -> None:
        desk, visit = self._serving.desk, self._serving.visit
        if desk is None or not isinstance(visit, VisitView) or not self._typed:
            return
        typed, self._typed = self._typed, {}
        self._serving.lanes.desk.run(
            lambda: desk.answer(visit.visit_id, typed), self._answered, self._serving.tell, owner=self._serving
        )

    def look_again(self) -> None:
        """Something else than an answer changed what the page of the procedure asks, e.g. a document that was read."""
        desk, visit = self._serving.desk, self._serving.visit
        if desk is not None and isinstance(visit, VisitView):
            self._serving.lanes.desk.run(
                lambda: desk.visit(visit.visit_id), self._answered, self._serving.tell, owner=self._serving
            )

    def document_of_actor(self, document: IdentityDocument, *, nobodys: Callable[[], None]) -> None:
        """A document that is not the holder's fills in whoever acts; `nobodys` is heard where nobody else does."""
        desk, visit = self._serving.desk, self._serving.visit
        if desk is None or not isinstance(visit, VisitView):
            return
        typed, self._typed = self._typed, {}

        def job() -> VisitView | None:
            if typed:
                desk.answer(visit.visit_id, typed)
            return desk.document_of_actor(visit.visit_id, document)

        def came(view: VisitView | None) -> None:
            if view is None:
                nobodys()
            else:
                self._answered(view)
                self._serving.meeting.judge()

        self._serving.lanes.desk.run(job, came, self._serving.tell)

    def _answered(self, view: VisitView) -> None:
        same = isinstance(self._serving.visit, VisitView) and (
            self._serving.visit.visit_id,
            self._serving.visit.current,
        ) == (view.visit_id, view.current)
        if same and not self._serving.moving:
            self._serving.redraw_visit(view)

    def forward(self) -> None:
        """To the next step, or submit."""
        desk, visit = self._serving.desk, self._serving.visit
        if desk is None or not isinstance(visit, VisitView) or self._serving.moving:
            return
        typed, self._typed = self._typed, {}

        def job() -> VisitView | OutcomeView:
            if typed:
                desk.answer(visit.visit_id, typed)
            return desk.forward(visit.visit_id)

        self._serving.move(job, self._went_forward, self._not_forward)

    def submitted(self, view: VisitView | OutcomeView) -> None:
        """What another clerk had to agree to has gone on."""
        if isinstance(view, OutcomeView):
            self._went_forward(view)
        else:
            self._serving.show(view)

    def _not_forward(self, trouble: CounterError) -> None:
        if isinstance(trouble, NeedsSecond):
            self._serving.seconding.ask()
        else:
            self._serving.tell(trouble)

    def _went_forward(self, view: VisitView | OutcomeView) -> None:
        if isinstance(view, OutcomeView):
            self._serving.show(view)
            self._serving.line.urge()
            self._serving.count()
            if self._serving.parts.printer_set:
                self.print_receipt(view.work.operation.id, copy=False)
        elif isinstance(self._serving.visit, VisitView) and view.current == self._serving.visit.current:
            self._serving.redraw_visit(view)
            self._serving.came_to_nothing.emit()
        else:
            self._serving.show(view)

    def back(self) -> None:
        """One step back, answers kept."""
        desk, visit = self._serving.desk, self._serving.visit
        if desk is None or not isinstance(visit, VisitView) or self._serving.moving:
            return
        typed, self._typed = self._typed, {}

        def job() -> VisitView | PersonView | LeaveView:
            if typed:
                desk.answer(visit.visit_id, typed)
            return desk.back(visit.visit_id)

        self._serving.move(job, self._serving.show)

    def leave(self, reason: str) -> None:
        """The open procedure is given up for that reason."""
        desk, visit = self._serving.desk, self._serving.visit
        if desk is not None and isinstance(visit, VisitView):
            self._serving.move(lambda: desk.leave(visit.visit_id, reason), self._serving.show)

    def end(self) -> None:
        """The person leaves: home, ready for the next one."""
        desk, visit = self._serving.desk, self._serving.visit
        if desk is None or visit is None or isinstance(visit, VisitView):
            return

        def job() -> HomeView:
            desk.end(visit.visit_id)
            return desk.home()

        self._serving.move(job, self._ended)

    def _ended(self, view: HomeView) -> None:
        self._serving.visit = None
        self._serving.show(view)

    def settle(self, operation_id: str, way: str, reason: str, choice: str) -> None:
        """One step about a refused operation, or withdraw one that waits. A visit open on its result goes back to the
        person; a receipt's successor goes to the printer.
        """
        desk, visit = self._serving.desk, self._serving.visit
        if desk is None:
            return
        here = isinstance(visit, OutcomeView) and visit.work.operation.id == operation_id

        def job() -> tuple[WaitingView, PersonView | VisitView | OutcomeView | None, str]:
            successor = desk.settle(operation_id, way, reason, choice)
            return desk.waiting(), desk.resume() if here else None, successor

        self._serving.move(job, partial(self._settled, way))

    def _settled(self, way: str, came: tuple[WaitingView, PersonView | VisitView | OutcomeView | None, str]) -> None:
        view, visit, successor = came
        if visit is not None:
            self._serving.visit = visit
        self._serving.show(view)
        self._serving.count()
        self._serving.said.emit(*_SETTLED.get(way, _CLOSED))
        if successor:
            self.print_receipt(successor, copy=False)

    def redo(self, operation_id: str) -> None:
        """Begin a refused operation anew."""
        desk = self._serving.desk
        if desk is not None:
            self._serving.move(lambda: desk.redo(operation_id), self._serving.show)
            self._serving.count()

    def print_receipt(self, key: str, *, copy: bool) -> None:
        """Queue the receipt for its printer; a paper jam never undoes anything."""
        if self._serving.parts.printer_set:
            self._serving.printing.paper("receipt", key, copy=copy)


_BACK = Text("请收回回执，告知持卡人", "Take the receipt back and tell the holder")
_CLOSED = (Text("已撤销", "Closed"), Text("收回原回执，给接替回执", "Take the receipt back and give the successor"))
_SETTLED = {
    "withdraw": (Text("已撤回", "Withdrawn"), _BACK),
    "already": (
        Text("已销案", "Settled as done elsewhere"),
        Text("收回原回执，给接替回执", "Take the receipt back and give the successor"),
    ),
    "escalate": (Text("已转办，仍列在这里", "Escalated, it stays here"), Text("有答复再处理", "Settle it when told")),
    "call": (Text("通话已记下", "The call is noted"), Text("这一笔仍待处理", "It still has to be settled")),
}
