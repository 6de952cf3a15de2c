"""At the window: a procedure whose operation makes a paper besides the receipt offers it on the result page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter_app.desk.data_copy import COPIED
from tests.parts.printer import cups
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_ordering_pages import choose
from tests.ui.test_pages import LOOKS, check
from ui.pages.home import HomePage
from ui.pages.person import PersonPage
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage

SIZE = (1366, 690)  # the smallest screen that must do, without the task bar


def asked_for(clerk: Clerk, *, name: str = "林晓岚") -> ResultPage:
    """The holder asks: Ctrl+O, the tile, what was seen, Enter."""
    clerk.open(clerk.person(name).holder.number)
    clerk.key(Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    opened = clerk.page
    assert isinstance(opened, PersonPage)
    opened.press_key("C")
    clerk.on(ProcedurePage)
    check(clerk)
    choose(clerk, "identity_checked", "card-seen")
    check(clerk)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)
    done = clerk.page
    assert isinstance(done, ResultPage)
    return done


def copied(clerk: Clerk) -> list[str]:
    """How copies were given."""
    since = datetime.now(UTC) - timedelta(minutes=5)
    return [one.facts["way"] for one in clerk.counter.store().entries(COPIED, since=since)]


@pytest.mark.parametrize("look", LOOKS, ids=lambda pairs: " ".join(pairs) or "plain")
def test_the_copy_is_saved_as_a_file_and_enter_ends_the_visit_then(
    qtbot: QtBot, tmp_path: Path, look: tuple[str, ...]
) -> None:
    """The first button of the paper has the focus, and is in sight; the name of the file names nobody."""
    with at_window(qtbot, tmp_path / "counter", *look) as clerk:
        clerk.window.resize(*SIZE)
        clerk.sign_in()
        page = asked_for(clerk)
        check(clerk)
        assert len(page.document_ways) == 1, "no printer for A4"
        assert page.document_ways[0].hasFocus()
        assert not page.document_ways[0].visibleRegion().isEmpty()
        clerk.key(Qt.Key.Key_Return)
        dialog, file = clerk.window.saving.dialog, tmp_path / "copy.pdf"
        assert dialog is not None
        assert "林" not in "".join(dialog.selectedFiles())
        dialog.fileSelected.emit(str(file))
        dialog.reject()
        clerk.until(file.exists)
        number = page.view.receipt.number if page.view is not None else ""
        pages = pypdfium2.PdfDocument(file.read_bytes())
        assert number.replace("-", "") in pages[0].get_textpage().get_text_range().replace("-", "").replace("\r\n", "")
        pages.close()
        clerk.until(lambda: copied(clerk) == ["file"])
        assert clerk.window.focusWidget() is page.done  # the dialog has taken the window's activation along
        page.done.click()
        clerk.on(HomePage)


def test_with_a_printer_for_a4_paper_comes_first(qtbot: QtBot, tmp_path: Path) -> None:
    """It goes to that queue, not to the one for receipts."""
    with cups(queue="a4-test") as printer:
        sets = (f"printers.server={printer.server}", f"printers.a4={printer.queue}")
        with at_window(qtbot, tmp_path / "counter", *sets) as clerk:
            clerk.sign_in()
            page = asked_for(clerk)
            assert len(page.document_ways) == 2
            clerk.key(Qt.Key.Key_Return)
            clerk.until(lambda: copied(clerk) == ["paper"])
            clerk.until(lambda: any(printer.jobs.glob("*.job")))
            (job,) = printer.jobs.glob("*.job")
            assert job.read_bytes().startswith(b"%PDF")
            assert "media=iso_a4" in job.with_suffix(".options").read_text(encoding="utf-8")
            assert clerk.window.focusWidget() is page.done


def test_another_procedure_offers_no_such_paper(qtbot: QtBot, tmp_path: Path) -> None:
    with at_window(qtbot, tmp_path / "counter") as clerk:
        clerk.sign_in()
        clerk.open(clerk.person("林晓岚").holder.number)
        clerk.key(Qt.Key.Key_F4)
        clerk.on(ProcedurePage)
        clerk.key(Qt.Key.Key_Return)
        clerk.on(ResultPage)
        page = clerk.page
        assert isinstance(page, ResultPage)
        assert not any(one.isVisible() for one in page.document_ways)
        assert page.done.hasFocus()
