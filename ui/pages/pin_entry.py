"""Where the holder enters the card PIN: alone on the screen, which is turned to the holder, and the page says so large.

Shows dots, never a digit; nothing about the clerk or anybody else. While card or key pad are at work it tells for how
long, and after a while lets the clerk wait no longer. Refuses to keep what was typed: it is overwritten
when the page goes, when the card goes, and when the two entries of a new PIN differ.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from counter_app.desk.views import PinTask
from counter_app.domain.secret import SecretDigits
from ui.look import Look
from ui.pages.page import Page
from ui.standing import ReaderState, Standing
from ui.widgets.box import Box, Column, column, row
from ui.widgets.notice import BannerBox
from ui.widgets.pin_field import DIGITS, PinField
from ui.widgets.pressable import KeyButton
from ui.widgets.waited import Waited
from ui.widgets.words import Sign, Words

PIN, OLD, NEW = "pin", "old", "new"
STOP_AFTER = 15  # seconds of waiting after which nobody need wait any longer
STOP_AGAIN = 5  # seconds after which that may be said once more: the first may have come before anything was begun


class PinEntryPage(Page):
    """`finished`: a list of SecretDigits in the order of the task's entries, which the receiver wipes. `left`: called
    off. `stopped`: the clerk waits no longer for what is under way.
    """

    patient = True
    alone = True
    finished = Signal(object)
    left = Signal()
    stopped = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._entries: tuple[str, ...] = ()
        self._taken: list[SecretDigits] = []
        self._open = False  # a PIN may be typed now
        self._waits = False  # the card, or the key pad, is at work: nothing typed here can call it off
        self.stop_after, self.stop_again = STOP_AFTER, STOP_AGAIN
        self._offers_at = 0  # seconds of waiting from which on it may be stopped
        self.waited = Waited(self)
        self.waited.told.connect(self._show_waited)
        body = column(self, look, margins=(24, 20, 24, 20), gap=0)
        body.addStretch(2)
        body.addWidget(self._head(), 0, Qt.AlignmentFlag.AlignHCenter)
        body.addSpacing(look.px(28))
        self.field = PinField(look, name=self.tr("卡密码"))
        self.field.changed.connect(self._typed)
        body.addWidget(self.field, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addSpacing(look.px(14))
        self.note = Words(look, face="section", tone="ink2")
        body.addWidget(self.note, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addSpacing(look.px(16))
        self.banner = BannerBox(look)
        self.banner.setFixedWidth(look.px(520))
        body.addWidget(self.banner, 0, Qt.AlignmentFlag.AlignHCenter)
        body.addStretch(3)
        self._foot_box = self._foot()
        body.addWidget(self._foot_box)

    def _head(self) -> QWidget:
        look = self.look
        host = Column(look, gap=10)
        top = row(None, look, gap=14)
        top.addStretch(1)
        top.addWidget(Sign(look, "password-user", size=40))
        self._title = Words(look, face="hero")
        top.addWidget(self._title)
        top.addStretch(1)
        host.body.addLayout(top)
        self._turn = Words(look, face="title", tone="ink2")
        host.body.addWidget(self._turn, 0, Qt.AlignmentFlag.AlignHCenter)
        host.body.addSpacing(look.px(14))
        self.which = Words(look, face="title")
        host.body.addWidget(self.which, 0, Qt.AlignmentFlag.AlignHCenter)
        return host

    def _foot(self) -> QWidget:
        look = self.look
        box = Box(look, radius=8)
        line = row(box, look, margins=(16, 11, 16, 11), gap=12)
        self.cancel = KeyButton(look, self.tr("取消"), kind="quiet", key="Esc", height=40)
        self.cancel.clicked.connect(self._leave)
        line.addWidget(self.cancel)
        self.stop = KeyButton(look, self.tr("不再等"), kind="quiet", key="Esc", height=40)
        self.stop.clicked.connect(self._stop)
        line.addWidget(self.stop)
        line.addStretch(1)
        self.confirm = KeyButton(look, self.tr("确认"), kind="main", key="Enter", height=40)
        self.confirm.clicked.connect(self._confirm)
        line.addWidget(self.confirm)
        return box

    # --- what it asks for ----------------------------------------------------------------------------------------

    def ask(self, task: PinTask, *, few: str = "") -> None:
        """A fresh entry for a task: typed here, on the reader's keys, or nothing but waiting. `few`: how few tries are
        left, "" where there are enough.
        """
        self._wipe()
        self._entries = task.entries
        self._open, self._waits = bool(task.entries), not task.entries
        self.banner.setVisible(bool(few))
        if few:
            plain = self.tr("输错用完次数，密码就锁定")
            self.banner.show_banner(few, plain, kind="wait", icon="alert-triangle")
        for part in (self.field, self.cancel, self.confirm, self._foot_box):
            part.setVisible(self._open)
        self.stop.hide()
        self._count_if_waiting()
        if self._open:
            self._title.setText(self.tr("请持卡人自己输入密码"))
            self._turn.setText(self.tr("把屏幕转向持卡人，旁人请回避"))
            self._show_step()
        elif task.on_keys:
            self._title.setText(self.tr("请持卡人在密码键盘上输入"))
            self._say(turn=self.tr("看读卡器上的提示，输完按键盘的确认键"), note=self.tr("取消请按键盘的取消键"))
        else:
            self._title.setText(self.look.say(task.title))
            self._say(turn=self.tr("正在办理，请不要拿走卡"), note="")
        self.mark_drawn()

    def wait(self) -> None:
        """What was typed is on its way to the card."""
        self._open, self._waits = False, True
        for part in (self.field, self.cancel, self.confirm, self.stop, self._foot_box):
            part.hide()
        self.banner.hide()
        self._count_if_waiting()
        self._title.setText(self.tr("卡正在核对"))
        self._say(turn=self.tr("屏幕可以转回来，请不要拿走卡"), note="")
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- waiting -------------------------------------------------------------------------------------------------

    def _count_if_waiting(self) -> None:
        self._offers_at = self.stop_after
        if self._waits:
            self.waited.begin()
        else:
            self.waited.end()

    def _show_waited(self, seconds: int) -> None:
        self.which.setText(self.tr("已等 {seconds} 秒").format(seconds=seconds))
        if seconds < self._offers_at or self.stop.isVisible():
            return
        bold, plain = self.tr("等得久了，读卡器还没有结束"), self.tr("也可以不再等，那时不知密码是否算数")
        self.banner.show_banner(bold, plain, kind="wait", icon="alert-triangle")
        for part in (self.banner, self.stop, self._foot_box):
            part.show()

    def _stop(self) -> None:
        """Once a press: what comes of it is told by whoever waits."""
        if not self._waits or not self.stop.isVisible():
            return
        self._offers_at = self.waited.seconds + self.stop_again
        for part in (self.stop, self._foot_box):
            part.hide()
        self.banner.show_banner(self.tr("正在停止"), "", kind="wait", icon="alert-triangle")
        self.stopped.emit()

    def _say(self, *, turn: str, note: str) -> None:
        self._turn.setText(turn)
        self.which.setText("")
        self.note.setText(note)

    def _show_step(self, fault: str = "") -> None:
        done = len(self._taken)
        entry = self._entries[done]
        again = entry == NEW and NEW in self._entries[:done]
        words = {PIN: self.tr("卡密码"), OLD: self.tr("原密码"), NEW: self.tr("新密码")}[entry]
        words = self.tr("再输一次新密码") if again else words
        count = len(self._entries)
        step = self.tr("第 {step} 步，共 {count} 步：{words}").format(step=done + 1, count=count, words=words)
        self.which.setText(step if count > 1 else words)
        self.field.setAccessibleName(self.which.text())
        self.note.tone("stop" if fault else "ink2")
        self.note.setText(fault or self.tr("{digits} 位数字，输完按 Enter").format(digits=DIGITS))

    def _typed(self, count: int) -> None:
        self.field.setAccessibleDescription(self.tr("已输入 {count} 位").format(count=count))
        if count and self._open:
            self._show_step(self._wrong_count(count) if count > DIGITS else "")

    def _wrong_count(self, have: int) -> str:
        return self.tr("应为 {digits} 位，现为 {have} 位").format(digits=DIGITS, have=have)

    # --- what the holder does ------------------------------------------------------------------------------------

    def _confirm(self) -> None:
        if not self._open:
            return
        if not self.field.full:
            self._show_step(self._wrong_count(self.field.count))
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._taken.append(self.field.take())
        if not self._alike():
            while self._taken and self._entries[len(self._taken) - 1] == NEW:
                self._taken.pop().wipe()
            self._show_step(self.tr("两次不一样，请再输新密码"))
        elif len(self._taken) < len(self._entries):
            self._show_step()
        else:
            taken, self._taken = self._taken, []
            self.wait()
            self.finished.emit(taken)
            return
        self.mark_drawn()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _alike(self) -> bool:
        """Whether a new PIN that was entered twice is twice the same."""
        new = [digits for digits, entry in zip(self._taken, self._entries, strict=False) if entry == NEW]
        return len(new) < 2 or new[0].same_as(new[1])

    def _leave(self) -> None:
        if not self._waits:
            self._wipe()
            self.left.emit()

    # --- what goes on around it ----------------------------------------------------------------------------------

    def show_standing(self, standing: Standing) -> None:
        """A card that goes takes the entry with it; so does somebody else's identity document."""
        if not self._open:
            return
        if standing.reader is not ReaderState.CARD:
            self._close(self.tr("卡拿走了，输入的已清除"), self.tr("按 Esc 返回，放回本人的卡再办"))
        elif standing.id_reader is ReaderState.OTHER:
            self._close(self.tr("放上了别人的证件，输入的已清除"), self.tr("按 Esc 返回，拿走证件再办"))

    def _close(self, bold: str, plain: str) -> None:
        self._wipe()
        self._open = False
        self.field.hide()
        self.confirm.hide()
        self.which.setText("")
        self.note.setText("")
        self.banner.show_banner(bold, plain, kind="stop", icon="alert-circle")
        self.banner.show()
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wipe(self) -> None:
        self.field.clear()
        while self._taken:
            self._taken.pop().wipe()

    def hideEvent(self, event: QHideEvent) -> None:
        self._wipe()
        if not event.spontaneous():
            self._open = self._waits = False
            self.waited.end()
        elif self._open:  # the window was put aside: from the beginning when it comes back
            self._show_step()
        super().hideEvent(event)

    def digit(self, number: int) -> bool:
        """A number key beside the field goes nowhere else: least of all into the search."""
        del number
        if self._open:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def enter(self) -> bool:
        if self.stop.hasFocus():
            self._stop()
        elif self.cancel.hasFocus():
            self._leave()
        else:
            self._confirm()
        return True

    def escape(self) -> bool:
        if self._waits:
            self._stop()
        else:
            self._leave()
        return True

    def focus_first(self) -> None:
        (self.field if self._open else self).setFocus(Qt.FocusReason.OtherFocusReason)
