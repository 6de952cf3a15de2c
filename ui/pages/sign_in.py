"""Signing in: at the left where this counter stands, at the right number and password and the opening check.

In practice a number alone will do, and the page says so. Refuses to wait for anything: what is not known yet is drawn
as such; and to keep a password: it goes out by `signed_in`, and whoever gets it wipes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.desk.views import Session
from counter_app.domain.operation import Waiting
from counter_app.domain.text import Text
from counter_app.ports import LineKind
from counter_app.rights import ROLE_NAMES
from ui.look import Look
from ui.pages.page import Page
from ui.standing import LINE_WORDS, READER_IN_PROCESS, ReaderState, Standing, StoreState
from ui.widgets.box import Box, Column, column, row
from ui.widgets.pressable import KeyButton
from ui.widgets.sign_in_form import SignInForm
from ui.widgets.words import Line, Sign, Words

if TYPE_CHECKING:
    from counter_app.clerks import Role
    from counter_app.domain.password import Password


class _Left(QWidget):
    """The dark panel: emblem, outlet, province and window, what has to be known today."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedWidth(look.px(560) if not look.large else look.px(400))
        body = column(self, look, margins=(48, 40, 40, 40), gap=0)
        head = row(None, look, gap=14)
        head.addWidget(Sign(look, "emblem", tone="railink", size=42))
        head.addWidget(Words(look, self.tr("社会保障卡柜台"), face="title", tone="railink", wrap=True), 1)
        body.addLayout(head)
        body.addStretch(5)
        self._outlet = Words(look, face="hero", tone="railink", wrap=True)
        self._where = Words(look, face="input", tone="railink", wrap=True)
        body.addWidget(self._outlet)
        body.addSpacing(look.px(8))
        body.addWidget(self._where)
        body.addSpacing(look.px(24))
        self._points = [self._point(body, icon) for icon in ("book", "clock")]
        body.addStretch(6)
        self._practice = self._point(body, "school")

    def _point(self, body: QVBoxLayout, icon: str) -> Words:
        host = QWidget()
        line = row(host, self._look, margins=(0, 3, 0, 3), gap=9)
        line.addWidget(Sign(self._look, icon, tone="railink", size=20))
        words = Words(self._look, tone="railink", wrap=True)
        line.addWidget(words, 1)
        body.addWidget(host)
        return words

    def show_standing(self, standing: Standing) -> None:
        """Draw where this is and what is known of the day."""
        look, place = self._look, standing.place
        self._outlet.setText(place.outlet_name)
        where = self.tr("{province}·{window} 号窗口")
        self._where.setText(
            where.format(province=look.say(place.province_name), window=place.window.lstrip("0") or "0")
        )
        pack = self.tr("规则包 {pack}（草案）") if place.draft else self.tr("规则包 {pack}")
        self._points[0].setText(pack.format(pack=place.pack))
        self._points[1].setText(self._work(standing.waiting, standing.store))
        self._practice.setText(self.tr("练习模式，不影响真实数据"))
        host = self._practice.parentWidget()
        if host is not None:
            host.setVisible(place.practice)

    def _work(self, waiting: Waiting, store: StoreState) -> str:
        if store is not StoreState.WHOLE:
            return self.tr("本机数据正在打开")
        if waiting.refused:
            return self.tr("{count} 件例外，要处理").format(count=waiting.refused)
        if waiting.unsent:
            return self.tr("{count} 件等待送达平台").format(count=waiting.unsent)
        return self.tr("没有等待送达的业务")

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._look.colour("rail"))


class _CheckRow(QWidget):
    """One line of the opening check: icon, name, state shape, word."""

    def __init__(self, look: Look, icon: str, name: str) -> None:
        super().__init__()
        self._name = name
        layout = row(self, look, margins=(0, 0, 0, 0), gap=8)
        layout.addWidget(Sign(look, icon, tone="ink2", size=19))
        layout.addWidget(Words(look, name), 1)
        self._shape = Sign(look, size=17)
        self._words = Words(look)
        layout.addWidget(self._shape)
        layout.addWidget(self._words)
        self.setFixedHeight(look.px(34))

    def show_state(self, shape: str, tone: str, words: str) -> None:
        """Draw the state; trouble is bold."""
        self._shape.show_icon(shape, tone)
        self._words.face("bodybold" if tone in ("wait", "stop") else "body")
        self._words.tone(tone)
        self._words.setText(words)
        self.setAccessibleName(f"{self._name} {words}")


_READER: dict[ReaderState, tuple[str, str, Text]] = {
    ReaderState.STARTING: ("circle-dashed", "ink2", Text("正在找", "looking")),
    ReaderState.NONE: ("alert-triangle", "wait", Text("没有读卡器", "no reader")),
    ReaderState.EMPTY: ("circle-check", "ok", Text("就绪", "ready")),
    ReaderState.CARD: ("circle-check", "ok", Text("就绪，有卡", "ready, card on it")),
    ReaderState.UNREAD: ("circle-check", "ok", Text("就绪", "ready")),
    ReaderState.OTHER: ("circle-check", "ok", Text("就绪，有卡", "ready, card on it")),
    ReaderState.TROUBLE: ("alert-triangle", "wait", Text("读卡服务没有回应", "service silent")),
}


class _Check(Box):
    """开班检查: platform, reader, printer, local data."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        body = column(self, look, margins=(20, 14, 20, 8), gap=0)
        body.addWidget(Words(look, self.tr("开班检查"), face="section"))
        body.addSpacing(look.px(6))
        self._rows = {
            "platform": _CheckRow(look, "cloud-check", self.tr("省平台")),
            "reader": _CheckRow(look, "credit-card", self.tr("社保卡读卡器")),
            "printer": _CheckRow(look, "printer", self.tr("打印机")),
            "store": _CheckRow(look, "database", self.tr("本机数据")),
        }
        for index, line in enumerate(self._rows.values()):
            if index:
                body.addWidget(Line(look))
            body.addWidget(line)

    def show_standing(self, standing: Standing) -> None:
        """Draw what has been checked so far."""
        look = self.look
        line = standing.line
        if line is None or line.kind is LineKind.UNTRIED:
            self._rows["platform"].show_state("circle-dashed", "ink2", look.say(LINE_WORDS[LineKind.UNTRIED]))
        elif line.kind is LineKind.ONLINE:
            self._rows["platform"].show_state("circle-check", "ok", look.say(LINE_WORDS[line.kind]))
        else:
            self._rows["platform"].show_state("alert-triangle", "wait", look.say(LINE_WORDS[line.kind]))
        shape, tone, words = _READER[standing.reader]
        note = (look.say(READER_IN_PROCESS),) if standing.reader_in_process else ()
        self._rows["reader"].show_state(shape, tone, ("，" if look.chinese else ", ").join((look.say(words), *note)))
        if standing.printer_set:
            self._rows["printer"].show_state("circle-check", "ok", self.tr("已设"))
        else:
            self._rows["printer"].show_state("circle-dashed", "ink2", self.tr("未设打印机"))
        shown = {
            StoreState.OPENING: ("circle-dashed", "ink2", self.tr("正在打开")),
            StoreState.WHOLE: ("circle-check", "ok", self.tr("完好")),
            StoreState.TROUBLE: (
                "alert-triangle",
                "stop",
                look.say(standing.store_words) if standing.store_words else "",
            ),
        }
        self._rows["store"].show_state(*shown[standing.store])


class SignInPage(Page):
    """The first page. `signed_in(number, Password)` asks to sign in, with None for a practice clerk who is only
    named.
    """

    signed_in = Signal(str, object)
    size_asked = Signal()
    language_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        layout = row(self, look, gap=0)
        self._left = _Left(look)
        layout.addWidget(self._left)
        right_host = Column(look, margins=(0, 4, 20, 16), gap=0)
        right = right_host.body
        right.addLayout(self._corner())
        right.addStretch(1)
        host = QWidget()
        host.setFixedWidth(look.px(400))
        right.addWidget(host, 0, Qt.AlignmentFlag.AlignHCenter)
        right.addStretch(2)
        layout.addWidget(right_host, 1)
        self._fill(column(host, look, gap=0))
        self._open = False

    def _corner(self) -> QHBoxLayout:
        look = self.look
        corner = row(None, look, gap=4)
        corner.addStretch(1)
        size = KeyButton(look, self.tr("标准字") if look.large else self.tr("大字"), kind="quiet", icon="text-size")
        size.clicked.connect(self.size_asked)
        language = KeyButton(look, "English" if look.chinese else "中文", kind="quiet", icon="language")
        language.clicked.connect(self.language_asked)
        corner.addWidget(size)
        corner.addWidget(language)
        return corner

    def _fill(self, body: QVBoxLayout) -> None:
        look = self.look
        body.addWidget(Words(look, self.tr("登录"), face="name"))
        self._how = Words(look, tone="ink2", wrap=True)
        body.addWidget(self._how)
        body.addSpacing(look.px(10))
        self.form = SignInForm(look, action=self.tr("登录"))
        self.form.given.connect(self._sign_in)
        self.note = self.form.note
        body.addWidget(self.form)
        body.addSpacing(look.px(16))
        self._check = _Check(look)
        body.addWidget(self._check)

    def show_clerks(self, clerks: tuple[Session, ...]) -> None:
        """Fill in the first practice clerk, and name one of each role."""
        if not clerks or self.form.clerk.line.text():
            return
        self.form.clerk.line.setText(clerks[0].clerk)
        one_each = {one.roles[-1]: one.clerk for one in reversed(clerks)}
        named = (
            f"{number} {self.look.say(ROLE_NAMES[role])}" for role, number in sorted(one_each.items(), key=_number)
        )
        self._how.setText(self.tr("练习工号：{names}").format(names=("，" if self.look.chinese else ", ").join(named)))

    def show_standing(self, standing: Standing) -> None:
        """Draw the place and the opening check."""
        self._left.show_standing(standing)
        self._check.show_standing(standing)
        self._open = standing.store is StoreState.WHOLE
        if self.form.free is not standing.place.practice or not self._how.text():
            self.form.let_free(standing.place.practice)
            self._how.setText(self.tr("练习模式，不用密码") if self.form.free else self.tr("输入自己的工号和密码"))

    def say_fault(self, words: str) -> None:
        """Why signing in did not work, under the fields."""
        self.form.say_fault(words)

    def clear(self) -> None:
        """For whoever comes next."""
        if not self.form.free:
            self.form.clerk.line.clear()
        self.form.password.clear()
        self.form.quiet()

    def _sign_in(self, number: str, password: Password | None) -> None:
        if self._open:
            self.signed_in.emit(number, password)
            return
        if password is not None:
            password.wipe()
        self.note.show_note(self.tr("等本机数据打开后再登录"), fault=False)

    def enter(self) -> bool:
        self.form.enter()
        return True

    def focus_first(self) -> None:
        self.form.focus_first()


def _number(one: tuple[Role, str]) -> str:
    return one[1]
