"""Who acts, on the page of the PIN: the questions of the pack, the holder chosen in advance where the holder may.

Refuses to take a number key: those go to the tasks. Refuses to judge beyond what each question says of itself.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication

from counter_app.desk.views import FieldView
from ui.look import Look
from ui.widgets.box import Box, column
from ui.widgets.clearing import appear, empty
from ui.widgets.fields import ChoiceField, FieldBox, LineField, Segment, field_box

SIDE_BY_SIDE = 260  # px that choices may take beside each other: the column is narrow where letters are large


class ActorBox(Box):
    """`answered(name, value)` as it is typed or chosen."""

    answered = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._look = look
        self._about: object = None
        self._visit = ""
        self._told: set[str] = set()
        self.fields: dict[str, FieldBox] = {}
        self._lines = column(self, look, margins=(20, 14, 20, 10), gap=4)
        self.hide()

    def show_fields(self, visit: str, views: tuple[FieldView, ...]) -> None:
        """Draw the questions: new ones from the start, the same ones in place."""
        about = visit, tuple((one.field.name, one.field.label, one.field.choices) for one in views)
        if about != self._about:
            self._build(views, anew=visit != self._visit)
            self._about, self._visit = about, visit
        for one in views:
            self.fields[one.field.name].show_view(one, told=one.field.name in self._told)
        self.setVisible(bool(views))

    def _build(self, views: tuple[FieldView, ...], *, anew: bool) -> None:
        focus = QApplication.focusWidget()
        had = focus is not None and self.isAncestorOf(focus)
        empty(self._lines)
        self._told = set() if anew else self._told
        self.fields = {}
        for one in views:
            box = field_box(self._look, one, first=0, line=SIDE_BY_SIDE)
            box.answered.connect(self._answered)
            self.fields[one.field.name] = box
            self._lines.addWidget(box)
        appear(self._lines)
        if had and self.fields:
            self.fields[self.unsaid or next(iter(self.fields))].focus_here()

    def _answered(self, name: str, value: str) -> None:
        if isinstance(self.fields.get(name), ChoiceField):
            self._told.add(name)
        self.answered.emit(name, value)

    @property
    def unsaid(self) -> str:
        """Name of the first question without a right answer as it stands here, "" for none."""
        return next((name for name, box in self.fields.items() if box.view.field.fault(_now(box)) is not None), "")

    def tell(self) -> None:
        """Say what is missing or wrong, and go there."""
        self._told |= set(self.fields)
        for box in self.fields.values():
            box.show_view(box.view, told=True)
        name = self.unsaid
        if name:
            self.fields[name].focus_here()

    def enter(self) -> bool:
        """Enter on a choice makes it."""
        focus = QApplication.focusWidget()
        if isinstance(focus, Segment) and self.isAncestorOf(focus) and not focus.isChecked():
            focus.click()
            return True
        return False


def _now(box: FieldBox) -> str:
    """What stands in it, sent or not."""
    return box.entry.line.text() if isinstance(box, LineField) else box.view.value
