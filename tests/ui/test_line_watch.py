"""The clerk in a hurry: a pass at once however long the courier would wait, never before the platform's own time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from counter_app.domain.errors import CounterError, DiskFull, NotNow
from counter_app.ports import Line, LineKind, PassReport
from ui import line_watch
from ui.lanes import Lanes
from ui.line_watch import LineWatch

TIME_MS = 10_000


class Waiting:
    """A courier that would wait five minutes after each pass; `asked`: for so many seconds the platform wants peace."""

    def __init__(self, *, asked: float = 0.0) -> None:
        self.asked = asked
        self.began: list[float] = []

    @property
    def passes(self) -> int:
        return len(self.began)

    def pass_once(self) -> PassReport:
        self.began.append(time.monotonic())
        kind = LineKind.NOT_NOW if self.asked else LineKind.NO_PLATFORM
        trouble = NotNow.__name__ if self.asked else "NoPlatform"
        return PassReport(Line(kind, datetime.now(UTC)), trouble=trouble, asked=self.asked)

    def delay_after(self, report: PassReport) -> float:
        assert report.trouble
        return 300.0


@pytest.fixture
def watch(qtbot: QtBot) -> Iterator[LineWatch]:
    """Its lanes run at once."""
    assert qtbot is not None
    lanes, home = Lanes(inline=True), QObject()
    yield LineWatch(lanes, home)
    lanes.close()
    home.deleteLater()


def test_who_is_in_a_hurry_need_not_wait_for_the_longest_wait(watch: LineWatch) -> None:
    courier = Waiting()
    watch.start(courier)
    assert courier.passes == 1
    watch.urge()
    assert courier.passes == 2


def test_the_time_the_platform_named_is_not_undercut_and_what_was_wanted_comes_right_after(
    qtbot: QtBot, watch: LineWatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_watch, "LOOK_S", 0.02)
    courier = Waiting(asked=0.4)
    watch.start(courier)
    for _ in range(3):
        watch.urge()
    qtbot.waitUntil(lambda: courier.passes == 2, timeout=TIME_MS)
    assert courier.began[1] - courier.began[0] >= 0.4


class WithoutRoom(Waiting):
    """The disk takes no answer."""

    def pass_once(self) -> PassReport:
        super().pass_once()
        raise DiskFull


def test_a_disk_without_room_for_an_answer_is_not_told_as_work_that_was_not_taken(watch: LineWatch) -> None:
    told: list[CounterError] = []
    watch.troubled.connect(told.append)
    watch.start(WithoutRoom())
    assert [(one.code, "不算受理" in one.message.zh, "没有丢" in one.message.zh) for one in told] == [
        ("DiskFull", False, True)
    ]
