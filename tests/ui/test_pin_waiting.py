"""The clerk waits for the holder at the reader's keys: for how long stands there, and nobody need wait for ever."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from readers.desk_pin import DeskPin
from tests.parts.processes import wait_until
from tests.readers.key_pad_reader import HangingKeys
from tests.readers.pin_card import TRIES
from tests.readers.pin_desk import Reader
from tests.ui.counter_window import at_window
from tests.ui.test_pin import KEYS, AtPin, card_for_nobody
from ui.pages.home import HomePage
from ui.pages.person import PersonPage
from ui.pages.pin_entry import STOP_AFTER, PinEntryPage


class AtKeys(AtPin):
    """The holder is asked to enter the PIN, and the keys hang. Nobody waits longer than a second in a test."""

    @property
    def keys(self) -> HangingKeys:
        assert isinstance(self.line, HangingKeys)
        return self.line

    def wait_at_the_keys(self, *, stop_after: int = 1) -> None:
        self.open()
        self.entry.stop_after = stop_after
        self.choose("verify")
        self.clerk.until(lambda: isinstance(self.clerk.page, PinEntryPage) and self.keys.taken.is_set())

    def set_free(self) -> None:
        self.keys.free.set()
        wait_until(lambda: not [t for t in threading.enumerate() if t.name == "card-pin"], what="the keys to end")

    def stop(self) -> None:
        self.clerk.until(self.entry.stop.isVisible)
        self.entry.stop.click()
        self.back()

    def noted(self, what: str) -> int:
        return self.clerk.counter.store().times(what, "")


@pytest.fixture
def at(qtbot: QtBot, tmp_path: Path) -> Iterator[AtKeys]:
    line = HangingKeys(card_for_nobody(), "000000", "314159")
    with at_window(qtbot, tmp_path / "counter", "province=hainan", pin=DeskPin(Reader(line, KEYS))) as clerk:
        clerk.sign_in()
        at = AtKeys(clerk, line)
        yield at
        at.set_free()


def test_how_long_it_takes_stands_there_and_only_then_that_it_may_be_stopped(at: AtKeys) -> None:
    assert at.entry.stop_after == STOP_AFTER >= 10, "nobody is hurried"
    seen: list[tuple[int, str, bool]] = []
    entry = at.entry
    entry.waited.told.connect(lambda seconds: seen.append((seconds, entry.which.text(), entry.stop.isVisible())))
    at.wait_at_the_keys(stop_after=2)
    at.clerk.until(at.entry.stop.isVisible)
    assert seen == [(seconds, f"已等 {seconds} 秒", seconds >= 2) for seconds, _, _ in seen]
    assert "不知密码是否算数" in at.entry.banner.accessibleName()
    assert at.entry.stop.accessibleName() == "不再等"
    assert not at.entry.stop.hasFocus(), "a scanner's Enter stops nothing"


def test_esc_before_that_does_nothing(at: AtKeys) -> None:
    at.wait_at_the_keys(stop_after=60)
    at.clerk.until(lambda: at.entry.waited.seconds >= 1)
    at.clerk.key(Qt.Key.Key_Escape)
    at.clerk.key(Qt.Key.Key_Return)
    assert at.clerk.page is at.entry
    assert at.clerk.front.serving.moving
    at.set_free()
    at.back()
    at.clerk.until(lambda: f"还可试 {TRIES - 1} 次" in at.banner())


def test_the_clerk_stops_waiting_and_is_told_that_nobody_knows(at: AtKeys) -> None:
    """With Esc; then the visit goes on, and ends, while the keys hang still."""
    at.wait_at_the_keys()
    at.clerk.until(at.entry.stop.isVisible)
    at.clerk.key(Qt.Key.Key_Escape)
    at.back()
    at.clerk.until(lambda: "不知密码是否算数" in at.banner())
    assert "查询" in at.banner()
    assert (at.noted("pin.begun"), at.noted("pin.unsettled")) == (1, 1)
    at.page.ask_button.click()
    at.clerk.until(lambda: "密码键盘还没有结束" in at.banner())
    assert not at.keys.free.is_set()
    at.clerk.key(Qt.Key.Key_Escape)
    at.clerk.on(PersonPage)
    at.clerk.key(Qt.Key.Key_Escape)
    at.clerk.on(HomePage)


def test_an_answer_that_comes_late_is_thrown_away_and_noted(at: AtKeys) -> None:
    at.wait_at_the_keys()
    at.stop()
    at.clerk.until(lambda: "不知密码是否算数" in at.banner())
    at.set_free()
    at.clerk.until(lambda: at.noted("pin.late") == 1)
    assert "不知密码是否算数" in at.banner(), "what it said goes nowhere"
    at.clerk.on(type(at.page))
    at.page.ask_button.click()
    at.clerk.until(lambda: at.page.view is not None and at.page.view.row.words.zh == f"还可试 {TRIES - 1} 次")
    at.clerk.on(type(at.page))
    at.choose("verify")
    at.back()
    at.clerk.until(lambda: "密码正确" in at.banner())
    assert at.noted("pin.late") == 1


def test_after_it_another_persons_card_is_not_touched(at: AtKeys) -> None:
    at.wait_at_the_keys()
    at.stop()
    at.set_free()
    other = card_for_nobody()
    at.keys.card = other
    at.clerk.on(type(at.page))
    at.choose("verify")
    at.back()
    at.clerk.until(lambda: "不是这位持卡人" in at.banner())
    assert other.touched == []


def test_a_stop_that_came_to_nothing_may_be_said_again(at: AtKeys) -> None:
    """It came while the reader had not begun: the page does not wait for ever for what nobody heard."""
    at.entry.stop_again = 1
    at.wait_at_the_keys()
    at.clerk.until(at.entry.stop.isVisible)
    at.entry.stopped.disconnect()
    at.entry.stop.click()
    assert not at.entry.stop.isVisible()
    at.entry.stopped.connect(at.clerk.front.serving.pin.stop_waiting)
    at.stop()
    at.clerk.until(lambda: "不知密码是否算数" in at.banner())
