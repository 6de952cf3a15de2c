"""A window that crashes leaves no image of its memory behind: people and a PIN may be in it."""

import resource
import shutil
from pathlib import Path

from tests.journeys.clerk import at_window


def test_the_window_may_write_no_memory_image(window_env: dict[str, str], made_folder: Path, tmp_path: Path) -> None:
    """Whatever it was started with; and it cannot allow itself one again."""
    assert resource.getrlimit(resource.RLIMIT_CORE)[1] != 0, "a machine that allows none proves nothing"
    folder = shutil.copytree(made_folder, tmp_path / "data")
    with at_window(window_env, folder, "readers.ssc=off", "readers.id=off") as clerk:
        limits = Path(f"/proc/{clerk.process.pid}/limits").read_text(encoding="ascii").splitlines()
    [core] = [line.split() for line in limits if line.startswith("Max core file size")]
    assert core[4:6] == ["0", "0"]
