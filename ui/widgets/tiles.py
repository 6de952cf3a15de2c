"""Things a clerk may do, as tiles and rows: lawful actions, greyed ones with their reason, short buttons, list rows.

Greyed means unlawful now, never unbuilt: such a row can be focused and then reads the reason and the lawful way.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.desk.views import Action
from ui.look import Look
from ui.widgets.box import Disc, KeyCap, column, row
from ui.widgets.pressable import Pressable
from ui.widgets.words import Sign, Words


def two_lines(look: Look, bold: str, plain: str, *, face: str = "section", tone: str = "ink") -> QWidget:
    """A bold line over a plain one, both free to wrap."""
    host = QWidget()
    host.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    lines = column(host, look, gap=1)
    lines.addWidget(Words(look, bold, face=face, tone=tone, wrap=True))
    if plain:
        lines.addWidget(Words(look, plain, face="note", tone="ink2", wrap=True))
    return host


def is_pressed(key: str) -> bool:
    """True for an F-key. A letter only orders what stands behind Ctrl+O: a scanner types letters too."""
    return len(key) > 1


class ActionTile(Pressable):
    """A lawful action: round icon, name, one line of what follows, key cap; the likeliest is marked Enter."""

    def __init__(self, look: Look, action: Action, *, first: bool) -> None:
        super().__init__(look, kind="tile", name=look.say(action.title))
        self.setAccessibleDescription(f"{look.say(action.hint)} {action.key}")
        self.action = action
        layout = row(self, look, margins=(13, 9, 12, 9), gap=10)
        layout.addWidget(Disc(look, action.icon))
        layout.addWidget(two_lines(look, look.say(action.title), look.say(action.hint)), 1)
        if first:
            layout.addWidget(KeyCap(look, "Enter"))
        if is_pressed(action.key):
            layout.addWidget(KeyCap(look, action.key))
        self.setMinimumHeight(look.px(60))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)


class GreyedRow(Pressable):
    """An action that is unlawful now: lock, name, reason in full contrast, its key. Pressing it reads the lawful
    way.
    """

    def __init__(self, look: Look, action: Action) -> None:
        super().__init__(look, kind="row", name=look.say(action.title))
        reason = look.say(action.refused) if action.refused else ""
        self.advice = look.say(action.advice) if action.advice else ""
        self.setAccessibleDescription(f"{reason} {self.advice}".strip())
        self.setToolTip(self.advice)
        self.action = action
        layout = row(self, look, margins=(12, 3, 10, 3), gap=8)
        layout.addWidget(Sign(look, "lock", tone="ink2", size=18))
        name = Words(look, look.say(action.title), tone="ink2")
        name.setMinimumWidth(look.px(70))
        layout.addWidget(name)
        layout.addWidget(Words(look, reason, face="note", tone="ink2", wrap=True), 1)
        if is_pressed(action.key):
            layout.addWidget(KeyCap(look, action.key))
        self.setMinimumHeight(look.px(34))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)


class ShortTile(Pressable):
    """A procedure on the home page: icon, name, key."""

    def __init__(self, look: Look, action: Action) -> None:
        super().__init__(look, kind="tile", name=look.say(action.title))
        self.action = action
        layout = row(self, look, margins=(12, 0, 8, 0), gap=8)
        layout.addWidget(Sign(look, action.icon, size=18))
        layout.addWidget(Words(look, look.say(action.title)), 1)
        if is_pressed(action.key):
            layout.addWidget(KeyCap(look, action.key))
        self.setFixedHeight(look.px(40))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


class ListRow(Pressable):
    """A row of a side list: disc, two lines, and two short lines at the right end. `only_tell` makes it one that leads
    nowhere.
    """

    def __init__(
        self, look: Look, icon: str, bold: str, plain: str, *, kind: str = "brand", end: str = "", end_note: str = ""
    ) -> None:
        super().__init__(look, kind="row", name=bold)
        self.setAccessibleDescription(" ".join(w for w in (plain, end, end_note) if w))
        layout = row(self, look, margins=(0, 6, 0, 6), gap=11)
        layout.addWidget(Disc(look, icon, kind=kind, size=26, icon_size=16))
        layout.addWidget(two_lines(look, bold, plain, face="bodybold"), 1)
        if end:
            host = QWidget()
            host.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            right = column(host, look, gap=1)
            tone = {"stop": "stop", "wait": "wait"}.get(kind, "brand")
            for words, face, ink in ((end, "bodybold", tone), (end_note, "note", "ink2")):
                if words:
                    right.addWidget(Words(look, words, face=face, tone=ink), 0, Qt.AlignmentFlag.AlignRight)
            layout.addWidget(host)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def only_tell(self) -> None:
        """Nothing follows from this row: neither Tab nor the pointer stops at it, and it does not look pressable."""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.unsetCursor()

    @property
    def can_be_pressed(self) -> bool:
        return self.focusPolicy() is not Qt.FocusPolicy.NoFocus
