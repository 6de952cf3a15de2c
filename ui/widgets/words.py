"""Words, icons and lines on a page: the smallest parts, each drawn from the look it was handed.

Refuses to clip: words wrap where they may, and otherwise ask for the room they need. Refuses to show a character that
has no glyph as an empty box: its code stands there, as on paper.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.look import Look


class Words(QLabel):
    """A line (or, with `wrap`, a paragraph) in a face and a tone."""

    def __init__(
        self, look: Look, words: str = "", *, face: str = "body", tone: str = "ink", wrap: bool = False
    ) -> None:
        super().__init__()
        self._look = look
        self._face, self._tone = "", ""
        self.face(face)
        self.setForegroundRole(QPalette.ColorRole.WindowText)  # inside a button a label would take the button's
        self.tone(tone)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setText(words)

    def setText(self, words: str) -> None:  # noqa: N802
        """Show `words`, a character without a glyph by its code."""
        super().setText(self._look.shown(words))

    def tone(self, token: str) -> None:
        """Draw in another colour."""
        if token == self._tone:
            return
        self._tone = token
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, self._look.colour(token))
        self.setPalette(palette)

    def say_within(self, words: str, *, most: int) -> None:
        """Words in at most `most` px: what does not fit ends in an ellipsis; the pointer and a screen reader are told
        the whole.
        """
        shown = self._look.shown(words)
        self.setText(self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, most))
        self.setAccessibleName(words)
        elided = self.text() != shown
        self.setToolTip(shown if elided else "")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, not elided)

    def face(self, face: str) -> None:
        """Draw in another face."""
        if face == self._face:
            return
        self._face = face
        self.setFont(self._look.font(face))


class Sign(QWidget):
    """An icon that says something words beside it say too, so it has no name of its own."""

    def __init__(self, look: Look, icon: str = "", *, tone: str = "brand", size: int = 18) -> None:
        super().__init__()
        self._look, self._icon, self._tone, self._size = look, icon, tone, size
        self.setFixedSize(look.px(size), look.px(size))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, icon: str, tone: str) -> None:
        """Draw another icon or tone."""
        if (icon, tone) != (self._icon, self._tone):
            self._icon, self._tone = icon, tone
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._icon:
            painter = QPainter(self)
            painter.drawPixmap(0, 0, self._look.icon(self._icon, self._tone, self._size, self.devicePixelRatioF()))


class Line(QWidget):
    """A hairline: `upright` between things in a row, else between rows."""

    def __init__(
        self, look: Look, *, upright: bool = False, tone: str = "line", length: int = 0, dashed: bool = False
    ) -> None:
        super().__init__()
        self._look, self._upright, self._token, self._dashed = look, upright, tone, dashed
        if upright:
            self.setFixedWidth(1)
            if length:
                self.setFixedHeight(look.px(length))
        else:
            self.setFixedHeight(1)

    def sizeHint(self) -> QSize:
        return QSize(1, 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        colour = self._look.colour(self._token)
        if not self._dashed:
            painter.fillRect(self.rect(), colour)
            return
        step = self._look.px(4)
        for start in range(0, self.height(), step * 2 - 1):
            painter.fillRect(0, start, 1, step, colour)
