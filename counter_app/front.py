"""The window of a counter, from its lock to its end. Refuses a second window on the same data folder."""

from __future__ import annotations

from collections.abc import Sequence

from counter_app.domain.disk import disk_trouble
from counter_app.domain.errors import Refused
from counter_app.domain.text import Text
from counter_app.wiring import Counter


def open_window(counter: Counter, said: Sequence[str] = ()) -> int:
    """Show the window of this counter until it is closed; its exit status. `said`: settings of this run, as KEY=VALUE.
    What waits then is left to a courier without a window. Raises WindowOpen, StoreTrouble.
    """
    from filelock import FileLock, Timeout

    from counter_app.front_leaving import leave_courier
    from counter_app.log import kept_log
    from ui.app import run

    lock = FileLock(counter.folder / "window.lock", timeout=0)
    with disk_trouble(at=counter.folder):
        counter.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            lock.acquire()
        except Timeout as error:
            raise WindowOpen from error
    try:
        with kept_log(counter.folder):
            status = run(counter.parts())
            leave_courier(counter, said)
            return status
    finally:
        counter.close()
        lock.release()


class WindowOpen(Refused):
    """A window stands on this data folder already."""

    happened = Text("这个数据文件夹已开着一个柜台窗口", "A window is already open on this data folder")
    advice = Text("用已开的窗口，或用 --data 另指文件夹", "Use that window, or name another folder with --data")
