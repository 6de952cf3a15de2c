"""The course of an operation, line by line in the order of time: what this counter did, and what happened elsewhere.

Refuses to judge which of the two is right.
"""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from counter_app.desk.views_exceptions import Happening
from counter_app.domain.moments import local
from ui.look import Look
from ui.widgets.box import Chip, column, row
from ui.widgets.words import Words


class Course(QWidget):
    """Time, where, what. The day is said where they are not all of one day."""

    def __init__(self, look: Look, happenings: tuple[Happening, ...]) -> None:
        super().__init__()
        self.look = look
        lines = column(self, look, gap=6)
        lines.addWidget(Words(look, self.tr("经过：本窗口和别处，按时间先后"), face="note", tone="ink2", wrap=True))
        one_day = len({local(one.at).date() for one in happenings}) == 1
        for one in happenings:
            day = "" if one_day else f"{local(one.at):%m-%d} "
            place = self.tr("本窗口") if one.here else self.tr("别处")
            line = row(None, look, gap=8)
            line.addWidget(Words(look, f"{day}{look.clock(one.at)}", face="note", tone="ink2"))
            line.addWidget(Chip(look, place, kind="plain" if one.here else "brand", icon=one.icon))
            line.addWidget(Words(look, look.say(one.words), face="note", wrap=True), 1)
            lines.addLayout(line)
