"""What can lawfully be done now, over what cannot: the right side of the person page, one sheet for one offer.

A sheet knows no person, so the next one who may do the same things finds it standing ready. What has no F-key stands
behind Ctrl+O, one row that says how many there are. Refuses to hide an action: an unlawful one is greyed and says why.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from counter_app.desk.views import Action
from ui.look import Look
from ui.widgets.box import Box, Column, column, row
from ui.widgets.pressable import KeyButton
from ui.widgets.tiles import ActionTile, GreyedRow
from ui.widgets.words import Line, Words


class ActionSheet(Column):
    """`begun(procedure)`: a tile was pressed; `advised(words, words)`: a greyed row was, and reads the lawful way."""

    begun = Signal(str)
    advised = Signal(str, str)

    def __init__(self, look: Look, offer: tuple[Action, ...]) -> None:
        super().__init__(look, gap=8)
        self.look = look
        near = [a for a in offer if not _stands_apart(a)]
        lawful = [a for a in near if a.lawful]
        greyed = [a for a in near if not a.lawful]
        self._heading(self.tr("现在可办"), len(lawful), "ink")
        self.tiles = [ActionTile(look, a, first=index == 0) for index, a in enumerate(lawful)]
        for tile in self.tiles:
            tile.clicked.connect(lambda _on=False, name=tile.action.procedure: self.begun.emit(name))
            self.body.addWidget(tile)
        self.greyed = [GreyedRow(look, a) for a in greyed]
        self._apart = self._more([a for a in offer if _stands_apart(a)])
        if greyed:
            self.body.addSpacing(look.px(6))
            self._heading(self.tr("暂不可办"), len(greyed), "ink2")
            self.body.addWidget(self._greyed_box(self.greyed))
        self.body.addStretch(1)

    def _more(self, apart: list[Action]) -> list[ActionTile | GreyedRow]:
        """The row of what has no F-key, and under it, once it was pressed, all of it: lawful ones first."""
        tiles = [ActionTile(self.look, a, first=False) for a in apart if a.lawful]
        greyed = [GreyedRow(self.look, a) for a in apart if not a.lawful]
        self._more_row = KeyButton(
            self.look,
            self.tr("更多业务（{lawful} 项可办）").format(lawful=len(tiles)),
            kind="quiet",
            key="Ctrl O",
            icon="dots",
            height=40,
        )
        self._more_row.clicked.connect(self.show_more)
        self._more_host = Column(self.look, gap=8)
        for tile in tiles:
            tile.clicked.connect(lambda _on=False, name=tile.action.procedure: self.begun.emit(name))
            self._more_host.body.addWidget(tile)
        if greyed:
            self._more_host.body.addWidget(self._greyed_box(greyed))
        self.body.addWidget(self._more_row)
        self.body.addWidget(self._more_host)
        self._more_row.setVisible(bool(apart))
        self._more_host.hide()
        return [*tiles, *greyed]

    def show_more(self) -> None:
        """Ctrl+O: what has no F-key, the first one focused."""
        if self._apart:
            self._more_row.hide()
            self._more_host.show()
            self._apart[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_less(self) -> None:
        """As it stands for the next person."""
        self._more_host.hide()
        self._more_row.setVisible(bool(self._apart))

    def _greyed_box(self, greyed: list[GreyedRow]) -> Box:
        box = Box(self.look, fill="", radius=8)
        lines = column(box, self.look)
        for index, line in enumerate(greyed):
            if index:
                lines.addWidget(Line(self.look))
            line.clicked.connect(
                lambda _on=False, row_=line: self.advised.emit(row_.accessibleName(), row_.accessibleDescription())
            )
            lines.addWidget(line)
        return box

    def _heading(self, words: str, count: int, tone: str) -> None:
        line = row(None, self.look)
        line.addWidget(Words(self.look, words, face="section", tone=tone), 1)
        line.addWidget(Words(self.look, self.tr("{count} 项").format(count=count), face="note", tone="ink2"))
        self.body.addLayout(line)

    @property
    def offered(self) -> list[ActionTile | GreyedRow]:
        """Everything on the sheet, from the top."""
        return [*self.tiles, *self.greyed, *self._apart]


def _stands_apart(action: Action) -> bool:
    """True for what has a letter in the place of an F-key: it stands behind Ctrl+O unless it presses."""
    return len(action.key) == 1 and not action.pressing
