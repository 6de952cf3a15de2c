"""One courier at a time for a data folder, over all processes of the machine, and one that stays without a window.

Locks are the operating system's own, so they die with their process. Refuses to wait for a courier at work: whoever
comes second is told so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from local_store.disk import disk_trouble

_LEAVING = 2.0  # seconds in which another one that stays, and has just found nothing waiting, lets go of the folder


def courier_lock(folder: Path) -> AbstractContextManager[bool]:
    """True: this process is the courier until the block ends. False: another one is. Raises StoreTrouble."""
    return held(folder / "courier.lock")


def staying_lock(folder: Path) -> AbstractContextManager[bool]:
    """True: no other courier stays for this folder while the block lasts. One that is about to end is waited for.
    Raises StoreTrouble.
    """
    return held(folder / "staying.lock", timeout=_LEAVING)


def paper_lock(folder: Path) -> AbstractContextManager[bool]:
    """True: this process alone brings papers to the printers until the block ends. Raises StoreTrouble."""
    return held(folder / "paper.lock")


@contextmanager
def held(path: Path, *, timeout: float = 0.0) -> Iterator[bool]:
    """Whether this process holds the lock of that file while the block lasts; waited for `timeout` seconds. Raises
    StoreTrouble.
    """
    lock = FileLock(path, timeout=timeout)
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
