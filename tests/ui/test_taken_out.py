"""What left in a file is never said to be with the platform: the waiting page and every chip."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from counter_app.domain.operation import AuditEntry, OperationId, Work, WorkState
from tests.domain.test_projection import one_work
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_pages import check
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.pages.waiting import WaitingPage
from ui.states import work_chip

WORDS = {
    "zh": ("已导出（第 1 号文件），等带回答复", "导出（第 1 号文件）", "已导出"),
    "en": ("Taken out in file 1, waiting for its answers", "Taken out in file 1", "Taken out"),
}
CLAIMS = {"已交给平台，等答复", "交给平台", "等答复", "Handed over, no answer yet", "Handed to the platform", "Sent"}


@given(one_work(1), st.none() | st.integers(1, 9999))
def test_a_chip_says_sent_of_nothing_that_is_in_a_file(work: Work, serial: int | None) -> None:
    """Where the line has not carried it, no more is known than that it was taken out."""
    _, _, word = work_chip(replace(work, carried=serial))
    assert (word.zh == "已导出") == (work.state is WorkState.IN_FLIGHT and serial is not None)
    assert (word.zh == "等答复") == (work.state is WorkState.IN_FLIGHT and serial is None)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_waiting_page_says_it_was_taken_out_and_all_of_it_fits(qtbot: QtBot, tmp_path: Path, language: str) -> None:
    with at_window(qtbot, tmp_path / "counter", f"language={language}") as clerk:
        clerk.window.resize(1366, 768)
        clerk.sign_in()
        _loss_in_a_file(clerk)
        clerk.key(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
        clerk.on(WaitingPage)
        check(clerk)
        shown = {label.text() for label in clerk.page.findChildren(QLabel)}
        assert set(WORDS[language]) <= shown
        assert not CLAIMS & shown
        clerk.cut(False)
        clerk.until(lambda: clerk.front.serving.standing.waiting.unsent == 0)


def _loss_in_a_file(clerk: Clerk) -> None:
    """Reported with no line, and taken out on a stick that lies on the table."""
    clerk.cut(True)
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)
    clerk.window.toast.hide()
    now = datetime.now(UTC)
    entry = AuditEntry("transfer.taken_out", now, "0317", "439901", "01", OperationId(""))
    clerk.counter.store().take_out(now, most=10, most_bytes=0, audit=lambda _serial, _count: entry)
