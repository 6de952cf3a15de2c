"""A procedure is left in which something was answered: why, by one key. Esc leads back to it.

Refuses to leave without a reason, and to know procedures: title and reasons come from the desk.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from counter_app.desk.views_leaving import LeaveView
from ui.frames.footer import Footer
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.picks import ONE, Pick
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Words

WIDTH, WIDTH_LARGE = 640, 560  # px at 100 %


class LeavePage(Page):
    """`chosen(code)`: leave for that reason; `left`: back to the procedure."""

    patient = True
    digits_choose = True
    chosen = Signal(str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.lines: list[Pick] = []
        body = column(self, look)
        middle = row(None, look, margins=(24, 18, 24, 8), gap=24)
        panel = Box(look)
        panel.setFixedWidth(look.px(WIDTH_LARGE if look.large else WIDTH))
        area = ScrollColumn(look, margins=(24, 18, 24, 18), gap=8)
        column(panel, look, margins=(4, 4, 4, 4)).addWidget(area)
        self._body = area.body
        middle.addStretch(1)
        middle.addWidget(panel)
        middle.addStretch(1)
        body.addLayout(middle, 1)
        body.addWidget(self._foot())

    def _foot(self) -> QWidget:
        look, foot = self.look, Footer(self.look)
        back = KeyButton(look, self.tr("接着办"), key="Esc", icon="arrow-left", height=40)
        back.clicked.connect(self.left)
        foot.left.addWidget(back)
        return foot

    def show_leave(self, view: LeaveView) -> None:
        """Ask why that procedure is given up."""
        look = self.look
        empty(self._body)
        title = self.tr("不办{title}了，为什么").format(title=look.say(view.title))
        self._body.addWidget(Words(look, title, face="title", wrap=True))
        self._body.addWidget(Words(look, self.tr("选了理由就退出，已填的不保留"), tone="ink2", wrap=True))
        self._body.addSpacing(look.px(6))
        self.lines = []
        for number, (code, words) in enumerate(view.reasons, start=1):
            pick = Pick(look, code, look.say(words), number=number, signs=ONE)
            pick.clicked.connect(partial(self._pick, code))
            self._body.addWidget(pick)
            self.lines.append(pick)
        self._body.addStretch(1)
        appear(self._body)
        self.mark_drawn()

    def _pick(self, code: str, _on: bool = False) -> None:
        self.chosen.emit(code)

    def enter(self) -> bool:
        focus = self.focusWidget()
        if isinstance(focus, Pick):
            focus.click()
            return True
        return False

    def escape(self) -> bool:
        self.left.emit()
        return True

    def digit(self, number: int) -> bool:
        if not 1 <= number <= len(self.lines):
            return False
        self.lines[number - 1].click()
        return True

    def focus_first(self) -> None:
        (self.lines[0] if self.lines else self).setFocus(Qt.FocusReason.OtherFocusReason)
