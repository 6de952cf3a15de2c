"""`counter sync --until-empty` on a disk of its own that is full, or takes no writing, while it goes on. Prints what it
came to. Runnable.

Started by `test_sync_without_room.py` where the folder given is a tmpfs with a practice folder on it. Arguments: the
disk, the platform's address, `full` or `read-only`.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from counter_app.commands import sending
from counter_app.commands.ending import Ending
from tests.local_store.full_disk import fill
from tests.parts.counting import working
from tests.parts.processes import program

TIMES = 2


class Heard(logging.Handler):
    """Told when it has waited for the disk so often."""

    def __init__(self) -> None:
        super().__init__()
        self.often, self._times = threading.Event(), 0

    def emit(self, record: logging.LogRecord) -> None:
        self._times += sending.WAITS in record.getMessage()
        if self._times >= TIMES:
            self.often.set()


def _mend(heard: Heard, mend: Callable[[], None]) -> None:
    heard.often.wait(30)
    mend()


def _full(disk: Path) -> Callable[[], None]:
    """No room, until what is returned is called."""
    ballast = disk / "ballast"
    fill(ballast, 0)
    return ballast.unlink


def _read_only(disk: Path) -> Callable[[], None]:
    """Nothing new may be written in the folder, until what is returned is called. What is open stays as it was: nothing
    but a fault of the machine takes that away.
    """
    folder = str(disk / "data")
    subprocess.run([program("mount", package="mount"), "--bind", folder, folder], check=True)
    subprocess.run([program("mount", package="mount"), "-o", "remount,bind,ro", folder], check=True)

    def mend() -> None:
        subprocess.run([program("umount", package="mount"), "--lazy", folder], check=True)

    return mend


HOW = {"full": _full, "read-only": _read_only}


def main(disk: Path, url: str, how: str) -> None:
    """So from before the first pass until it has been tried twice."""
    heard, ending = Heard(), Ending()
    logging.getLogger(sending.__name__).addHandler(heard)
    with working(disk / "data", f"platform.url={url}", "courier.longest_wait=0.2") as counter:
        counter.courier()
        mending = threading.Thread(target=_mend, args=(heard, HOW[how](disk)))
        mending.start()
        total = sending._passes(counter, ending, until_empty=True, deadline=None)  # noqa: SLF001 - as the command does
        mending.join()
        sys.stdout.write(json.dumps({**asdict(total), "left": counter.store().waiting().unsent}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
