"""The field of a photo: what is kept, a button to choose a file, and a place to drop one.

Refuses to open a file: its path goes out by `brought`, what became of it comes back as a view or a reason.
"""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent

from counter_app.desk.views import FieldView
from counter_app.domain.text import Text
from ui.look import Look
from ui.widgets.box import Column, row
from ui.widgets.fields import FieldBox
from ui.widgets.portrait import Portrait
from ui.widgets.pressable import KeyButton
from ui.widgets.words import Words

WIDTH = 76  # px at 100 %: field, note and mobile stand on one screen


class PictureField(FieldBox):
    """`wanted`: the clerk wants to choose a file; `brought(path)`: one was dropped."""

    wanted = Signal()
    brought = Signal(str)

    def __init__(self, look: Look, view: FieldView) -> None:
        super().__init__(look, view)
        line = row(None, look, gap=14)
        self.portrait = Portrait(look, width=WIDTH)
        line.addWidget(self.portrait)
        beside = Column(look, gap=6)
        side = beside.body
        self.button = KeyButton(look, self.tr("选照片文件"), icon="photo", height=36)
        self.button.clicked.connect(self.wanted)
        side.addStretch(1)
        side.addWidget(self.button)
        side.addWidget(Words(look, self.tr("或把文件拖到这里"), face="note", tone="ink2"))
        side.addStretch(1)
        line.addWidget(beside)
        line.addStretch(1)
        self.layout_.addLayout(line)
        self.finish()
        self.setAcceptDrops(True)
        self.setFocusProxy(self.button)
        self.show_view(view, told=False)

    def show_view(self, view: FieldView, *, told: bool) -> None:
        super().show_view(view, told=told)
        self.portrait.show_picture(view.picture)
        self.button.say(self.tr("换一张") if self.portrait.shows else self.tr("选照片文件"))
        self.button.setAccessibleDescription(self.note.words.text())

    def say_refused(self, why: Text, how: Text) -> None:
        """The file that was brought will not do; what was kept before stays."""
        stop = "。" if self.look.chinese else ". "
        self.note.show_note(f"{self.look.say(why)}{stop}{self.look.say(how)}", fault=True)
        self.button.setAccessibleDescription(self.note.words.text())

    def focus_here(self) -> None:
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _file_in(event.mimeData())
        if path:
            event.acceptProposedAction()
            self.brought.emit(path)


def _file_in(dragged: QMimeData) -> str:
    """The path of the one file of this machine that is dragged, "" for anything else."""
    urls = dragged.urls()
    return urls[0].toLocalFile() if len(urls) == 1 and urls[0].isLocalFile() else ""
