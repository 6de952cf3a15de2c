"""The keys of the window, the same on every page: Enter, Esc, F1 to F10, Ctrl+K, Ctrl+L, Alt+1.., 1 to 9 and others.

A held key counts once; a step hears no Enter in its first 250 ms. Refuses to know procedures: an F-key is looked up in
the view.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

from counter_app.desk.views import HomeView, VisitView
from counter_app.domain.text import Text
from ui import pages as kinds
from ui.auditing import reading
from ui.burst import Burst
from ui.widgets.pressable import Pressable

if TYPE_CHECKING:
    from ui.window import Window


class Keys(QObject):
    """Bound to one window for its life."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._burst = Burst(self, choose=self._choose, scanned=self._scanned)
        for name in ("Return", "Enter"):
            self._bind(name, self._enter)
        self._bind("Esc", self._escape)
        self._bind("Ctrl+K", window.focus_search)
        self._bind("Ctrl+P", self._print)
        self._bind("Ctrl+U", self._preview)
        self._bind("F1", self._guide)
        self._bind("Ctrl+Z", self._withdraw)
        self._bind("Ctrl+N", self._turn_away)
        self._bind("Ctrl+O", self._more)
        self._bind("Ctrl+L", window.serving.duty.lock)
        self._bind("Ctrl+H", self._hand_over)
        self._bind("Ctrl+B", self._reconcile)
        self._bind("Ctrl+J", self._approvals)
        self._bind("Ctrl+T", self._trail)
        self._bind("Ctrl+D", window.revealing.ask)
        self._bind("Ctrl+E", self._carry)
        self._bind("Ctrl+R", self._papers)
        for number in range(2, 11):
            self._bind(f"F{number}", partial(self._function, f"F{number}"))
        for number in range(1, 10):
            self._bind(str(number), partial(self._digit, number))

    def bind_pages(self, count: int) -> None:
        """Alt+1 and so on, once the rail stands."""
        for number in range(1, count + 1):
            self._bind(f"Alt+{number}", partial(self._page, number))

    def _bind(self, sequence: str, what: Callable[[], None]) -> None:
        shortcut = QShortcut(QKeySequence(sequence), self._window)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(what)

    def _enter(self) -> None:
        window, focus = self._window, QApplication.focusWidget()
        if self._burst.ends():
            return
        self._burst.settle()
        if isinstance(focus, Pressable) and window.revealing.holds(focus):
            focus.click()
            return
        if window.top is not None and focus is window.top.search.line:
            window.top.search.submit()
            return
        in_hits = window.hits is not None and focus is not None and window.hits.isAncestorOf(focus)
        if not in_hits and (not window.page.takes_enter() or window.page.enter()):
            return
        if isinstance(focus, Pressable):
            focus.click()

    def _escape(self) -> None:
        window = self._window
        if window.revealing.escape():
            return
        if window.hits is not None and window.hits.isVisible():
            window.focus_search()
            return
        if window.serving.finding.wanted is not None and isinstance(window.page, kinds.HomePage):
            window.forget_wanted()
            return
        window.page.escape()

    def _function(self, key: str) -> None:
        window = self._window
        if isinstance(window.page, kinds.PersonPage):
            window.page.press_key(key)
            return
        view = window.serving.page
        if isinstance(window.page, kinds.HomePage) and isinstance(view, HomeView):
            for action in view.procedures:
                if action.key == key:
                    window.want(action.procedure)
                    return

    def _digit(self, number: int) -> None:
        if self._window.page.digits_choose:
            self._burst.key(number)
        else:
            self._choose(number)

    def _choose(self, number: int) -> None:
        if not self._window.page.digit(number):
            self._window.keep_key(str(number))

    def _scanned(self) -> None:
        self._window.say(
            Text("扫到的号码没有用上", "What was scanned was not used"),
            Text("先办结或退出这一页，再扫", "Finish or leave this page first, then scan"),
        )

    def _page(self, number: int) -> None:
        rail = self._window.rail
        if rail is not None and not self._window.page.alone and not rail.items[number - 1].isHidden():
            rail.items[number - 1].click()

    def _withdraw(self) -> None:
        if isinstance(self._window.page, kinds.ResultPage):
            self._window.page.withdraw()

    def _guide(self) -> None:
        window = self._window
        if window.top is None or window.page.alone or not window.top.isVisible():
            return
        visit, page = window.serving.visit, window.page
        chosen = visit.procedure if isinstance(visit, VisitView) else ""
        window.serving.guide(page.guide if isinstance(page, kinds.PinPage) else chosen)

    def _reconcile(self) -> None:
        window = self._window
        if window.top is not None and window.top.isVisible() and not window.page.alone:
            window.serving.reconciling.open()

    def _carry(self) -> None:
        window = self._window
        if window.top is not None and window.top.isVisible() and not window.page.alone:
            window.carry()

    def _papers(self) -> None:
        self._window.to_papers()

    def _approvals(self) -> None:
        window = self._window
        if window.top is not None and window.top.isVisible() and not window.page.alone:
            window.go_to("approvals")

    def _trail(self) -> None:
        window = self._window
        if window.top is not None and window.top.isVisible() and not window.page.alone:
            reading(window)

    def _hand_over(self) -> None:
        window = self._window
        if window.top is not None and window.top.isVisible() and not window.page.alone:
            window.serving.duty.hand_over()

    def _more(self) -> None:
        if isinstance(self._window.page, kinds.PersonPage):
            self._window.page.show_more()

    def _turn_away(self) -> None:
        if isinstance(self._window.page, (kinds.PersonPage, kinds.ProcedurePage)):
            self._window.serving.turning.open()

    def _print(self) -> None:
        self._window.page.print_it()

    def _preview(self) -> None:
        self._window.page.preview()
