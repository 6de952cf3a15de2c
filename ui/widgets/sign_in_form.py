"""Number and password of whoever comes on duty, and why it did not work: on the first page and over a covered window.

Refuses to keep a password: it is taken out of its field once, and whoever gets it wipes it.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.look import Look
from ui.widgets.box import column
from ui.widgets.fields import Entry, Note
from ui.widgets.password_field import PasswordField
from ui.widgets.pressable import KeyButton
from ui.widgets.words import Words

_TWO_LINES = 42  # px at 100 %: kept free for a reason and what to do, so that a fault moves nothing


class SignInForm(QWidget):
    """`given(number, Password)`, None where a practice clerk is only named (`free`). `action`: words of its button."""

    given = Signal(str, object)

    def __init__(self, look: Look, *, action: str) -> None:
        super().__init__()
        self._look = look
        self.free = False
        body = column(self, look, gap=4)
        self.clerk = Entry(look, name=self.tr("工号"), icon="user")
        self.clerk.line.textEdited.connect(lambda _words: self.quiet())
        self._label = Words(look, face="bodybold")
        self.password = PasswordField(look, name=self.tr("密码"))
        self.password.changed.connect(lambda count: self.quiet() if count else None)
        body.addLayout(self._beside_each_other())
        self.note = Note(look)
        self.note.setFixedHeight(look.px(_TWO_LINES))
        body.addWidget(self.note)
        self.button = KeyButton(look, action, kind="main", key="Enter", height=44, wide=True)
        self.button.clicked.connect(self.give)
        body.addWidget(self.button)
        self.let_free(False)

    def _beside_each_other(self) -> QGridLayout:
        """A short number and a long password, so that the page stays low."""
        grid, gap = QGridLayout(), self._look.px(12)
        grid.setHorizontalSpacing(gap)
        grid.setVerticalSpacing(self._look.px(4))
        grid.addWidget(Words(self._look, self.tr("工号"), face="bodybold"), 0, 0)
        grid.addWidget(self._label, 0, 1)
        grid.addWidget(self.clerk, 1, 0)
        grid.addWidget(self.password, 1, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        return grid

    def let_free(self, free: bool) -> None:
        """Whether a number alone will do, as in practice."""
        self.free = free
        self._label.setText(self.tr("密码（可不填）") if free else self.tr("密码"))

    def say_fault(self, words: str) -> None:
        """Why it did not work; the password is typed anew."""
        self.password.clear()
        self.note.show_note(words, fault=True)
        self.focus_first()

    def quiet(self) -> None:
        """Nothing is wrong as yet."""
        self.note.show_note("", fault=False)

    def enter(self) -> None:
        """The Enter key: on to the password, or that was all."""
        if self.clerk.line.hasFocus() and self.clerk.line.text().strip() and not (self.free or self.password.count):
            self.password.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.give()

    def give(self) -> None:
        """Hand on what was typed, or say what is missing."""
        number = self.clerk.line.text().strip()
        if not number:
            self.note.show_note(self.tr("先输入工号"), fault=True)
            self.clerk.line.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.free and not self.password.count:
            self.given.emit(number, None)
        elif not self.password.fits:
            self.password.clear()
            self.note.show_note(self.tr("先输入密码"), fault=True)
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.given.emit(number, self.password.take())

    def focus_first(self) -> None:
        """The number, or the password where the number stands and is not enough."""
        if self.clerk.line.text().strip() and not self.free:
            self.password.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.clerk.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.clerk.line.selectAll()
