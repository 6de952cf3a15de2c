"""A photo from a file into the open visit: asks which, reads it in the desk's lane, and tells the page what came of it.

Refuses to let the name of a file go any further.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog

from counter_app.desk.card_photo import read_file
from counter_app.desk.views import VisitView
from counter_app.domain.errors import CounterError
from counter_app.domain.photo import BadPicture

if TYPE_CHECKING:
    from ui.window import Window


class Picturing(QObject):
    """`refused(Text, Text)`: why a file will not do, and what to do."""

    refused = Signal(object, object)

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._folder = ""
        self.dialog: QFileDialog | None = None

    def choose(self) -> None:
        """Ask which file, without holding up the window."""
        places = QStandardPaths.StandardLocation
        folder = self._folder or QStandardPaths.writableLocation(places.PicturesLocation)
        wanted = self.tr("照片 (*.jpg *.jpeg *.png)")
        self.dialog = QFileDialog(self._window, self.tr("选照片"), folder, wanted)
        self.dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        self.dialog.setLabelText(QFileDialog.DialogLabel.FileType, self.tr("文件类型"))
        self.dialog.fileSelected.connect(self.bring)
        self.dialog.finished.connect(lambda _how: self._window.page.focus_first())
        self.dialog.open()

    def bring(self, path: str) -> None:
        """Take this file for the step that asks for a photo."""
        serving, file = self._window.serving, Path(path)
        desk, visit = serving.desk, serving.visit
        if desk is None or not isinstance(visit, VisitView):
            return
        self._folder = str(file.parent)
        serving.lanes.desk.run(
            lambda: desk.attach(visit.visit_id, read_file(file)), self._kept, self._not_kept, owner=serving
        )

    def _kept(self, view: VisitView) -> None:
        serving = self._window.serving
        visit = serving.visit
        here = isinstance(visit, VisitView) and (visit.visit_id, visit.current) == (view.visit_id, view.current)
        if here and not serving.moving:
            serving.redraw_visit(view)
            self._window.page.focus_first()  # on to what is still missing, or to the main button

    def _not_kept(self, trouble: CounterError) -> None:
        if isinstance(trouble, BadPicture):
            self.refused.emit(trouble.message, trouble.what_next)
        else:
            self._window.serving.tell(trouble)
