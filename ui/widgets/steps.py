"""The step strip: done = filled with a tick, current = ring, number and bold, to come = dashed ring."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.look import Look

_DISC, _BAR, _GAP = 22, 40, 10


class Steps(QWidget):
    """All steps of a visit in one line; `show_steps` says which one is current (past the end: all are done)."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._titles: tuple[str, ...] = ()
        self._current = 0
        self._bar = _BAR
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_steps(self, titles: tuple[str, ...], current: int, *, bar: int = _BAR, terse: bool = False) -> None:
        """Draw these titles, `current` being an index into them; `terse`: only the current one in words."""
        last = min(current, len(titles) - 1)
        self._titles = tuple(t if not terse or i == last else "" for i, t in enumerate(titles))
        self._current, self._bar = current, bar
        self.setAccessibleName(" · ".join(titles[: current + 1]))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        look = self._look
        bold = QFontMetricsF(look.font("bodybold"))
        words = sum(bold.horizontalAdvance(t) + 1 for t in self._titles)
        count = len(self._titles)
        fixed = count * look.px(_DISC + _GAP) + max(count - 1, 0) * look.px(self._bar + 2 * _GAP + 2)
        return QSize(int(words + fixed) + 2, look.px(30))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, middle = 1.0, self.height() / 2
        for index, title in enumerate(self._titles):
            if index:
                left = self._draw_bar(painter, left + look.px(_GAP), middle, done=index <= self._current)
            disc = QRectF(left, middle - look.px(_DISC) / 2, look.px(_DISC), look.px(_DISC))
            self._draw_disc(painter, disc, index)
            face = "bodybold" if index == self._current else "body"
            painter.setFont(look.font(face))
            painter.setPen(look.colour("brand" if index == self._current else "ink"))
            width = QFontMetricsF(look.font(face)).horizontalAdvance(title) + 1
            left = disc.right() + look.px(_GAP)
            painter.drawText(QRectF(left, 0, width, self.height()), Qt.AlignmentFlag.AlignVCenter, title)
            left += width

    def _draw_bar(self, painter: QPainter, left: float, middle: float, *, done: bool) -> float:
        look = self._look
        painter.setPen(QPen(look.colour("brand" if done else "line"), look.px(2)))
        right = left + look.px(self._bar)
        painter.drawLine(QPointF(left, middle), QPointF(right, middle))
        return right + look.px(_GAP)

    def _draw_disc(self, painter: QPainter, disc: QRectF, index: int) -> None:
        look = self._look
        if index < self._current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("brand"))
            painter.drawEllipse(disc)
            tick = look.icon("check", "onbrand", 14, self.devicePixelRatioF())
            inset = (disc.width() - look.px(14)) / 2
            painter.drawPixmap(QPointF(disc.left() + inset, disc.top() + inset), tick)
            return
        current = index == self._current
        pen = QPen(look.colour("brand" if current else "edge"), look.px(2) if current else 1.4)
        if not current:
            pen.setStyle(Qt.PenStyle.DashLine)
            pen.setDashPattern([3, 2.2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc.adjusted(1, 1, -1, -1))
        painter.setFont(look.font("smallbold" if current else "small"))
        painter.setPen(look.colour("brand" if current else "ink2"))
        painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(index + 1))
