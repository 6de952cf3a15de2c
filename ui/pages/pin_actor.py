"""Who acts, on the page of the PIN: the questions of the pack, the holder chosen in advance where the holder may.

Refuses to take a number key: those go to the tasks. Refuses to judge beyond what each question says of itself.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout

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
        self._sent: dict[str, str] = {}  # what was chosen and has not come back yet
        self.fields: dict[str, FieldBox] = {}
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(look.px(16))
        self._lines.setVerticalSpacing(look.px(4))
        column(self, look, margins=(20, 14, 20, 10)).addLayout(self._lines)
        self.hide()

    def show_fields(self, visit: str, views: tuple[FieldView, ...]) -> None:
        """Draw the questions: new ones from the start, the same ones in place."""
        about = visit, tuple((one.field.name, one.field.label, one.field.choices) for one in views)
        if about != self._about:
            self._build(views, anew=visit != self._visit)
            self._about, self._visit = about, visit
        for one in views:
            if self._sent.get(one.field.name) == one.value:
                del self._sent[one.field.name]
            self.fields[one.field.name].show_view(one, told=one.field.name in self._told)
        self.setVisible(bool(views))

    def _build(self, views: tuple[FieldView, ...], *, anew: bool) -> None:
        focus = QApplication.focusWidget()
        had = focus is not None and self.isAncestorOf(focus)
        empty(self._lines)
        if anew:
            self._told, self._sent = set(), {}
        self.fields = {}
        most = 1 if self._look.large else 2
        for at, one in enumerate(views, start=most - 1):  # who acts stands alone, what is said of them in pairs
            box = field_box(self._look, one, first=0, line=SIDE_BY_SIDE)
            box.answered.connect(self._answered)
            self.fields[one.field.name] = box
            alone = one is views[0]
            place = (0, 0, 1, most) if alone else (at // most, at % most, 1, 1)
            self._lines.addWidget(box, *place, Qt.AlignmentFlag.AlignTop)
        for line in range(most):
            self._lines.setColumnStretch(line, 1)
        appear(self._lines)
        if had and self.fields:
            self.fields[self.unsaid or next(iter(self.fields))].focus_here()

    def _answered(self, name: str, value: str) -> None:
        if isinstance(self.fields.get(name), ChoiceField):
            self._told.add(name)
            self._sent[name] = value
        self.answered.emit(name, value)

    @property
    def unsaid(self) -> str:
        """Name of the first question without a right answer as it stands here, "" for none."""
        return next(
            (name for name, box in self.fields.items() if box.view.field.fault(self._now(name)) is not None), ""
        )

    def _now(self, name: str) -> str:
        """What stands in a field, sent or not."""
        box = self.fields[name]
        return box.entry.line.text() if isinstance(box, LineField) else self._sent.get(name, box.view.value)

    def tell(self) -> None:
        """Say what is missing or wrong, and go there."""
        self._told |= set(self.fields)
        for box in self.fields.values():
            box.show_view(box.view, told=True)
        name = self.unsaid
        if name:
            self.answered.emit(name, self._now(name))  # now it counts as answered, if with nothing
            self.fields[name].focus_here()

    def enter(self) -> bool:
        """Enter on a choice makes it."""
        focus = QApplication.focusWidget()
        if isinstance(focus, Segment) and self.isAncestorOf(focus) and not focus.isChecked():
            focus.click()
            return True
        return False
