"""Pages are masked; a whole number is shown by a deliberate act that says what for, and goes again by itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from counter_app.desk.revealing import SHOWN
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_pages import LOOKS, check
from ui.capture import WDA_EXCLUDEFROMCAPTURE, WDA_MONITOR, keep_out
from ui.clipboard import ClipboardGuard
from ui.pages.follow import FollowPage
from ui.pages.home import HomePage
from ui.pages.person import PersonPage
from ui.pages.pin import PinPage
from ui.pages.procedure import ProcedurePage
from ui.pages.result import ResultPage
from ui.pages.waiting import WaitingPage
from ui.widgets.pressable import KeyButton
from ui.widgets.reveal_box import RevealBox

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture(params=(LOOKS[0], LOOKS[3]), ids=lambda pairs: " ".join(pairs) or "plain")
def any_clerk(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Clerk]:
    """A clerk signed in, the smallest screen that must do, in one of the looks."""
    with at_window(qtbot, tmp_path / "counter", *request.param) as one:
        one.window.resize(1366, 690)
        one.sign_in()
        yield one


def texts(window: QWidget) -> str:
    """Everything the window says to the eye, the pointer and a screen reader."""
    said = [window.windowTitle()]
    for part in window.findChildren(QWidget):
        said += [part.accessibleName(), part.accessibleDescription(), part.toolTip(), part.whatsThis()]
        said += [part.text()] if isinstance(part, QLabel) else []
        said += [part.text()] if isinstance(part, QLineEdit) and part.isVisible() else []
    return " ".join(said).replace(" ", "")


def box(clerk: Clerk) -> RevealBox:
    shown = clerk.window.revealing.box
    assert shown is not None
    return shown


def asked(clerk: Clerk) -> list[KeyButton]:
    """The buttons that say what a number is wanted for."""
    clerk.key(Qt.Key.Key_D, CTRL)
    return [one for one in box(clerk).findChildren(KeyButton) if one.isVisible()][1:]


def shown(clerk: Clerk) -> int:
    """How often the trail says that a number was shown."""
    return len(clerk.counter.store().entries(SHOWN, since=datetime.now(UTC) - timedelta(minutes=5)))


def test_the_box_fits_and_shows_a_number_once_it_is_said_what_for(any_clerk: Clerk) -> None:
    clerk = any_clerk
    person = clerk.person("林晓岚")
    clerk.open(person.holder.number)
    check(clerk)
    assert len(asked(clerk)) == 3
    check(clerk)
    assert person.holder.number not in texts(clerk.window)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: bool(box(clerk).number.text()))
    check(clerk)
    assert box(clerk).number.text().replace(" ", "") == person.holder.number
    assert shown(clerk) == 1
    clerk.key(Qt.Key.Key_Escape)
    assert not box(clerk).isVisible()
    assert person.holder.number not in texts(clerk.window)
    assert isinstance(clerk.page, PersonPage), "Esc hid the number and left the visit alone"


def test_every_page_is_masked(clerk: Clerk) -> None:
    """Home, person, procedure, result, waiting, follow-up, PIN: texts, titles, tooltips, names for screen readers."""
    person = clerk.person("林晓岚")
    assert person.card is not None
    secrets = (person.holder.number, person.card.number)

    def masked(page: type[QWidget]) -> None:
        said = texts(clerk.window)
        assert isinstance(clerk.page, page)
        assert [one for one in secrets if one in said] == []

    clerk.open(person.holder.number)
    masked(PersonPage)
    clerk.front.serving.pin.open()
    clerk.until(lambda: isinstance(clerk.page, PinPage))
    masked(PinPage)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(PersonPage)
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    masked(ProcedurePage)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)
    masked(ResultPage)
    for key, page in ((Qt.Key.Key_2, WaitingPage), (Qt.Key.Key_3, FollowPage), (Qt.Key.Key_1, ResultPage)):
        clerk.key(key, ALT)
        clerk.until(lambda page=page: isinstance(clerk.page, page))  # type: ignore[misc]
        masked(page)
    clerk.key(Qt.Key.Key_Return)
    clerk.on(HomePage)
    masked(HomePage)


def test_another_page_and_time_hide_the_number(clerk: Clerk) -> None:
    """And one that comes when its page has gone is not shown. The guard of the clipboard stands by then."""
    assert clerk.front.findChild(ClipboardGuard) is not None
    clerk.open(clerk.person("林晓岚").holder.number)
    asked(clerk)[1].click()
    clerk.until(lambda: bool(box(clerk).number.text()))
    clerk.key(Qt.Key.Key_F4)
    clerk.on(ProcedurePage)
    assert not box(clerk).isVisible()
    assert box(clerk).number.text() == ""
    asked(clerk)[0].click()
    clerk.until(lambda: bool(box(clerk).number.text()))
    for _second in range(box(clerk).seconds):
        assert box(clerk).isVisible()
        box(clerk)._ticks.timeout.emit()  # noqa: SLF001 - a second that need not be waited for
    assert not box(clerk).isVisible()
    assert box(clerk).number.text() == ""
    asked(clerk)[0].click()
    clerk.window.revealing.leave()
    clerk.until(lambda: shown(clerk) == 3)
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(PersonPage)
    assert box(clerk).number.text() == ""


def test_windows_keeps_the_window_out_of_captures_and_an_old_one_blackens_it() -> None:
    """As the call of Windows answers; elsewhere it is said that nothing prevents it."""
    calls: list[tuple[int, int]] = []

    def windows(only: int) -> bool:
        def call(window: int, how: int) -> bool:
            calls.append((window, how))
            return how == only

        return keep_out(7, call)

    assert windows(WDA_EXCLUDEFROMCAPTURE)
    assert calls == [(7, WDA_EXCLUDEFROMCAPTURE)]
    assert windows(WDA_MONITOR)
    assert calls[1:] == [(7, WDA_EXCLUDEFROMCAPTURE), (7, WDA_MONITOR)]
    assert not windows(99)
    assert not keep_out(7, None)
