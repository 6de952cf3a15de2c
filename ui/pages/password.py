"""A password that must be changed before its clerk is signed in: the old one, the new one twice.

Refuses to judge a new password: what it lacks is said by whoever judges it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from counter_app.domain.password import SHORTEST
from ui.frames.footer import Footer
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.fields import Note
from ui.widgets.password_field import PasswordField
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Words

WIDTH = 520  # px at 100 %


class PasswordPage(Page):
    """`given(number, old, new)`, which the receiver wipes; `left`: not now."""

    patient = True
    alone = True
    covers = True
    given = Signal(str, object, object)
    left = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._clerk = ""
        panel = Box(look)
        panel.setFixedWidth(look.px(WIDTH))
        area = ScrollColumn(look, margins=(28, 22, 28, 20), gap=4)
        column(panel, look, margins=(4, 4, 4, 4)).addWidget(area)
        self._fill(area.body)
        middle = row(None, look, margins=(24, 18, 24, 8))
        middle.addStretch(1)
        middle.addWidget(panel)
        middle.addStretch(1)
        body = column(self, look)
        body.addLayout(middle, 1)
        body.addWidget(self._foot())

    def _fill(self, body: QVBoxLayout) -> None:
        look = self.look
        body.addWidget(Words(look, self.tr("先改密码，再登录"), face="title"))
        self._whose = Words(look, tone="ink2", wrap=True)
        body.addWidget(self._whose)
        body.addSpacing(look.px(10))
        self.fields = tuple(
            self._field(body, name) for name in (self.tr("原密码"), self.tr("新密码"), self.tr("再输一次新密码"))
        )
        rules = self.tr("至少 {count} 个字符，字母、数字、其他字符至少两种；不能含工号，不能与原密码相同，不能容易猜到")
        body.addWidget(Words(look, rules.format(count=SHORTEST), face="note", tone="ink2", wrap=True))
        self.note = Note(look)
        body.addWidget(self.note)
        body.addStretch(1)

    def _field(self, body: QVBoxLayout, name: str) -> PasswordField:
        body.addWidget(Words(self.look, name, face="bodybold"))
        field = PasswordField(self.look, name=name)
        field.changed.connect(lambda count: self.note.show_note("", fault=False) if count else None)
        body.addWidget(field)
        body.addSpacing(self.look.px(6))
        return field

    def _foot(self) -> Footer:
        look, foot = self.look, Footer(self.look)
        back = KeyButton(look, self.tr("返回"), key="Esc", icon="arrow-left", height=40)
        back.clicked.connect(self.escape)
        foot.left.addWidget(back)
        main = KeyButton(look, self.tr("改密码并登录"), kind="main", key="Enter", height=40)
        main.clicked.connect(self._give)
        foot.right.addWidget(main)
        return foot

    def ask(self, clerk: str) -> None:
        """A fresh question to the clerk of that number."""
        self._clerk = clerk
        whose = self.tr("工号 {clerk}：密码到期，或是别人代设的。改密码须连着省平台。")
        self._whose.setText(whose.format(clerk=clerk))
        self._clear()
        self.note.show_note("", fault=False)
        self.mark_drawn()

    def say_fault(self, words: str) -> None:
        """Why it was not changed; everything is typed anew."""
        self._clear()
        self.note.show_note(words, fault=True)
        self.mark_drawn()
        self.focus_first()

    def _clear(self) -> None:
        for field in self.fields:
            field.clear()

    def _give(self) -> None:
        old, new, again = self.fields
        empty = next((field for field in self.fields if not field.fits), None)
        if empty is not None:
            empty.clear()
            self.note.show_note(self.tr("三栏都要填"), fault=True)
            empty.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        with again.take() as once_more:
            fresh = new.take()
            if fresh.letters() == once_more.letters():
                self.given.emit(self._clerk, old.take(), fresh)
                return
        fresh.wipe()
        self.say_fault(self.tr("两次输入的新密码不一样"))

    def enter(self) -> bool:
        focus = next((i for i, field in enumerate(self.fields) if field.hasFocus()), None)
        if focus is not None and focus + 1 < len(self.fields):
            self.fields[focus + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self._give()
        return True

    def escape(self) -> bool:
        self._clear()
        self.left.emit()
        return True

    def focus_first(self) -> None:
        self.fields[0].setFocus(Qt.FocusReason.OtherFocusReason)
