"""Four eyes from afar in the window: a clerk who is alone asks, a supervisor at another window decides."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.desk.desk import Desk
from counter_app.domain.password import Password
from practice.clerks import PASSWORD
from tests.desk.test_elsewhere import WHY, renamed
from tests.parts.four_eyes import pack_with
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_pages import check
from tests.ui.test_second_person import asked
from ui.pages.approvals import ApprovalsPage
from ui.pages.home import HomePage
from ui.pages.result import ResultPage


@pytest.fixture(params=[(), ("language=en", "text_size=large")], ids=["plain", "large en"])
def clerk(qtbot: QtBot, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Clerk]:
    """A window of a province where a temporary loss needs a second person too."""
    packs = tmp_path / "packs"
    packs.mkdir()
    (packs / "hunan.toml").write_text(pack_with("temporary-loss"), encoding="utf-8")
    with at_window(qtbot, tmp_path / "counter", f"packs={packs}", *request.param) as one:
        one.window.resize(1366, 690)
        one.sign_in()
        yield one


def another(clerk: Clerk, number: str) -> Desk:
    """Another window of the province."""
    desk = clerk.counter.desk(seat="elsewhere")
    desk.sign_in(number)
    return desk


def opened(clerk: Clerk) -> ApprovalsPage:
    """The page, by its key."""
    clerk.key(Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    clerk.on(ApprovalsPage)
    page = clerk.page
    assert isinstance(page, ApprovalsPage)
    return page


def test_a_supervisor_proves_himself_sees_what_is_asked_and_agrees(clerk: Clerk) -> None:
    asking = another(clerk, "0317")
    person = clerk.person("林晓岚")
    visit = renamed(asking, person)
    asking.ask_elsewhere(visit, WHY)
    page = opened(clerk)
    clerk.until(lambda: bool(page.note.words.text()) and page.takes_enter())
    assert not page.password.isVisible(), "a clerk is told who may"
    clerk.key(Qt.Key.Key_Escape)
    clerk.on(HomePage)
    desk = clerk.front.serving.desk
    assert desk is not None
    desk.sign_in("0318")
    assert opened(clerk) is page
    clerk.until(lambda: page.password.isVisible() and page.takes_enter())
    QTest.keyClicks(clerk.target, PASSWORD)
    clerk.key(Qt.Key.Key_Return)
    clerk.until(lambda: len(page.buttons) == 2 and page.takes_enter())
    check(clerk)
    assert page.password.blank
    no, yes = page.buttons
    no.click()
    clerk.until(lambda: bool(page.note.words.text()))
    clerk.until(lambda: not clerk.front.serving.moving)
    yes.click()
    clerk.until(lambda: not page.buttons)
    assert asking.second_again(visit).agreed == "0318"


def test_a_clerk_who_is_alone_asks_and_submits_when_it_is_agreed(clerk: Clerk) -> None:
    page = asked(clerk)
    check(clerk)
    page.reason.line.setText("439901199001011234")
    page.ask.click()
    clerk.until(lambda: bool(page.afar.words.text()) and not clerk.front.serving.moving)
    page.reason.line.setText(WHY)
    page.ask.click()
    clerk.until(lambda: not page.ask.isVisible() and not clerk.front.serving.moving)
    check(clerk)
    deciding = another(clerk, "0318")
    (one,) = deciding.open_approvals(Password(PASSWORD)).waiting
    deciding.decide(one.request, approved=True, words="")
    page.wondered.emit()  # its timer does so every few seconds
    clerk.until(lambda: "0318" in page.afar.words.text() and page.takes_enter())
    clerk.key(Qt.Key.Key_Return)
    clerk.on(ResultPage)
    (work,) = clerk.counter.store().works()
    assert (work.operation.facts["second_person"], work.operation.facts["second_way"]) == ("0318", "platform")
