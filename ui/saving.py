"""The receipt of the result page: again on paper, or as a PDF file where the clerk wants it; other papers likewise.

Refuses to write anything but the paper the desk gives, and over anything but papers; the file is written in the paper
lane.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QFileDialog

from counter_app.asked_for import write_asked
from counter_app.desk.views import OutcomeView
from counter_app.domain.errors import CounterError
from counter_app.domain.text import Text, same
from ui.print_words import ON_ITS_WAY

if TYPE_CHECKING:
    from counter_app.desk.desk import Desk
    from ui.window import Window


class NotSaved(CounterError):
    """The file could not be written. `why` is the system's word."""

    happened = Text("没有存成：{why}", "Not saved: {why}")
    advice = Text("换个位置再存", "Choose another place")


class Saving(QObject):
    """Acts on the receipt of the open visit's result."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self.dialog: QFileDialog | None = None

    def _outcome(self) -> OutcomeView | None:
        visit = self._window.serving.visit
        return visit if isinstance(visit, OutcomeView) else None

    def reprint(self) -> None:
        """On paper once more; the copy says so."""
        outcome = self._outcome()
        if outcome is not None:
            self._window.serving.carrying.print_receipt(outcome.work.operation.id, copy=True)

    def on_paper(self, number: str) -> None:
        """A receipt by its number; from the second time on the copy says so."""
        self._window.serving.printing.paper(
            "receipt", number, said=Text("回执在送打印机", "The receipt is on its way to the printer")
        )

    def save(self) -> None:
        """The receipt of the result: ask where, without holding up the window."""
        outcome = self._outcome()
        if outcome is not None:
            key = outcome.work.operation.id
            self._ask(lambda desk: desk.receipt_pdf(key), outcome.receipt.number)

    def save_as(self, number: str) -> None:
        """A notice by its number."""
        self._ask(lambda desk: desk.receipt_pdf(number), number)

    def save_paper(self, kind: str, key: str, name: str, *, bilingual: bool = False) -> None:
        """A paper of any kind; `name` names nobody."""
        self._ask(lambda desk: desk.paper_document(kind, key, way="file", bilingual=bilingual).pdf, name)

    def save_guide(self, procedure: str, title: str) -> None:
        """The guide of a procedure."""
        self._ask(lambda desk: desk.guide_pdf(procedure), title)

    def save_document(self) -> None:
        """The paper that is made from the result besides its receipt; the file's name names nobody."""
        outcome = self._outcome()
        if outcome is not None and outcome.document is not None:
            key, title = outcome.work.operation.id, self._window.look.say(outcome.document)
            self._ask(lambda desk: desk.document_pdf(key), f"{title} {outcome.receipt.number}")

    def print_document(self) -> None:
        """The same to the printer for A4."""
        outcome = self._outcome()
        if outcome is not None and outcome.document is not None:
            sent = outcome.document
            words = Text(f"{sent.zh}在送打印机", f"On its way to the printer: {sent.en.lower()}")
            self._window.serving.printing.paper("data-copy", outcome.work.operation.id, said=words)

    def print_own(self, kind: str) -> None:
        """A paper that goes with the result to its printer."""
        outcome = self._outcome()
        if outcome is not None:
            self._window.serving.printing.paper(kind, outcome.work.operation.id, said=ON_ITS_WAY)

    def _ask(self, pdf: Callable[[Desk], bytes], name: str) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        self.dialog = QFileDialog(self._window, self.tr("存为 PDF"), folder, "PDF (*.pdf)")
        self.dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.dialog.setDefaultSuffix("pdf")
        self.dialog.setLabelText(QFileDialog.DialogLabel.FileType, self.tr("文件类型"))
        self.dialog.selectFile(f"{name}.pdf")
        self.dialog.fileSelected.connect(lambda path: self.write(pdf, Path(path)))
        self.dialog.finished.connect(lambda _how: self._window.page.focus_first())  # Enter ends the visit again
        self.dialog.open()

    def write(self, pdf: Callable[[Desk], bytes], path: Path) -> None:
        """Write a paper of the desk's as PDF."""
        serving = self._window.serving
        desk = serving.desk
        if desk is None:
            return

        def job() -> str:
            try:
                write_asked(path, lambda fresh: fresh.write_bytes(pdf(desk)))
            except OSError as error:
                raise NotSaved(why=same(error.strerror or type(error).__name__)) from error
            return path.name

        serving.lanes.paper.run(job, self._saved, serving.tell)

    def _saved(self, name: str) -> None:
        self._window.say(Text("已存为 PDF", "Saved as PDF"), same(name))
