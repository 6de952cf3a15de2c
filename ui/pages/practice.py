"""The practice page: find a practice person, lay their card or identity card on a reader; beside it the trainer's
panel.

Drawn only in practice mode. Refuses to touch anything itself: it asks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from counter_app.domain.card import STATE_NAMES
from counter_app.domain.holder import Person
from counter_app.domain.numbers import mask_card
from counter_app.domain.text import Text
from ui.look import Look
from ui.pages.page import Page
from ui.pages.trainer_panel import TrainerPanel
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
NAME_WIDTH, NAME_WIDTH_LARGE = 150, 124  # px at 100 %


class PracticePage(Page):
    """`asked(text)`, `put(number)`, `put_document(number)`; the rest is asked by its `panel`."""

    asked = Signal(str)
    put = Signal(str)
    put_document = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._to_draw: list[Person] = []
        self._cases: Mapping[str, Text] = {}
        body = column(self, look, margins=(24, 18, 24, 20), gap=16)
        top = row(None, look, gap=12)
        top.addWidget(Words(look, self.tr("练习"), face="title"))
        top.addWidget(Words(look, self.tr("都是虚构的人和卡，可以随便试"), tone="ink2"), 1)
        body.addLayout(top)
        middle = row(None, look, gap=16)
        middle.addWidget(self._people_box(), 1)
        self.panel = TrainerPanel(look)
        middle.addWidget(self.panel)
        body.addLayout(middle, 1)

    def _people_box(self) -> Box:
        look = self.look
        box = Box(look)
        lines = column(box, look, margins=(20, 16, 8, 10), gap=10)
        head = row(None, look, margins=(0, 0, 12, 0), gap=12)
        head.addWidget(Words(look, self.tr("练习用的人"), face="section"))
        self.entry = Entry(look, name=self.tr("查找练习用的人"), icon="search", height=36)
        self.entry.line.setPlaceholderText(self.tr("姓名、号码或卡况"))
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

    def show_people(self, people: Sequence[Person], cases: Mapping[str, Text]) -> None:
        """Draw the practice people: name, number and card are made up, so they stand here whole. `cases`: what is hard
        about a card, by its holder's number.
        """
        look, self._cases = self.look, cases
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
        line.addWidget(self._who(person))
        line.addStretch(1)
        if card is not None:
            icon, tone = appearance(card.state)
            kind = tone if tone in ("ok", "wait", "stop") else "plain"
            line.addWidget(Chip(look, look.say(STATE_NAMES[card.state]), kind=kind, icon=icon))
            line.addWidget(self._button(person, self.tr("放卡"), self.tr("放 {name} 的卡"), self.put, "credit-card"))
        line.addWidget(
            self._button(person, self.tr("放身份证"), self.tr("放 {name} 的身份证"), self.put_document, "id")
        )
        return host

    def _who(self, person: Person) -> QWidget:
        """Name and number (below it in large text), which can be copied; what is hard about the card."""
        look, card, host = self.look, person.card, QWidget()
        lines = column(host, look, gap=2)
        line = row(None, look, gap=12)
        name = Words(look, person.holder.name, face="bodybold", wrap=True)
        name.setFixedWidth(look.px(NAME_WIDTH_LARGE if look.large else NAME_WIDTH))
        line.addWidget(name)
        number = Words(look, person.holder.number, face="note", tone="ink2")
        number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        number.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        number.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, False)
        lines.addLayout(line)
        if look.large:
            lines.addWidget(number)
        else:
            line.addWidget(number)
            line.addWidget(Words(look, mask_card(card.number) if card else "", face="note", tone="ink2"))
        line.addStretch(1)
        case = self._cases.get(person.holder.number)
        if case is not None:
            words = Words(look, look.say(case), face="note", tone="ink2", wrap=True)
            words.setMinimumWidth(1)  # it wraps before anything beside it gets narrower
            lines.addWidget(words)
        return host

    def _button(self, person: Person, words: str, spoken: str, asks: SignalInstance, icon: str) -> KeyButton:
        button = KeyButton(self.look, words, height=32, icon="" if self.look.large else icon)
        button.setAccessibleName(spoken.format(name=person.holder.name))
        button.clicked.connect(lambda _on=False, one=person.holder.number: asks.emit(one))
        return button

    def focus_first(self) -> None:
        self.entry.line.setFocus(Qt.FocusReason.OtherFocusReason)
