"""A window closed while work waits says how much and that nothing is lost, and holds nobody up; and the heartbeat asks
the courier anew while it waits.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from counter_app.contact import Trial, WhyAside
from counter_app.domain.text import Text
from counter_app.ports import Line, LineKind, PassReport
from tests.ui.counter_window import NUMBERS_MS, Clerk, at_window
from tests.ui.measure import clipped, nameless
from ui import line_watch
from ui.farewell import FarewellPage
from ui.lanes import Lanes
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.pages.waiting import WaitingPage
from ui.widgets.words import Words


def words_on(page: object) -> str:
    assert isinstance(page, QObject)
    return "\n".join(one.text() for one in page.findChildren(Words))


def report_a_loss(clerk: Clerk) -> None:
    """One loss recorded while the line is cut."""
    clerk.sign_in()
    clerk.cut(True)
    clerk.open(clerk.person("林晓岚").holder.number)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)
    clerk.until(lambda: clerk.front.serving.standing.waiting.unsent == 1)


def test_it_says_how_much_waits_and_closes_at_a_key(qtbot: QtBot, tmp_path: Path) -> None:
    with at_window(qtbot, tmp_path / "counter") as clerk:
        report_a_loss(clerk)
        assert not clerk.window.close()
        page = clerk.page
        assert isinstance(page, FarewellPage)
        assert "还有 1 件等待送达平台" in words_on(page)
        assert "断电不丢" in words_on(page)
        assert "下次打开窗口" in words_on(page), "in a test no courier stays, and nothing else is said"
        assert clipped(clerk.window) == []
        assert nameless(clerk.window) == []
        clerk.key(Qt.Key.Key_Return)
        clerk.until(lambda: not clerk.window.isVisible())


def test_the_strip_says_that_the_clock_is_wrong_and_a_window_nothing_waits_in_closes_at_once(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with at_window(qtbot, tmp_path / "counter") as clerk:
        clerk.sign_in()
        clerk.cut(True)
        clerk.counter.store().keep_contact(datetime.now(UTC), 3600.0)
        clerk.front.serving.count()
        clerk.until(lambda: clerk.window.strip.clock.text().startswith("时钟不准"))
        assert "60 分钟" in clerk.window.strip.clock.toolTip()
        clerk.front.serving.set_standing(clock_trouble=Text("本机时钟慢", "slow"))
        clerk.front.serving.set_standing(clock_trouble=None)
        assert not clerk.window.strip.clock.text().startswith("时钟不准")
        assert clerk.window.close()


def test_the_waiting_page_says_what_is_tried_alone_and_a_second_cross_closes(qtbot: QtBot, tmp_path: Path) -> None:
    with at_window(qtbot, tmp_path / "counter") as clerk:
        report_a_loss(clerk)
        store, now = clerk.counter.store(), datetime.now(UTC)
        (work,) = store.works()
        trial = Trial(work.operation.id, WhyAside.PICTURE, 2, now, now + timedelta(days=1), others_passed=True)
        store.keep_trials([trial])
        clerk.front.serving.waiting()
        clerk.on(WaitingPage)
        assert "平台不收这一件的照片" in words_on(clerk.page)
        assert "单独重试，不耽误别的" in words_on(clerk.page)
        assert clipped(clerk.window) == []
        assert not clerk.window.close()
        assert clerk.window.close()


class Planner:
    """A courier whose wait is over when a test says so."""

    def __init__(self) -> None:
        self.passes, self.left = 0, 300.0

    def pass_once(self) -> PassReport:
        self.passes += 1
        return PassReport(Line(LineKind.NO_NETWORK, datetime.now(UTC)))

    def delay_after(self, report: PassReport) -> float:
        assert report.line.kind is LineKind.NO_NETWORK
        return self.left


@pytest.fixture
def lanes(qtbot: QtBot) -> Iterator[Lanes]:
    lanes = Lanes()
    yield lanes
    lanes.close()


def test_a_wait_that_is_over_before_its_time_is_noticed(
    qtbot: QtBot, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The machine slept, or the network changed: the courier says so when it is asked."""
    monkeypatch.setattr(line_watch, "LOOK_S", 0.02)
    home, courier = QObject(), Planner()
    watch = line_watch.LineWatch(lanes, home)
    watch.start(courier)
    qtbot.waitUntil(lambda: courier.passes == 1, timeout=NUMBERS_MS)
    courier.left = 0.0
    qtbot.waitUntil(lambda: courier.passes >= 2, timeout=NUMBERS_MS)
    courier.left = 300.0
    home.deleteLater()


class Faulty(Planner):
    """A courier with a fault of the program's own in its first pass."""

    def pass_once(self) -> PassReport:
        report = super().pass_once()
        if self.passes == 1:
            raise RuntimeError("a fault")
        return report


def test_a_fault_of_the_program_in_a_pass_is_told_and_the_heart_beats_on(
    qtbot: QtBot, lanes: Lanes, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(line_watch, "LOOK_S", 0.02)
    monkeypatch.setattr(sys, "excepthook", lambda kind, fault, trace: told.append(str(fault)))
    home, courier = QObject(), Faulty()
    watch = line_watch.LineWatch(lanes, home)
    watch.start(courier)
    qtbot.waitUntil(lambda: courier.passes >= 2, timeout=NUMBERS_MS)
    assert told == ["a fault"]
    home.deleteLater()
