"""The field a holder types a card PIN into: dots only, digits only.

It is no text field. There is no text in it, so nothing to select, copy, paste, undo, complete, predict or read aloud;
no input method sees a key. The digits stand in one bytearray that is overwritten when they are taken, cleared or
hidden. What Qt and the window system copy of a key on its way here cannot be overwritten: docs/pin.md says so.

While it has the keyboard it takes the keys before anything else of the program sees them: Qt's bridge to screen readers
would put each key on the accessibility bus, as text.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QHideEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QSizePolicy, QWidget

from counter_app.domain.secret import SecretDigits
from ui.look import Look
from ui.widgets.box import round_box

DIGITS = 6
_PLACE, _GAP, _HEIGHT, _DOT = 56, 12, 72, 9  # px at 100 %


class PinField(QWidget):
    """Six places; `changed(count)` when there are more or fewer digits."""

    changed = Signal(int)

    def __init__(self, look: Look, *, name: str) -> None:
        super().__init__()
        self._look = look
        self._digits = bytearray(DIGITS)  # never grows: a longer one would leave the old behind
        self._count = 0
        self._extra = 0  # keys beyond the last place: a scanner's, or a wrong number
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
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
        return self._look.px(8)

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._come_first()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._stand_back()
        super().focusOutEvent(event)

    def _come_first(self) -> None:
        """Before whoever watches the program's events: the last one to come is asked first, so come again each key."""
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def _stand_back(self) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keys that may be a digit are typed here and end here, those too that are shortcuts elsewhere (1 to 9)."""
        if not isinstance(event, QKeyEvent) or not self.hasFocus() or not (_is_ours(event) or _is_written(event)):
            return False
        if event.type() is QEvent.Type.KeyPress:
            self._come_first()
            self.keyPressEvent(event)
        event.accept()
        return True

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

    def hideEvent(self, event: QHideEvent) -> None:
        self._stand_back()
        self.clear()
        super().hideEvent(event)

    def sizeHint(self) -> QSize:
        look = self._look
        return QSize(look.px(_PLACE) * DIGITS + look.px(_GAP) * (DIGITS - 1), look.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, painter = self._look, QPainter(self)
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


def tell_as_password() -> None:
    """Screen readers are told that a `PinField` is a password field: no key that goes there is spoken or brailled."""
    QAccessible.installFactory(_told)


def _told(_class: str, thing: QObject) -> QAccessibleWidget | None:
    return _Told(thing) if isinstance(thing, PinField) else None


class _Told(QAccessibleWidget):
    """An entry for a password, without a text to ask for."""

    def __init__(self, field: PinField) -> None:
        super().__init__(field, QAccessible.Role.EditableText)

    def state(self) -> QAccessible.State:
        state = super().state()
        state.passwordEdit = 1
        return state


def _is_ours(event: QKeyEvent) -> bool:
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = event.key()
    digit = Qt.Key.Key_0 <= key <= Qt.Key.Key_9
    return plain and (digit or key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete))


def _is_written(event: QKeyEvent) -> bool:
    return event.text().strip().isprintable() and bool(event.text().strip())
