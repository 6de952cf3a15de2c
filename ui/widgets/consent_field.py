"""A question of consent: the very words the holder is to read, then agree or not, of one size and neither beforehand.

Refuses to be answered by pressing on: Enter chooses neither, a key, the pointer or a number does.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.desk.views import FieldView
from ui.look import Look
from ui.widgets.box import row
from ui.widgets.fields import ChoiceField
from ui.widgets.words import Words


class ConsentField(ChoiceField):
    """Title, words in full with basis and version, and the two answers."""

    def __init__(self, look: Look, view: FieldView, *, first: int) -> None:
        super().__init__(look, view, first=first)
        for option in self.options:
            option.by_enter = False
            option.setAccessibleDescription(look.say(view.field.note))

    def place(self, choices: QWidget, *, wide: bool) -> None:
        """Beside the words, which are read first; below them where letters are large."""
        self._words = Words(self.look, self.look.say(self.view.field.note), wrap=True)
        if self.look.large or wide:
            self.layout_.addWidget(self._words)
            super().place(choices, wide=wide)
            return
        beside = row(None, self.look, gap=16)
        beside.addWidget(self._words, 1)
        beside.addWidget(choices, 0, Qt.AlignmentFlag.AlignVCenter)
        self.layout_.addLayout(beside)

    def show_view(self, view: FieldView, *, told: bool) -> None:
        super().show_view(view, told=told)
        self._words.setText(self.look.say(view.field.note))
        self.note.setVisible(told and view.fault is not None)
