"""Boxes: panels, chips, key caps and the round grounds of icons, drawn from tokens, radii 4, 6, 8, 12 and full.

Refuses shadows and gradients.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.look import Look
from ui.widgets.words import Sign, Words


def round_box(
    painter: QPainter, rect: QRectF, look: Look, *, fill: str, border: str, radius: float, width: float = 1
) -> None:
    """A rounded box inside `rect`: the whole border lies within it."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    inset = width / 2
    painter.setPen(QPen(look.colour(border), width) if border else Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(fill) if fill else Qt.BrushStyle.NoBrush)
    if not border:
        inset = 0
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)


class Box(QWidget):
    """A widget with a rounded ground."""

    def __init__(
        self, look: Look, *, fill: str = "surface", border: str = "line", radius: int = 12, width: int = 1
    ) -> None:
        super().__init__()
        self.look = look
        self.fill, self.border, self._radius, self._width = fill, border, radius, width

    def tint(self, fill: str, border: str) -> None:
        """Other tokens for ground and border."""
        if (fill, border) != (self.fill, self.border):
            self.fill, self.border = fill, border
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        radius = min(self.look.px(self._radius), self.height() / 2)
        round_box(
            painter,
            QRectF(self.rect()),
            self.look,
            fill=self.fill,
            border=self.border,
            radius=radius,
            width=self._width,
        )


def column(
    host: QWidget, look: Look, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 0
) -> QVBoxLayout:
    """A column of parts; lengths in px at 100 %."""
    layout = QVBoxLayout(host)
    layout.setContentsMargins(*(look.px(m) for m in margins))
    layout.setSpacing(look.px(gap))
    return layout


def row(
    host: QWidget | None, look: Look, *, margins: tuple[int, int, int, int] = (0, 0, 0, 0), gap: int = 8
) -> QHBoxLayout:
    """A row of parts; lengths in px at 100 %. Without a host it goes into another layout."""
    layout = QHBoxLayout(host) if host is not None else QHBoxLayout()
    layout.setContentsMargins(*(look.px(m) for m in margins))
    layout.setSpacing(look.px(gap))
    return layout


class KeyCap(Box):
    """The key that does it, as a cap."""

    def __init__(self, look: Look, key: str, *, ground: str = "plain") -> None:
        fill, border, tone = {
            "plain": ("key", "line", "ink2"),
            "brand": ("", "onbrand", "onbrand"),
            "rail": ("", "railink", "railink"),
        }[ground]
        super().__init__(look, fill=fill, border=border, radius=4)
        self._words = Words(look, key, face="small", tone=tone)
        row(self, look, margins=(7, 0, 7, 0)).addWidget(self._words, 0, Qt.AlignmentFlag.AlignCenter)
        self.setFixedHeight(look.px(20))
        self.setMinimumWidth(look.px(26))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


_TONES = {
    "ok": ("oksoft", "okline", "ok"),
    "wait": ("waitsoft", "waitline", "wait"),
    "stop": ("stopsoft", "stopline", "stop"),
    "brand": ("brandsoft", "brandline", "brand"),
    "plain": ("sunken", "line", "ink2"),
}


class Chip(Box):
    """A status chip: icon and word on a soft ground, never a bare dot. Waiting and wrong are bold."""

    def __init__(self, look: Look, words: str = "", *, kind: str = "plain", icon: str = "") -> None:
        super().__init__(look, radius=99)
        self._sign = Sign(look, size=16)
        self._words = Words(look, face="note")
        self._words.setMinimumWidth(1)
        layout = row(self, look, margins=(7, 0, 11, 0), gap=5)
        layout.addWidget(self._sign)
        layout.addWidget(self._words)
        self.setFixedHeight(look.px(24))
        self.show_state(words, kind=kind, icon=icon)

    def show_state(self, words: str, *, kind: str, icon: str = "") -> None:
        """Draw another state."""
        fill, border, tone = _TONES[kind]
        self.tint(fill, border)
        self._sign.show_icon(icon, tone)
        self._sign.setVisible(bool(icon))
        self._words.face("notebold" if kind in ("wait", "stop") else "note")
        self._words.tone(tone)
        self._words.setText(words)
        self.setAccessibleName(words)

    @property
    def words(self) -> str:
        return self._words.text()


class Disc(QWidget):
    """An icon on a round ground, as in tiles and lists."""

    def __init__(self, look: Look, icon: str, *, kind: str = "brand", size: int = 34, icon_size: int = 18) -> None:
        super().__init__()
        self._look, self._size, self._icon_size = look, size, icon_size
        self._icon, self._kind = icon, kind
        self.setFixedSize(look.px(size), look.px(size))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, icon: str, kind: str) -> None:
        """Draw another icon."""
        self._icon, self._kind = icon, kind
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill, _border, tone = _TONES[self._kind]
        painter = QPainter(self)
        round_box(painter, QRectF(self.rect()), self._look, fill=fill, border="", radius=self.width() / 2)
        pixmap = self._look.icon(self._icon, tone, self._icon_size, self.devicePixelRatioF())
        inset = (self.width() - self._look.px(self._icon_size)) // 2
        painter.drawPixmap(inset, inset, pixmap)


class Column(QWidget):
    """A bare column of parts; `body` is its layout."""

    def __init__(self, look: Look, *, gap: int = 0, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> None:
        super().__init__()
        self.body = column(self, look, margins=margins, gap=gap)
