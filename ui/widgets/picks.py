"""Lines to pick from, each with its number key: one of several, or several."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy

from ui.look import Look
from ui.widgets.box import KeyCap, row
from ui.widgets.pressable import Pressable
from ui.widgets.words import Sign, Words

SEVERAL, ONE = ("square", "square-check"), ("circle", "circle-dot")
"""Icons of a line that is not chosen and of one that is."""


class Pick(Pressable):
    """One line to tick, with its number key where there is one. `id` is what it stands for."""

    def __init__(self, look: Look, name: str, words: str, *, number: int, signs: tuple[str, str]) -> None:
        super().__init__(look, kind="tile", name=words)
        self._signs = signs
        self.id = name
        self.setCheckable(True)
        layout = row(self, look, margins=(13, 8, 10, 8), gap=10)
        self._sign = Sign(look, signs[0], size=20)
        layout.addWidget(self._sign)
        layout.addWidget(Words(look, words, face="bodybold", wrap=True), 1)
        if number:
            layout.addWidget(KeyCap(look, str(number)))
        self.setMinimumHeight(look.px(44))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def tick(self, on: bool) -> None:
        """Draw as chosen or not."""
        self.setChecked(on)
        self._sign.show_icon(self._signs[on], "brand")
        self.paint_as("chosen" if on else "tile")
