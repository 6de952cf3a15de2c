"""The box over the page in which something is asked, and one whole number shown; a number goes by itself after 15 s.

Refuses to be copied from: its words cannot be marked. It keeps the number in one label, which is emptied when it goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from ui.look import Look
from ui.widgets.box import Box, Column, column, row
from ui.widgets.clearing import empty
from ui.widgets.pressable import KeyButton
from ui.widgets.words import Words

SHOWN_S = 15
_WIDTH, _FROM_TOP, _FROM_RIGHT = 460, 146, 24  # px at 100 %


class RevealBox(Box):
    """`chosen(id)`: one of what was offered. `left`: the clerk closed it."""

    chosen = Signal(str)
    left = Signal()

    def __init__(self, look: Look, host: QWidget) -> None:
        super().__init__(look, border="edge", radius=8)
        self.setParent(host)
        self._host = host
        body = column(self, look, margins=(18, 14, 18, 14), gap=10)
        head = row(None, look, gap=10)
        self._title = Words(look, face="bodybold", wrap=True)
        head.addWidget(self._title, 1)
        self._close = KeyButton(look, self.tr("隐藏"), kind="quiet", key="Esc", height=32)
        self._close.clicked.connect(self.left)
        head.addWidget(self._close)
        body.addLayout(head)
        self._ways_host = Column(look, gap=6)
        body.addWidget(self._ways_host)
        self.number = Words(look, face="title")
        body.addWidget(self.number)
        self._note = Words(look, face="note", tone="ink2", wrap=True)
        body.addWidget(self._note)
        self._ticks = QTimer(self)
        self._ticks.setInterval(1000)
        self._ticks.timeout.connect(self._tick)
        self.seconds = 0
        self.hide()

    def offer(self, title: str, choices: Sequence[tuple[str, str]], note: str) -> None:
        """Ask for one of these, by id and words."""
        self._clear()
        self._title.setText(title)
        self._note.setText(note)
        buttons = [KeyButton(self.look, words, height=36) for _id, words in choices]
        for button, (choice, _words) in zip(buttons, choices, strict=True):
            button.clicked.connect(partial(self.chosen.emit, choice))
            self._ways_host.body.addWidget(button)
        self._ways_host.show()
        self._come()
        buttons[0].setFocus()

    def tell(self, words: str, number: str) -> None:
        """Show a number for `SHOWN_S` seconds."""
        self._clear()
        self._title.setText(words)
        self.number.setText(number)
        self.number.show()
        self.seconds = SHOWN_S + 1
        self._tick()
        self._ticks.start()
        self._come()
        self._close.setFocus()

    def leave(self) -> None:
        """Empty it and go; harmless when it is gone."""
        self._clear()
        if self.isVisible():
            inside = QApplication.focusWidget()
            self.hide()
            if inside is not None and self.isAncestorOf(inside):
                inside.clearFocus()

    def _tick(self) -> None:
        self.seconds -= 1
        if self.seconds <= 0:
            self.left.emit()
            return
        self._note.setText(self.tr("{seconds} 秒后隐藏").format(seconds=self.seconds))

    def _clear(self) -> None:
        self._ticks.stop()
        self.number.setText("")
        self.number.hide()
        self._ways_host.hide()
        empty(self._ways_host.body)

    def _come(self) -> None:
        self.place()
        self.show()
        self.raise_()

    def place(self) -> None:
        """Keep to the upper right of the window."""
        look = self.look
        width = min(look.px(_WIDTH), self._host.width() - 2 * look.px(_FROM_RIGHT))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(self._host.width() - width - look.px(_FROM_RIGHT), look.px(_FROM_TOP))
