"""The field a clerk types a password into: dots only, of whatever a keyboard or the clipboard brings.

It is no text field, as `ui.widgets.secret_field` says. What was typed stands in one bytearray that is overwritten when
it is taken, cleared or hidden. What Qt and the window system copy of a key on its way here cannot be overwritten:
docs/sign-in.md says so.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from counter_app.domain.password import LONGEST, Password
from ui.look import Look
from ui.widgets.box import round_box
from ui.widgets.secret_field import SecretField

_HEIGHT, _DOT, _STEP, _EDGE = 40, 4, 13, 16  # px at 100 %
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier  # as Windows tells it


class PasswordField(SecretField):
    """A password of up to `LONGEST` characters."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__(look, name=name)
        self._letters = bytearray(4 * LONGEST)  # never grows: a longer one would leave the old behind
        self._ends: list[int] = []  # where each character ends
        self._extra = 0  # characters that found no room: it is no password then
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(look.px(_HEIGHT))

    @property
    def count(self) -> int:
        """How many characters were typed."""
        return len(self._ends) + self._extra

    @property
    def blank(self) -> bool:
        """Whether nothing of a password stands in memory here."""
        return not any(self._letters)

    @property
    def fits(self) -> bool:
        """Whether it can be a password: not empty, and not longer than one may be."""
        return 0 < self.count <= LONGEST

    @property
    def radius(self) -> int:
        """Corner radius in real px, for the focus ring."""
        return self.look.px(6)

    def take(self) -> Password:
        """The password, which is no longer here. The caller wipes it. Raises ValueError for none, and a longer one."""
        end = self._ends[-1] if self._ends else 0
        try:
            if self._extra:
                raise ValueError("longer than a password may be")
            return Password(bytes(memoryview(self._letters)[:end]).decode())
        finally:
            self.clear()

    def clear(self) -> None:
        """Overwrite what was typed."""
        self._letters[:] = bytes(len(self._letters))
        self._ends.clear()
        self._extra = 0
        self._tell()

    def type(self, words: str) -> None:
        """Characters that can be seen, and blanks; others are passed over."""
        for letter in words:
            if letter.isprintable():
                self._add(letter.encode("utf-8", "surrogatepass"))
        self._tell()

    def erase(self) -> None:
        """The last character again."""
        if self._extra:
            self._extra -= 1
        elif self._ends:
            end = self._ends.pop()
            start = self._ends[-1] if self._ends else 0
            self._letters[start:end] = bytes(end - start)
        self._tell()

    def _add(self, letter: bytes) -> None:
        if len(self._ends) >= LONGEST or self._extra:
            self._extra += 1
            return
        start = self._ends[-1] if self._ends else 0
        self._letters[start : start + len(letter)] = letter
        self._ends.append(start + len(letter))

    def _tell(self) -> None:
        self.changed.emit(self.count)
        self.update()

    def takes(self, event: QKeyEvent) -> bool:
        """Keys that are of a password, those too that are shortcuts elsewhere."""
        return _is_ours(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _is_ours(event):
            event.ignore()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.type(QGuiApplication.clipboard().text())
        elif event.key() == Qt.Key.Key_Backspace:
            self.erase()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        elif not event.isAutoRepeat():
            self.type(event.text())

    def sizeHint(self) -> QSize:
        return QSize(self.look.px(240), self.look.px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.look.px(120), self.look.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self.look, QPainter(self)
        border = "brand" if self.hasFocus() else "edge"
        round_box(painter, QRectF(self.rect()), look, fill="surface", border=border, radius=look.px(6))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("ink"))
        room = max(1, (self.width() - 2 * look.px(_EDGE)) // look.px(_STEP))
        for place in range(min(self.count, room)):
            centre = QPointF(look.px(_EDGE) + look.px(_STEP) * (place + 0.5), self.height() / 2)
            painter.drawEllipse(centre, look.px(_DOT), look.px(_DOT))


def _is_ours(event: QKeyEvent) -> bool:
    if event.matches(QKeySequence.StandardKey.Paste):
        return True
    held = event.modifiers() & _HELD
    if held and held != _ALT_GR:
        return False
    if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
        return not held
    return bool(event.text()) and event.text().isprintable()
