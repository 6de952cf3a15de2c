"""The practice page: lay a practice person's card on the reader, take it away, cut the line to the platform and join
it.

Drawn only in practice mode. Refuses to touch anything itself: it asks.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from counter_app.domain.card import STATE_NAMES
from counter_app.domain.holder import Person
from counter_app.domain.numbers import mask_card
from ui.look import Look
from ui.pages.page import Page
from ui.states import appearance
from ui.widgets.box import Box, Chip, column, row
from ui.widgets.clearing import empty
from ui.widgets.fields import Entry
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Line, Words

PAUSE_MS = 250
MOST = 40
AT_ONCE = 4
NAME_WIDTH, NAME_WIDTH_LARGE = 214, 104  # px at 100 %


class PracticePage(Page):
    """`asked(text)`, `put(number)`, `took`, `cut(on)`, `opened(number)`."""

    asked = Signal(str)
    put = Signal(str)
    took = Signal()
    cut = Signal(bool)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._lying, self._cut = "", False
        self._to_draw: list[Person] = []
        body = column(self, look, margins=(24, 18, 24, 20), gap=16)
        top = row(None, look, gap=12)
        top.addWidget(Words(look, self.tr("练习"), face="title"))
        top.addWidget(Words(look, self.tr("都是虚构的人和卡，可以随便试"), tone="ink2"), 1)
        body.addLayout(top)
        middle = row(None, look, gap=16)
        middle.addWidget(self._people_box(), 1)
        middle.addWidget(self._side())
        body.addLayout(middle, 1)

    def _people_box(self) -> Box:
        look = self.look
        box = Box(look)
        lines = column(box, look, margins=(20, 16, 8, 10), gap=10)
        head = row(None, look, margins=(0, 0, 12, 0), gap=12)
        head.addWidget(Words(look, self.tr("练习用的人"), face="section"))
        self.entry = Entry(look, name=self.tr("查找练习用的人"), icon="search", height=36)
        self.entry.line.setPlaceholderText(self.tr("姓名或号码"))
        head.addWidget(self.entry, 1)
        lines.addLayout(head)
        area = ScrollColumn(look, margins=(0, 0, 8, 0))
        self._people = area.body
        lines.addWidget(area, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self.asked.emit(self.entry.line.text()))
        self.entry.line.textEdited.connect(lambda _words: self._timer.start(PAUSE_MS))
        return box

    def _side(self) -> QWidget:
        look = self.look
        side = QWidget()
        side.setFixedWidth(look.px(290 if look.large else 360))
        body = column(side, look, gap=16)
        card = Box(look)
        lines = column(card, look, margins=(20, 16, 20, 18), gap=10)
        lines.addWidget(Words(look, self.tr("读卡器上的卡"), face="section"))
        self._on_reader = Words(look, wrap=True)
        lines.addWidget(self._on_reader)
        self._take = KeyButton(look, self.tr("把卡拿走"), icon="hand-stop")
        self._take.clicked.connect(self.took)
        lines.addWidget(self._take, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(card)
        line = Box(look)
        lines = column(line, look, margins=(20, 16, 20, 18), gap=10)
        lines.addWidget(Words(look, self.tr("到省平台的线路"), face="section"))
        self._line = Chip(look)
        lines.addWidget(self._line, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addWidget(Words(look, self.tr("断开后照样受理，接通后自动送出。"), tone="ink2", wrap=True))
        self._switch = KeyButton(look, self.tr("断开线路"), icon="plug-connected-x")
        self._switch.clicked.connect(lambda: self.cut.emit(not self._cut))
        lines.addWidget(self._switch, 0, Qt.AlignmentFlag.AlignLeft)
        body.addWidget(line)
        body.addStretch(1)
        return side

    def show_people(self, people: tuple[Person, ...]) -> None:
        """Draw the practice people: name, number and card are made up, so they stand here whole."""
        look = self.look
        empty(self._people)
        self._to_draw = list(people[:MOST])
        if not people:
            self._people.addWidget(Words(look, self.tr("没有这个人"), tone="ink2"))
        self._people.addStretch(1)
        self._draw_some()

    def _draw_some(self) -> None:
        """A few rows in one turn of the loop, so that a long list never holds up the window."""
        some, self._to_draw = self._to_draw[:AT_ONCE], self._to_draw[AT_ONCE:]
        for person in some:
            place = self._people.count() - 1
            self._people.insertWidget(place, self._person_row(person))
            self._people.insertWidget(place + 1, Line(self.look))
        if self._to_draw:
            QTimer.singleShot(0, self, self._draw_some)

    def _person_row(self, person: Person) -> QWidget:
        look, card, host = self.look, person.card, QWidget()
        line = row(host, look, margins=(0, 6, 4, 6), gap=12)
        name = Words(look, person.holder.name, face="bodybold", wrap=True)
        name.setFixedWidth(look.px(NAME_WIDTH_LARGE if look.large else NAME_WIDTH))
        line.addWidget(name)
        number = Words(look, person.holder.number, face="note", tone="ink2")
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        number.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        number.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        line.addWidget(number)
        if card is not None and not look.large:
            line.addWidget(Words(look, mask_card(card.number), face="note", tone="ink2"))
        line.addStretch(1)
        if card is not None:
            icon, tone = appearance(card.state)
            kind = tone if tone in ("ok", "wait", "stop") else "plain"
            line.addWidget(Chip(look, look.say(STATE_NAMES[card.state]), kind=kind, icon=icon))
            button = KeyButton(look, self.tr("放卡"), height=32, icon="credit-card")
            button.setAccessibleName(self.tr("放 {name} 的卡").format(name=person.holder.name))
            button.clicked.connect(lambda _on=False, one=person.holder.number: self.put.emit(one))
            line.addWidget(button)
        return host

    def show_state(self, lying: str, cut: bool) -> None:
        """Draw what lies on the reader (a name, empty for nothing) and whether the line is cut."""
        self._lying, self._cut = lying, cut
        self._on_reader.setText(lying or self.tr("没有卡"))
        self._take.setVisible(bool(lying))
        if cut:
            self._line.show_state(self.tr("已断开"), kind="wait", icon="cloud-off")
            self._switch.say(self.tr("接通线路"))
        else:
            self._line.show_state(self.tr("已接通"), kind="ok", icon="cloud-check")
            self._switch.say(self.tr("断开线路"))

    def focus_first(self) -> None:
        self.entry.line.setFocus(Qt.FocusReason.OtherFocusReason)
