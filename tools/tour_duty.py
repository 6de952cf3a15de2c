"""The pictures of who is on duty: a number shown whole, a second person here and elsewhere, hand-over, what a
supervisor decides, the trail; and data that are damaged while a backup is at hand.

Part of the tour, in windows of its own: a temporary loss needs a second person here. Nothing is submitted.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from counter_app.backup_wiring import SCHEDULE, make
from counter_app.wiring import open_counter
from practice.clerks import PASSWORD
from tests.parts.four_eyes import pack_with

if TYPE_CHECKING:
    from pathlib import Path

    from tests.journeys.clerk import Clerk
    from tools.tour import Tour

HOME, PERSON, LOSS = "请放社保卡", "现在可办", "提交临时挂失"
PAGE = 4096  # bytes of a page of the store


def duty(tour: Tour) -> None:
    """A clerk, a supervisor and an auditor at one window after the other."""
    packs = tour.folder.with_name("packs-of-two")
    packs.mkdir()
    (packs / "hunan.toml").write_text(pack_with("temporary-loss"), encoding="utf-8")
    with tour.window(f"packs={packs}") as clerk:
        clerk.sign_in()
        clerk.reads(HOME)
        _a_clerk(tour, clerk)
        _a_supervisor(tour, clerk)
        _an_auditor(tour, clerk)


def _a_clerk(tour: Tour, clerk: Clerk) -> None:
    take = tour.camera.take
    clerk.find(tour.people["hmt"].holder.number)
    clerk.reads(PERSON)
    clerk.key("ctrl+d")
    clerk.reads("要看完整号码做什么")
    take("60-what-a-number-is-needed-for")
    clerk.key("Return")
    clerk.reads("秒后隐藏")
    take("61-number-shown")
    clerk.key("Escape", "F4")
    clerk.reads(LOSS)
    clerk.key("Return")
    clerk.reads("须第二人同意")
    take("62-second-person")
    clerk.click("为什么本网点没有人能复核", role="text")
    clerk.write("nobody else here")
    clerk.key("Return")
    clerk.reads("等主管答复")
    take("63-asked-elsewhere")
    clerk.key("Escape")
    clerk.reads(LOSS)


def _a_supervisor(tour: Tour, clerk: Clerk) -> None:
    take = tour.camera.take
    _comes(clerk, "0318")
    clerk.reads("交接")
    take("64-hand-over")
    clerk.key("Escape")
    clerk.reads(HOME)
    clerk.key("ctrl+j")
    clerk.reads("本人密码")
    take("65-approvals-proving")
    clerk.write(PASSWORD)
    clerk.key("Return")
    clerk.reads("件等您决定")
    take("66-approvals")
    clerk.key("Escape")
    clerk.reads(HOME)


def _an_auditor(tour: Tour, clerk: Clerk) -> None:
    _comes(clerk, "0401")
    clerk.reads("审计记录")
    clerk.key("Return")
    clerk.reads("查审计记录")
    tour.camera.take("67-audit")


def _comes(clerk: Clerk, number: str) -> None:
    """Somebody else uncovers the window."""
    clerk.key("ctrl+l")
    clerk.reads("窗口已锁定")
    clerk.key("ctrl+a")
    clerk.write(number)
    clerk.key("Return")


def repair(tour: Tour) -> None:
    """Data that are damaged, and the last good backup of them."""
    folder = tour.folder.with_name("to-be-repaired")
    shutil.copytree(tour.folder, folder)
    counter = open_counter(folder, [])
    make(counter, clerk=SCHEDULE)
    counter.close()
    _spoil(folder / "store.db")
    with tour.window("readers.ssc=off", folder=folder) as clerk:
        clerk.reads("可以恢复到备份", seconds=30)
        tour.camera.take("19c-repair")


def _spoil(store: Path) -> None:
    content = bytearray(store.read_bytes())
    content[6 * PAGE + 100] ^= 1
    store.write_bytes(content)
