"""What can lawfully be done now, over what cannot: the right side of the person page, one sheet for one offer.

A sheet knows no person, so the next one who may do the same things finds it standing ready. Refuses to hide an action:
an unlawful one is greyed and says why.
"""

from __future__ import annotations

from PySide6.QtCore import Signal

from counter_app.desk.views import Action
from ui.look import Look
from ui.widgets.box import Box, Column, column, row
from ui.widgets.tiles import ActionTile, GreyedRow
from ui.widgets.words import Line, Words


class ActionSheet(Column):
    """`begun(procedure)`: a tile was pressed; `advised(words, words)`: a greyed row was, and reads the lawful way."""

    begun = Signal(str)
    advised = Signal(str, str)

    def __init__(self, look: Look, offer: tuple[Action, ...]) -> None:
        super().__init__(look, gap=8)
        self.look = look
        lawful = [a for a in offer if a.lawful]
        greyed = [a for a in offer if not a.lawful]
        self._heading(self.tr("现在可办"), len(lawful), "ink")
        self.tiles = [ActionTile(look, a, first=index == 0) for index, a in enumerate(lawful)]
        for tile in self.tiles:
            tile.clicked.connect(lambda _on=False, name=tile.action.procedure: self.begun.emit(name))
            self.body.addWidget(tile)
        self.greyed = [GreyedRow(look, a) for a in greyed]
        if greyed:
            self.body.addSpacing(look.px(6))
            self._heading(self.tr("暂不可办"), len(greyed), "ink2")
            self.body.addWidget(self._greyed_box())
        self.body.addStretch(1)

    def _greyed_box(self) -> Box:
        box = Box(self.look, fill="", radius=8)
        lines = column(box, self.look)
        for index, line in enumerate(self.greyed):
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
        return [*self.tiles, *self.greyed]
