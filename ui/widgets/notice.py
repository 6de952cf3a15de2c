"""Banners inside a page and the toast at the lower left. Neither takes the focus, neither is a dialog.

A toast goes after 8 s, and stays while the pointer is on it.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QWidget

from ui.look import Look
from ui.widgets.box import Box, Column, row
from ui.widgets.pressable import KeyButton
from ui.widgets.words import Sign, Words

TOAST_MS = 8000


class BannerBox(Box):
    """Icon, bold line, plain line, at most one button; kind "wait" or "stop"."""

    pressed = Signal()

    def __init__(self, look: Look, *, button: str = "") -> None:
        super().__init__(look, radius=8)
        layout = row(self, look, margins=(16, 10, 12, 10), gap=12)
        self._sign = Sign(look, size=22)
        layout.addWidget(self._sign)
        lines_host = Column(look, gap=1)
        lines = lines_host.body
        self._bold = Words(look, face="bodybold", wrap=True)
        self._plain = Words(look, face="note", wrap=True)
        lines.addWidget(self._bold)
        lines.addWidget(self._plain)
        layout.addWidget(lines_host, 1)
        self.button = KeyButton(look, button, height=32) if button else None
        if self.button is not None:
            self.button.clicked.connect(self.pressed)
            layout.addWidget(self.button)

    def show_banner(self, bold: str, plain: str, *, kind: str, icon: str) -> None:
        """Draw the banner."""
        self.tint(f"{kind}soft", f"{kind}line")
        self._sign.show_icon(icon, kind)
        self._bold.tone(kind)
        self._bold.setText(bold)
        self._plain.setText(plain)
        self._plain.setVisible(bool(plain))
        self.setAccessibleName(f"{bold} {plain}".strip())


class Toast(Box):
    """A short notice over the page, lower left. It never takes the focus."""

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(look, fill="night", border="", radius=8)
        self.setParent(host)
        self._host = host
        self._sign = Sign(look, size=20)
        self._words = Words(look, face="bodybold", tone="nightink")
        self._more = Words(look, face="note", tone="nightink")
        layout = row(self, look, margins=(14, 0, 18, 0), gap=10)
        layout.addWidget(self._sign)
        layout.addWidget(self._words)
        layout.addWidget(self._more)
        self.setMinimumHeight(look.px(44))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, words: str, more: str = "", *, icon: str = "info-circle") -> None:
        """Show the notice for 8 s and announce it politely."""
        self._sign.show_icon(icon, "nightink")
        self._words.setText(words)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.setAccessibleName(f"{words} {more}".strip())
        self.adjustSize()
        self.place()
        self.show()
        self.raise_()
        self._timer.start(TOAST_MS)
        event = QAccessibleAnnouncementEvent(self, f"{words} {more}".strip())
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)

    def place(self) -> None:
        """Keep to the lower left above the status strip."""
        look = self.look
        self.move(look.px(72 + 24), self._host.height() - look.px(36 + 16) - self.height())

    def enterEvent(self, _event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, _event: QEvent) -> None:
        self._timer.start(TOAST_MS)
