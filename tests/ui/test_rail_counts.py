"""The rail tells a supervisor how many wait for his word, as the heartbeat hears it; and what a clerk may not do stands
on no page of his.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter_app.desk.views import FollowView
from counter_app.desk.views_supervisor import ManyActs, SupervisorView
from practice.clerks import PASSWORD
from tests.contracts.samples import NOON
from tests.desk.test_elsewhere import WHY, renamed
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_approvals_page import another
from tests.ui.test_duty import give, judged_quickly, locked
from ui.frames.rail import RailItem
from ui.look import Look
from ui.pages.approvals import ApprovalsPage
from ui.pages.audit import AuditPage
from ui.pages.follow import FollowPage
from ui.pages.home import HomePage
from ui.pages.lock import LockPage
from ui.widgets.tiles import ListRow
from ui.widgets.words import Words

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def first(qtbot: QtBot, tmp_path: Path) -> Iterator[Clerk]:
    """The first page, the line standing."""
    with at_window(qtbot, tmp_path / "counter") as clerk:
        clerk.until(lambda: clerk.front.serving.standing.line is not None and clerk.front.serving.desk is not None)
        judged_quickly(clerk)
        yield clerk


def item(clerk: Clerk) -> RailItem:
    rail = clerk.window.rail
    assert rail is not None
    return next(one for one in rail.items if one.page.id == "approvals")


def test_a_supervisor_is_told_how_many_wait_and_a_clerk_has_no_such_place(first: Clerk) -> None:
    give(first, "0318", PASSWORD)
    first.on(HomePage)
    assert item(first).isVisible()
    assert item(first).accessibleName() == "审批"
    asking = another(first, "0317")
    asking.ask_elsewhere(renamed(asking, first.person("林晓岚")), WHY)
    first.front.serving.line.urge()
    first.until(lambda: item(first).accessibleName() == "审批 1")
    item(first).click()
    first.on(ApprovalsPage)
    page = first.page
    assert isinstance(page, ApprovalsPage)
    first.until(lambda: len(page.buttons) == 2 and not first.front.serving.moving)
    page.buttons[1].click()
    first.until(lambda: item(first).accessibleName() == "审批")
    locked(first)
    give(first, "0317", PASSWORD)
    first.until(lambda: not isinstance(first.page, LockPage) and not first.front.serving.moving)
    assert not item(first).isVisible()
    at = first.page
    first.key(Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    assert first.page is at


def test_the_trail_has_a_key_and_who_may_not_read_it_is_told_who_may(clerk: Clerk) -> None:
    clerk.key(Qt.Key.Key_T, CONTROL)
    clerk.until(lambda: "审计员" in clerk.window.toast.accessibleName())
    assert isinstance(clerk.page, HomePage)
    clerk.front.serving.duty.sign_out()
    clerk.until(lambda: clerk.front.serving.standing.session is None and not clerk.front.serving.moving)
    clerk.front.serving.duty.sign_in("0401", None)
    clerk.on(AuditPage)
    rail = clerk.window.rail
    assert rail is not None
    assert [one.page.id for one in rail.items if one.isVisible()] == ["home", "practice", "settings"]
    clerk.window.go_to("settings")
    clerk.key(Qt.Key.Key_T, CONTROL)
    clerk.on(AuditPage)


def test_an_agent_who_acts_for_many_is_acknowledged_by_who_may_and_told_to_the_others(qtbot: QtBot) -> None:
    page = FollowPage(Look())
    qtbot.addWidget(page)
    agent = ManyActs("A2", "乙", 6, 5, NOON, (), "o2")
    pressed: list[object] = []
    page.acknowledged.connect(pressed.append)
    for may, times in ((False, 0), (True, 1)):
        page.show_following(FollowView((), (), (), (), NOON, SupervisorView((agent,), (), (), (), acknowledges=may)))
        page.findChildren(ListRow)[-1].click()
        assert len(pressed) == times
        said = [one.text() for one in page.findChildren(Words)]
        assert ("知悉" if may else "待主管知悉") in said


def test_the_desk_says_who_acknowledges(clerk: Clerk) -> None:
    assert [acknowledges(clerk, number) for number in ("0317", "0318")] == [False, True]


def acknowledges(clerk: Clerk, number: str) -> bool:
    desk = clerk.counter.desk(seat="asking")
    desk.sign_in(number)
    return desk.following().supervised.acknowledges
