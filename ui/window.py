"""The window: three fixed frames and the page in front, one look. Draws what `Serving` tells, passes on what the clerk
wants.

Refuses to keep anything of the work: with another look a new window is built over the same `Serving`, and draws the
same.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QLayout, QStackedWidget, QWidget

from counter_app.desk.views import HomeView, OutcomeView, PersonView, PinTask, PinView
from counter_app.domain.errors import StoreTrouble
from counter_app.domain.key_errors import NeedsPassphrase
from counter_app.domain.names import mask_name
from counter_app.domain.text import Text
from counter_app.rights import Right, may
from ui import pages as kinds
from ui.covering import Covering
from ui.drawing import Shown, draw
from ui.frames.strip import Strip
from ui.keys import Keys
from ui.look import Look
from ui.page_shelf import PageShelf, ShowsStanding
from ui.pages.page import Page
from ui.picturing import Picturing
from ui.revealing import Revealing
from ui.saving import Saving
from ui.searching import Searching
from ui.serving import Serving
from ui.signing_in import first_place
from ui.standing import Standing
from ui.training import Training
from ui.widgets.box import Column, column, row
from ui.widgets.focus_ring import FocusRing
from ui.widgets.notice import Toast

if TYPE_CHECKING:
    from ui.frames.rail import Rail
    from ui.frames.top_bar import PracticeBand, TopBar
    from ui.widgets.search_box import SearchHits

_WANTED = (("waiting", Right.SERVE), ("follow", Right.SERVE), ("approvals", Right.APPROVE))


class Window(QWidget):
    """`look_wanted(name, value)`: a setting of the look is to change."""

    look_wanted = Signal(str, str)
    closing = Signal()

    def __init__(self, look: Look, serving: Serving) -> None:
        super().__init__()
        self.look, self.serving = look, serving
        self.setWindowTitle(self.tr("社会保障卡柜台"))
        self.resize(1366, 768)
        self.stack = QStackedWidget()
        self.strip = Strip(look)
        self.strip.retry_asked.connect(serving.line.urge)
        self.strip.papers_asked.connect(self.to_papers)
        self.retired = False
        self.rail: Rail | None = None
        self.top: TopBar | None = None
        self.band: PracticeBand | None = None
        self.hits: SearchHits | None = None
        self.shelf = PageShelf(self)
        layout = column(self, look)
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # pages scroll inside, the frame never grows
        self.setMinimumSize(1024, 640)
        self._middle = row(None, look, gap=0)
        self._centre_host = Column(look)
        self._centre = self._centre_host.body
        self._centre.addWidget(self.stack, 1)
        self._middle.addWidget(self._centre_host, 1)
        layout.addLayout(self._middle, 1)
        layout.addWidget(self.strip)
        self.ring = FocusRing(look, self)
        self.toast = Toast(look, self)
        self.saving = Saving(self)
        self.picturing = Picturing(self)
        self.training = Training(self)
        self.searching = Searching(self)
        self.revealing = Revealing(self)
        self.keys = Keys(self)
        self._connect_serving()
        self.covering = Covering(self)
        if serving.standing.session is None or serving.duty.locked:
            self.go(self.covering.page())
        else:
            self.covering.resume()
        self.show_standing(serving.standing)

    def _connect_serving(self) -> None:
        serving = self.serving
        serving.showed.connect(self.show_view)
        serving.redrawn.connect(self._show_redrawn)
        serving.stood.connect(self.show_standing)
        serving.said.connect(self.say)
        serving.troubled.connect(self.show_trouble)
        serving.came_to_nothing.connect(self._allow_again)
        serving.pin.entering.connect(self._let_enter)
        serving.pin.troubled.connect(self._show_pin_trouble)

    # --- frames --------------------------------------------------------------------------------------------------

    def build_frames(self) -> None:
        """Rail and top bar come with the first page after signing in."""
        if self.rail is not None:
            return
        from ui.frames.rail import Rail, RailPage
        from ui.frames.top_bar import PracticeBand, TopBar
        from ui.widgets.search_box import SearchHits

        practice = self.serving.parts.trainer is not None
        signed_in = self.serving.standing.session is not None
        pages = [
            RailPage("home", "layout-grid", self.tr("办理")),
            RailPage("waiting", "hourglass", self.tr("等待")),
            RailPage("follow", "calendar-due", self.tr("跟进")),
            *([RailPage("practice", "school", self.tr("练习"))] if practice else []),
            RailPage("settings", "settings", self.tr("设置"), foot=True),
            RailPage("approvals", "shield-check", self.tr("审批"), foot=True),
        ]
        self.rail = Rail(self.look, tuple(pages))
        self.rail.chosen.connect(self.go_to)
        self._middle.insertWidget(0, self.rail)
        self.top = TopBar(self.look)
        self.top.search.typed.connect(self.searching.typed)
        self.top.search.entered.connect(self.serving.finding.find)
        self.top.search.moved_down.connect(lambda: self.hits.enter() if self.hits else None)
        self.top.size_asked.connect(self.other_size)
        self.top.language_asked.connect(self.other_language)
        self.top.visit_asked.connect(self.serving.home)
        self.top.lock_asked.connect(self.serving.duty.lock)
        self._centre.insertWidget(0, self.top)
        if self.serving.standing.place.practice:
            self.band = PracticeBand(self.look)
            self._centre.insertWidget(1, self.band)
        self.hits = SearchHits(self.look, self)
        self.hits.opened.connect(self.searching.open_hit)
        self.hits.unknown.connect(self.searching.open_unknown)
        self.hits.closed.connect(self.focus_search)
        self.keys.bind_pages(len(pages))
        self.show_frames(signed_in and not self.serving.duty.locked)

    def show_frames(self, shown: bool) -> None:
        """Rail, top bar and practice band, or none of them."""
        for part in (self.rail, self.top, self.band):
            if part is not None:
                part.setVisible(shown)

    def other_size(self) -> None:
        """Normal or large text, the one that is not."""
        self.look_wanted.emit("text_size", "normal" if self.look.large else "large")

    def other_language(self) -> None:
        """Chinese or English, the one that is not."""
        self.look_wanted.emit("language", "en" if self.look.chinese else "zh")

    def show_standing(self, standing: Standing) -> None:
        """Line, reader, printer, who and where; of a covered window not who."""
        locked = self.serving.duty.locked
        self.strip.show_standing(replace(standing, session=None) if locked else standing)
        if isinstance(self.page, ShowsStanding):
            self.page.show_standing(standing)
        self._show_rail()

    def _show_rail(self) -> None:
        standing = self.serving.standing
        if self.rail is not None and self.stack.count():
            badges = {"waiting": standing.waiting.unsent + standing.waiting.refused, "approvals": standing.approvals}
            roles = standing.session.roles if standing.session is not None else ()
            hidden = [place for place, right in _WANTED if not may(roles, right)]
            self.rail.show_rail(current=self.shelf.place_of(self.page), badges=badges, hidden=hidden)

    def _show_tab(self) -> None:
        visit = None if self.serving.duty.locked else self.serving.visit
        if self.top is None:
            return
        from ui.frames.top_bar import doing

        if visit is None:
            self.top.show_tab(0, "", "")
            return
        in_front = self.shelf.place_of(self.page) == "home"
        said = visit.work.operation.holder_name if isinstance(visit, OutcomeView) else ""
        name = visit.person.holder.name or said or self.tr("姓名待填")
        self.top.show_tab(visit.mark, name if in_front else mask_name(name), self.look.say(doing(visit)))

    # --- pages ---------------------------------------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page in front."""
        page = self.stack.currentWidget()
        if not isinstance(page, Page):
            raise TypeError("only pages stand on the stack")
        return page

    def go(self, page: Page) -> None:
        """Bring a page to the front. A page of the holder's stands alone: no notice, no strip, nobody's name. While the
        window is covered only what covers it comes.
        """
        if self.serving.duty.locked and not page.covers:
            return
        self.close_hits()
        if page is not self.page:
            self.toast.leave()
            self.revealing.leave()
            if self.page.alone and not self.page.covers:
                page.hush()
        if isinstance(page, ShowsStanding):
            page.show_standing(self.serving.standing)  # it was not told while another stood in front
        self.stack.setCurrentWidget(page)
        self.strip.setVisible(not page.alone)
        self.toast.hold_back(page.alone)
        if self.serving.standing.session is not None:
            for part in (self.rail, self.top):
                if part is not None:
                    part.setVisible(not page.alone)
        self._show_rail()
        self._show_tab()
        page.focus_first()

    def go_to(self, place: str) -> None:
        """A place on the rail; who serves nobody has another first page in the place of home."""
        session = self.serving.standing.session
        if place == "home" and session is not None:
            place = first_place(session.roles, practice=self.serving.parts.trainer is not None)
        if place == "home":
            self.serving.home()
        elif place == "waiting":
            self.serving.waiting()
        elif place == "follow":
            self.serving.following()
        else:
            self.serving.elsewhere(place)
            self.go(self.shelf.of_place(place))

    def to_papers(self) -> None:
        """From the strip, which also stands under a covered window."""
        if self.top is not None and self.top.isVisible() and not self.page.alone:
            self.go_to("papers")

    def carry(self, out: bool = False) -> None:
        """The page of offline files; `out`: at its first step."""
        from ui.sticking import PLACE, Task

        self.serving.sticking.open(Task.EXPORT if out else None)
        self.go_to(PLACE)

    def show_view(self, view: Shown) -> None:
        """Draw a view and go to its page, unless the window is covered: then it is drawn when it is not."""
        if self.serving.duty.locked:
            return
        self.revealing.leave()
        self.build_frames()
        self.show_frames(True)
        if self.top is not None:
            self.top.search.clear()
            self.top.search.invite("")
        page = self.redraw(view)
        if page is not self.page or not isinstance(page, kinds.ProcedurePage):
            self.go(page)
        else:
            self._show_tab()

    def redraw(self, view: Shown) -> Page:
        """Draw a view on its page, in place."""
        page = draw(self.shelf, view)
        if isinstance(view, PersonView) and page is self.page:  # else it is shown when the page comes to the front
            self._show_tab()
        return page

    def _show_redrawn(self, view: Shown) -> None:
        if not self.serving.duty.locked:
            self.redraw(view)

    def show_trouble(self, trouble: StoreTrouble) -> None:
        """The disk: told in full, no work is taken until it is tried again."""
        if isinstance(trouble, NeedsPassphrase):
            locked = self.shelf.get(kinds.UnlockPage)
            locked.ask()
            self.go(locked)
            return
        page = self.shelf.get(kinds.TroublePage)
        page.show_trouble(trouble)
        self.go(page)

    def leave_trouble(self) -> None:
        """Try again: open the store, or go back to the work that was in front."""
        if self.serving.desk is None:
            self.go(self.shelf.sign_in())
            self.serving.start()
        elif self.serving.standing.session is None or self.serving.duty.locked:
            self.go(self.covering.page())
        else:
            self.serving.home()

    def _let_enter(self, task: PinTask, few: Text | None) -> None:
        """The holder's turn: a page with nothing else on it."""
        page = self.shelf.get(kinds.PinEntryPage)
        self.go(page)
        page.ask(task, few=self.look.say(few) if few is not None else "")
        page.focus_first()

    def _show_pin_trouble(self, view: PinView, what: Text, advice: Text) -> None:
        if not self.serving.duty.locked:
            self.shelf.get(kinds.PinPage).show_pin(view, trouble=(what, advice))

    def _allow_again(self) -> None:
        self.shelf.get(kinds.ProcedurePage).allow_again()

    def say(self, bold: Text, more: Text) -> None:
        """A toast."""
        self.toast.say(self.look.say(bold), self.look.say(more))

    # --- search --------------------------------------------------------------------------------------------------

    def focus_search(self) -> None:
        """Ctrl+K."""
        self.close_hits()
        if self.top is not None and not self.page.alone:
            self.top.search.line.setFocus()
            self.top.search.line.selectAll()

    def close_hits(self) -> None:
        """Fold the list of hits away."""
        if self.hits is not None:
            self.hits.hide()

    def keep_key(self, typed: str) -> None:
        """Something was typed beside every field, by a scanner or in haste: it goes into the search."""
        if self.top is None or not isinstance(self.page, (kinds.HomePage, kinds.PersonPage, kinds.ResultPage)):
            return
        line = self.top.search.line
        if not line.hasFocus():
            self.focus_search()
            line.end(False)
        line.insert(typed)
        line.textEdited.emit(line.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if plain and event.text().strip() and event.text().isprintable():
            self.keep_key(event.text())
        else:
            super().keyPressEvent(event)

    def want(self, procedure: str) -> None:
        """A task chosen on the home page: find the person next."""
        view = self.serving.page
        action = (
            next((a for a in view.procedures if a.procedure == procedure), None) if isinstance(view, HomeView) else None
        )
        if action is not None and self.top is not None:
            self.serving.finding.want(procedure, action.title)
            self.top.search.invite(self.look.say(action.title))
            self.focus_search()

    def forget_wanted(self) -> None:
        """No task is chosen any more."""
        self.serving.finding.wanted = None
        if self.top is not None:
            self.top.search.clear()
            self.top.search.invite("")

    # --- the window itself ---------------------------------------------------------------------------------------

    def retire(self) -> None:
        """Another window takes over: hear nothing more, and go."""
        self.serving.disconnect(self)
        self.training.retire()
        self.retired = True
        self.close()
        self.deleteLater()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.windowHandle().installEventFilter(self.serving.duty.idle)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.toast.place()
        self.revealing.place()

    def closeEvent(self, event: QCloseEvent) -> None:
        from ui.farewell import says_farewell

        if not self.retired and says_farewell(self):
            event.ignore()
            return
        self.closing.emit()
        event.accept()
