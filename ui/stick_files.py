"""Asks which folder or file on a stick, in a dialog that speaks the window's language and begins at the stick.

Refuses to read or write anything: it tells which one was chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, QUrl
from PySide6.QtWidgets import QFileDialog

from ui.sticking import Task

if TYPE_CHECKING:
    from ui.pages.transfer import TransferPage
    from ui.sticking import Sticking
    from ui.window import Window


class StickFiles(QObject):
    """Of one page; the last folder is where the next question begins, while no stick is in."""

    def __init__(self, window: Window, page: TransferPage, sticking: Sticking) -> None:
        super().__init__(page)
        self._window, self._sticking = window, sticking
        papers = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        self._folder = str(papers if papers.is_dir() else Path.home())
        self.dialog: QFileDialog | None = None

    def ask(self, task: Task) -> None:
        """The folder or file of that step."""
        if task is Task.EXPORT:
            self._ask(self.tr("导出到哪个文件夹"), "", self._sticking.take_out)
        elif task is Task.IMPORT:
            self._ask(self.tr("选离线文件"), self.tr("离线文件 (*.ssct)"), self._sticking.hand_in)
        else:
            self._ask(self.tr("选答复文件"), self.tr("答复文件 (*.answers.ssct)"), self._sticking.take_back)

    def ask_for_answers(self) -> None:
        """Where answers go that found no room beside their file."""
        self._ask(self.tr("答复存到哪个文件夹"), "", self._sticking.keep_answers)

    def _ask(self, title: str, wanted: str, then: Callable[[Path], None]) -> None:
        drives = [drive.path for drive in self._sticking.view.drives]
        folder = str(drives[0]) if drives else self._folder
        dialog = QFileDialog(self._window, title, folder, wanted)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile if wanted else QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, not wanted)
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, self.tr("位置"))
        dialog.setLabelText(QFileDialog.DialogLabel.FileType, self.tr("文件类型"))
        places = dict.fromkeys((*map(str, drives), self._folder, str(Path.home())))
        dialog.setSidebarUrls([QUrl.fromLocalFile(one) for one in places])
        dialog.fileSelected.connect(lambda path: self._chosen(Path(path), then))
        dialog.finished.connect(lambda _how: self._window.page.focus_first())
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def _chosen(self, path: Path, then: Callable[[Path], None]) -> None:
        self._folder = str(path if path.is_dir() else path.parent)
        then(path)
