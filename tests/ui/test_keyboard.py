"""The program on a bare X server: nobody hands it the keyboard, it takes it."""

import subprocess
import sys
from pathlib import Path

from tests.parts.processes import begin, end, program, wait_until


def test_the_window_has_the_keyboard_without_a_window_manager(window_env: dict[str, str], tmp_path: Path) -> None:
    """The window with the X input focus is the program's, as soon as it stands."""
    tool = program("xdotool", package="xdotool")
    command = [sys.executable, "-m", "counter_app", "--data", str(tmp_path / "data"), "--set", "readers.ssc=off"]

    def focused() -> bool:
        ask = [tool, "getwindowfocus", "getwindowname"]
        answer = subprocess.run(ask, env=window_env, capture_output=True, text=True, check=False, timeout=30)
        return "社会保障卡柜台" in answer.stdout

    process = begin(command, log=tmp_path / "words", env=window_env)
    try:
        assert wait_until(lambda: focused() or None, seconds=40, what="the program's window with the focus")
    finally:
        end(process)
