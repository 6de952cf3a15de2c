"""One process at a time enrols the counter of a data folder, or renews its key.

The lock is the operating system's own, so it dies with its process. Whoever comes second waits: a moment later there is
a key to find.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from local_store.disk import disk_trouble

_PATIENCE = 60.0  # seconds; an exchange with the platform takes a few at most


@contextmanager
def enrolment_turn(folder: Path) -> Iterator[None]:
    """The block has the turn. Raises StoreTrouble."""
    lock = FileLock(folder / "enrolment.lock", timeout=_PATIENCE)
    with disk_trouble():
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
