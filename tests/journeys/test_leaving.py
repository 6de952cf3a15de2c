"""The window is closed while work waits: it says how much and that nothing is lost, and a courier without it sends."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from counter_app.domain.holder import Person
from sync.staying import SWITCH
from tests.journeys.conftest import Stage
from tests.parts.processes import wait_until
from tests.parts.window_frame import close_window
from ui.farewell import LONGER


def couriers_of(folder: Path) -> list[int]:
    """The processes that stay for this folder, and no other's."""
    found = []
    for process in Path("/proc").iterdir():
        with suppress(OSError):
            words = (process / "cmdline").read_bytes().split(b"\0") if process.name.isdigit() else []
            if b"--alone" in words and os.fsencode(folder) in words:
                found.append(int(process.name))
    return found


def test_a_window_closed_with_work_waiting_leaves_a_courier_that_empties_the_outbox(
    stage: Stage, somebody: Callable[[], Person], tmp_path: Path
) -> None:
    config, number = tmp_path / "config", somebody().holder.number
    env = {name: value for name, value in stage.env.items() if name != SWITCH}
    own = replace(stage, env={**env, "XDG_CONFIG_HOME": str(config), LONGER: "120"})
    stage.stop_platform()
    try:
        with own.window() as clerk:
            clerk.sign_in()
            clerk.find(number)
            clerk.reads("现在可办")
            clerk.key("F4")
            clerk.reads("提交临时挂失")
            clerk.key("Return")
            clerk.sees("受理号")
            clerk.strip_says("等待")
            close_window(clerk.hands.display, int(clerk.hands.take_window(clerk.title)))
            clerk.sees("还有 1 件等待送达平台")
            clerk.sees("都已存在本机，断电不丢，一件不少、一件不重")
            clerk.wait_for_enter()
            clerk.key("Return")
            assert clerk.process.wait(30) == 0
        (process,) = couriers_of(stage.folder)
        assert len(list(config.rglob("*.desktop"))) == 1
        with stage.platform_back():
            wait_until(lambda: stage.states(number) == ("4", "temporary-loss"), seconds=60, what="it to be sent")
            wait_until(lambda: process not in couriers_of(stage.folder), seconds=60, what="the courier to end")
        assert list(config.rglob("*.desktop")) == []
        assert [row["state"] for row in stage.outbox()] == ["settled"]
    finally:
        for left in couriers_of(stage.folder):
            with suppress(ProcessLookupError):
                os.kill(left, signal.SIGKILL)
