"""One courier at a time for a data folder, over all processes of the machine.

The lock is the operating system's own, so it dies with its process. Refuses to wait: whoever comes second is told so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from local_store.disk import disk_trouble


@contextmanager
def courier_lock(folder: Path) -> Iterator[bool]:
    """True: this process is the courier until the block ends. False: another one is."""
    lock = FileLock(folder / "courier.lock", timeout=0)
    with disk_trouble():
        try:
            lock.acquire()
            mine = True
        except Timeout:
            mine = False
    try:
        yield mine
    finally:
        if mine:
            lock.release()
