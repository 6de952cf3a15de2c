"""The one drawing of the home page: a card going into its reader."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ui.look import Look
from ui.widgets.box import round_box


class PlaceCard(QWidget):
    """A card with its two halves over a reader, and an arrow down. `show_card(True)` when one lies there."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look, self._there = look, False
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(self._look.px(136), self._look.px(150))

    def show_card(self, there: bool) -> None:
        """Draw the reader's lamp lit or not."""
        self._there = there
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        painter.scale(look.scale, look.scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.colour("brand"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        for line in ((68, 2, 68, 17), (62, 11, 68, 17), (74, 11, 68, 17)):
            painter.drawLine(QPointF(line[0], line[1]), QPointF(line[2], line[3]))
        round_box(painter, QRectF(16, 24, 104, 86), look, fill="brand", border="", radius=7)
        painter.fillRect(QRectF(74, 24, 1.6, 86), look.colour("onbrand"))
        round_box(painter, QRectF(30, 39, 33, 5), look, fill="onbrand", border="", radius=2.5)
        round_box(painter, QRectF(84, 39, 25, 5), look, fill="onbrand", border="", radius=2.5)
        round_box(painter, QRectF(30, 65, 21, 16), look, fill="onbrand", border="", radius=3)
        painter.setPen(QPen(look.colour("brand"), 1))
        for line in ((37, 65, 37, 81), (44, 65, 44, 81), (30, 73, 51, 73)):
            painter.drawLine(QPointF(line[0], line[1]), QPointF(line[2], line[3]))
        round_box(painter, QRectF(2, 100, 132, 47), look, fill="surface", border="edge", radius=8, width=1.4)
        round_box(painter, QRectF(12, 99, 112, 6), look, fill="ink2", border="", radius=3)
        round_box(painter, QRectF(18, 126, 62, 4), look, fill="line", border="", radius=2)
        painter.setPen(QPen(look.colour("ok" if self._there else "edge"), 1.3))
        painter.setBrush(look.colour("ok") if self._there else look.colour("surface"))
        painter.drawEllipse(QRectF(112, 123, 8, 8))
