"""The status strip: line, reader, printer at the left; clerk, outlet, province and pack, clock at the right.

Each slot is icon, name, state shape and word; a narrow window or large text takes words away where they are needed
least. A click on the line tries the platform at once.
"""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.domain.text import Text
from counter_app.ports import LineKind
from ui.look import Look
from ui.print_words import printer_look
from ui.standing import LINE_WORDS, READER_IN_PROCESS, SHORT_LINE_WORDS, ReaderState, Standing, line_look
from ui.widgets.box import Box, Column, row
from ui.widgets.pressable import Pressable
from ui.widgets.words import Line, Sign, Words

LINE_WIDTH = 236


class LineSlot(Pressable):
    """State of the line, since when, how much waits; in practice it also reads 练习."""

    def __init__(self, look: Look) -> None:
        super().__init__(look, kind="row")
        self._ground, self._tone = "sunken", "ink2"
        self.setFixedSize(look.px(LINE_WIDTH if look.chinese else 268), look.px(36))
        layout = row(self, look, margins=(15, 0, 6, 0), gap=7)
        self._sign = Sign(look, size=18)
        layout.addWidget(self._sign)
        lines_host = Column(look)
        lines = lines_host.body
        lines.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        host = lines_host
        host.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        top = row(None, look, gap=6)
        self._bold = Words(look, face="notebold")
        self._plain = Words(look, face="note")
        for words in (self._bold, self._plain):
            words.setFixedHeight(look.px(17))
        top.addWidget(self._bold)
        top.addWidget(self._plain)
        top.addStretch(1)
        lines.addLayout(top)
        self._why = Words(look, face="small")
        self._why.setFixedHeight(look.px(16))
        lines.addWidget(self._why)
        layout.addWidget(host, 1)

    def show_standing(self, standing: Standing) -> None:
        """Draw the line."""
        look = self.look
        oldest = standing.waiting.oldest
        since = standing.line.since if standing.line is not None else oldest
        shown = line_look(standing, clock=look.clock(since) if since else "")
        self._ground = {"plain": "sunken"}.get(shown.kind, f"{shown.kind}soft")
        tone = {"plain": "ink2"}.get(shown.kind, shown.kind)
        self._sign.show_icon(shown.icon, tone)
        counts = look.say(shown.plain) if shown.plain else ""
        both = bool(standing.waiting.unsent and standing.waiting.refused)
        practice = self.tr("练习") if standing.place.practice else ""
        plain, below = (practice, counts) if both else (counts, practice)
        for words, said in ((self._bold, look.say(shown.bold)), (self._plain, plain)):
            words.tone(tone)
            words.setText(said)
        self._plain.face("notebold" if shown.kind == "wait" else "note")
        why = self._joined(below, self._reason(standing, short=both))
        self._why.tone(tone)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self.setAccessibleName(" ".join(w for w in (look.say(shown.bold), plain, why) if w))
        self.setToolTip(self._more(standing))
        self.update()

    def _joined(self, below: str, why: str) -> str:
        if below:
            why = why[:1].lower() + why[1:]
        return ("·" if self.look.chinese else ", ").join(words for words in (below, why) if words)

    def _reason(self, standing: Standing, *, short: bool) -> str:
        if standing.line is None or standing.line.kind in (LineKind.ONLINE, LineKind.UNTRIED):
            return ""
        return self.look.say((SHORT_LINE_WORDS if short else LINE_WORDS)[standing.line.kind])

    def _more(self, standing: Standing) -> str:
        detail = standing.line.detail if standing.line is not None else None
        retry = self.tr("点击立即重试")
        return f"{self.look.say(detail)}\n{retry}" if detail is not None else retry

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self.look.colour(self._ground))


class Slot(QWidget):
    """Icon, name, state shape, word. Where there is no room for all, it gives way by degrees: `WHOLE`, `SHORT` words,
    `NAMELESS`, `BARE` (icon and shape; nothing at all where it has no shape). A screen reader is told the whole.
    """

    WHOLE, SHORT, NAMELESS, BARE = range(4)
    clicked = Signal()

    def __init__(self, look: Look, icon: str, name: str = "") -> None:
        super().__init__()
        self.look = look
        self._name, self._whole, self._short = name, "", ""
        self.hint = ""
        self._leads = False
        layout = row(self, look, gap=4)
        layout.addWidget(Sign(look, icon, tone="ink2", size=18))
        self._label = Words(look, name, face="note")
        self._shape = Sign(look, size=16)
        self._words = Words(look, face="note")
        for part in (self._label, self._shape, self._words):
            layout.addWidget(part)
        self._label.setVisible(bool(name))
        self._shape.hide()
        self._shaped = False
        self.wanted = True
        self._given: tuple[int, bool, bool, str, str] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def leads(self) -> None:
        """A click leads somewhere."""
        self._leads = True
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if self._leads and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def show_state(self, words: str, *, shape: str = "", tone: str = "ink", short: str = "") -> None:
        """Draw the state; trouble (tone wait or stop) is bold. `short`: the same in fewer words."""
        self._shaped, self._whole, self._short = bool(shape), words, short or words
        self._shape.setVisible(self._shaped)
        self._shape.show_icon(shape, "ink2" if tone == "ink" else tone)
        self._words.face("notebold" if tone in ("wait", "stop") else "note")
        self._words.tone(tone)
        self.setAccessibleName(f"{self._name} {words}".strip())

    def give_way(self, degree: int) -> None:
        """Take no more room than this degree."""
        now = (degree, self.wanted, self._shaped, self._whole, self._short)
        if now == self._given:
            return
        self._given = now
        self.setVisible(self.wanted and (degree < self.BARE or self._shaped))
        self._label.setVisible(bool(self._name) and degree < self.NAMELESS)
        self._words.setVisible(degree < self.BARE)
        self._words.setText(self._whole if degree == self.WHOLE else self._short)
        said = self.accessibleName() if degree else ""
        self.setToolTip("\n".join(part for part in (said, self.hint) if part))
        inside = self.layout()
        if inside is not None:
            inside.activate()


_READER: dict[ReaderState, tuple[str, str, Text]] = {
    ReaderState.STARTING: ("circle-dashed", "ink", Text("启动中", "starting")),
    ReaderState.NONE: ("alert-triangle", "wait", Text("没有读卡器", "no reader")),
    ReaderState.EMPTY: ("circle-dashed", "ink", Text("无卡", "empty")),
    ReaderState.CARD: ("circle-check", "ok", Text("有卡", "card")),
    ReaderState.UNREAD: ("alert-triangle", "wait", Text("卡没读出", "not read")),
    ReaderState.OTHER: ("alert-triangle", "wait", Text("不是本人", "not theirs")),
    ReaderState.TROUBLE: ("alert-triangle", "wait", Text("读卡服务没有回应", "service silent")),
}
_ID_READER: dict[ReaderState, tuple[str, str, Text]] = {
    **_READER,
    ReaderState.EMPTY: ("circle-dashed", "ink", Text("就绪", "ready")),
    ReaderState.CARD: ("circle-check", "ok", Text("已读", "read")),
    ReaderState.UNREAD: ("alert-triangle", "wait", Text("没读出", "not read")),
}


_SHORT_TROUBLE = Text("没有回应", "silent")


class Strip(Box):
    """All slots of the strip."""

    retry_asked = Signal()
    papers_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look, fill="surface", border="", radius=0)
        self.setFixedHeight(look.px(36) + 1)
        layout = row(self, look, margins=(0, 1, 16, 0), gap=12)
        self.line = LineSlot(look)
        self.line.clicked.connect(self.retry_asked)
        layout.addWidget(self.line)
        layout.addSpacing(look.px(4))
        self.reader = Slot(look, "credit-card", self.tr("社保卡"))
        self.id_reader = Slot(look, "id", self.tr("身份证"))
        self._id_line = Line(look, upright=True, length=16)
        self.printer = Slot(look, "printer", self.tr("打印机"))
        self.printer.leads()
        self.printer.clicked.connect(self.papers_asked)
        self.clerk = Slot(look, "user")
        self.outlet = Slot(look, "building-bank")
        self.province = Slot(look, "map-pin")
        self.clock = Words(look, face="notebold")
        between = Line(look, upright=True, length=16)
        for part in (self.reader, self._id_line, self.id_reader, between, self.printer):
            layout.addWidget(part)
        layout.addStretch(1)
        self._clerk_line = Line(look, upright=True, length=16)
        self._outlet_line = Line(look, upright=True, length=16)
        for part in (self.clerk, self._clerk_line, self.outlet, self._outlet_line, self.province):
            layout.addWidget(part)
        layout.addWidget(Line(look, upright=True, length=16))
        layout.addWidget(self.clock)
        self._slots = (self.reader, self.id_reader, self.printer, self.clerk, self.outlet, self.province)
        self._give_way = (
            (self.province, Slot.SHORT),
            (self.outlet, Slot.BARE),
            (self.province, Slot.BARE),
            (self.printer, Slot.BARE),
            (self.clerk, Slot.SHORT),
            (self.reader, Slot.SHORT),
            (self.id_reader, Slot.SHORT),
            (self.reader, Slot.NAMELESS),
            (self.id_reader, Slot.NAMELESS),
        )
        self._clock_wrong = False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(1000)
        self._tick()

    def _tick(self) -> None:
        now = self.look.clock(datetime.now(UTC))
        if self._clock_wrong:
            now = self.tr("时钟不准 {clock}").format(clock=now)
        if self.clock.text() != now:
            self.clock.setText(now)

    def _show_clock(self, trouble: Text | None) -> None:
        """A clock that is wrong says so beside the time; what to do stands in its hint and on the person's page."""
        words = self.look.say(trouble) if trouble is not None else ""
        self._clock_wrong = trouble is not None
        self.clock.tone("stop" if self._clock_wrong else "ink")
        self.clock.setToolTip(words)
        self.clock.setAccessibleDescription(words)
        self._tick()

    def show_standing(self, standing: Standing) -> None:
        """Draw how things stand."""
        look = self.look
        self.line.show_standing(standing)
        shape, tone, words = _READER[standing.reader]
        note = (look.say(READER_IN_PROCESS),) if standing.reader_in_process else ()
        said = ("，" if look.chinese else ", ").join((look.say(words), *note))
        short = look.say(_SHORT_TROUBLE if standing.reader is ReaderState.TROUBLE else words)
        self.reader.show_state(said, shape=shape, tone=tone, short=short)
        self._show_id_reader(standing.id_reader)
        printing = printer_look(standing)
        self.printer.show_state(
            look.say(printing.words), shape=printing.shape, tone=printing.tone, short=look.say(printing.short)
        )
        self.printer.hint = look.say(printing.hint)
        clerk = standing.session
        self.clerk.wanted = clerk is not None
        self.clerk.show_state(f"{clerk.name} {clerk.clerk}" if clerk else "", short=clerk.clerk if clerk else "")
        place = standing.place
        self.outlet.show_state(place.outlet_name)
        province = look.say(place.province_name)
        self.province.show_state(f"{province} {place.pack}", short=province)
        self._show_clock(standing.clock_trouble)
        self._fit()

    def _show_id_reader(self, state: ReaderState | None) -> None:
        self.id_reader.wanted = state is not None
        if state is not None:
            shape, tone, words = _ID_READER[state]
            short = self.look.say(_SHORT_TROUBLE if state is ReaderState.TROUBLE else words)
            self.id_reader.show_state(self.look.say(words), shape=shape, tone=tone, short=short)

    def _fit(self) -> None:
        """Take words away until everything has room: first what a clerk knows anyway, last how the readers stand."""
        degrees = dict.fromkeys(self._slots, Slot.WHOLE)
        layout = self.layout()
        for slot, degree in ((self.reader, Slot.WHOLE), *self._give_way):
            degrees[slot] = degree
            for one in self._slots:
                one.give_way(degrees[one])
            self._id_line.setVisible(self.id_reader.wanted)
            self._clerk_line.setHidden(self.clerk.isHidden() or (self.outlet.isHidden() and self.province.isHidden()))
            self._outlet_line.setHidden(self.outlet.isHidden() or self.province.isHidden())
            if layout is None:
                return
            layout.invalidate()
            if layout.totalMinimumSize().width() <= self.width():
                return

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())  # the words are what yields, never the window

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        super().paintEvent(_event)
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, self.width(), 1), self.look.colour("line"))
