"""Looking at a drawn window with a ruler: texts that do not fit, controls without a name."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from ui.widgets.scroll import ScrollColumn
from ui.widgets.steps import Steps
from ui.widgets.words import Words

SLACK = 2


def clipped(window: QWidget) -> list[str]:
    """Every visible text that needs more room than it has, with what it needs and has in px."""
    found = []
    for words in window.findChildren(Words):
        if not words.isVisible() or not words.text():
            continue
        room, metrics = words.contentsRect(), QFontMetrics(words.font())
        if words.wordWrap():
            flags = Qt.TextFlag.TextWordWrap.value
            need = metrics.boundingRect(QRect(0, 0, room.width(), 10_000), flags, words.text())
        else:
            need = metrics.boundingRect(QRect(0, 0, 10_000, 10_000), 0, words.text())
            need.setHeight(metrics.tightBoundingRect(words.text()).height())
        if need.width() > room.width() + SLACK or need.height() > room.height() + SLACK:
            found.append(f"{words.text()!r} needs {need.width()}x{need.height()} has {room.width()}x{room.height()}")
    return found


def squeezed(window: QWidget) -> list[str]:
    """Every visible text that lies outside the part it stands in, or outside the window: too little height pushed it.

    What is rolled out of sight inside a column that scrolls is no fault.
    """
    found = []
    for words in window.findChildren(Words):
        if not words.isVisible() or not words.text():
            continue
        part: QWidget | None = words.parentWidget()
        while part is not None and not isinstance(part.parentWidget(), QAbstractScrollArea):
            place = QRect(words.mapTo(part, words.rect().topLeft()), words.size())
            if place.bottom() > part.height() + SLACK or place.top() < -SLACK:
                found.append(f"{words.text()!r} lies at {place.top()} to {place.bottom()} of {part.height()}")
                break
            if part is window:
                break
            part = part.parentWidget()
    return found


def cut(window: QWidget) -> list[str]:
    """Every visible step strip with less room than it needs, and every column that would have to scroll sideways."""
    sideways = [
        f"a column of {inside.width()} in {area.viewport().width()}"
        for area in window.findChildren(ScrollColumn)
        if area.isVisible() and (inside := area.widget()) is not None and inside.width() > area.viewport().width()
    ]
    return sideways + [
        f"steps need {steps.sizeHint().width()} have {steps.width()}"
        for steps in window.findChildren(Steps)
        if steps.isVisible() and (steps.width() < steps.sizeHint().width() or _right(steps, window) > window.width())
    ]


def _right(part: QWidget, window: QWidget) -> int:
    return part.mapTo(window, part.rect().topRight()).x()


def nameless(window: QWidget) -> list[str]:
    """Every visible control that can have the focus and has no accessible name."""
    return [
        type(widget).__name__
        for widget in window.findChildren(QWidget)
        if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.accessibleName()
    ]


def outside(window: QWidget) -> list[str]:
    """Every visible text that reaches over the right edge of the window."""
    found = []
    for words in window.findChildren(Words):
        if words.isVisible():
            right = _right(words, window)
            if right > window.width():
                found.append(f"{words.text()!r} ends at {right} of {window.width()}")
    return found
