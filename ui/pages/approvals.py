"""What supervisors decide for other windows: each request with what the holder was shown there, masked, and yes or no.

Refuses to decide by itself, and to keep a password: it is taken out of its field once.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from counter_app.approving import OpenApproval
from counter_app.desk.views_second import ApprovalsView
from counter_app.domain.text import Text
from ui.frames.footer import Footer
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.confirm_rows import ConfirmRows
from ui.widgets.fields import Entry, Note
from ui.widgets.password_field import PasswordField
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Words

FIELD = 340  # px at 100 %


class ApprovalsPage(Page):
    """`wanted`: what waits; `proved(Password)`, which the receiver wipes; `decided(ApprovalRequest, bool, words)`;
    `left`: away from here.
    """

    patient = True
    wanted = Signal()
    proved = Signal(object)
    decided = Signal(object, bool, str)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.buttons: list[KeyButton] = []
        self.words: list[Entry] = []
        body = column(self, look)
        area = ScrollColumn(look, margins=(24, 18, 24, 18), gap=10)
        self._body = area.body
        self._body.addWidget(Words(look, self.tr("待我审批"), face="title"))
        self._head = Words(look, tone="ink2", wrap=True)
        self._body.addWidget(self._head)
        self.note = Note(look)
        self._body.addWidget(self.note)
        self._prove = self._proving()
        self._body.addWidget(self._prove)
        self._listed = QWidget()
        self._list = column(self._listed, look, gap=10)
        self._body.addWidget(self._listed)
        self._body.addStretch(1)
        body.addWidget(area, 1)
        body.addWidget(self._foot())

    def _proving(self) -> Box:
        look, box = self.look, Box(self.look)
        line = row(box, look, margins=(20, 14, 16, 14), gap=12)
        line.addWidget(Words(look, self.tr("本人密码"), face="bodybold"))
        self.password = PasswordField(look, name=self.tr("本人密码"))
        self.password.setFixedWidth(look.px(FIELD))
        line.addWidget(self.password)
        go = KeyButton(look, self.tr("查看"), kind="main", key="Enter", height=40)
        go.clicked.connect(self._give)
        line.addWidget(go)
        line.addStretch(1)
        box.hide()
        return box

    def _foot(self) -> Footer:
        look, foot = self.look, Footer(self.look)
        back = KeyButton(look, self.tr("返回"), key="Esc", icon="arrow-left", height=40)
        back.clicked.connect(self.escape)
        foot.left.addWidget(back)
        again = KeyButton(look, self.tr("刷新"), icon="refresh", height=40)
        again.clicked.connect(self.wanted)
        foot.right.addWidget(again)
        return foot

    def ask_password(self) -> None:
        """The platform does not know yet that it is he."""
        self._clear()
        self._head.setText(self.tr("审批要由省平台确认是您本人：输入您自己的登录密码"))
        self._prove.show()
        self.mark_drawn()
        self.focus_first()

    def show_waiting(self, view: ApprovalsView) -> None:
        """Draw what waits for a decision."""
        self._clear()
        head = self.tr("{count} 件等您决定：看清办什么、为什么，再同意或不同意；不同意要写理由")
        none = self.tr("没有等您审批的业务")
        self._head.setText(head.format(count=len(view.waiting)) if view.waiting else none)
        for one in view.waiting:
            self._list.addWidget(self._one(one))
        appear(self._list)
        self.mark_drawn()
        self.focus_first()

    def say_fault(self, why: Text, how: Text) -> None:
        """What went wrong, and what to do; the list stays."""
        self.password.clear()
        comma = "，" if self.look.chinese else ", "
        self.note.show_note(f"{self.look.say(why)}{comma}{self.look.say(how)}", fault=True)
        self.mark_drawn()

    def _one(self, one: OpenApproval) -> Box:
        look, box, asked = self.look, Box(self.look), one.request
        lines = column(box, look, margins=(20, 12, 16, 14), gap=5)
        lines.addWidget(Words(look, look.say(asked.task), face="section"))
        why = ("；" if look.chinese else "; ").join(look.say(said) for said in asked.why)
        lines.addWidget(Words(look, why, tone="ink2", wrap=True))
        rows = ConfirmRows(look)
        rows.show_rows(asked.rows, narrow=True)
        lines.addWidget(rows)
        who = self.tr("{clerk} 柜员（网点 {outlet}，{window} 号窗口）{clock} 提交：{reason}")
        said = who.format(
            clerk=asked.clerk,
            outlet=asked.outlet,
            window=asked.window,
            clock=look.clock(one.asked_at),
            reason=asked.reason,
        )
        lines.addWidget(Words(look, said, wrap=True))
        foot = row(None, look, gap=12)
        words = Entry(look, name=self.tr("意见"), icon="edit")
        words.line.setPlaceholderText(self.tr("意见，不写姓名和号码"))
        foot.addWidget(words, 1)
        for yes, title in ((False, self.tr("不同意")), (True, self.tr("同意"))):
            button = KeyButton(look, title, kind="main" if yes else "plain", height=40)
            button.setAccessibleName(f"{title} {look.say(asked.task)}")
            button.clicked.connect(partial(self._decide, one, words, yes))
            foot.addWidget(button)
            self.buttons.append(button)
        lines.addLayout(foot)
        self.words.append(words)
        return box

    def _decide(self, one: OpenApproval, words: Entry, yes: bool, _on: bool = False) -> None:
        self.decided.emit(one.request, yes, words.line.text())

    def _give(self) -> None:
        if self.password.fits:
            self.proved.emit(self.password.take())
        else:
            self.password.clear()
            self.note.show_note(self.tr("请输入本人密码"), fault=True)

    def _clear(self) -> None:
        empty(self._list)
        self.buttons, self.words = [], []
        self.password.clear()
        self._prove.hide()
        self.note.show_note("", fault=False)

    def showEvent(self, event: QShowEvent) -> None:
        """Whoever comes here sees how it stands now."""
        super().showEvent(event)
        self._clear()
        self._head.setText("")
        self.wanted.emit()

    def digit(self, number: int) -> bool:
        """Number keys beside the fields go nowhere."""
        return number > 0

    def enter(self) -> bool:
        if self._prove.isVisible():
            self._give()
            return True
        focus = self.focusWidget()
        if isinstance(focus, KeyButton):
            focus.click()
        return True

    def escape(self) -> bool:
        self.password.clear()
        self.left.emit()
        return True

    def focus_first(self) -> None:
        first: QWidget = self.password if self._prove.isVisible() else self.words[0].line if self.words else self
        first.setFocus(Qt.FocusReason.OtherFocusReason)
