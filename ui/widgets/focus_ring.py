"""The focus ring: 2 px, 2 px away, drawn over everything outside the control that has the focus, so that nothing
shifts.

Refuses to take part in layouts or in mouse and keyboard.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QWidget
from shiboken6 import isValid

from ui.look import Look
from ui.widgets.password_field import PasswordField
from ui.widgets.pin_field import PinField
from ui.widgets.pressable import Pressable

RINGED = "ringed"  # a property of whatever else wants the ring round it


class FocusRing(QWidget):
    """Lies over the window and follows the focus, also when its control moves, scrolls or goes."""

    def __init__(self, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._look, self._window = look, window
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._clip = QRect()
        for attribute in (Qt.WidgetAttribute.WA_TransparentForMouseEvents, Qt.WidgetAttribute.WA_NoSystemBackground):
            self.setAttribute(attribute)
        self.hide()
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        self._target = ring_target(new) if new is not None and self._window.isAncestorOf(new) else None
        above: QWidget | None = self._target
        while above is not None and above is not self._window:
            above.installEventFilter(self)
            self._watched.append(above)
            above = above.parentWidget()
        self._follow()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if self._target is not None and not isValid(self._target):
            self._target = None
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide):
            self._follow()
        return False

    def _follow(self) -> None:
        target, window = self._target, self._window
        if target is None or not target.isVisible():
            self.hide()
            return
        out = self._look.px(4)
        place = QRect(target.mapTo(window, QPoint(0, 0)), target.size()).adjusted(-out, -out, out, out)
        self._clip = _viewport_of(target, window).translated(-place.topLeft())
        self.setGeometry(place)
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._clip.isNull():
            painter.setClipRect(self._clip)
        width = self._look.px(2)
        painter.setPen(QPen(self._look.colour("focus"), width))
        inset = width / 2
        radius = self._look.px(4) + (
            self._target.radius if isinstance(self._target, Pressable | PinField | PasswordField) else self._look.px(6)
        )
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), radius, radius)


def ring_target(widget: QWidget) -> QWidget | None:
    """What the ring goes round: a text field's whole frame, else the control itself; nothing round pages."""
    if isinstance(widget, QLineEdit):
        return widget.parentWidget()
    ringed = isinstance(widget, Pressable | PinField | PasswordField) or bool(widget.property(RINGED))
    return widget if ringed else None


def _viewport_of(widget: QWidget, window: QWidget) -> QRect:
    """The part of the window where `widget` may be seen: its scroll area, or everything."""
    parent = widget.parentWidget()
    while parent is not None and parent is not window:
        if isinstance(parent, QScrollArea):
            room = parent.viewport()
            return QRect(room.mapTo(window, QPoint(0, 0)), room.size()).adjusted(-8, -8, 8, 8)
        parent = parent.parentWidget()
    return window.rect()
