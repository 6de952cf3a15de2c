"""Papers that go with a result besides its receipt, each with the ways to give it.

Refuses to know any kind of paper: what there is comes from the desk, as the procedure declares it.
"""

from __future__ import annotations

from PySide6.QtCore import Signal

from counter_app.domain.text import Text
from ui.look import Look
from ui.widgets.box import Box, Column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.pressable import KeyButton
from ui.widgets.words import Words


class OwnPapers(Column):
    """`printed(kind)`, `previewed(kind)`. `can_print`: there is a printer for A4."""

    printed = Signal(str)
    previewed = Signal(str)

    def __init__(self, look: Look, *, can_print: bool) -> None:
        super().__init__(look, gap=8)
        self._look, self._can_print = look, can_print
        self._shown: tuple[tuple[str, Text], ...] = ()
        self.ways: list[KeyButton] = []

    def show_papers(self, papers: tuple[tuple[str, Text], ...]) -> None:
        """One line each; the same ones stay as they are, with the focus."""
        self.setVisible(bool(papers))
        if papers == self._shown:
            return
        self._shown = papers
        empty(self.body)
        self.ways = []
        for kind, title in papers:
            self.body.addWidget(self._line(kind, title))
        appear(self.body)

    def _line(self, kind: str, title: Text) -> Box:
        look = self._look
        box = Box(look, radius=12)
        line = row(box, look, margins=(20, 12, 20, 12), gap=10)
        said = look.say(title)
        line.addWidget(Words(look, said, face="section", wrap=True), 1)
        ways = [(self.tr("预览"), "eye", self.previewed)]
        if self._can_print:
            ways.append((self.tr("打印"), "printer", self.printed))
        for words, icon, signal in ways:
            button = KeyButton(look, words, kind="plain", icon=icon, height=40)
            button.setAccessibleName(f"{words} {said}")
            button.clicked.connect(lambda _on=False, signal=signal: signal.emit(kind))
            line.addWidget(button)
            self.ways.append(button)
        return box
