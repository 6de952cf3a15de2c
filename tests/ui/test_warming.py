"""What is made ready ahead goes in order, one step at a time, and leaves a busy clerk in peace."""

import threading
from collections.abc import Iterator
from time import monotonic

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from counter_app.domain.errors import CounterError, NoFont
from ui.lanes import Lanes
from ui.warming import Warming

QUIET_MS = 120


@pytest.fixture
def lanes(qtbot: QtBot) -> Iterator[Lanes]:
    lanes = Lanes()
    yield lanes
    lanes.close()


@pytest.fixture
def warming(qtbot: QtBot) -> Iterator[Warming]:
    home = QObject()
    yield Warming(home)
    home.deleteLater()


def test_one_step_at_a_time_in_order(lanes: Lanes, warming: Warming, qtbot: QtBot) -> None:
    """The next lane is not begun while the one before still works."""
    begun, gate, seen = threading.Event(), threading.Event(), list[str]()

    def works() -> None:
        begun.set()
        gate.wait()

    warming.add_in(lanes.platform, works, lambda _done: seen.append("line"), quiet_ms=0)
    warming.add_in(lanes.paper, lambda: seen.append("paper begins"), quiet_ms=0)
    warming.add(lambda: seen.append("page"))
    qtbot.waitUntil(begun.is_set)
    assert seen == []
    gate.set()
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == ["line", "paper begins", "page"]


def test_trouble_in_a_step_is_told_and_the_next_goes_on(lanes: Lanes, warming: Warming, qtbot: QtBot) -> None:
    told, seen = list[CounterError](), list[str]()

    def fails() -> None:
        raise NoFont

    warming.add_in(lanes.paper, fails, failed=told.append, quiet_ms=0)
    warming.add(lambda: seen.append("page"))
    qtbot.waitUntil(lambda: bool(seen))
    assert [type(trouble) for trouble in told] == [NoFont]


def test_no_lane_begins_while_the_clerk_types(lanes: Lanes, warming: Warming, qtbot: QtBot) -> None:
    """Each key puts it off; it begins once the clerk has been quiet as long as the step asks."""
    field, begun, keys = QLineEdit(), list[float](), list[float]()
    qtbot.addWidget(field)
    field.show()
    field.windowHandle().installEventFilter(warming)
    warming.rest()
    warming.add_in(lanes.paper, lambda: begun.append(monotonic()), quiet_ms=QUIET_MS)
    for _key in range(6):
        keys.append(monotonic())
        QTest.keyClick(field.windowHandle(), Qt.Key.Key_8)
        pressed = monotonic()
        qtbot.waitUntil(lambda: monotonic() - pressed > QUIET_MS / 3000)  # noqa: B023  waited for in this turn
    assert field.text() == "888888"
    qtbot.waitUntil(lambda: bool(begun))
    # On a machine that stood still between two keys it may begin there: the clerk was quiet. Never sooner after a key.
    last_key = max(key for key in keys if key < begun[0])
    assert QUIET_MS / 1000 - 0.002 <= begun[0] - last_key < QUIET_MS / 1000 + 1
