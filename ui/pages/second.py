"""The second person: somebody else sees what is to be recorded and agrees, here with number and password, or elsewhere
through the platform; then what stood there is recorded.

Refuses to keep a password: it is taken out of its field once, and whoever gets it overwrites it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.approving import ApprovalState
from counter_app.desk.views_second import SecondView
from counter_app.domain.text import Text
from ui.frames.footer import Footer
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.confirm_rows import ConfirmRows
from ui.widgets.fields import Entry, Note
from ui.widgets.password_field import PasswordField
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Words

AGAIN_MS = 5000
RIGHT = 420  # px at 100 %


class SecondPage(Page):
    """`agreed(number, Password)`, which the receiver wipes; `asked(reason)`: somebody elsewhere is to agree;
    `wondered`: whether they have; `submitted`: they have; `left`: back to the procedure.
    """

    patient = True
    agreed = Signal(str, object)
    asked = Signal(str)
    wondered = Signal()
    submitted = Signal()
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._agreed = ""
        body = column(self, look)
        middle = row(None, look, margins=(24, 14, 24, 8), gap=16)
        middle.addWidget(self._panel(self._fill_what), 1)
        right = self._panel(self._fill_who)
        right.setFixedWidth(look.px(RIGHT))
        middle.addWidget(right)
        body.addLayout(middle, 1)
        body.addWidget(self._foot())
        self._again = QTimer(self)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._wonder)

    def _panel(self, fill: Callable[[QVBoxLayout], None]) -> Box:
        look, panel = self.look, Box(self.look)
        area = ScrollColumn(look, margins=(22, 14, 22, 12), gap=5)
        column(panel, look, margins=(4, 4, 4, 4)).addWidget(area)
        fill(area.body)
        area.body.addStretch(1)
        return panel

    def _fill_what(self, body: QVBoxLayout) -> None:
        look = self.look
        body.addWidget(Words(look, self.tr("须第二人同意"), face="title"))
        self._task = Words(look, face="section", wrap=True)
        self._why = Words(look, tone="ink2", wrap=True)
        self.rows = ConfirmRows(look)
        for widget in (self._task, self._why, self.rows):
            body.addWidget(widget)

    def _fill_who(self, body: QVBoxLayout) -> None:
        look = self.look
        body.addWidget(Words(look, self.tr("在本窗口复核"), face="section"))
        body.addWidget(Words(look, self.tr("复核人工号"), face="bodybold"))
        self.clerk = Entry(look, name=self.tr("复核人工号"), icon="user")
        self.clerk.line.textEdited.connect(lambda _words: self._quiet())
        body.addWidget(self.clerk)
        body.addWidget(Words(look, self.tr("复核人密码"), face="bodybold"))
        self.password = PasswordField(look, name=self.tr("复核人密码"))
        self.password.changed.connect(lambda count: self._quiet() if count else None)
        body.addWidget(self.password)
        self.note = Note(look)
        body.addWidget(self.note)
        self._hint = Words(look, face="note", tone="ink2", wrap=True)
        body.addWidget(self._hint)
        body.addSpacing(look.px(8))
        body.addWidget(Words(look, self.tr("请主管远程复核"), face="section"))
        self.reason = Entry(look, name=self.tr("为什么本网点没有人能复核"), icon="edit")
        self.reason.line.setPlaceholderText(self.tr("理由，不写姓名和号码"))
        body.addWidget(self.reason)
        self.ask = KeyButton(look, self.tr("提交远程复核"), icon="shield-check", height=36)
        self.ask.clicked.connect(self._ask)
        body.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)
        self.afar = Note(look)
        body.addWidget(self.afar)
        self.reason.line.textEdited.connect(lambda _words: self.afar.show_note("", fault=False))

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
        self.reason.line.clear()
        self._quiet()
        self._task.setText(look.say(view.task))
        why = [look.say(one) for one in view.why]
        self._why.setText(("；" if look.chinese else "; ").join(why))
        self.rows.show_rows(view.rows, narrow=False)
        self._hint.setVisible(view.hint is not None)
        self._hint.setText(look.say(view.hint) if view.hint is not None else "")
        self.show_afar(view)

    def show_afar(self, view: SecondView) -> None:
        """How it stands with whoever was asked elsewhere; what is being typed stays."""
        afar, self._agreed = view.afar, view.agreed
        open_ = afar is not None and afar.state in (None, ApprovalState.OPEN)
        self.afar.show_note("" if afar is None else self.look.say(afar.words), fault=False)
        self.reason.setVisible(not open_ and not view.agreed)
        self.ask.setVisible(not open_ and not view.agreed)
        self._again.start() if open_ else self._again.stop()
        self.mark_drawn()

    def show_refusal(self, why: Text, how: Text) -> None:
        """Why it was not agreed, and what to do; the password is typed anew."""
        self.password.clear()
        self.note.show_note(self._both(why, how), fault=True)
        self.mark_drawn()
        self.focus_first()

    def show_not_asked(self, why: Text, how: Text) -> None:
        """Why nobody elsewhere was asked, and what to do."""
        self.afar.show_note(self._both(why, how), fault=True)
        self.mark_drawn()
        self.reason.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _both(self, why: Text, how: Text) -> str:
        comma = "，" if self.look.chinese else ", "
        return f"{self.look.say(why)}{comma}{self.look.say(how)}"

    def _quiet(self) -> None:
        self.note.show_note("", fault=False)

    def _wonder(self) -> None:
        if not self.isVisible():
            self._again.stop()
        elif not self.password.count:  # whoever types it now is not to be made to wait
            self.wondered.emit()

    def _ask(self) -> None:
        self.asked.emit(self.reason.line.text())

    def _agree(self) -> None:
        if self._agreed:
            self.submitted.emit()
        elif not self.clerk.line.text().strip():
            self.note.show_note(self.tr("先输入复核人工号"), fault=True)
            self.clerk.line.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.password.fits:
            self.password.clear()
            self.note.show_note(self.tr("请输入复核人的密码"), fault=True)
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.agreed.emit(self.clerk.line.text().strip(), self.password.take())

    def digit(self, number: int) -> bool:
        """Number keys beside the fields go nowhere."""
        return number > 0

    def enter(self) -> bool:
        if self.reason.line.hasFocus() or self.ask.hasFocus():
            self._ask()
        elif self.clerk.line.hasFocus() and self.clerk.line.text().strip() and not self.password.count:
            self.password.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._agree()
        return True

    def escape(self) -> bool:
        self._again.stop()
        self.password.clear()
        self.left.emit()
        return True

    def focus_first(self) -> None:
        self.clerk.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.clerk.line.selectAll()
