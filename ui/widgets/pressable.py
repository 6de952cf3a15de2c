"""Everything that can be pressed: buttons, tiles, rows. One behaviour (mouse, Space, Enter), drawn from tokens.

Refuses to know what pressing means: it sends `clicked`. Held keys count once; the window keeps doubled ones away.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from ui.look import Look
from ui.widgets.box import KeyCap, round_box, row
from ui.widgets.words import Sign, Words

# What each kind looks like: ground at rest, under the pointer, pressed; border; tone of words; corner radius.
_KINDS: dict[str, tuple[str, str, str, str, str, int]] = {
    "main": ("brand", "brandhover", "brandpressed", "", "onbrand", 6),
    "plain": ("surface", "brandsoft", "sunken", "edge", "ink", 6),
    "quiet": ("", "sunken", "sunken", "", "ink", 6),
    "link": ("", "brandsoft", "brandsoft", "", "brand", 6),
    "careful": ("surface", "stopsoft", "stopsoft", "stop", "stop", 6),
    "tile": ("surface", "brandsoft", "brandsoft", "brandline", "ink", 8),
    "row": ("", "sunken", "sunken", "", "ink2", 6),
    "soft": ("paper", "brandsoft", "brandsoft", "", "ink", 8),
    "rail": ("", "railon", "railon", "", "railink", 8),
    "railon": ("railon", "railon", "railon", "", "railink", 8),
    "chosen": ("brandsoft", "brandsoft", "brandsoft", "brand", "ink", 8),
}


class Pressable(QAbstractButton):
    """A button whose inside is a layout of parts."""

    def __init__(self, look: Look, *, kind: str = "plain", name: str = "", border: int = 1) -> None:
        super().__init__()
        self.look = look
        self.kind, self._border_width = kind, border
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._hover = False

    def paint_as(self, kind: str, *, border: int = 1) -> None:
        """Draw as another kind."""
        if (kind, border) != (self.kind, self._border_width):
            self.kind, self._border_width = kind, border
            self.update()

    @property
    def radius(self) -> int:
        """Corner radius in real px, for the focus ring."""
        return self.look.px(_KINDS[self.kind][5])

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.totalSizeHint() if layout is not None else QSize(self.look.px(36), self.look.px(36))

    def minimumSizeHint(self) -> QSize:
        layout = self.layout()
        return layout.totalMinimumSize() if layout is not None else self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        fill, hover, pressed, border, _tone, _radius = _KINDS[self.kind]
        ground = pressed if self.isDown() else hover if self._hover and self.isEnabled() else fill
        if ground or border:
            painter = QPainter(self)
            round_box(
                painter,
                QRectF(self.rect()),
                self.look,
                fill=ground,
                border=border,
                radius=self.radius,
                width=self._border_width,
            )

    def enterEvent(self, _event: QEnterEvent) -> None:
        self._hover = True
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self._hover = False
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)


class KeyButton(Pressable):
    """A button: icon, word, key cap. `kind` main, plain, quiet, link or careful; heights 32, 36 and 40."""

    def __init__(
        self,
        look: Look,
        words: str = "",
        *,
        kind: str = "plain",
        key: str = "",
        icon: str = "",
        height: int = 36,
        wide: bool = False,
    ) -> None:
        super().__init__(look, kind=kind, name=words)
        tone = _KINDS[kind][4]
        side = 4 if kind == "link" else 14
        layout = row(self, look, margins=(side, 0, side if not key else 10, 0), gap=8)
        if wide:
            layout.addStretch(1)
        if icon:
            layout.addWidget(Sign(look, icon, tone=tone, size=18))
        self._words = Words(look, words, face="bodybold" if kind in ("main", "link") else "body", tone=tone)
        layout.addWidget(self._words)
        self._cap = KeyCap(look, key, ground="brand" if kind == "main" else "plain") if key else None
        if self._cap is not None:
            layout.addWidget(self._cap)
        if wide:
            layout.addStretch(1)
        self.setFixedHeight(look.px(height))
        if not wide:
            self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def say(self, words: str) -> None:
        """Other words on the button."""
        self._words.setText(words)
        self.setAccessibleName(words)
