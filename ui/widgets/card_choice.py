"""Several cards in use: one row each, to be pressed with mouse, Enter or Space; up and down go from one to the other.

Refuses to choose by itself: `chosen(card number)` is sent, what holds comes back as a view.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from counter_app.desk.views_cards import CardChoice
from ui.look import Look
from ui.widgets.box import Box, Column, column
from ui.widgets.clearing import appear, empty
from ui.widgets.tiles import ListRow
from ui.widgets.words import Words


class _CardRow(ListRow):
    """A row that hands the arrow keys on to the next one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)


class CardChoiceBox(Box):
    """Hidden while nothing is to be chosen."""

    chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        body = column(self, look, margins=(20, 12, 20, 10), gap=2)
        body.addWidget(Words(look, self.tr("要办哪一张卡"), face="section"))
        host = Column(look)
        self._lines = host.body
        body.addWidget(host)
        self.rows: list[ListRow] = []
        self._drawn: tuple[CardChoice, ...] = ()
        self.hide()

    def show_choices(self, choices: tuple[CardChoice, ...]) -> None:
        """Draw them, in place when they are the same."""
        self.setVisible(bool(choices))
        if choices == self._drawn:
            return
        self._drawn = choices
        empty(self._lines)
        self.rows = [self._row(one) for one in choices]
        for line in self.rows:
            self._lines.addWidget(line)
        appear(self._lines)

    @property
    def to_choose(self) -> tuple[ListRow, ...]:
        """The rows while none of them is chosen: nothing else can be done before."""
        return () if any(one.chosen for one in self._drawn) else tuple(self.rows)

    def _row(self, one: CardChoice) -> ListRow:
        look = self.look
        words = self.tr("社保功能 {state}，{about}")
        plain = words.format(state=look.say(one.state), about=look.say(one.about))
        end = self.tr("已选") if one.chosen else ""
        icon = "circle-check" if one.chosen else "credit-card"
        line = _CardRow(look, icon, one.words, plain, kind="ok" if one.chosen else "brand", end=end)
        line.clicked.connect(partial(self._press, one.number))
        return line

    def _press(self, number: str, _on: bool = False) -> None:
        self.chosen.emit(number)
