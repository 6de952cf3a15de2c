"""One line for a clerk's own words under what they are about: what is asked, the field, a note, and the key that gives
them.

Refuses to give nothing: without words it says that they are needed.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.look import Look
from ui.widgets.box import column, row
from ui.widgets.fields import Entry, Note
from ui.widgets.pressable import KeyButton
from ui.widgets.words import Words


class ReasonLine(QWidget):
    """`given(words)`."""

    given = Signal(str)

    def __init__(self, look: Look, *, asked: str, help_: str, done: str) -> None:
        super().__init__()
        body = column(self, look, margins=(37, 4, 0, 8), gap=4)
        body.addWidget(Words(look, asked, face="note", tone="ink2"))
        beside = row(None, look, gap=10)
        entry = Entry(look, name=asked, icon="edit")
        beside.addWidget(entry, 1)
        button = KeyButton(look, done, kind="main", key="Enter", height=40)
        button.clicked.connect(self._give)
        beside.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        body.addLayout(beside)
        self.line, self._note = entry.line, Note(look)
        self._note.show_note(help_, fault=False)
        body.addWidget(self._note)

    def enter(self) -> bool:
        """Enter in the field gives the words. True: it was used."""
        if not self.line.hasFocus():
            return False
        self._give()
        return True

    def _give(self) -> None:
        words = self.line.text().strip()
        if words:
            self.given.emit(words)
        else:
            self._note.show_note(self.tr("须写明缘由"), fault=True)
