"""Emptying a layout whose parts are drawn anew."""

from __future__ import annotations

from PySide6.QtWidgets import QLayout


def empty(layout: QLayout) -> None:
    """Take every part out of `layout` and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            empty(inner)
            inner.deleteLater()


def appear(layout: QLayout) -> None:
    """Let new parts be seen at once: left alone Qt shows them a turn later, and what was redrawn in place would
    flicker.
    """
    for index in range(layout.count()):
        item = layout.itemAt(index)
        widget, inner = (item.widget(), item.layout()) if item is not None else (None, None)
        if widget is not None and widget.parentWidget() is not None:
            widget.show()
        elif inner is not None:
            appear(inner)
