"""When the data of this counter is in trouble: told in full, no work is taken, the file is untouched."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from counter_app.domain.errors import StoreTrouble
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.pressable import KeyButton
from ui.widgets.words import Sign, Words


class TroublePage(Page):
    """`tried_again` on the clerk's word."""

    patient = True
    tried_again = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        body = column(self, look, margins=(24, 24, 24, 24), gap=16)
        body.addStretch(1)
        box = Box(look, fill="stopsoft", border="stopline")
        box.setMaximumWidth(look.px(720))
        inside = row(box, look, margins=(24, 22, 24, 22), gap=18)
        inside.addWidget(Sign(look, "alert-triangle", tone="stop", size=40), 0, Qt.AlignmentFlag.AlignTop)
        lines = column(box_column := Box(look, fill="", border=""), look, gap=6)
        self._happened = Words(look, face="title", tone="stop", wrap=True)
        self._means = Words(look, self.tr("现在不能受理新的业务，已受理的都还在"), face="section", wrap=True)
        self._next = Words(look, face="input", wrap=True)
        for words in (self._happened, self._means, self._next):
            lines.addWidget(words)
        lines.addSpacing(look.px(10))
        self._code = Words(look, face="note", tone="ink2")
        lines.addWidget(self._code)
        lines.addSpacing(look.px(6))
        self.button = KeyButton(look, self.tr("再试一次"), kind="main", key="Enter", height=40)
        self.button.clicked.connect(self.tried_again)
        lines.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(box_column, 1)
        self._box = box
        centre = row(None, look)
        centre.addStretch(1)
        centre.addWidget(box, 6)
        centre.addStretch(1)
        body.addLayout(centre)
        body.addStretch(2)

    def show_trouble(self, trouble: StoreTrouble) -> None:
        """Say what happened, what it means, what to do."""
        look = self.look
        self._happened.setText(look.say(trouble.message))
        self._next.setText(look.say(trouble.what_next))
        self._code.setText(self.tr("编码 {code}").format(code=trouble.code))
        self._box.setAccessibleName(f"{look.say(trouble.message)} {look.say(trouble.what_next)}")
        self.mark_drawn()

    def enter(self) -> bool:
        self.tried_again.emit()
        return True

    def focus_first(self) -> None:
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)
