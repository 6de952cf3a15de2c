"""The course of an operation in two columns, line by line in the order of time: what this counter did, and what
happened elsewhere.

Refuses to judge which of the two is right.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from counter_app.desk.views_exceptions import Happening
from counter_app.domain.moments import local
from ui.look import Look
from ui.widgets.box import column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Line, Sign, Words

MOST, MOST_LARGE = 196, 120  # px at 100 % for the course under the table; it scrolls beyond


class CoursePanel(QWidget):
    """The course of the row that is chosen, under the table; away while there is none to tell."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        lines = column(self, look)
        lines.addWidget(Line(look))
        self._area = ScrollColumn(look, margins=(24, 8, 20, 8), gap=0)
        self._area.setFixedHeight(look.px(MOST_LARGE if look.large else MOST))
        lines.addWidget(self._area)
        self.hide()

    def show_course(self, happenings: tuple[Happening, ...]) -> None:
        """Draw it; nothing to tell, nothing is there."""
        empty(self._area.body)
        self.setVisible(bool(happenings))
        if happenings:
            self._area.body.addWidget(Course(self.look, happenings))
            self._area.body.addStretch(1)
        appear(self._area.body)


class Course(QWidget):
    """Time, here, elsewhere. The day is said where they are not all of one day."""

    def __init__(self, look: Look, happenings: tuple[Happening, ...]) -> None:
        super().__init__()
        self.look = look
        lines = QGridLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(look.px(14))
        lines.setVerticalSpacing(look.px(4))
        lines.setColumnStretch(1, 1)
        lines.setColumnStretch(2, 1)
        heads = (self.tr("时间"), self.tr("本窗口做的"), self.tr("别处发生的"))
        for place, words in enumerate(heads):
            lines.addWidget(Words(look, words, face="note", tone="ink2"), 0, place)
        one_day = len({local(one.at).date() for one in happenings}) == 1
        for number, one in enumerate(happenings, start=1):
            day = "" if one_day else f"{local(one.at):%m-%d} "
            moment = Words(look, f"{day}{look.clock(one.at)}", face="note", tone="ink2")
            lines.addWidget(moment, number, 0, Qt.AlignmentFlag.AlignTop)
            lines.addWidget(self._what(one), number, 1 if one.here else 2)

    def _what(self, one: Happening) -> QWidget:
        words = self.look.say(one.words)
        if one.note:
            words = self.tr("{what}：{note}").format(what=words, note=one.note)
        host = QWidget()
        line = row(host, self.look, gap=8)
        sign = Sign(self.look, one.icon, tone="ink2" if one.here else "brand", size=16)
        line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Words(self.look, words, face="note", wrap=True), 1)
        return host
