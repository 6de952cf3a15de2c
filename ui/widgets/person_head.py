"""The person in front of the window: the header of the person page, and the bar a visit shrinks to in a procedure.

Refuses to show a whole number by itself (`number_asked`); the name is shown whole to the clerk.
"""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.desk.views import OutcomeView, PersonView, VisitView
from counter_app.domain.card import STATE_NAMES
from counter_app.domain.holder import Holder, Source
from counter_app.domain.moments import local
from counter_app.domain.numbers import mask_identity, mask_mobile
from counter_app.domain.projection import HalfView
from counter_app.domain.text import Text
from ui.look import Look
from ui.states import MARKS, appearance
from ui.widgets.box import Box, Chip, Column, round_box, row
from ui.widgets.pressable import KeyButton
from ui.widgets.steps import Steps
from ui.widgets.words import Line, Sign, Words

LONG_NAME, LONGEST_NAME = 12, 26  # characters; a longer name stands smaller, so that it stands whole
HEAD_NAME, HEAD_NAME_LARGE = 900, 660  # px at 100 % for the name on the person page
BAR_NAME, BAR_NAME_LARGE = 176, 120  # px at 100 % for the name in the bar
SHOW_ROOM, SHOW_ROOM_ENGLISH = 700, 810  # px at 100 % for the facts with the button that shows a number
_SEXES = {"1": Text("男", "male"), "2": Text("女", "female")}


class Mark(Box):
    """The mark of a visit: 甲 on the brand's ground."""

    def __init__(self, look: Look, mark: int = 0, *, size: int = 26) -> None:
        super().__init__(look, fill="brand", border="", radius=6)
        self._words = Words(look, face="bodybold", tone="onbrand")
        row(self, look).addWidget(self._words, 0, Qt.AlignmentFlag.AlignCenter)
        self.setFixedSize(look.px(size), look.px(size))
        self.show_mark(mark)

    def show_mark(self, mark: int) -> None:
        """Draw another mark."""
        self._words.setText(self.look.say(MARKS)[mark % 3])


class Portrait(QWidget):
    """The place of the photo: a plain outline while there is none."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setFixedSize(look.px(56), look.px(70))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter, frame = self._look, QPainter(self), QRectF(self.rect())
        round_box(painter, frame, look, fill="brandsoft", border="brandline", radius=look.px(4))
        path = QPainterPath()
        path.addRoundedRect(frame.adjusted(1, 1, -1, -1), look.px(4), look.px(4))
        painter.setClipPath(path)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("brandline"))
        painter.drawEllipse(QRectF(look.px(16), look.px(13), look.px(24), look.px(29)))
        painter.drawEllipse(QRectF(look.px(4), look.px(46), look.px(48), look.px(50)))


class PersonHeader(QWidget):
    """Who it is: photo, name, chips of how that was proved, one line of masked facts, and the way out."""

    ended = Signal()
    number_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        layout = row(self, look, gap=16)
        layout.addWidget(Portrait(look))
        lines_host = Column(look, gap=4)
        lines = lines_host.body
        top = row(None, look, gap=10)
        self._mark = Mark(look)
        self._name = Words(look, face="name")
        self._proof, self._source = Chip(look), Chip(look)
        for part in (self._mark, self._name, self._proof, self._source):
            top.addWidget(part)
        top.addStretch(1)
        lines.addLayout(top)
        self._beside, self._below = top, row(None, look, gap=10)
        facts = row(None, look, gap=10)
        self._number = Words(look, face="input")
        self._facts = [Words(look, tone="ink2") for _ in range(2)]
        self._lines = [Line(look, upright=True, length=14) for _ in range(2)]
        facts.addWidget(self._number)
        for line, words in zip(self._lines, self._facts, strict=True):
            facts.addWidget(line)
            facts.addWidget(words)
        self.show_number = KeyButton(look, self.tr("显示号码"), kind="link", key="Ctrl D", height=28)
        self.show_number.clicked.connect(self.number_asked)
        facts.addWidget(self.show_number)
        facts.addStretch(1)
        lines.addLayout(facts)
        self._below.addStretch(1)
        lines.addLayout(self._below)
        layout.addWidget(lines_host, 1)
        self.end = KeyButton(look, self.tr("结束"), key="Esc")
        self.end.clicked.connect(self.ended)
        layout.addWidget(self.end)

    def show_person(self, view: PersonView, *, now: datetime) -> None:
        """Draw the person of the visit."""
        holder = view.person.holder
        self._mark.show_mark(view.mark)
        self._show_name(holder.name or self.tr("姓名待填"))
        if view.proof == "document":
            proof = self.tr("身份证和社保卡已读") if view.card_here else self.tr("身份证已读")
            self._proof.show_state(proof, kind="ok", icon="id")
        elif view.proof == "card":
            self._proof.show_state(self.tr("社保卡已读"), kind="ok", icon="credit-card")
        else:
            found = view.source is not Source.TYPED
            proof = self.tr("按号码找到，请核对证件") if found else self.tr("按号码受理，请核对证件")
            self._proof.show_state(proof, kind="brand", icon="id")
        self._show_source(view, now)
        self._number.setText(mask_identity(holder.number))
        facts = (self._sex_and_age(holder, now), self._mobile(holder))
        for line, words, fact in zip(self._lines, self._facts, facts, strict=True):
            words.setText(fact)
            words.setVisible(bool(fact))
            line.setVisible(bool(fact))
        self.setAccessibleName(f"{holder.name} {mask_identity(holder.number)}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a narrow screen the button gives way to who it is; its key works all the same."""
        super().resizeEvent(event)
        least = SHOW_ROOM if self.look.chinese else SHOW_ROOM_ENGLISH
        self.show_number.setVisible(self.width() >= self.look.px(least))

    def _show_name(self, name: str) -> None:
        """A long name stands smaller, and what proved it goes below: so it stands whole for as long as it can."""
        long = len(name) > LONG_NAME
        face = "name" if not long else "title" if len(name) <= LONGEST_NAME and not self.look.large else "section"
        self._name.face(face)
        self._name.say_within(name, most=self.look.px(HEAD_NAME_LARGE if self.look.large else HEAD_NAME))
        line, place = (self._below, 0) if long else (self._beside, 2)
        for chip in (self._source, self._proof):
            self._beside.removeWidget(chip)
            self._below.removeWidget(chip)
            line.insertWidget(place, chip)

    def _show_source(self, view: PersonView, now: datetime) -> None:
        as_of = view.person.as_of
        self._source.setVisible(view.source is not Source.PLATFORM)
        if as_of is None:
            self._source.show_state(self.tr("本机没有此人数据"), kind="wait", icon="cloud-off")
        else:
            when = self.look.when(as_of, now=now)
            self._source.show_state(self.tr("本机数据·{when}").format(when=when), kind="plain", icon="database")

    def _sex_and_age(self, holder: Holder, now: datetime) -> str:
        sex = self.look.say(_SEXES[holder.sex]) if holder.sex in _SEXES else ""
        if holder.birth_date is None:
            return sex
        today, born = local(now).date(), holder.birth_date
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        return self.tr("{sex}·{age} 岁").format(sex=sex, age=age) if sex else self.tr("{age} 岁").format(age=age)

    def _mobile(self, holder: Holder) -> str:
        return self.tr("手机 {number}").format(number=mask_mobile(holder.mobile)) if holder.mobile else ""


class VisitBar(QWidget):
    """The person in a procedure: mark, name, both halves as icon and word, the procedure's name, steps at the right
    end.
    """

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setFixedHeight(look.px(56))
        layout = row(self, look, margins=(24, 0, 24, 0), gap=10)
        self._mark = Mark(look, size=28)
        self._roomy = look.chinese and not look.large
        self._name = Words(look, face="section")
        self._number = Words(look, tone="ink2")
        self._title = Words(look, face="section", tone="brand")
        self._halves = [(Words(look, tone="ink2"), Sign(look, size=17), Words(look)) for _ in range(2)]
        self._groups: list[QHBoxLayout] = []
        layout.addWidget(self._mark)
        layout.addWidget(self._name)
        layout.addWidget(self._number)
        layout.addWidget(Line(look, upright=True, length=20))
        for label, sign, words in self._halves:
            group = row(None, look, gap=5)
            for part in (label, sign, words):
                group.addWidget(part)
            layout.addLayout(group)
            self._groups.append(group)
        layout.addWidget(Line(look, upright=True, length=20))
        layout.addWidget(self._title)
        layout.addStretch(1)
        self.steps = Steps(look)
        self._steps: tuple[tuple[str, ...], int] = ((), 0)
        layout.addWidget(self.steps)

    def _fit_steps(self) -> None:
        """Every step in words where there is room for it, else only the one that is now; the bars shrink first."""
        layout = self.layout()
        if layout is None:
            return
        titles, current = self._steps
        for bar, terse in ((40, False), (16, False), (40, True), (16, True), (6, True)):
            self.steps.show_steps(titles, current, bar=bar, terse=terse)
            layout.invalidate()
            for group in self._groups:  # a layout inside another keeps its old size until it is told itself
                group.invalidate()
            if layout.totalMinimumSize().width() <= self.width():
                return

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.height())  # the steps are what yields, never the page

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_steps()

    def show_visit(self, view: VisitView | OutcomeView, *, current: int, name: str = "") -> None:
        """Draw the bar; `current` is the step that is now, past the end when all are done."""
        holder = view.person.holder
        shown = holder.name or name or self.tr("姓名待填")
        self._mark.show_mark(view.mark)
        self._name.say_within(shown, most=self.look.px(BAR_NAME_LARGE if self.look.large else BAR_NAME))
        self._number.setText(mask_identity(holder.number))
        self._number.setVisible(not self.look.large)
        self._title.setText(self.look.say(view.title))
        names = (self.tr("社保"), self.tr("金融"))
        for (label, sign, words), half, short in zip(self._halves, (view.view.ssc, view.view.bank), names, strict=True):
            label.setText(short)
            self._show_half(half, sign, words)
        self._steps = (tuple(self.look.say(t) for t in view.steps), current)
        self._fit_steps()
        self.setAccessibleName(f"{shown} {self.look.say(view.title)}")

    def _show_half(self, half: HalfView, sign: Sign, words: Words) -> None:
        name = self.look.say(STATE_NAMES[half.shown])
        if half.waiting is not None:
            sign.show_icon("clock", "wait")
            words.face("bodybold")
            words.tone("wait")
            words.setText(self.tr("{state}，等待").format(state=name) if self._roomy else self.tr("等待"))
            return
        icon, tone = appearance(half.shown)
        sign.show_icon(icon, tone)
        words.face("body")
        words.tone(tone)
        words.setText(name)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.colour("surface"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, self.look.colour("line"))
