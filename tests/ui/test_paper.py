"""The receipt of a result: again on paper with Ctrl+P, and as a file that is whole or the one before."""

import os
import re
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter_app.asked_for import write_asked
from counter_app.desk.views import OutcomeView
from tests.parts.printer import Printer
from tests.ui.counter_window import Clerk, at_window
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage


def report(clerk: Clerk) -> OutcomeView:
    """A temporary loss, to its result."""
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)
    outcome = clerk.front.serving.visit
    assert isinstance(outcome, OutcomeView)
    return outcome


def text_of(path: Path) -> str:
    """What a PDF says, without spaces."""
    with pypdfium2.PdfDocument(path) as document:
        return re.sub(r"\s", "", document[0].get_textpage().get_text_bounded())


def test_ctrl_p_prints_once_more_and_the_paper_says_so(qtbot: QtBot, tmp_path: Path, cups: Printer) -> None:
    """The first paper comes by itself; Ctrl+P sends a second one that is marked as a reprint."""
    pairs = (f"printers.receipt={cups.queue}", f"printers.server={cups.server}")
    before = set(cups.jobs.glob("*.job"))
    with at_window(qtbot, tmp_path / "counter", *pairs) as clerk:
        clerk.sign_in()
        outcome = report(clerk)
        clerk.until(lambda: len(set(cups.jobs.glob("*.job")) - before) == 1)
        clerk.key(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        clerk.until(lambda: len(set(cups.jobs.glob("*.job")) - before) == 2)
    came = sorted(set(cups.jobs.glob("*.job")) - before, key=lambda path: path.stat().st_mtime)
    assert all(outcome.receipt.number in text_of(path) for path in came)
    assert ["补打" in text_of(path) for path in came] == [False, True]


def test_the_receipt_is_saved_where_the_clerk_says(clerk: Clerk, tmp_path: Path) -> None:
    """存为 PDF asks where; the file says the receipt's number, and nothing else is left in its folder."""
    outcome = report(clerk)
    page = clerk.page
    assert isinstance(page, ResultPage)
    page.saved.emit()
    dialog = clerk.window.saving.dialog
    assert dialog is not None
    clerk.until(dialog.isVisible)
    wanted = tmp_path / "papers" / "receipt.pdf"
    wanted.parent.mkdir()
    dialog.fileSelected.emit(str(wanted))
    dialog.reject()
    clerk.until(wanted.is_file)
    assert outcome.receipt.number in text_of(wanted)
    assert list(wanted.parent.iterdir()) == [wanted]


def test_a_file_that_cannot_be_saved_is_told_and_the_result_stays(clerk: Clerk, tmp_path: Path) -> None:
    outcome = report(clerk)
    key = outcome.work.operation.id
    clerk.window.saving.write(lambda desk: desk.receipt_pdf(key), tmp_path / "nowhere" / "receipt.pdf")
    clerk.until(lambda: "没有存成" in clerk.window.toast.accessibleName())
    assert isinstance(clerk.page, ResultPage)


def test_no_paper_is_saved_over_what_the_counter_keeps(clerk: Clerk, tmp_path: Path) -> None:
    """The dialog takes any name; one that is no paper's is refused before anything is made or put on record."""
    outcome = report(clerk)
    key, kept = outcome.work.operation.id, tmp_path / "kept.db"
    kept.write_bytes(b"kept")
    clerk.window.saving.write(lambda desk: desk.receipt_pdf(key), kept)
    clerk.until(lambda: "要以 .pdf" in clerk.window.toast.accessibleName())
    assert kept.read_bytes() == b"kept"
    assert not clerk.counter.store().entries("receipt.saved", since=outcome.work.operation.accepted_at)


def test_a_disk_that_is_full_in_the_middle_leaves_the_file_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new file is written beside the old one; without room for it the old one stands, and nothing half."""

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "receipt.pdf"
    write_asked(path, lambda fresh: fresh.write_bytes(b"before"))
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_asked(path, lambda fresh: fresh.write_bytes(b"after"))
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
