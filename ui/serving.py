"""Serving one person after the other: asks the desk in its lane, and tells the window what to draw.

Refuses to draw and to decide: what is lawful, what waits and what is shown comes from the desk as views. One move at a
time: while one is on its way, another forward, back or begin is not heard, so a doubled key is one operation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from counter_app.desk.views import (
    FollowView,
    HomeView,
    OutcomeView,
    PersonView,
    PinView,
    VisitView,
    WaitingView,
)
from counter_app.domain.errors import CounterError, ForbiddenOffline, StoreTrouble
from counter_app.domain.operation import Waiting
from counter_app.domain.text import Text
from counter_app.ports import Line, PassReport
from counter_app.rights import Right, may
from ui.card_watch import CardWatch
from ui.carrying import Carrying
from ui.finding import Finding
from ui.id_watch import IdWatch
from ui.lanes import Lane, Lanes
from ui.line_watch import LineWatch
from ui.meeting import Meeting
from ui.parts import Parts
from ui.pin_serving import PinServing
from ui.printing import Printing
from ui.reconciling import Reconciling
from ui.seconding import Seconding
from ui.signing_in import Duty
from ui.standing import ReaderState, Standing, StoreState
from ui.turning import Turning
from ui.warming import IDLE_MS, Warming

if TYPE_CHECKING:
    from counter_app.desk.desk import Desk
    from ui.drawing import Beside
    from ui.sticking import Sticking

AUTO = "auto"
Open = PersonView | VisitView | OutcomeView


class Serving(QObject):
    """The state of the window's work: who is signed in, which visit is open, how things stand."""

    showed = Signal(object)  # a view (HomeView, PersonView, PinView ...): draw it and go there
    redrawn = Signal(object)  # the same page, fresh
    stood = Signal(object)  # Standing
    found = Signal(object)  # SearchView
    opened = Signal()  # the store is open
    asking = Signal()  # the platform is being asked who it is
    said = Signal(object, object)  # Text, Text: a notice
    clerks = Signal(object)
    troubled = Signal(object)  # StoreTrouble
    came_to_nothing = Signal()

    def __init__(self, parts: Parts, lanes: Lanes) -> None:
        super().__init__()
        self.parts, self.lanes = parts, lanes
        self.desk: Desk | None = None
        self.standing = Standing(parts.place_guess, printer_set=parts.printer_set)
        self.visit: Open | None = None
        self.page: object = None
        self.last_trouble: StoreTrouble | None = None
        self.moving = False
        self.warming = Warming(self)
        self.finding = Finding(self)
        self.meeting = Meeting(self)
        self.printing = Printing(self)
        self.carrying = Carrying(self)
        self.pin = PinServing(self)
        self.turning = Turning(self)
        self.reconciling = Reconciling(self)
        self.seconding = Seconding(self)
        self.duty = Duty(self)
        self.line = LineWatch(lanes, self)
        self.line.passed.connect(self._passed)
        self.line.troubled.connect(self.tell)
        self.card = CardWatch(lanes, self)
        self.card.stands.connect(self.meeting.card_stands)
        self.card.opened.connect(lambda inside: self.set_standing(reader_in_process=inside))
        self.card.read.connect(self.meeting.card_read)
        self.card.unread.connect(self._card_unread)
        self.card.taken.connect(self.meeting.card_taken)
        self.papers = IdWatch(lanes, self)
        self.papers.stands.connect(self.meeting.id_stands)
        self.papers.read.connect(self.meeting.document_read)
        self.papers.unread.connect(self.tell)
        self.papers.gone.connect(self.meeting.document_gone)
        for touch in (self.card.read, self.card.unread, self.card.taken, self.papers.read, self.papers.unread):
            touch.connect(lambda *_told: self.duty.idle.touch())

    @cached_property
    def sticking(self) -> Sticking:
        """Work that goes on a stick; most windows never ask for it."""
        from ui.sticking import Sticking

        return Sticking(self)

    # --- opening and signing in ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the store, then courier and reader. Called when the first page has been painted."""
        self.set_standing(store=StoreState.OPENING, store_words=None)
        self.lanes.desk.run(self.parts.open_desk, self._opened, self._not_opened)

    def _opened(self, desk: Desk) -> None:
        self.desk = desk
        self.set_standing(store=StoreState.WHOLE, place=desk.place)
        self.lanes.desk.run(desk.clerks, self.clerks.emit)
        self.count()
        self.opened.emit()
        self.card.start(self.parts.open_reader)
        self._warm(desk)

    def _warm(self, desk: Desk) -> None:
        for step in self.parts.line_steps:
            self.warming.add_in(self.lanes.platform, step, failed=_said_by_the_first_pass)
        self.warming.add_in(self.lanes.platform, self.parts.open_courier, self.line.start, self.tell)
        if (opens := self.parts.open_id_reader) is not None:
            job = self.papers.opening(opens, named=self.parts.settings["readers.id"] != AUTO)
            self.warming.add_in(self.lanes.cards, job, self.papers.opened, self.papers.not_opened)
        for step in desk.paper_steps():
            self.warming.add_in(self.lanes.paper, step, failed=self.tell, quiet_ms=IDLE_MS)
        self.warming.add(self.printing.examine)

    def _not_opened(self, trouble: CounterError) -> None:
        self.set_standing(store=StoreState.TROUBLE, store_words=trouble.message)
        self.tell(trouble)

    # --- other pages ---------------------------------------------------------------------------------------------

    def home(self) -> None:
        """The open visit, else the home page."""
        desk = self.desk
        if self.visit is not None:
            self.show(self.visit)
            self.news()
            self.carrying.look_again()  # an answer on its way when the page was left was not drawn
        elif desk is not None:
            self.move(desk.home, self.show)

    def waiting(self) -> None:
        """Waiting and exceptions."""
        if self.desk is not None:
            self.move(self.desk.waiting, self.show)

    def following(self) -> None:
        """What somebody must look after today."""
        if self.desk is not None:
            self.move(self.desk.following, self.show)

    def acknowledge(self, operation_id: str) -> None:
        """The clerk at the window has seen that an agent acts for many."""
        desk = self.desk
        if desk is not None:
            self.move(lambda: desk.acknowledge(operation_id), self.show)

    def guide(self, procedure: str = "") -> None:
        """The guide of a procedure; the visit stays as it is."""
        desk = self.desk
        if desk is not None:
            self.move(lambda: desk.guide(procedure), self.show)

    def elsewhere(self, page: str) -> None:
        """A page that asks nothing of the desk came to the front."""
        self.page = page

    # --- news ----------------------------------------------------------------------------------------------------

    def news(self) -> None:
        """Something may have changed under the page: draw it afresh, in place."""
        desk, visit = self.desk, self.visit
        if desk is None or self.moving:
            return
        if isinstance(visit, PersonView):
            self.lanes.desk.run(lambda: desk.person(visit.visit_id), self.refreshed, self.tell, owner=self)
        elif isinstance(visit, OutcomeView):
            self.lanes.desk.run(lambda: desk.outcome(visit.visit_id), self._outcome_came, self.tell, owner=self)
        self.pin.refresh()
        if isinstance(self.page, HomeView):
            self.lanes.desk.run(desk.home, self._page_came, self.tell, owner=self)
        elif isinstance(self.page, WaitingView):
            self.lanes.desk.run(desk.waiting, self._page_came, self.tell, owner=self)
        elif isinstance(self.page, FollowView):
            self.lanes.desk.run(desk.following, self._page_came, self.tell, owner=self)

    def refreshed(self, view: PersonView) -> None:
        """The person of the open visit, fresh."""
        if isinstance(self.visit, PersonView) and self.visit.visit_id == view.visit_id:
            self.redraw_visit(view)

    def _outcome_came(self, view: OutcomeView) -> None:
        if isinstance(self.visit, OutcomeView) and self.visit.visit_id == view.visit_id:
            self.redraw_visit(view)

    def _page_came(self, view: FollowView | HomeView | WaitingView) -> None:
        if type(self.page) is type(view):
            self.page = view
            self.redrawn.emit(view)

    def _passed(self, report: PassReport) -> None:
        before = self.standing.line
        self.set_standing(line=report.line)
        moved = before is None or before.kind is not report.line.kind
        if moved or report.accepted or report.refused:
            self.news()
        self.count()
        if report.reached:
            self._count_approvals()
            self.duty.ask_there()

    def count(self) -> None:
        """Ask how much waits, for strip, rail and home."""
        if self.desk is not None:
            self.lanes.desk.run(self.desk.waiting_count, self._counted, self.tell)
            self.lanes.desk.run(self.desk.clock_trouble, self._clock_told, self.tell)

    def _counted(self, waiting: Waiting) -> None:
        if waiting != self.standing.waiting:
            self.set_standing(waiting=waiting)
            self.news()

    def _count_approvals(self) -> None:
        """With each pass that reached the platform, for whoever decides there; who has not proved himself there is told
        of none.
        """
        desk, session = self.desk, self.standing.session
        if desk is not None and session is not None and may(session.roles, Right.APPROVE):
            job = desk.approvals_waiting
            self.lanes.platform.run(job, self.approvals_counted, lambda _trouble: self.approvals_counted(0))

    def approvals_counted(self, count: int) -> None:
        """So many wait for the word of whoever is on duty."""
        if count != self.standing.approvals:
            self.set_standing(approvals=count)

    def _clock_told(self, trouble: Text | None) -> None:
        if trouble != self.standing.clock_trouble:
            self.set_standing(clock_trouble=trouble)

    # --- one move at a time --------------------------------------------------------------------------------------

    def move(
        self,
        job: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[CounterError], None] | None = None,
        *,
        lane: Lane | None = None,
    ) -> None:
        """Do a job of the clerk's in the desk lane, unless one is on its way; what was asked before it is forgotten."""
        if self.moving:
            return
        self.moving = True
        self.warming.rest()
        self.lanes.tear_up(self)
        self.lanes.tear_up(self.finding)

        def arrived(answer: Any) -> None:
            self.moving = False
            done(answer)
            self.meeting.late()

        def stumbled(trouble: CounterError) -> None:
            self.moving = False
            self.came_to_nothing.emit()
            (failed or self.tell)(trouble)
            self.meeting.late()

        (lane or self.lanes.desk).run(job, arrived, stumbled)

    def stumble(self) -> None:
        """A fault of the program ended a move: hear the next one."""
        self.moving = False
        self.came_to_nothing.emit()
        self.pin.stumble()

    def show(self, view: HomeView | PinView | Beside | Open) -> None:
        """Go to the page of a view."""
        if isinstance(view, (PersonView, VisitView, OutcomeView)):
            self.visit = view
        self.page = view
        self.warming.rest()
        self.showed.emit(view)
        self.meeting.judge()

    def redraw_visit(self, view: Open) -> None:
        """The open visit stands differently now: draw it in place if it is in front."""
        self.visit = view
        if isinstance(self.page, type(view)):
            self.page = view
            self.redrawn.emit(view)

    def found_again(self, view: Open) -> None:
        """The visit of whoever is back, as the desk has it: it takes the place of what was known of it before."""
        if self.visit is not None and self.visit.visit_id == view.visit_id:
            if type(self.page) is type(view):
                self.page = view
            self.visit = view

    def set_standing(self, **changes: Any) -> None:
        """Some of how things stand is different now."""
        self.standing = replace(self.standing, **changes)
        self.stood.emit(self.standing)

    def _card_unread(self, trouble: CounterError) -> None:
        """Home says it as long as the card lies there; over another page, or of a card that is gone, a notice does."""
        self.meeting.card_unread(trouble)
        lies = self.standing.reader is ReaderState.UNREAD
        self.set_standing(unread=(trouble.message, trouble.what_next) if lies else None)
        if not lies or not isinstance(self.page, HomeView):
            self.tell(trouble)

    def tell(self, trouble: CounterError) -> None:
        """Trouble that no page asked for: the disk stops work, anything else is a notice."""
        if isinstance(trouble, StoreTrouble):
            self.last_trouble = trouble
            self.troubled.emit(trouble)
            return
        self.said.emit(trouble.message, trouble.what_next)
        if isinstance(trouble, ForbiddenOffline) and self.desk is not None:
            self.lanes.desk.run(self.desk.line, self._line_found)  # the desk has just found how the line stands

    def _line_found(self, line: Line) -> None:
        self.set_standing(line=line)
        self.news()
        self.line.urge()


def _said_by_the_first_pass(_trouble: CounterError) -> None:
    """What keeps the line from being made ready keeps it from being used, and that the strip says."""
