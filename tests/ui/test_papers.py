"""Papers on their way, at the window: strip and result page say how they stand, and a stuck one is one click away."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.desk.pressing import Pressed
from counter_app.domain.print_job import PrintState
from tests.parts.printer import Printer as Queue
from tests.parts.processes import program
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_pages import LOOKS, check
from tests.ui.test_paper import report, text_of
from ui.pages.home import HomePage
from ui.pages.papers import PapersPage
from ui.pages.result import ResultPage

SIZE = (1366, 690)  # the smallest screen that must do, without the task bar


def printer_says(clerk: Clerk) -> str:
    return str(clerk.window.strip.printer.accessibleName())


def chip(clerk: Clerk) -> str:
    page = clerk.page
    assert isinstance(page, ResultPage)
    return str(page.printed.accessibleName())


@contextmanager
def stopped(queue: Queue) -> Iterator[None]:
    """The queue does not print until the block ends."""
    _admin("cupsdisable", queue)
    try:
        yield
    finally:
        _admin("cupsenable", queue)


def _admin(command: str, queue: Queue) -> None:
    path = program(command, package="cups-client")
    subprocess.run([path, "-h", queue.server, queue.queue], check=True, timeout=30, capture_output=True)


def pairs(cups: Queue) -> tuple[str, ...]:
    return (f"printers.receipt={cups.queue}", f"printers.server={cups.server}")


def test_a_paper_waits_is_listed_and_comes_out_by_itself(qtbot: QtBot, tmp_path: Path, cups: Queue) -> None:
    """Ready; waiting with the reason; the list by Ctrl+R; done when the queue runs again, and 已打印 not before."""
    before = set(cups.jobs.glob("*.job"))
    with at_window(qtbot, tmp_path / "counter", *pairs(cups)) as clerk:
        clerk.window.resize(*SIZE)
        clerk.sign_in()
        clerk.until(lambda: printer_says(clerk) == "打印机 就绪")
        with stopped(cups):
            report(clerk)
            clerk.until(lambda: "打印队列停了·1 份在等" in printer_says(clerk))
            clerk.until(lambda: "打印队列停了" in chip(clerk))
            assert "已打印" not in chip(clerk)
            check(clerk)
            clerk.key(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
            clerk.on(PapersPage)
            page = clerk.page
            assert isinstance(page, PapersPage)
            assert [name for _job, name in page.buttons] == ["drop", "came"]
            check(clerk)
        clerk.window.serving.printing.press()
        clerk.until(lambda: printer_says(clerk) == "打印机 就绪")
        clerk.until(lambda: page.jobs == ())
        clerk.key(Qt.Key.Key_Escape)
        clerk.on(ResultPage)
        clerk.until(lambda: chip(clerk).startswith("已打印"))
    (came,) = set(cups.jobs.glob("*.job")) - before
    assert "补打" not in text_of(came)


def test_a_step_that_breaks_the_program_does_not_end_printing(
    qtbot: QtBot, tmp_path: Path, cups: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is told as a fault, and the next step comes by itself."""
    with at_window(qtbot, tmp_path / "counter", *pairs(cups)) as clerk:
        clerk.sign_in()
        clerk.until(lambda: printer_says(clerk) == "打印机 就绪")
        serving, faults = clerk.window.serving, list[type[BaseException]]()
        monkeypatch.setattr(sys, "excepthook", lambda kind, *_rest: faults.append(kind))
        monkeypatch.setattr("ui.printing.LATER_MS", 10)
        assert serving.desk is not None
        real, steps = serving.desk.press, iter((ValueError("x"),))

        def breaks() -> Pressed:
            trouble = next(steps, None)
            if trouble is not None:
                raise trouble
            return real()

        monkeypatch.setattr(serving.desk, "press", breaks)
        report(clerk)
        clerk.until(lambda: chip(clerk).startswith("已打印"))
        assert faults == [ValueError]


def test_what_a_command_left_is_brought_to_the_printer_by_an_idle_window(
    qtbot: QtBot, tmp_path: Path, cups: Queue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And one that fails in its first step is told of."""
    monkeypatch.setattr("ui.printing.IDLE_MS", 50)
    with at_window(qtbot, tmp_path / "counter", *pairs(cups)) as clerk:
        clerk.sign_in()
        outcome = report(clerk)
        clerk.until(lambda: chip(clerk).startswith("已打印"))
        desk, said = clerk.window.serving.desk, list[str]()
        assert desk is not None
        job = desk.print_paper("receipt", outcome.receipt.number, copy=True)
        clerk.until(lambda: getattr(desk.print_job(job.id), "state", None) is PrintState.DONE)
        clerk.window.serving.said.connect(lambda what, _why: said.append(what.zh))
        monkeypatch.setattr("counter_app.desk.pressing._hand_over", lambda *_: 1 / 0)
        desk.print_paper("receipt", outcome.receipt.number, copy=True)
        clerk.until(lambda: "有一份没有打成" in said)


def test_given_up_while_the_printer_waits_it_is_not_called_ready(qtbot: QtBot, tmp_path: Path, cups: Queue) -> None:
    with at_window(qtbot, tmp_path / "counter", *pairs(cups)) as clerk:
        clerk.sign_in()
        clerk.until(lambda: printer_says(clerk) == "打印机 就绪")
        with stopped(cups):
            report(clerk)
            clerk.until(lambda: "1 份在等" in printer_says(clerk))
            desk = clerk.window.serving.desk
            assert desk is not None
            (job,) = desk.print_jobs()
            desk.drop_print(job.id, "不等了")
            clerk.window.serving.printing.press()
            clerk.until(lambda: "1 份在等" not in printer_says(clerk))
            assert "打印队列停了" in printer_says(clerk)


def test_after_a_restart_papers_go_on_when_somebody_is_on_duty(qtbot: QtBot, tmp_path: Path, cups: Queue) -> None:
    before = set(cups.jobs.glob("*.job"))
    folder = tmp_path / "counter"
    with at_window(qtbot, folder, "printers.receipt=nobody", f"printers.server={cups.server}") as clerk:
        clerk.sign_in()
        report(clerk)
        clerk.until(lambda: "没有打印队列 nobody·1 份在等" in printer_says(clerk))
        clerk.key(Qt.Key.Key_Return)  # the person leaves; the paper waits
        clerk.on(HomePage)
    with at_window(qtbot, folder, *pairs(cups)) as clerk:
        clerk.sign_in()
        clerk.until(lambda: printer_says(clerk) == "打印机 就绪")
    assert len(set(cups.jobs.glob("*.job")) - before) == 1


def test_a_paper_is_given_up_with_a_reason_and_one_click_leads_to_it(qtbot: QtBot, tmp_path: Path, cups: Queue) -> None:
    with at_window(qtbot, tmp_path / "counter", *pairs(cups)) as clerk:
        clerk.sign_in()
        with stopped(cups):
            report(clerk)
            clerk.until(lambda: "1 份在等" in printer_says(clerk))
            QTest.mouseClick(clerk.window.strip.printer, Qt.MouseButton.LeftButton)
            clerk.on(PapersPage)
            page = clerk.page
            assert isinstance(page, PapersPage)
            clerk.until(lambda: bool(page.buttons))
            (job,) = page.jobs
            page.buttons[job.id, "drop"].click()
            assert page.jobs == (job,), "not without a reason"
            assert page.reasons[job.id].line.hasFocus()
            page.reasons[job.id].line.setText("持卡人不等了")
            page.buttons[job.id, "drop"].click()
            clerk.until(lambda: page.jobs == ())
        kept = clerk.counter.store().print_job(job.id)
        assert kept is not None
        assert (kept.state, kept.closed) == (PrintState.FAILED, True)


@pytest.mark.parametrize("look", LOOKS, ids=lambda pairs: " ".join(pairs) or "plain")
def test_the_list_fits_in_every_look(qtbot: QtBot, tmp_path: Path, cups: Queue, look: tuple[str, ...]) -> None:
    """What was cancelled at the print server stays until a clerk says: again, it is here, or not any more."""
    with at_window(qtbot, tmp_path / "counter", *look, *pairs(cups)) as clerk:
        clerk.window.resize(*SIZE)
        clerk.sign_in()
        with stopped(cups):
            report(clerk)
            printing = clerk.window.serving.printing
            clerk.until(lambda: bool(printing.jobs) and bool(printing.jobs[0].spooled))
            clerk.counter.printer().let_go(printing.jobs[0].spooled)
            printing.press()
            clerk.until(lambda: printing.jobs[0].state is PrintState.FAILED)
            clerk.key(Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
            clerk.on(PapersPage)
            page = clerk.page
            assert isinstance(page, PapersPage)
            clerk.until(lambda: len(page.buttons) == 3)
            check(clerk)
            shot = tmp_path / "papers.png"
            clerk.window.grab().save(str(shot))
        page.buttons[page.jobs[0].id, "again"].click()
        clerk.until(lambda: page.jobs == ())
