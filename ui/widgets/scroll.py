"""A column that scrolls inside its frame, never sideways, and makes no noise when everything fits."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from ui.look import Look
from ui.sheet import bar_sheet
from ui.widgets.box import column


class ScrollColumn(QScrollArea):
    """`body` is the column to fill."""

    def __init__(self, look: Look, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 0) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        self.body: QVBoxLayout = column(inside, look, margins=margins, gap=gap)
        self.setWidget(inside)
        for ground in (self.viewport(), inside):
            ground.setAutoFillBackground(False)
        self.verticalScrollBar().setStyleSheet(bar_sheet(look))
