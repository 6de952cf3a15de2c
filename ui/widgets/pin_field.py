"""The field a holder types a card PIN into: dots only, digits only.

It is no text field, as `ui.widgets.secret_field` says; nothing can be pasted either. The digits stand in one bytearray
that is overwritten when they are taken, cleared or hidden. What Qt and the window system copy of a key on its way here
cannot be overwritten: docs/pin.md says so.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from counter_app.domain.secret import SecretDigits
from ui.look import Look
from ui.widgets.box import round_box
from ui.widgets.secret_field import SecretField

DIGITS = 6
_PLACE, _GAP, _HEIGHT, _DOT = 56, 12, 72, 9  # px at 100 %


class PinField(SecretField):
    """Six places; `changed(count)` when there are more or fewer digits."""

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__(look, name=name)
        self._digits = bytearray(DIGITS)  # never grows: a longer one would leave the old behind
        self._count = 0
        self._extra = 0  # keys beyond the last place: a scanner's, or a wrong number
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def count(self) -> int:
        """How many digits were typed; those beyond the last place are counted and not kept."""
        return self._count + self._extra

    @property
    def blank(self) -> bool:
        """Whether no digit stands in memory here."""
        return not any(self._digits)

    @property
    def full(self) -> bool:
        """Whether it is a whole PIN, and no more than one."""
        return self.count == DIGITS

    @property
    def radius(self) -> int:
        """Corner radius in real px, for the focus ring."""
        return self.look.px(8)

    def take(self) -> SecretDigits:
        """The digits, which are no longer here. The caller wipes them. Only when there are some."""
        taken = bytearray(self._count)
        taken[:] = memoryview(self._digits)[: self._count]
        self.clear()
        return SecretDigits(taken)

    def clear(self) -> None:
        """Overwrite what was typed."""
        self._digits[:] = bytes(DIGITS)
        self._set(0, 0)

    def press(self, digit: int) -> None:
        """One digit."""
        if self._count < DIGITS:
            self._digits[self._count] = 0x30 + digit
            self._set(self._count + 1, 0)
        else:
            self._set(self._count, self._extra + 1)

    def erase(self) -> None:
        """The last key again."""
        if self._extra:
            self._set(self._count, self._extra - 1)
        elif self._count:
            self._digits[self._count - 1] = 0
            self._set(self._count - 1, 0)

    def _set(self, count: int, extra: int) -> None:
        if (count, extra) != (self._count, self._extra):
            self._count, self._extra = count, extra
            self.changed.emit(self.count)
            self.update()

    def takes(self, event: QKeyEvent) -> bool:
        """Keys that may be a digit, those too that are shortcuts elsewhere, and letters, which reach nobody."""
        return _is_ours(event) or _is_written(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _is_ours(event):
            event.setAccepted(_is_written(event))  # a letter typed by mistake reaches nobody
            return
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Backspace:
            self.erase()
        elif event.key() == Qt.Key.Key_Delete:
            self.clear()
        else:
            self.press(event.key() - Qt.Key.Key_0)

    def sizeHint(self) -> QSize:
        look = self.look
        return QSize(look.px(_PLACE) * DIGITS + look.px(_GAP) * (DIGITS - 1), look.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self.look, QPainter(self)
        width, gap = look.px(_PLACE), look.px(_GAP)
        for place in range(DIGITS):
            box = QRectF(place * (width + gap), 0, width, self.height())
            next_one = self.hasFocus() and place == self._count
            border = "brand" if next_one else "edge"
            round_box(painter, box, look, fill="surface", border=border, radius=look.px(8), width=2 if next_one else 1)
            if place < self._count:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.colour("ink"))
                painter.drawEllipse(QPointF(box.center()), look.px(_DOT), look.px(_DOT))


def _is_ours(event: QKeyEvent) -> bool:
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = event.key()
    digit = Qt.Key.Key_0 <= key <= Qt.Key.Key_9
    return plain and (digit or key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete))


def _is_written(event: QKeyEvent) -> bool:
    return event.text().strip().isprintable() and bool(event.text().strip())
