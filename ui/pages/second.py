"""The second person: another clerk agrees at this window with number and password, then what stood there is recorded.

Refuses to keep a password: its digits are taken out of the field once, and whoever gets them overwrites them.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.desk.views import SecondView
from counter_app.domain.text import Text
from ui.frames.footer import Footer
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.fields import Entry, Note
from ui.widgets.pin_field import DIGITS, PinField, tell_as_password
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Words


class SecondPage(Page):
    """`agreed(number, SecretDigits)`, which the receiver wipes; `left`: back to the procedure."""

    patient = True
    agreed = Signal(str, object)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        tell_as_password()
        body = column(self, look)
        middle = row(None, look, margins=(24, 18, 24, 8), gap=24)
        panel = Box(look)
        outer = column(panel, look, margins=(4, 4, 4, 4))
        area = ScrollColumn(look, margins=(24, 18, 24, 18), gap=6)
        outer.addWidget(area)
        self._fill(area.body)
        area.body.addStretch(1)
        panel.setFixedWidth(look.px(560) if not look.large else look.px(480))
        middle.addStretch(1)
        middle.addWidget(panel)
        middle.addStretch(1)
        body.addLayout(middle, 1)
        body.addWidget(self._foot())

    def _fill(self, body: QVBoxLayout) -> None:
        look = self.look
        body.addWidget(Words(look, self.tr("须第二人同意"), face="title"))
        self._task = Words(look, tone="ink2", wrap=True)
        body.addWidget(self._task)
        body.addSpacing(look.px(14))
        body.addWidget(Words(look, self.tr("复核人工号"), face="bodybold"))
        self.clerk = Entry(look, name=self.tr("复核人工号"), icon="user")
        self.clerk.line.textEdited.connect(lambda _words: self._quiet())
        body.addWidget(self.clerk)
        body.addSpacing(look.px(10))
        body.addWidget(Words(look, self.tr("复核人密码"), face="bodybold"))
        self.password = PinField(look, name=self.tr("复核人密码"))
        self.password.changed.connect(lambda count: self._quiet() if count else None)
        body.addWidget(self.password, 0, Qt.AlignmentFlag.AlignLeft)
        self.note = Note(look)
        body.addWidget(self.note)
        self._hint = Words(look, face="note", tone="ink2", wrap=True)
        body.addWidget(self._hint)

    def _foot(self) -> QWidget:
        look, foot = self.look, Footer(self.look)
        back = KeyButton(look, self.tr("返回"), key="Esc", icon="arrow-left", height=40)
        back.clicked.connect(self.escape)
        foot.left.addWidget(back)
        self.main = KeyButton(look, self.tr("同意并提交"), kind="main", key="Enter", height=40)
        self.main.clicked.connect(self._agree)
        foot.right.addWidget(self.main)
        return foot

    def show_second(self, view: SecondView) -> None:
        """A fresh question about that task."""
        look = self.look
        self.clerk.line.clear()
        self.password.clear()
        self._quiet()
        words = self.tr("{task}：另一位柜员看过后输入工号和密码")
        self._task.setText(words.format(task=look.say(view.task)))
        self._hint.setVisible(view.hint is not None)
        self._hint.setText(look.say(view.hint) if view.hint is not None else "")
        self.mark_drawn()

    def show_refusal(self, why: Text, how: Text) -> None:
        """Why it was not agreed, and what to do; the password is typed anew."""
        self.password.clear()
        comma = "，" if self.look.chinese else ", "
        self.note.show_note(f"{self.look.say(why)}{comma}{self.look.say(how)}", fault=True)
        self.mark_drawn()
        self.focus_first()

    def _quiet(self) -> None:
        self.note.show_note("", fault=False)

    def _agree(self) -> None:
        if not self.clerk.line.text().strip():
            self.note.show_note(self.tr("先输入复核人工号"), fault=True)
            self.clerk.line.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.password.full:
            fault = self.tr("密码应为 {digits} 位，现为 {have} 位")
            self.note.show_note(fault.format(digits=DIGITS, have=self.password.count), fault=True)
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.agreed.emit(self.clerk.line.text().strip(), self.password.take())

    def digit(self, number: int) -> bool:
        """Number keys beside the fields go nowhere."""
        return number > 0

    def enter(self) -> bool:
        if self.clerk.line.hasFocus() and self.clerk.line.text().strip() and not self.password.count:
            self.password.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._agree()
        return True

    def escape(self) -> bool:
        self.password.clear()
        self.left.emit()
        return True

    def focus_first(self) -> None:
        self.clerk.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.clerk.line.selectAll()
