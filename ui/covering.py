"""The pages of whoever comes on duty, in one window: the first page, the covered window, a password to be changed.

Refuses to show anything else while the window is covered, and to leave anybody beneath: pages that may show somebody
are let go, and drawn anew from the desk when they are wanted again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QDialog, QToolTip

from counter_app.desk.views import OutcomeView
from ui import pages as kinds
from ui.drawing import Shown

if TYPE_CHECKING:
    from counter_app.domain.errors import CounterError
    from ui.pages.page import Page
    from ui.window import Window


class Covering(QObject):
    """Bound to one window for its life."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        duty = window.serving.duty
        duty.covered.connect(self.cover)
        duty.uncovered.connect(self.resume)
        duty.landed.connect(self._land)
        duty.gone.connect(self.first)
        duty.refused.connect(self._refuse)
        duty.change_wanted.connect(self._change)
        window.serving.clerks.connect(self._show_clerks)

    def page(self) -> Page:
        """What stands in front while nobody works: the lock page where somebody is on duty, else the first page."""
        duty = self._window.serving.duty
        return self._locked() if duty.locked else self._window.shelf.sign_in()

    def cover(self) -> None:
        """The lock page, and nothing of anybody beneath it or over it."""
        beside = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog)]
        for one in beside:
            one.reject()
            one.deleteLater()  # it may list files of a folder by their names
        if beside:
            self._window.activateWindow()  # it has the keys again
        self._window.go(self._locked())
        self._let_go()

    def _let_go(self) -> None:
        window = self._window
        QToolTip.hideText()
        window.revealing.leave()
        window.toast.forget()
        window.forget_wanted()
        if window.hits is not None:
            window.hits.leave()
        window.shelf.let_go()
        window.show_standing(window.serving.standing)

    def first(self) -> None:
        """Nobody is on duty: the first page, without a word of whoever was."""
        window = self._window
        window.show_frames(False)
        page = window.shelf.sign_in()
        page.clear()
        window.go(page)
        self._let_go()

    def resume(self) -> None:
        """A new window over work that goes on, or one that is uncovered: draw what is in front."""
        window, serving = self._window, self._window.serving
        window.build_frames()
        window.show_frames(True)
        page = serving.page
        if isinstance(page, str):
            window.go(window.shelf.of_place(page))
        elif isinstance(page, Shown):
            window.show_view(page)
            serving.turning.show_again()
            if isinstance(page, OutcomeView):
                window.shelf.get(kinds.ResultPage).show_job(serving.printing.newest)

    def back(self) -> None:
        """From the page of the password to where it was asked for."""
        self._window.go(self.page())

    def _locked(self) -> kinds.LockPage:
        serving, page = self._window.serving, self._window.shelf.get(kinds.LockPage)
        session, duty = serving.standing.session, serving.duty
        page.show_lock(
            clerk=session.clerk if session is not None else "",
            why=duty.why,
            minutes=duty.minutes,
            practice=serving.standing.place.practice,
        )
        return page

    def _land(self, place: str) -> None:
        self._window.build_frames()
        self._window.show_frames(True)
        self._window.go_to(place)

    def _refuse(self, trouble: CounterError) -> None:
        page, look = self._window.page, self._window.look
        comma = "，" if look.chinese else ", "
        words = comma.join((look.say(trouble.message), look.say(trouble.what_next)))
        if isinstance(page, kinds.LockPage):
            page.form.say_fault(words)
        elif isinstance(page, (kinds.PasswordPage, kinds.SignInPage)):
            page.say_fault(words)

    def _change(self, clerk: str) -> None:
        page = self._window.shelf.get(kinds.PasswordPage)
        page.ask(clerk)
        self._window.go(page)

    def _show_clerks(self, clerks: object) -> None:
        self._window.shelf.get(kinds.SignInPage).show_clerks(clerks)  # type: ignore[arg-type]
