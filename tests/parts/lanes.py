"""Which tests go one after the other when several run at once: those of one lane, in one process.

Refuses to be the guard of anything: what a machine has once (the virtual reader) is held by a lock, and two lanes that
want it wait for each other. So it only saves waiting, and is read off the tests themselves: a new file finds its lane.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from xdist.scheduler.loadfile import LoadFileScheduling

ROOT = Path(__file__).resolve().parents[2]
WINDOWS, READER = "windows", "virtual reader"
LONG = ("tests/faults/", "tests/printing/")
"""A few tests each last a minute or more: they must not be the last, so their folder goes as one, and early."""
_READER = ("virtual_reader", "tests.journeys")
"""What a file says that wants the virtual reader."""


class Lanes(LoadFileScheduling):  # type: ignore[misc]  # the library has no types
    """The next file goes to whichever process has room, the longest lanes first: they have the most tests."""

    def _split_scope(self, nodeid: str) -> str:
        return lane_of(nodeid.split("::", 1)[0])


@cache
def lane_of(file: str) -> str:
    """The lane of a test file, by its path from the project's folder; most have one of their own."""
    if file.startswith("tests/ui/"):  # one application of Qt a process
        return WINDOWS
    if together := [folder for folder in LONG if file.startswith(folder)]:
        return together[0]
    words = (ROOT / file).read_text(encoding="utf-8")
    return READER if any(word in words for word in _READER) else file
