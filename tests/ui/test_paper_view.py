"""The view of a paper by itself: pages, zoom, words for a screen reader; how long it holds the window up; memory."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import perf_counter, thread_time

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import TimeoutError as NeverCame
from pytestqt.qtbot import QtBot

from counter_app.domain.text import Language
from printing.maker import PaperMaker
from tests.printing.samples import receipt
from tests.printing.test_pages import paper
from ui.look import Look
from ui.widgets.paper_view import MOST, PaperView

A_RECEIPT_MS, A_LONG_PAPER_MS = 16, 50


@pytest.fixture(scope="module")
def papers() -> tuple[bytes, bytes]:
    """A receipt, and a copy of about twenty pages."""
    maker = PaperMaker(language=Language.ZH)
    return maker.pdf(receipt()), maker.pages(paper(entries=700))


@pytest.fixture
def view(qtbot: QtBot) -> PaperView:
    view = PaperView(Look())
    qtbot.addWidget(view)
    view.resize(930, 600)
    view.show()
    QTest.qWaitForWindowExposed(view)
    return view


def drawn(qtbot: QtBot, view: PaperView) -> bool:
    """Whether words came onto the white page: its rendering is at home."""

    def black() -> bool:
        picture = view.grab().toImage()
        dark = (
            picture.pixelColor(x, y).lightness() < 90
            for x in range(0, picture.width() - 20, 3)
            for y in range(20, 200, 3)
        )
        return sum(dark) > 20

    with suppress(NeverCame):
        qtbot.waitUntil(black, timeout=5000)
    return black()


def test_pages_turn_and_zoom_has_its_ends(qtbot: QtBot, view: PaperView, papers: tuple[bytes, bytes]) -> None:
    _receipt, long = papers
    turned, zoomed = list[int](), list[int]()
    view.turned.connect(lambda page, _pages: turned.append(page))
    view.zoomed.connect(zoomed.append)
    assert view.show_paper(long, "copy")
    assert view.pages > 15
    assert drawn(qtbot, view)
    first = view.accessibleDescription()
    for key, page in ((Qt.Key.Key_PageDown, 2), (Qt.Key.Key_End, view.pages), (Qt.Key.Key_PageUp, view.pages - 1)):
        QTest.keyClick(view, key)
        qtbot.waitUntil(lambda page=page: view.page == page)  # type: ignore[misc]
    assert turned == [1, 2, view.pages, view.pages - 1]
    assert view.accessibleDescription() not in ("", first), "the words of the page in front"
    for _press in range(12):
        view.larger()
    assert view.percent == round(MOST * 100)
    view.fit_page()
    assert view.verticalScrollBar().pageStep() >= view.viewport().height()
    assert len(zoomed) > 10


def test_what_is_no_paper_is_said_and_leaves_nothing(view: PaperView, papers: tuple[bytes, bytes]) -> None:
    receipt_pdf, _long = papers
    assert view.show_paper(receipt_pdf, "receipt")
    assert not view.show_paper(receipt_pdf[:200], "half")
    assert (view.shows, view.pages, view.accessibleDescription()) == (False, 0, "")


def test_neither_a_receipt_nor_twenty_pages_hold_the_window_up(
    qtbot: QtBot, view: PaperView, papers: tuple[bytes, bytes]
) -> None:
    """Reading the file, the words of its first page, and each turn of the loop while Qt renders elsewhere: the time of
    the window's own thread, which other work on the machine does not lengthen; the best of eight.
    """

    def longest() -> float:
        worst, until = 0.0, perf_counter() + 0.2
        while perf_counter() < until:
            worst = max(worst, took(QApplication.processEvents))
        return worst

    def took(what: Callable[[], object]) -> float:
        begun = thread_time()
        what()
        return (thread_time() - begun) * 1000

    for pdf, most in zip(papers, (A_RECEIPT_MS, A_LONG_PAPER_MS), strict=True):
        view.show_paper(pdf, "warm")
        assert drawn(qtbot, view)
        reads, turns = list[float](), list[float]()
        for _time in range(8):
            reads.append(took(partial(view.show_paper, pdf, "paper")))
            turns.append(longest())
        assert max(min(reads), min(turns)) < most, (reads, turns)


def test_hundreds_of_previews_do_not_grow(view: PaperView, papers: tuple[bytes, bytes]) -> None:
    def resident() -> int:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def look(times: int) -> None:
        for turn in range(times):
            view.show_paper(papers[turn % 2], "paper")
            QApplication.processEvents()
            view.grab()
            view.let_go()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        gc.collect()

    look(60)
    before = resident()
    look(300)
    assert resident() - before < 6_000_000, "300 papers of 30 and 110 KB with their pictures"
