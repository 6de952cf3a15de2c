"""The lawful ways to settle an operation as tiles with number keys; then what else is asked, and the reason.

Refuses to settle anything without its reason: it only tells what the clerk wants.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from counter_app.desk.views_exceptions import Settling
from ui.look import Look
from ui.widgets.box import KeyCap, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.fields import Entry, Note
from ui.widgets.pressable import KeyButton, Pressable
from ui.widgets.tiles import two_lines
from ui.widgets.words import Sign, Words

REDO, WITHDRAW = "redo", "withdraw"
WAY_HEIGHT, CHOICE_HEIGHT = 50, 40  # px at 100 %


class _Tile(Pressable):
    """One way, or one answer to what it asks, with its number key."""

    def __init__(self, look: Look, *, title: str, hint: str, icon: str, number: int) -> None:
        super().__init__(look, kind="tile", name=title)
        self.setAccessibleDescription(hint)
        layout = row(self, look, margins=(13, 6, 10, 6), gap=11)
        layout.addWidget(Sign(look, icon, size=20))
        layout.addWidget(two_lines(look, title, hint, face="bodybold"), 1)
        layout.addWidget(KeyCap(look, str(number)))
        self.setMinimumHeight(look.px(WAY_HEIGHT if hint else CHOICE_HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)


class Ways(QWidget):
    """`taken(way, reason, choice)` when everything that is asked was answered; `redone` for the one that asks nothing.

    One way at a time: with one chosen the others are put away, and Esc brings them back.
    """

    taken = Signal(str, str, str)
    redone = Signal()

    def __init__(self, look: Look, ways: tuple[Settling, ...]) -> None:
        super().__init__()
        self.look, self._ways = look, ways
        self._way: Settling | None = None
        self._choice = ""
        self._entry: Entry | None = None
        self._note: Note | None = None
        self.tiles: list[_Tile] = []
        self._body = column(self, look, gap=8)
        self._show_ways()

    def _show_ways(self) -> None:
        self._clear()
        self._way, self._choice = None, ""
        look = self.look
        for number, way in enumerate(self._ways, start=1):
            tile = _Tile(look, title=look.say(way.title), hint=look.say(way.hint), icon=way.icon, number=number)
            tile.clicked.connect(lambda _on=False, one=way: self._choose(one))
            self._add(tile)
        appear(self._body)

    def _choose(self, way: Settling) -> None:
        if way.id == REDO:
            self.redone.emit()
            return
        self._way = way
        if way.choices:
            self._ask_choice(way)
        else:
            self._ask_reason(way)

    def _ask_choice(self, way: Settling) -> None:
        self._clear()
        look = self.look
        self._body.addWidget(Words(look, look.say(way.title), face="bodybold", wrap=True))
        for number, (code, words) in enumerate(way.choices, start=1):
            tile = _Tile(look, title=look.say(words), hint="", icon=way.icon, number=number)
            tile.clicked.connect(lambda _on=False, one=code: self._chosen(one))
            self._add(tile)
        appear(self._body)
        self.tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _chosen(self, code: str) -> None:
        self._choice = code
        if self._way is not None:
            self._ask_reason(self._way)

    def _ask_reason(self, way: Settling) -> None:
        self._clear()
        look = self.look
        chosen = dict(way.choices).get(self._choice)
        title = f"{look.say(way.title)}　{look.say(chosen)}" if chosen is not None else look.say(way.title)
        self._body.addWidget(Words(look, title, face="bodybold", wrap=True))
        asked, help_, done = self._words(way.id)
        self._body.addWidget(Words(look, asked, face="note", tone="ink2"))
        self._entry, self._note = Entry(look, name=asked, icon="edit"), Note(look)
        self._body.addWidget(self._entry)
        self._body.addWidget(self._note)
        self._note.show_note(help_, fault=False)
        button = KeyButton(look, done, kind="main" if way.choices else "careful", key="Enter")
        button.clicked.connect(self.take)
        self._body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        appear(self._body)
        self._entry.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _words(self, way: str) -> tuple[str, str, str]:
        """What is asked, the note under it, and the word on the button."""
        said = {
            WITHDRAW: (self.tr("撤回理由"), self.tr("写明理由，告知持卡人并收回回执"), self.tr("撤回")),
            "already": (self.tr("销案理由"), self.tr("写明怎样核实的，收回回执"), self.tr("销案")),
            "escalate": (self.tr("转办理由"), self.tr("写明要核查什么"), self.tr("转办")),
            "call": (self.tr("通话记录"), self.tr("写明说了什么，或何时再打"), self.tr("记下")),
        }
        return said.get(way, (self.tr("撤销理由"), self.tr("写明理由，告知持卡人并收回回执"), self.tr("撤销受理")))

    def take(self) -> None:
        """The reason is written: tell what the clerk wants; without one say that it is needed."""
        if self._way is None or self._entry is None or self._note is None:
            return
        reason = self._entry.line.text().strip()
        if reason:
            self.taken.emit(self._way.id, reason, self._choice)
        else:
            self._note.show_note(self.tr("须写明理由"), fault=True)

    def enter(self, focus: QWidget | None) -> bool:
        """In the line for the reason, Enter takes the step."""
        if self._entry is None or not isinstance(focus, QLineEdit):
            return False
        self.take()
        return True

    def escape(self) -> bool:
        """One question back, up to all ways."""
        if self._way is None:
            return False
        if self._entry is not None and self._way.choices:
            self._ask_choice(self._way)
        else:
            self._show_ways()
            self.tiles[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def digit(self, number: int) -> bool:
        """A number key picks the tile that bears it."""
        if not 1 <= number <= len(self.tiles):
            return False
        self.tiles[number - 1].click()
        return True

    def _add(self, tile: _Tile) -> None:
        self.tiles.append(tile)
        self._body.addWidget(tile)

    def _clear(self) -> None:
        empty(self._body)
        self.tiles = []
        self._entry = self._note = None
