"""The audit trail at the window: has it searched and taken out in a file, and the chain verified.

Refuses to search by itself: each search is an act of whoever reads, and on record.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from counter_app.asked_for import write_asked
from counter_app.auditing import AuditQuery
from counter_app.desk.auditing import query_about
from counter_app.domain.moments import start_of_day
from counter_app.domain.text import Text, same
from counter_app.rights import NotAllowed, Right, make_sure
from ui.saving import NotSaved

if TYPE_CHECKING:
    from ui.pages.audit import Asked, AuditPage
    from ui.window import Window

PLACE = "audit"
LISTED = 100


class Auditing(QObject):
    """Acts for the audit page of one window."""

    def __init__(self, window: Window, page: AuditPage) -> None:
        super().__init__(page)
        self._window, self._page = window, page
        self.dialog: QFileDialog | None = None
        page.searched.connect(self.search)
        page.exported.connect(self.export)
        page.verified.connect(self.verify)

    def search(self, asked: Asked) -> None:
        """Look for it, masked."""
        desk, serving = self._window.serving.desk, self._window.serving
        if desk is not None:
            serving.move(lambda: desk.audit_trail(_query(asked)), self._page.show_trail)

    def verify(self) -> None:
        """Walk the chain, beside what the platform has where there is a line; not in the desk's lane."""
        serving = self._window.serving
        serving.move(serving.parts.verify_trail, self._page.show_chain, lane=serving.lanes.platform)

    def export(self, asked: Asked, whole: bool) -> None:
        """Ask where, then write what is found there."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        kinds = "XLSX (*.xlsx);;CSV (*.csv)"
        self.dialog = QFileDialog(self._window, self.tr("导出审计记录"), folder, kinds)
        self.dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.dialog.setDefaultSuffix("xlsx")
        self.dialog.selectFile("audit.xlsx")
        self.dialog.fileSelected.connect(lambda path: self.write(asked, Path(path), whole=whole))
        self.dialog.finished.connect(lambda _how: self._page.focus_first())
        self.dialog.open()

    def write(self, asked: Asked, path: Path, *, whole: bool) -> None:
        """The file of what is found. Whole numbers want a reason."""
        desk, serving = self._window.serving.desk, self._window.serving
        if desk is None:
            return

        def job() -> int:
            sheet = desk.audit_sheet(_query(asked), full=whole, why=asked.why)
            try:
                write_asked(path, lambda fresh: serving.parts.save_sheet(sheet, fresh))
            except OSError as error:
                raise NotSaved(why=same(error.strerror or type(error).__name__)) from error
            return len(sheet.rows)

        serving.move(job, self._saved, lane=serving.lanes.paper)

    def _saved(self, rows: int) -> None:
        self._window.say(Text(f"已导出 {rows} 条", f"{rows} entries are in the file"), Text("", ""))


def reading(window: Window) -> None:
    """To the trail; whoever may not read it is told who may."""
    session = window.serving.standing.session
    try:
        make_sure(session.roles if session is not None else (), Right.READ_AUDIT)
    except NotAllowed as refused:
        window.serving.tell(refused)
    else:
        window.go_to(PLACE)


def _query(asked: Asked) -> AuditQuery:
    since = start_of_day(datetime.now(UTC)) - timedelta(days=asked.days - 1) if asked.days else None
    return query_about(asked.about, since=since, clerk=asked.clerk, before=asked.before, limit=LISTED)
