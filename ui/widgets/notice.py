"""Banners inside a page and the toast at the lower left. Neither takes the focus, neither is a dialog.

A toast goes after 8 s, and stays while the pointer is on it. Words too long for one row stand in several. What comes
while toasts are held back is said afterwards, the latest of it.
"""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.look import Look
from ui.widgets.box import Box, Column, row
from ui.widgets.pressable import KeyButton
from ui.widgets.words import Sign, Words

TOAST_MS = 8000
_OF_THIS_MOMENT = 0.5  # seconds
_FROM_LEFT, _FROM_RIGHT, _FROM_BELOW = 72 + 24, 24, 36 + 16  # px at 100 %


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
        layout = row(self, look, margins=(14, 8, 18, 8), gap=10)
        layout.addWidget(self._sign)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.setSpacing(look.px(10))
        layout.addLayout(self._lines, 1)
        self._lines.addWidget(self._words)
        self._lines.addWidget(self._more)
        self.setMinimumHeight(look.px(44))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._said_at = 0.0
        self._held_back = False
        self._shown = ("", "", "")
        self._later: tuple[str, str, str] | None = None
        self.hide()

    def hold_back(self, held: bool) -> None:
        """Whether the screen is turned to somebody who must not read notices."""
        if held and self.isVisible():
            self.hide()
            self._later = self._shown
        if held:
            self._write("", "")
        self._held_back = held
        if not held and self._later is not None:
            (words, more, icon), self._later = self._later, None
            self.say(words, more, icon=icon)

    def say(self, words: str, more: str = "", *, icon: str = "info-circle") -> None:
        """Show the notice for 8 s and announce it politely; later, while toasts are held back."""
        self._shown = (words, more, icon)
        if self._held_back:
            self._later = self._shown
            return
        self._sign.show_icon(icon, "nightink")
        self._write(words, more)
        self.place()
        self.show()
        self.raise_()
        self._said_at = monotonic()
        self._timer.start(TOAST_MS)
        event = QAccessibleAnnouncementEvent(self, f"{words} {more}".strip())
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Polite)
        QAccessible.updateAccessibility(event)

    def forget(self) -> None:
        """Nothing that was said is said any more."""
        self.hide()
        self._write("", "")
        self._shown, self._later = ("", "", ""), None

    def _write(self, words: str, more: str) -> None:
        self._words.setText(words)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self.setAccessibleName(f"{words} {more}".strip())

    def leave(self) -> None:
        """Another page comes: what was said of the one before is over, but for what was said this very moment."""
        if monotonic() - self._said_at > _OF_THIS_MOMENT:
            self.hide()

    def place(self) -> None:
        """Keep to the lower left above the status strip, within the window's width."""
        look = self.look
        room = self._host.width() - look.px(_FROM_LEFT) - look.px(_FROM_RIGHT)
        self._in_rows(several=False)
        if self.sizeHint().width() > room:
            self._in_rows(several=True)
            self.resize(room, max(self.heightForWidth(room), self.minimumHeight()))
        else:
            self.adjustSize()
        self.move(look.px(_FROM_LEFT), self._host.height() - look.px(_FROM_BELOW) - self.height())

    def _in_rows(self, *, several: bool) -> None:
        """What happened and what to do beside each other, or below, each wrapped."""
        way = QBoxLayout.Direction.TopToBottom if several else QBoxLayout.Direction.LeftToRight
        self._lines.setDirection(way)
        self._lines.setSpacing(self.look.px(2 if several else 10))
        for words in (self._words, self._more):
            words.setWordWrap(several)

    def enterEvent(self, _event: QEnterEvent) -> None:
        self._timer.stop()

    def leaveEvent(self, _event: QEvent) -> None:
        self._timer.start(TOAST_MS)
