"""The window stands soon: from the start of the program to a clerk who has signed in and may type."""

import shutil
import time
from pathlib import Path

from tests.journeys.clerk import SEARCH, TITLE, at_window
from tests.parts.pcscd import VirtualReader
from tests.parts.practice_folder import made_folder

__all__ = ["made_folder"]
USABLE_WITHIN = 5.0  # seconds, of a start that is not the first on this machine


def test_the_second_start_is_usable_within_five_seconds(
    window_env: dict[str, str], made_folder: Path, tmp_path: Path, virtual_reader: VirtualReader
) -> None:
    """On a folder that was made before; the practice platform starts with the program, as it does for everybody.

    The reader is held, so that no card of another test opens its person.
    Usable: the data are open, the clerk number is there, Enter signs in, and the search has the keyboard.
    """
    assert virtual_reader.name
    folder = shutil.copytree(made_folder, tmp_path / "data")
    with at_window(window_env, folder) as first:
        first.sign_in()
        first.sees(SEARCH[TITLE], role="text")
    began = time.monotonic()
    with at_window(window_env, folder) as second:
        second.sign_in()
        second.has_focus(SEARCH[TITLE])
        took = time.monotonic() - began
    assert took < USABLE_WITHIN, f"{took:.1f} s"
