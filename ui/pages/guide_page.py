"""The guide of a procedure, as the pack has it: shown, printed, saved. F1 from anywhere; nothing of the visit is lost.

Refuses to add words: what stands here is what the desk gives from the pack that also rules.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from counter_app.desk.views import GuideView
from counter_app.domain.text import Text
from ui.frames.footer import Footer
from ui.look import Look
from ui.pages.page import Page
from ui.widgets.box import Box, column, row
from ui.widgets.clearing import appear, empty
from ui.widgets.pressable import KeyButton, Pressable
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Line, Words

LIST_WIDTH, LABEL_WIDTH = 236, 96  # px at 100 %


class _Entry(Pressable):
    """One procedure in the list."""

    def __init__(self, look: Look, name: str, title: str) -> None:
        super().__init__(look, kind="row", name=title)
        self.id = name
        self.setCheckable(True)
        layout = row(self, look, margins=(12, 0, 10, 0))
        layout.addWidget(Words(look, title, wrap=True), 1)
        self.setMinimumHeight(look.px(36))

    def choose(self, on: bool) -> None:
        """Draw as the chosen one or not."""
        self.setChecked(on)
        self.paint_as("chosen" if on else "row")


class GuidePage(Page):
    """`wanted(procedure)`: another guide. `printed(procedure)`, `saved(procedure, title)`, `left`.
    `previewed(kind, key)`: that paper is to be looked at.
    """

    wanted = Signal(str)
    printed = Signal(str)
    saved = Signal(str, str)
    previewed = Signal(str, str)
    left = Signal()

    def __init__(self, look: Look, *, printer_set: bool, pages_printed: bool = False) -> None:
        super().__init__(look)
        self.view: GuideView | None = None
        self.kind = "guide-sheet" if pages_printed else "guide"  # a sheet to take along where there is A4, else a roll
        self._printer_set = printer_set or pages_printed
        self._entries: list[_Entry] = []
        body = column(self, look)
        middle = row(None, look, margins=(24, 18, 24, 8), gap=16)
        side = Box(look)
        side.setFixedWidth(look.px(LIST_WIDTH))
        area = ScrollColumn(look, margins=(8, 10, 8, 10), gap=2)
        column(side, look, margins=(2, 2, 2, 2)).addWidget(area)
        self._list = area.body
        middle.addWidget(side)
        panel = Box(look)
        inside = ScrollColumn(look, margins=(20, 14, 20, 14), gap=0)
        column(panel, look, margins=(4, 4, 4, 4)).addWidget(inside)
        self._scroll, self._body = inside, inside.body
        middle.addWidget(panel, 1)
        body.addLayout(middle, 1)
        body.addWidget(self._foot())

    def _foot(self) -> Footer:
        look = self.look
        footer = Footer(look)
        self._back = KeyButton(look, self.tr("返回"), key="Esc", icon="arrow-left", height=40)
        self._back.clicked.connect(self.left)
        footer.left.addWidget(self._back)
        closer = KeyButton(look, self.tr("预览"), kind="quiet", key="Ctrl U", icon="eye", height=40)
        closer.clicked.connect(self.preview)
        footer.right.addWidget(closer)
        save = KeyButton(look, self.tr("存为 PDF"), icon="download", height=40)
        save.clicked.connect(self._save)
        footer.right.addWidget(save)
        if self._printer_set:
            paper = KeyButton(look, self.tr("打印指南"), kind="main", key="Ctrl P", icon="printer", height=40)
            paper.clicked.connect(self.print_it)
            footer.right.addWidget(paper)
        return footer

    def show_guide(self, view: GuideView) -> None:
        """Draw the guide and the list of all."""
        before, self.view = self.view, view
        if before is None or before.titles != view.titles:
            self._show_list(view.titles)
        for entry in self._entries:
            entry.choose(entry.id == view.procedure)
        self._show_sections(view)
        self._scroll.verticalScrollBar().setValue(0)

    def _show_list(self, titles: tuple[tuple[str, Text], ...]) -> None:
        empty(self._list)
        self._entries = []
        for name, title in titles:
            entry = _Entry(self.look, name, self.look.say(title))
            entry.clicked.connect(lambda _on=False, one=name: self.wanted.emit(one))
            self._entries.append(entry)
            self._list.addWidget(entry)
        self._list.addStretch(1)
        appear(self._list)

    def _show_sections(self, view: GuideView) -> None:
        look = self.look
        empty(self._body)
        self._body.addWidget(Words(look, look.say(view.title), face="title"))
        self._body.addSpacing(look.px(10))
        host = QWidget()
        grid = QGridLayout(host)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.px(14))
        grid.setVerticalSpacing(look.px(4))
        grid.setColumnMinimumWidth(0, look.px(LABEL_WIDTH))
        grid.setColumnStretch(1, 1)
        line = 0
        for section in view.sections:
            for at, words in enumerate(section.lines):
                if not at:
                    heading = Words(look, look.say(section.heading), face="bodybold")
                    grid.addWidget(heading, line, 0, Qt.AlignmentFlag.AlignTop)
                grid.addWidget(Words(look, look.say(words), wrap=True), line, 1)
                line += 1
            grid.addWidget(Line(look), line, 0, 1, 2)
            line += 1
        grid.addWidget(Words(look, self.tr("依据"), face="bodybold"), line, 0, Qt.AlignmentFlag.AlignTop)
        bases = "；".join(look.say(basis) for basis in view.basis)
        grid.addWidget(Words(look, bases, face="note", tone="ink2", wrap=True), line, 1)
        self._body.addWidget(host)
        self._body.addStretch(1)
        appear(self._body)

    def print_it(self) -> None:
        """Ctrl+P."""
        if self.view is not None and self._printer_set:
            self.printed.emit(self.view.procedure)

    def preview(self) -> None:
        if self.view is not None:
            self.previewed.emit(self.kind, self.view.procedure)

    def _save(self) -> None:
        if self.view is not None:
            self.saved.emit(self.view.procedure, self.look.say(self.view.title))

    def escape(self) -> bool:
        self.left.emit()
        return True

    def focus_first(self) -> None:
        chosen = next((entry for entry in self._entries if entry.isChecked()), None)
        (chosen or self._back).setFocus(Qt.FocusReason.OtherFocusReason)
