"""The footer of a procedure: back always bottom left, the next step always bottom right, between them what is
missing.
"""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.look import Look
from ui.widgets.box import row
from ui.widgets.words import Sign, Words


class Footer(QWidget):
    """`left` and `right` take buttons; `say` draws the hint between them."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setFixedHeight(look.px(64))
        layout = row(self, look, margins=(24, 0, 24, 0), gap=16)
        self.left: QHBoxLayout = row(None, look, gap=16)
        layout.addLayout(self.left)
        layout.addStretch(1)
        self._sign = Sign(look, size=17)
        self._words = Words(look, tone="ink2")
        hint = row(None, look, gap=6)
        hint.addWidget(self._sign)
        hint.addWidget(self._words)
        layout.addLayout(hint)
        self.right: QHBoxLayout = row(None, look, gap=16)
        layout.addLayout(self.right)

    def say(self, words: str, *, fault: bool = False) -> None:
        """The hint beside the main button; a fault is bold with its triangle."""
        self._sign.setVisible(fault)
        self._sign.show_icon("alert-triangle" if fault else "", "stop")
        self._words.face("bodybold" if fault else "body")
        self._words.tone("stop" if fault else "ink2")
        self._words.setText(words)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.colour("surface"))
        painter.fillRect(0, 0, self.width(), 1, self.look.colour("line"))
