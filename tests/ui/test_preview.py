"""A paper in the window: what is seen is what is printed, of every kind, and nothing of it stays behind."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter_app.desk.desk import Desk
from counter_app.domain.print_job import Document, Role
from counter_app.domain.text import Language
from printing.maker import PaperMaker
from tests.parts.printer import Printer
from tests.printing.samples import receipt
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_covered import card_of, traces
from tests.ui.test_document import asked_for
from tests.ui.test_duty import sign_in_named
from tests.ui.test_paper import report
from ui.look import Look
from ui.pages.follow import FollowPage
from ui.pages.guide_page import GuidePage
from ui.pages.home import HomePage
from ui.pages.lock import LockPage
from ui.pages.page import Page
from ui.pages.person import PersonPage
from ui.pages.preview import PreviewPage
from ui.pages.result import ResultPage
from ui.pages.turn_away import TurnAwayPage
from ui.pages.waiting import WaitingPage
from ui.previewing import Preview
from ui.widgets.work_rows import HistoryRow

CONTROL = Qt.KeyboardModifier.ControlModifier


def looked_at(clerk: Clerk) -> PreviewPage:
    """Ctrl+U on the page in front."""
    clerk.key(Qt.Key.Key_U, CONTROL)
    clerk.on(PreviewPage)
    page = clerk.page
    assert isinstance(page, PreviewPage)
    assert page.paper.hasFocus()
    return page


def back(clerk: Clerk, kind: type[Page]) -> None:
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(kind)


def shown(clerk: Clerk) -> list[str]:
    """Whose receipts went on record as shown."""
    since = datetime.now(UTC) - timedelta(minutes=5)
    return [one.subject for one in clerk.counter.store().entries("receipt.shown", since=since)]


def test_every_page_with_a_paper_leads_to_it_and_back_to_where_the_focus_was(clerk: Clerk) -> None:
    """Result, person, guide, sheet of who is turned away, waiting: Ctrl+U, Esc. Looking is on record."""
    number = report(clerk).receipt.number
    page = looked_at(clerk)
    assert number in page.paper.accessibleDescription(), "a screen reader gets the words of the paper"
    assert shown(clerk) == [number]
    assert not page.print_key.isVisible(), "no printer is set"
    back(clerk, ResultPage)
    assert not page.paper.shows, "nothing of it stays"
    assert clerk.page.focusWidget() is getattr(clerk.page, "done")  # noqa: B009  of the result page
    clerk.key(Qt.Key.Key_Return)
    clerk.on(HomePage)
    clerk.open(clerk.person("林晓岚").holder.number)
    row = clerk.page.findChild(HistoryRow)
    assert isinstance(row, HistoryRow)
    row.setFocus()
    row.click()
    clerk.on(PreviewPage)
    assert number in page.paper.accessibleDescription()
    back(clerk, PersonPage)
    assert row.hasFocus()
    clerk.key(Qt.Key.Key_F1)
    clerk.on(GuidePage)
    assert "依据" in looked_at(clerk).paper.accessibleDescription().replace(" ", "")
    back(clerk, GuidePage)
    back(clerk, PersonPage)
    turned_away(clerk)
    clerk.key(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    clerk.on(WaitingPage)
    looked_at(clerk)
    back(clerk, WaitingPage)
    clerk.key(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    clerk.on(FollowPage)


def turned_away(clerk: Clerk) -> None:
    """The sheet is looked at before it is given."""
    clerk.key(Qt.Key.Key_N, CONTROL)
    clerk.on(TurnAwayPage)
    page = clerk.page
    assert isinstance(page, TurnAwayPage)
    clerk.key(Qt.Key.Key_1)
    clerk.until(lambda: page.view is not None and bool(page.view.procedure))
    clerk.on(TurnAwayPage)
    clerk.key(Qt.Key.Key_4)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: page.main.hasFocus() and not clerk.front.serving.moving)
    looked_at(clerk)
    back(clerk, TurnAwayPage)
    assert page.main.hasFocus()


def test_it_is_saved_as_it_is_seen_and_goes_with_the_cover(qtbot: QtBot, tmp_path: Path) -> None:
    """The holder's copy on A4: pages turn, Ctrl+S saves it for the clerk alone; locked, nothing of it is left."""
    with at_window(qtbot, tmp_path / "counter") as clerk:
        clerk.sign_in()
        result = asked_for(clerk)
        assert result.view is not None
        result.previewed.emit("data-copy", result.view.work.operation.id)
        clerk.on(PreviewPage)
        page = clerk.page
        assert isinstance(page, PreviewPage)
        clerk.key(Qt.Key.Key_S, CONTROL)
        dialog, file = clerk.window.saving.dialog, tmp_path / "copy.pdf"
        assert dialog is not None
        assert "林" not in "".join(dialog.selectedFiles())
        dialog.fileSelected.emit(str(file))
        dialog.reject()
        clerk.until(file.exists)
        assert os.name == "nt" or file.stat().st_mode & 0o077 == 0
        assert file.read_bytes().startswith(b"%PDF")
        assert traces(*card_of(clerk, "林晓岚")), "else the next lines prove nothing"
        assert "林晓岚" in page.paper.accessibleDescription()
        view = page.paper
        clerk.front.serving.duty.lock("idle")
        clerk.on(LockPage)
        assert (view.shows, view.pages, view.accessibleDescription(), page.view) == (False, 0, "", None)
        assert traces(*card_of(clerk, "林晓岚")) == [], "no widget, no screen reader has a word of it"
        sign_in_named(clerk, "0317")
        clerk.on(ResultPage)


def test_what_a_copy_will_say_is_said_before_it_is_printed(qtbot: QtBot, tmp_path: Path, cups: Printer) -> None:
    """The first paper has come by itself; the next one is a reprint, with its number beside it before Ctrl+P."""
    pairs = (f"printers.receipt={cups.queue}", f"printers.server={cups.server}")
    before = set(cups.jobs.glob("*.job"))

    def came() -> int:
        return len(set(cups.jobs.glob("*.job")) - before)

    with at_window(qtbot, tmp_path / "counter", *pairs) as clerk:
        clerk.sign_in()
        report(clerk)
        clerk.until(lambda: came() == 1)
        page = looked_at(clerk)
        assert page.view is not None
        assert page.view.next_copy == 1
        assert "补打第 1 次" in page.copy_words
        for _doubled in range(2):
            clerk.key(Qt.Key.Key_P, CONTROL)
        clerk.until(lambda: came() == 2)

        def second_copy_next() -> bool:
            last = page.view.last if page.view is not None else None
            return last is not None and last.copy == 1 and "补打第 2 次" in page.copy_words

        clerk.until(second_copy_next)
        assert came() == 2, "a doubled key is one paper"
        back(clerk, ResultPage)


def test_a_fault_of_the_program_holds_up_no_later_paper(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answers nobody: the paper that is looked at next can be printed."""
    asked: list[str] = []
    faults: list[object] = []

    def broken(_desk: Desk, kind: str, *_more: object, **_words: object) -> None:
        asked.append(kind)
        raise RuntimeError("a fault of the program")

    def came_to(times: int) -> bool:
        return len(asked) == len(faults) == times

    monkeypatch.setattr(sys, "excepthook", lambda *fault: faults.append(fault))
    with at_window(qtbot, tmp_path / "counter", "printers.receipt=nobody") as clerk:
        clerk.sign_in()
        report(clerk)
        monkeypatch.setattr(Desk, "print_paper", broken)
        monkeypatch.setattr(Desk, "retry_print", broken)
        for times in (1, 2):
            page = looked_at(clerk)
            page.printed.emit()
            clerk.until(partial(came_to, times))
            back(clerk, ResultPage)


def test_a_form_without_its_printer_says_how_to_set_one(qtbot: QtBot) -> None:
    """Of the two printers each has its own reason."""
    page = PreviewPage(Look(), printers=frozenset({Role.RECEIPT}))
    qtbot.addWidget(page)
    made = receipt()
    form = Document(PaperMaker(language=Language.ZH).pdf(made), made.number, Role.FORM, 595, 842)
    view = Preview("form", made.number, made.draft.title, form, None, 0)
    page.resize(1200, 640)
    page.show()
    assert page.show_preview(view)
    assert "printers.a4" in page.why_words
    assert not page.print_key.isVisible()
    page.show_jobs(replace(view, document=replace(form, role=Role.RECEIPT)))
    assert page.print_key.isVisible()
