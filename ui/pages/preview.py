"""A paper before it is printed, after it was, or to be read again: its pages as they come out, how its printing stands,
print, save.

The same for every kind of paper. Refuses to print by itself, and to keep a paper that is not in front: with the page
hidden its bytes and pictures are gone.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from counter_app.domain.print_job import Role
from ui.frames.footer import Footer
from ui.look import Look
from ui.pages.page import Page
from ui.previewing import Preview
from ui.print_words import job_chip, job_reason
from ui.widgets.box import Box, Chip, column, row
from ui.widgets.paper_view import PaperView
from ui.widgets.pressable import KeyButton
from ui.widgets.scroll import ScrollColumn
from ui.widgets.words import Line, Words

SIDE = 300  # px at 100 %
A4 = (595, 842)
MM = 72 / 25.4


class PreviewPage(Page):
    """`printed`, `saved`, `left`; `worded`: with English on a second line, or without; `gone`: another page is in
    front.
    """

    patient = True
    printed = Signal()
    saved = Signal()
    worded = Signal()
    left = Signal()
    gone = Signal()

    def __init__(self, look: Look, *, printers: frozenset[Role]) -> None:
        super().__init__(look)
        self._printers = printers
        self.view: Preview | None = None
        body = column(self, look)
        middle = row(None, look, margins=(24, 16, 24, 8), gap=16)
        frame = Box(look, fill="sunken")
        self.paper = PaperView(look)
        column(frame, look, margins=(2, 8, 2, 8)).addWidget(self.paper)
        middle.addWidget(frame, 1)
        middle.addWidget(self._side())
        body.addLayout(middle, 1)
        body.addWidget(self._foot())
        self.paper.turned.connect(self._show_page)
        self.paper.zoomed.connect(self._show_zoom)
        for keys, what in (
            (("Ctrl++", "Ctrl+="), self.paper.larger),
            (("Ctrl+-",), self.paper.smaller),
            (("Ctrl+0",), self.paper.fit_width),
            (("Ctrl+9",), self.paper.fit_page),
            (("Ctrl+S",), self.saved.emit),
            (("Ctrl+Y",), self.worded.emit),
        ):
            for key in keys:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                shortcut.activated.connect(what)

    def _side(self) -> QWidget:
        look = self.look
        side = Box(look)
        side.setFixedWidth(look.px(SIDE))
        area = ScrollColumn(look, margins=(16, 12, 12, 12), gap=0)
        column(side, look, margins=(4, 4, 4, 4)).addWidget(area)
        lines = area.body
        self._name = Words(look, face="title", wrap=True)
        self._title = Words(look, face="note", tone="ink2", wrap=True)
        self._size = Words(look, face="note", tone="ink2", wrap=True)
        for said in (self._name, self._title, self._size):
            lines.addWidget(said)
        lines.addSpacing(look.px(12))
        self._state = Chip(look)
        lines.addWidget(self._state, 0, Qt.AlignmentFlag.AlignLeft)
        lines.addSpacing(look.px(6))
        self._why = Words(look, face="note", tone="ink2", wrap=True)
        self._copy = Words(look, face="bodybold", wrap=True)
        lines.addWidget(self._why)
        lines.addWidget(self._copy)
        lines.addSpacing(look.px(12))
        lines.addWidget(Line(look))
        lines.addSpacing(look.px(8))
        self._page = Words(look)
        self._back_key = self._button("chevron-left", self.tr("上一页"), "PgUp", lambda: self._turn(-1))
        self._on_key = self._button("chevron-right", self.tr("下一页"), "PgDn", lambda: self._turn(1))
        self._zoom = Words(look)
        ways: tuple[QWidget, ...] = (
            self._page,
            self._back_key,
            self._on_key,
            self._zoom,
            self._button("zoom-in", self.tr("放大"), "Ctrl +", self.paper.larger),
            self._button("zoom-out", self.tr("缩小"), "Ctrl -", self.paper.smaller),
            self._button("arrow-autofit-width", self.tr("适合宽度"), "Ctrl 0", self.paper.fit_width),
            self._button("file", self.tr("整页"), "Ctrl 9", self.paper.fit_page),
        )
        for part in ways:
            if part is self._zoom:
                lines.addSpacing(look.px(8))
            lines.addWidget(part)
            lines.addSpacing(look.px(2))
        lines.addStretch(1)
        return side

    def _button(self, icon: str, words: str, key: str, what: object) -> KeyButton:
        button = KeyButton(self.look, words, kind="link", key=key, icon=icon, height=32)
        button.clicked.connect(what)
        return button

    def _foot(self) -> Footer:
        look = self.look
        footer = Footer(look)
        back = KeyButton(look, self.tr("返回"), key="Esc", icon="arrow-left", height=40)
        back.clicked.connect(self.left)
        footer.left.addWidget(back)
        save = KeyButton(look, self.tr("存为 PDF"), key="Ctrl S", icon="download", height=40)
        save.clicked.connect(self.saved)
        self.print_key = KeyButton(look, self.tr("打印"), kind="main", key="Ctrl P", icon="printer", height=40)
        self.print_key.clicked.connect(self.print_it)
        self.word_key = KeyButton(look, "", kind="plain", key="Ctrl Y", icon="language", height=40)
        self.word_key.clicked.connect(self.worded)
        footer.left.addWidget(self.word_key)
        footer.right.addWidget(save)
        footer.right.addWidget(self.print_key)
        return footer

    def show_preview(self, view: Preview) -> bool:
        """Draw a paper from its first page on. False: its bytes are no PDF."""
        look, document = self.look, view.document
        name = look.say(view.name)
        self._name.setText(name)
        self._title.setText(document.title)
        if not self.paper.show_paper(document.pdf, f"{name} {document.title}"):
            return False
        self._size.setText(self._paper_size(view))
        self.word_key.say(self.tr("只要中文") if view.bilingual else self.tr("加英文对照"))
        for part in (self._page, self._back_key, self._on_key):
            part.setVisible(self.paper.pages > 1)
        self.show_jobs(view)
        self.mark_drawn()
        return True

    def show_jobs(self, view: Preview) -> None:
        """How its printing stands, and what the next one on paper will say."""
        look = self.look
        self.view = view
        can = view.document.role in self._printers
        kind, icon, words = job_chip(view.last, can_print=can)
        self._state.show_state(look.say(words), kind=kind, icon=icon)
        why = job_reason(view.last, view.document.role, can_print=can)
        self._why.setText(look.say(why) if why is not None else "")
        self._why.setVisible(why is not None)
        self._copy.setText(self.tr("再打印的一份会标注：补打第 {copy} 次").format(copy=view.next_copy))
        self._copy.setVisible(can and view.next_copy > 0)
        self.print_key.setVisible(can)
        self.print_key.say(self.tr("补打") if view.next_copy else self.tr("打印"))

    @property
    def copy_words(self) -> str:
        """What the next one on paper will say."""
        return self._copy.text() if self._copy.isVisible() else ""

    @property
    def why_words(self) -> str:
        """Why it waits or failed, or how to set a printer."""
        return self._why.text()

    def _paper_size(self, view: Preview) -> str:
        document = view.document
        wide, tall = round(document.width), round(document.height)
        if (wide, tall) == A4:
            size = "A4"
        elif (wide, tall) in ((420, 595), (595, 420)):
            size = "A5"
        else:
            size = self.tr("{width} 毫米卷纸").format(width=round(document.width / MM))
        return self.tr("{size}，{pages} 页").format(size=size, pages=self.paper.pages)

    def _show_page(self, page: int, pages: int) -> None:
        self._page.setText(self.tr("第 {page} 页，共 {pages} 页").format(page=page, pages=pages))

    def _show_zoom(self, percent: int) -> None:
        self._zoom.setText(self.tr("显示 {percent}%").format(percent=percent))

    def _turn(self, step: int) -> None:
        self.paper.turn_to(self.paper.page + step)

    def print_it(self) -> None:
        """Ctrl+P."""
        if self.view is not None and self.view.document.role in self._printers:
            self.printed.emit()

    def escape(self) -> bool:
        self.left.emit()
        return True

    def focus_first(self) -> None:
        self.paper.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # not when the whole window is put away
            self.view = None
            for words in (self._name, self._title, self._why):
                words.setText("")
            self.gone.emit()
