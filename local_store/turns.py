"""One process at a time: who enrols the counter of a data folder or renews its key, and who looks at what is kept for
signing in without a line, so that each try is counted.

The lock is the operating system's own, so it dies with its process. Whoever comes second waits.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from local_store.disk import disk_trouble

_PATIENCE = 60.0  # seconds; an exchange with the platform takes a few at most, a verifier a fraction of one


@contextmanager
def enrolment_turn(folder: Path) -> Iterator[None]:
    """The block has the turn: a moment later there is a key to find. Raises StoreTrouble."""
    with _turn(folder / "enrolment.lock"):
        yield


@contextmanager
def sign_in_turn(folder: Path) -> Iterator[None]:
    """The block has the turn. Raises StoreTrouble."""
    with _turn(folder / "sign-in.lock"):
        yield


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    lock = FileLock(path, timeout=_PATIENCE)
    with disk_trouble():
        lock.acquire()
    try:
        yield
    finally:
        lock.release()
