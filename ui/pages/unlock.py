"""The data of this machine stands under a passphrase: asked for before the store is opened.

Refuses to keep it: what was typed is taken out of the field once, and whoever gets it overwrites it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from counter_app.domain.text import Text
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.fields import Note
from ui.widgets.password_field import PasswordField
from ui.widgets.pressable import KeyButton
from ui.widgets.words import Sign, Words


class UnlockPage(Page):
    """`typed(Password)`, which the receiver wipes."""

    patient = True
    typed = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        body = column(self, look, margins=(24, 24, 24, 24), gap=16)
        body.addStretch(1)
        box = Box(look)
        box.setMaximumWidth(look.px(640))
        inside = row(box, look, margins=(24, 22, 24, 22), gap=18)
        inside.addWidget(Sign(look, "lock", tone="ink2", size=40), 0, Qt.AlignmentFlag.AlignTop)
        lines = column(host := Box(look, fill="", border=""), look, gap=6)
        lines.addWidget(Words(look, self.tr("本机数据已上锁"), face="title"))
        why = self.tr("这台电脑没有系统密钥环，输入口令才能打开数据")
        lines.addWidget(Words(look, why, tone="ink2", wrap=True))
        lines.addSpacing(look.px(10))
        lines.addWidget(Words(look, self.tr("口令"), face="bodybold"))
        self.passphrase = PasswordField(look, name=self.tr("口令"))
        self.passphrase.changed.connect(self._typing)
        lines.addWidget(self.passphrase)
        self.note = Note(look)
        self.note.setMinimumHeight(look.px(42))  # two lines: a reason pushes nothing off the page
        lines.addWidget(self.note)
        lost = self.tr("忘了口令：两位管理员在终端用恢复份额，counter recovery use")
        lines.addWidget(Words(look, lost, face="note", tone="ink2", wrap=True))
        lines.addSpacing(look.px(6))
        self.button = KeyButton(look, self.tr("打开"), kind="main", key="Enter", height=40)
        self.button.clicked.connect(self.enter)
        lines.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(host, 1)
        centre = row(None, look)
        centre.addStretch(1)
        centre.addWidget(box, 6)
        centre.addStretch(1)
        body.addLayout(centre)
        body.addStretch(2)

    def ask(self) -> None:
        """A fresh question."""
        self.passphrase.clear()
        self.note.show_note("", fault=False)
        self.button.setEnabled(True)
        self.mark_drawn()

    def show_refusal(self, what: Text) -> None:
        """Why it stays locked; the passphrase is typed anew. What to do stands on the page."""
        self.ask()
        self.note.show_note(self.look.say(what), fault=True)
        self.focus_first()

    def _typing(self, count: int) -> None:
        if count:
            self.note.show_note("", fault=False)

    def enter(self) -> bool:
        if not self.button.isEnabled():
            return True
        if not self.passphrase.fits:
            self.passphrase.clear()
            self.note.show_note(self.tr("先输入口令，至多 128 个字符"), fault=True)
            self.focus_first()
            return True
        self.button.setEnabled(False)
        self.typed.emit(self.passphrase.take())
        self.note.show_note(self.tr("正在打开"), fault=False)
        return True

    def focus_first(self) -> None:
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
