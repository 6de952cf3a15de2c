"""The guide of the pack beside a procedure: points with icon and heading, and the legal basis at its foot."""

from __future__ import annotations

from PySide6.QtCore import Qt

from counter_app.domain.province import GuideLine
from counter_app.domain.text import Text
from ui.look import Look
from ui.widgets.box import Box, column, row
from ui.widgets.clearing import empty
from ui.widgets.scroll import ScrollColumn
from ui.widgets.tiles import two_lines
from ui.widgets.words import Line, Sign, Words


class GuideBox(Box):
    """336 px at the right of a procedure."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.setFixedWidth(look.px(336 if not look.large else 270))
        body = column(self, look, margins=(20, 16, 12, 14), gap=10)
        body.addWidget(Words(look, self.tr("办理要点"), face="section"))
        area = ScrollColumn(look, margins=(0, 0, 8, 0), gap=13)
        self._points = area.body
        body.addWidget(area, 1)
        self._shown: tuple[tuple[GuideLine, ...], tuple[Text, ...]] | None = None

    def show_guide(self, guide: tuple[GuideLine, ...], basis: tuple[Text, ...]) -> None:
        """Draw the points and the basis."""
        if self._shown == (guide, basis):
            return
        self._shown = (guide, basis)
        look = self.look
        empty(self._points)
        for point in guide:
            line = row(None, look, gap=10)
            line.addWidget(Sign(look, point.icon, size=20), 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(two_lines(look, look.say(point.heading), look.say(point.text), face="bodybold"), 1)
            self._points.addLayout(line)
        if basis:
            self._points.addWidget(Line(look))
            said = ("；" if look.chinese else "; ").join(look.say(b) for b in basis)
            words = self.tr("依据：{basis}").format(basis=said)
            self._points.addWidget(Words(look, words, face="note", tone="ink2", wrap=True))
        self._points.addStretch(1)
