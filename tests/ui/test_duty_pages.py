"""The pages of whoever comes on duty fit the smallest screen, in the plainest and in the largest look."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from counter_app.desk.views_handing_over import HandOverView, LeftVisit
from counter_app.domain.text import Text
from tests.parts.practice_folder import NOWHERE
from tests.ui.counter_window import Clerk, at_window
from tests.ui.test_duty import form, locked, sign_in_named
from tests.ui.test_pages import check
from ui.pages.hand_over import HandOverPage
from ui.pages.home import HomePage
from ui.pages.lock import LockPage
from ui.pages.password import PasswordPage

LOSS = Text("正式挂失", "Formal loss report")
LEFT = tuple(
    LeftVisit(str(mark), mark, "阿**丽·买买提*孜", "439901 ******** 2043", task, mark == 2, "0317", datetime.now(UTC))
    for mark, task in enumerate((LOSS, LOSS, None), start=1)
)


@pytest.mark.parametrize("pairs", [(), ("language=en", "text_size=large")], ids=["plain", "large"])
def test_every_page_of_duty_fits_and_has_names(qtbot: QtBot, tmp_path: Path, pairs: tuple[str, ...]) -> None:
    """With what may be said at most: a fault below the fields, why it is covered, several visits."""
    with at_window(qtbot, tmp_path / "counter", f"platform.url={NOWHERE}", *pairs) as clerk:
        clerk.window.resize(1366, 690)
        clerk.until(lambda: clerk.front.serving.desk is not None and bool(form(clerk).clerk.line.text()))
        check(clerk)
        sign_in_named(clerk, "9999")
        clerk.until(lambda: bool(form(clerk).note.words.text()))
        check(clerk)
        sign_in_named(clerk, "0317")
        clerk.on(HomePage)
        locked(clerk)
        the_lock_page_fits(clerk)
        clerk.front.serving.duty.change_wanted.emit("0317")
        clerk.on(PasswordPage)
        assert isinstance(clerk.page, PasswordPage)
        clerk.page.say_fault("新密码不合要求：至少 12 个字符，另想一个再改")
        check(clerk)
        clerk.page.escape()
        sign_in_named(clerk, "0317")
        clerk.on(HomePage)
        clerk.window.show_view(HandOverView(LEFT))
        clerk.on(HandOverPage)
        check(clerk)


def the_lock_page_fits(clerk: Clerk) -> None:
    page = clerk.page
    assert isinstance(page, LockPage)
    for why in ("over", "idle", "asked"):
        page.show_lock(clerk="0317", why=why, minutes=10, practice=why == "idle")
        check(clerk)
    page.show_lock(clerk="0317", why="idle", minutes=10, practice=True)
    page.form.say_fault("密码连错太多次，工号已锁定，14 分钟后再试；不是本人试的，请告诉管理员")
    check(clerk)
    page.form.quiet()
