"""The data of this counter are damaged and a good backup is there: what it holds, what putting it back would lose.

Refuses to put anything back by itself: an administrator signs for it, with number and password where it is for real.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from counter_app.domain.backup import Loss, Offer
from counter_app.domain.moments import say_full
from counter_app.domain.text import Text
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.fields import Entry, Note
from ui.widgets.password_field import PasswordField
from ui.widgets.pressable import KeyButton
from ui.widgets.words import Sign, Words

_MOST_NAMED = 9


class RepairPage(Page):
    """`put_back(number, Password or None)`, whose receiver wipes it; `tried_again` where the file may open now."""

    patient = True
    put_back = Signal(str, object)
    tried_again = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._practice = ""
        body = column(self, look, margins=(24, 20, 24, 20), gap=12)
        body.addStretch(1)
        box = Box(look)
        box.setMaximumWidth(look.px(820))
        inside = row(box, look, margins=(24, 20, 24, 20), gap=18)
        inside.addWidget(Sign(look, "alert-triangle", tone="stop", size=40), 0, Qt.AlignmentFlag.AlignTop)
        lines = column(host := Box(look, fill="", border=""), look, gap=6)
        lines.addWidget(Words(look, self.tr("本机数据损坏，可以恢复到备份"), face="title", tone="stop", wrap=True))
        self._made = Words(look, face="section", wrap=True)
        self._lost = Words(look, face="bodybold", wrap=True)
        self._numbers = Words(look, face="section", wrap=True)
        self._more = Words(look, wrap=True)
        kept = self.tr("损坏的文件另存，不会删除；恢复后回执号从新的一段开始")
        for words in (self._made, self._lost, self._numbers, self._more, Words(look, kept, tone="ink2", wrap=True)):
            lines.addWidget(words)
        lines.addSpacing(look.px(8))
        self._asked = Box(look, fill="", border="")
        fields = row(self._asked, look, gap=12)
        self.number = Entry(look, name=self.tr("管理员工号"))
        self.password = PasswordField(look, name=self.tr("密码"))
        for name, field in ((self.tr("管理员工号"), self.number), (self.tr("密码"), self.password)):
            one = column(side := Box(look, fill="", border=""), look, gap=4)
            one.addWidget(Words(look, name, face="bodybold"))
            one.addWidget(field)
            fields.addWidget(side, 1)
        lines.addWidget(self._asked)
        self.note = Note(look)
        self.note.setMinimumHeight(look.px(42))
        lines.addWidget(self.note)
        keys = row(None, look, gap=12)
        self.button = KeyButton(look, self.tr("恢复到这个备份"), kind="main", height=40)
        self.button.clicked.connect(self._submit)
        self.again = KeyButton(look, self.tr("再试一次"), height=40)
        self.again.clicked.connect(self.tried_again)
        keys.addWidget(self.button)
        keys.addWidget(self.again)
        keys.addStretch(1)
        lines.addLayout(keys)
        inside.addWidget(host, 1)
        centre = row(None, look)
        centre.addStretch(1)
        centre.addWidget(box, 8)
        centre.addStretch(1)
        body.addLayout(centre)
        body.addStretch(2)

    def show_offer(self, offer: Offer) -> None:
        """Draw what is offered."""
        header, look = offer.header, self.look
        self._practice = offer.by_name
        last = header.last_receipt or self.tr("没有回执")
        made = self.tr("最近的好备份：{at}，最后一张回执 {last}")
        self._made.setText(made.format(at=say_full(header.made_at), last=last))
        named = offer.loss.named
        lost = (
            self.tr("恢复会丢失 {count} 张回执：").format(count=len(named))
            if named
            else self.tr("没有已知的回执会丢失")
        )
        self._lost.setText(lost)
        more = "  …" if len(named) > _MOST_NAMED else ""
        self._numbers.setText("  ".join(named[:_MOST_NAMED]) + more)
        self._numbers.setVisible(bool(named))
        besides = " ".join(look.say(one) for one in _besides(offer.loss))
        self._more.setText(besides)
        self._more.setVisible(bool(besides))
        self._asked.setVisible(not offer.by_name)
        who = self.tr("恢复到这个备份（练习管理员 {clerk}）").format(clerk=offer.by_name)
        self.button.say(who if offer.by_name else self.tr("恢复到这个备份"))
        self._allow()

    def show_refusal(self, what: Text, advice: Text) -> None:
        """Why it was not put back; everything is as it was."""
        self._allow()
        self.note.show_note(f"{self.look.say(what)} {self.look.say(advice)}", fault=True)

    def _allow(self) -> None:
        self.password.clear()
        self.note.show_note("", fault=False)
        self.button.setEnabled(True)
        self.mark_drawn()

    def _submit(self) -> None:
        if not self.button.isEnabled():
            return
        if not self._practice and (not self.number.line.text().strip() or not self.password.fits):
            self.note.show_note(self.tr("先输入管理员的工号和密码"), fault=True)
            return
        self.button.setEnabled(False)
        self.note.show_note(self.tr("正在恢复"), fault=False)
        if self._practice:
            self.put_back.emit(self._practice, None)
        else:
            self.put_back.emit(self.number.line.text().strip(), self.password.take())

    def enter(self) -> bool:
        if self._practice or not self.password.count:
            self.tried_again.emit()
        else:
            self._submit()
        return True

    def focus_first(self) -> None:
        first = self.again if self._practice else self.number
        first.setFocus(Qt.FocusReason.OtherFocusReason)


def _besides(loss: Loss) -> list[Text]:
    """What the numbers do not tell."""
    said = []
    if not loss.all_read:
        said.append(
            Text(
                "损坏的文件读不全，可能更多：请对照纸上更晚的回执。",
                "The damaged file cannot be read to its end, there may be more: look for later receipts on paper.",
            )
        )
    if loss.platform is None:
        said.append(Text("没有问到省平台。", "The platform could not be asked."))
    elif loss.platform:
        said.append(
            Text(
                f"其中省平台已有 {loss.platform} 件，恢复后对账会列出。",
                f"The platform has {loss.platform} of them; reconciliation will list them.",
            )
        )
    return said
