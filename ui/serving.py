"""Serving one person after the other: asks the desk in its lane, and tells the window what to draw.

Refuses to draw and to decide: what is lawful, what waits and what is shown comes from the desk as views. One move at a time:
while one is on its way, another forward, back or begin is not heard, so a doubled key is one operation.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.desk.views import HomeView, OutcomeView, PersonView, SearchView, Session, VisitView, WaitingView
from counter_app.domain.card import ChipData
from counter_app.domain.errors import CounterError, NotSignedIn, PaperTrouble, StoreTrouble
from counter_app.domain.operation import Waiting
from counter_app.domain.text import Text
from counter_app.ports import LineKind, PassReport
from ui.card_watch import CardWatch
from ui.lanes import Lanes
from ui.line_watch import LineWatch
from ui.parts import Parts
from ui.standing import ReaderState, Standing, StoreState

if TYPE_CHECKING:
    from counter_app.desk.desk import Desk

Open = PersonView | VisitView | OutcomeView
TYPING_PAUSE_MS = 150


class Serving(QObject):
    """The state of the window's work: who is signed in, which visit is open, how things stand."""

    showed = Signal(object)  # HomeView | PersonView | VisitView | OutcomeView | WaitingView: draw it and go there
    redrawn = Signal(object)  # the same page, fresh
    stood = Signal(object)  # Standing
    found = Signal(object)  # SearchView
    said = Signal(object, object)  # Text, Text: a notice
    clerks = Signal(object)
    sign_in_failed = Signal(object)
    troubled = Signal(object)  # StoreTrouble
    paper = Signal(str, object)  # state of printing, words
    came_to_nothing = Signal()

    def __init__(self, parts: Parts, lanes: Lanes) -> None:
        super().__init__()
        self.parts, self.lanes = parts, lanes
        self.desk: Desk | None = None
        self.standing = Standing(parts.place_guess, reader_note=parts.reader_note, printer_set=parts.printer_set)
        self.visit: Open | None = None
        self.page: object = None
        self.wanted: tuple[str, Text] | None = None
        self.last_trouble: StoreTrouble | None = None
        self._chip: ChipData | None = None
        self._moving = False
        self._typed: dict[str, str] = {}
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.timeout.connect(self._send_typed)
        self.line = LineWatch(lanes, self)
        self.line.passed.connect(self._passed)
        self.line.troubled.connect(self._tell)
        self.card = CardWatch(lanes, self)
        self.card.stands.connect(self._reader_stands)
        self.card.read.connect(self._card_read)
        self.card.unread.connect(self._tell)
        self.card.taken.connect(self._card_taken)

    # --- opening and signing in ----------------------------------------------------------------------------------

    def start(self) -> None:
        """Open the store, then courier and reader. Called when the first page has been painted."""
        self._set(store=StoreState.OPENING, store_words=None)
        self.lanes.desk.run(self.parts.open_desk, self._opened, self._not_opened)

    def _opened(self, desk: Desk) -> None:
        self.desk = desk
        self._set(store=StoreState.WHOLE, place=desk.place)
        self.lanes.desk.run(desk.clerks, self.clerks.emit)
        self._count()
        self.lanes.platform.run(self.parts.open_courier, self.line.start, self._tell)
        self.card.start(self.parts.open_reader)

    def _not_opened(self, trouble: CounterError) -> None:
        self._set(store=StoreState.TROUBLE, store_words=trouble.message)
        self._tell(trouble)

    def sign_in(self, clerk: str) -> None:
        """Sign in, then on with the visit that was open when the program died, else with the card that lies there, else home."""
        desk = self.desk
        if desk is None:
            return

        def job() -> tuple[Session, Open | None]:
            session = desk.sign_in(clerk)
            return session, desk.resume()

        self._move(job, self._signed_in, self._not_signed_in)

    def _signed_in(self, came: tuple[Session, Open | None]) -> None:
        session, left = came
        self._set(session=session)
        if left is not None:
            self._show(left)
            self.said.emit(Text("接着办上次没办完的", "Going on where it stopped"), Text("", ""))
        elif self._chip is not None:
            self._open_chip(self._chip)
        else:
            self.home()

    def _not_signed_in(self, trouble: CounterError) -> None:
        if isinstance(trouble, NotSignedIn):
            self.sign_in_failed.emit(trouble)
        else:
            self._tell(trouble)

    # --- finding the person --------------------------------------------------------------------------------------

    def suggest(self, text: str) -> None:
        """People for what has been typed so far."""
        desk = self.desk
        if desk is not None and len(text.strip()) >= 2:
            self.lanes.desk.run(lambda: desk.search(text), self.found.emit, self._tell, owner=self.suggest)

    def find(self, text: str) -> None:
        """Enter in the search: a whole number opens the person, anything else shows who was found."""
        desk, begin = self.desk, self._wanted_procedure()
        if desk is None or not text.strip():
            return

        def job() -> Open | SearchView:
            view = desk.search(text)
            if not view.exact:
                return view
            return _begun(desk, desk.open_number(view.hits[0].number), begin)

        self._move(job, self._found)

    def _found(self, came: Open | SearchView) -> None:
        if isinstance(came, SearchView):
            self.found.emit(came)
        else:
            self._show_opened(came)

    def open_number(self, number: str) -> None:
        """Open somebody from a list."""
        self._open(lambda desk: desk.open_number(number))

    def open_unknown(self, number: str) -> None:
        """Open somebody nobody knows here, by number."""
        self._open(lambda desk: desk.open_unknown(number))

    def want(self, procedure: str, title: Text) -> None:
        """The task was chosen before the person was found: begin it as soon as somebody is open."""
        self.wanted = (procedure, title)

    def _wanted_procedure(self) -> str:
        return self.wanted[0] if self.wanted is not None else ""

    def _open(self, opening: Callable[[Desk], PersonView]) -> None:
        desk = self.desk
        if desk is not None:
            self._move(lambda: _begun(desk, opening(desk), self._wanted_procedure()), self._show_opened)

    def _show_opened(self, view: Open) -> None:
        if isinstance(view, PersonView) and self.wanted is not None:
            action = next((a for a in view.actions if a.procedure == self.wanted[0]), None)
            if action is not None and action.refused is not None:
                self.said.emit(action.refused, action.advice or Text("", ""))
        self.wanted = None
        self._show(view)
        desk, known = self.desk, self.standing.line
        online = known is not None and known.kind is LineKind.ONLINE
        if desk is not None and isinstance(view, PersonView) and online:
            self.lanes.platform.run(lambda: desk.refresh(view.visit_id), self._refreshed, self._tell, owner=self)

    def _refreshed(self, view: PersonView) -> None:
        if isinstance(self.visit, PersonView) and self.visit.visit_id == view.visit_id:
            self._redraw_visit(view)

    # --- carrying out --------------------------------------------------------------------------------------------

    def begin(self, procedure: str) -> None:
        """Begin a procedure for the person of the open visit."""
        desk, visit = self.desk, self.visit
        if desk is not None and isinstance(visit, PersonView):
            self._move(lambda: desk.begin(visit.visit_id, procedure), self._show)

    def answer(self, name: str, value: str, *, at_once: bool) -> None:
        """Keep an answer; typing waits for a short pause."""
        self._typed[name] = value
        self._typing.start(0 if at_once else TYPING_PAUSE_MS)

    def _send_typed(self) -> None:
        desk, visit = self.desk, self.visit
        if desk is None or not isinstance(visit, VisitView) or not self._typed:
            return
        typed, self._typed = self._typed, {}
        self.lanes.desk.run(lambda: desk.answer(visit.visit_id, typed), self._answered, self._tell, owner=self)

    def _answered(self, view: VisitView) -> None:
        same = isinstance(self.visit, VisitView) and (self.visit.visit_id, self.visit.current) == (view.visit_id, view.current)
        if same and not self._moving:
            self._redraw_visit(view)

    def forward(self) -> None:
        """To the next step, or submit."""
        desk, visit = self.desk, self.visit
        if desk is None or not isinstance(visit, VisitView) or self._moving:
            return
        typed, self._typed = self._typed, {}

        def job() -> VisitView | OutcomeView:
            if typed:
                desk.answer(visit.visit_id, typed)
            return desk.forward(visit.visit_id)

        self._move(job, self._went_forward)

    def _went_forward(self, view: VisitView | OutcomeView) -> None:
        if isinstance(view, OutcomeView):
            self._show(view)
            self.line.urge()
            self._count()
            if self.parts.printer_set:
                self.print_receipt(view.work.operation.id, copy=False)
        elif isinstance(self.visit, VisitView) and view.current == self.visit.current:
            self._redraw_visit(view)
            self.came_to_nothing.emit()
        else:
            self._show(view)

    def back(self) -> None:
        """One step back, answers kept."""
        desk, visit = self.desk, self.visit
        if desk is None or not isinstance(visit, VisitView) or self._moving:
            return
        typed, self._typed = self._typed, {}

        def job() -> VisitView | PersonView:
            if typed:
                desk.answer(visit.visit_id, typed)
            return desk.back(visit.visit_id)

        self._move(job, self._show)

    def end(self) -> None:
        """The person leaves: home, ready for the next one."""
        desk, visit = self.desk, self.visit
        if desk is None or visit is None or isinstance(visit, VisitView):
            return

        def job() -> HomeView:
            desk.end(visit.visit_id)
            return desk.home()

        self._move(job, self._ended)

    def _ended(self, view: HomeView) -> None:
        self.visit = None
        self._show(view)

    # --- other pages ---------------------------------------------------------------------------------------------

    def home(self) -> None:
        """The open visit, else the home page."""
        desk = self.desk
        if self.visit is not None:
            self._show(self.visit)
            self.news()
        elif desk is not None:
            self._move(desk.home, self._show)

    def waiting(self) -> None:
        """Waiting and exceptions."""
        if self.desk is not None:
            self._move(self.desk.waiting, self._show)

    def elsewhere(self, page: str) -> None:
        """A page that asks nothing of the desk came to the front."""
        self.page = page

    def settle(self, operation_id: str, reason: str) -> None:
        """Close a refused operation as not done."""
        desk = self.desk
        if desk is None:
            return

        def job() -> WaitingView:
            desk.settle(operation_id, "close", reason)
            return desk.waiting()

        self._move(job, self._settled)

    def _settled(self, view: WaitingView) -> None:
        self._show(view)
        self._count()
        self.said.emit(Text("已撤销", "Closed"), Text("请收回回执，告知持卡人", "Take the receipt back and tell the holder"))

    def redo(self, operation_id: str) -> None:
        """Begin a refused operation anew."""
        desk = self.desk
        if desk is not None:
            self._move(lambda: desk.redo(operation_id), self._show)
            self._count()

    def print_receipt(self, key: str, *, copy: bool) -> None:
        """Send the receipt to the printer; a paper jam never undoes anything."""
        desk = self.desk
        if desk is not None and self.parts.printer_set:
            self.paper.emit("sending", Text("", ""))
            self.lanes.paper.run(
                lambda: desk.print_receipt(key, copy=copy),
                lambda _job: self.paper.emit("sent", Text("", "")),
                self._not_printed,
            )

    def _not_printed(self, trouble: CounterError) -> None:
        self.paper.emit("trouble", trouble.message)
        if not isinstance(trouble, PaperTrouble):
            self._tell(trouble)
        else:
            self.said.emit(trouble.message, trouble.what_next)

    # --- news ----------------------------------------------------------------------------------------------------

    def news(self) -> None:
        """Something may have changed under the page: draw it afresh, in place."""
        desk, visit = self.desk, self.visit
        if desk is None or self._moving:
            return
        if isinstance(visit, PersonView):
            self.lanes.desk.run(lambda: desk.person(visit.visit_id), self._refreshed, self._tell, owner=self)
        elif isinstance(visit, OutcomeView):
            self.lanes.desk.run(lambda: desk.outcome(visit.visit_id), self._outcome_came, self._tell, owner=self)
        if isinstance(self.page, HomeView):
            self.lanes.desk.run(desk.home, self._page_came, self._tell, owner=self)
        elif isinstance(self.page, WaitingView):
            self.lanes.desk.run(desk.waiting, self._page_came, self._tell, owner=self)

    def _outcome_came(self, view: OutcomeView) -> None:
        if isinstance(self.visit, OutcomeView) and self.visit.visit_id == view.visit_id:
            self._redraw_visit(view)

    def _page_came(self, view: HomeView | WaitingView) -> None:
        if type(self.page) is type(view):
            self.page = view
            self.redrawn.emit(view)

    def _passed(self, report: PassReport) -> None:
        before = self.standing.line
        self._set(line=report.line)
        moved = before is None or before.kind is not report.line.kind
        if moved or report.accepted or report.refused:
            self.news()
        self._count()

    def _count(self) -> None:
        if self.desk is not None:
            self.lanes.desk.run(self.desk.waiting_count, self._counted, self._tell)

    def _counted(self, waiting: Waiting) -> None:
        if waiting != self.standing.waiting:
            self._set(waiting=waiting)
            self.news()

    # --- the card ------------------------------------------------------------------------------------------------

    def _reader_stands(self, state: ReaderState) -> None:
        self._set(reader=state)

    def _card_read(self, chip: ChipData) -> None:
        self._chip = chip
        if self.standing.session is None:
            return
        if self.visit is None:
            self._open_chip(chip)
            return
        mine = self.visit.person.holder.number == chip.social_security_number
        desk = self.desk
        if desk is not None:
            self.lanes.desk.run(lambda: desk.card_here(chip), lambda _none: self.news(), self._tell)
        if not mine:
            self.said.emit(
                Text("读到另一张卡", "Another card was read"),
                Text("先办结或结束当前业务，再放卡", "Finish or end the present visit, then put it on again"),
            )

    def _open_chip(self, chip: ChipData) -> None:
        self._open(lambda desk: desk.open_chip(chip))

    def _card_taken(self) -> None:
        self._chip = None
        desk = self.desk
        if desk is not None and self.standing.session is not None:
            self.lanes.desk.run(lambda: desk.card_here(None), lambda _none: self.news(), self._tell)

    # --- one move at a time --------------------------------------------------------------------------------------

    def _move(
        self, job: Callable[[], Any], done: Callable[[Any], None], failed: Callable[[CounterError], None] | None = None
    ) -> None:
        if self._moving:
            return
        self._moving = True
        self.lanes.tear_up(self)
        self.lanes.tear_up(self.suggest)

        def arrived(answer: Any) -> None:
            self._moving = False
            done(answer)

        def stumbled(trouble: CounterError) -> None:
            self._moving = False
            self.came_to_nothing.emit()
            (failed or self._tell)(trouble)

        self.lanes.desk.run(job, arrived, stumbled)

    def stumble(self) -> None:
        """A fault of the program ended a move: hear the next one."""
        self._moving = False
        self.came_to_nothing.emit()

    def _show(self, view: HomeView | WaitingView | Open) -> None:
        if isinstance(view, (PersonView, VisitView, OutcomeView)):
            self.visit = view
        self.page = view
        self.showed.emit(view)

    def _redraw_visit(self, view: Open) -> None:
        self.visit = view
        if isinstance(self.page, type(view)):
            self.page = view
            self.redrawn.emit(view)

    def _set(self, **changes: Any) -> None:
        self.standing = replace(self.standing, **changes)
        self.stood.emit(self.standing)

    def _tell(self, trouble: CounterError) -> None:
        if isinstance(trouble, StoreTrouble):
            self.last_trouble = trouble
            self.troubled.emit(trouble)
        else:
            self.said.emit(trouble.message, trouble.what_next)


def _begun(desk: Desk, opened: PersonView, procedure: str) -> Open:
    """The person, or the wanted procedure begun at once where it is lawful now."""
    lawful = any(a.procedure == procedure and a.lawful for a in opened.actions)
    return desk.begin(opened.visit_id, procedure) if lawful else opened
