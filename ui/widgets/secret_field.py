"""What the fields of a secret share, a card PIN's and a password's: how keys come to them, and that they are told of
as passwords.

It is no text field. There is no text in it, so nothing to select, copy, undo, complete, predict or read aloud; no input
method sees a key. What was typed is overwritten when it is hidden. While it has the keyboard it takes the keys before
anything else of the program sees them: Qt's bridge to screen readers would put each key on the accessibility bus, as
text.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QWidget

from ui.look import Look


class SecretField(QWidget):
    """`changed(count)` when there is more or less in it. A field says which keys it `takes`, and can `clear` itself."""

    changed = Signal(int)

    def __init__(self, look: Look, *, name: str) -> None:
        _tell_as_passwords()
        super().__init__()
        self.look = look
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def clear(self) -> None:
        """Overwrite what was typed."""
        raise NotImplementedError

    def takes(self, event: QKeyEvent) -> bool:
        """Whether that key ends here, also where it is a shortcut elsewhere."""
        raise NotImplementedError

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._come_first()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._stand_back()
        super().focusOutEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._stand_back()
        self.clear()
        super().hideEvent(event)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Keys of its own are typed here and end here."""
        if not isinstance(event, QKeyEvent) or not self.hasFocus() or not self.takes(event):
            return False
        if event.type() is QEvent.Type.KeyPress:
            self._come_first()
            self.keyPressEvent(event)
        event.accept()
        return True

    def _come_first(self) -> None:
        """Before whoever watches the program's events: the last one to come is asked first, so come again each key."""
        application = QApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def _stand_back(self) -> None:
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)


@cache
def _tell_as_passwords() -> None:
    """Screen readers are told that such a field is one: no key that goes there is spoken or brailled. Qt keeps each
    factory it is given, so it is given one.
    """
    QAccessible.installFactory(_told)


def _told(_class: str, thing: QObject) -> QAccessibleWidget | None:
    return _Told(thing) if isinstance(thing, SecretField) else None


class _Told(QAccessibleWidget):
    """An entry for a password, without a text to ask for."""

    def __init__(self, field: SecretField) -> None:
        super().__init__(field, QAccessible.Role.EditableText)

    def state(self) -> QAccessible.State:
        state = super().state()
        state.passwordEdit = 1
        return state
