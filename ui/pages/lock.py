"""The covered window: nobody's name and no number of anybody's but the clerk's own; who may uncover it proves it here.

Refuses to show what lies beneath, and to say more of who is on duty than the number that is to be typed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.pressable import KeyButton
from ui.widgets.sign_in_form import SignInForm
from ui.widgets.words import Sign, Words

WIDTH = 480  # px at 100 %


class LockPage(Page):
    """`given(number, Password or None)`: somebody wants to come on duty; `left`: the clerk signs out."""

    alone = True
    covers = True
    given = Signal(str, object)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        panel = Box(look)
        panel.setFixedWidth(look.px(WIDTH))
        lines = column(panel, look, margins=(32, 28, 32, 24), gap=6)
        top = row(None, look, gap=12)
        top.addWidget(Sign(look, "lock", tone="brand", size=28))
        top.addWidget(Words(look, self.tr("窗口已锁定"), face="title"), 1)
        lines.addLayout(top)
        self._why = Words(look, tone="ink2", wrap=True)
        lines.addWidget(self._why)
        lines.addSpacing(look.px(10))
        self.form = SignInForm(look, action=self.tr("解锁"))
        self.form.given.connect(self.given)
        lines.addWidget(self.form)
        lines.addSpacing(look.px(10))
        other = self.tr("换人接班：输入自己的工号和密码，没办完的会列出来接手。")
        lines.addWidget(Words(look, other, face="note", tone="ink2", wrap=True))
        leave = KeyButton(look, self.tr("签退"), kind="quiet", icon="logout", height=32)
        leave.clicked.connect(self.left)
        lines.addWidget(leave, 0, Qt.AlignmentFlag.AlignLeft)
        body = column(self, look, margins=(24, 16, 24, 16))
        body.addStretch(1)
        middle = row(None, look)
        middle.addStretch(1)
        middle.addWidget(panel)
        middle.addStretch(1)
        body.addLayout(middle)
        body.addStretch(2)

    def show_lock(self, *, clerk: str, why: str, minutes: int, practice: bool) -> None:
        """Whose window is covered, and why: "asked", "idle" after so many minutes, or "over"."""
        words = {
            "idle": self.tr("{minutes} 分钟没有人操作。办到一半的都还在。").format(minutes=minutes),
            "over": self.tr("登录已到时，请重新登录。办到一半的都还在。"),
        }
        self._why.setText(words.get(why, self.tr("办到一半的都还在。")))
        self.form.let_free(practice)
        self.form.clerk.line.setText(clerk)
        self.form.password.clear()
        self.form.quiet()
        self.mark_drawn()

    def enter(self) -> bool:
        self.form.enter()
        return True

    def focus_first(self) -> None:
        self.form.focus_first()
