"""Files outside the database: written whole or not at all, with the disk's errors told as StoreTrouble.

Refuses to leave a half-written file under its final name.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from counter_app.domain.disk import disk_trouble

__all__ = ["disk_trouble", "flush", "is_full", "is_read_only", "move", "write_whole"]
_NEARLY_NOTHING = 1 << 20


def is_full(folder: Path) -> bool:
    """No room for even a small transaction."""
    try:
        return shutil.disk_usage(folder).free < _NEARLY_NOTHING
    except OSError:
        return False


def is_read_only(folder: Path) -> bool:
    """Its file system takes no writing at all. Windows does not tell: False there."""
    if os.name != "posix":
        return False
    try:
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    except OSError:
        return False


def write_whole(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Replace `path` by `text`, on the disk when this returns. Callers keep two writers of one file apart."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    file = os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8")
    try:
        with file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        fresh.unlink()  # a full disk is not made fuller
        raise
    move(fresh, path)


def move(fresh: Path, path: Path) -> None:
    """Give a finished file its final name, on the disk when this returns."""
    fresh.replace(path)
    if os.name == "posix":  # Windows cannot open a folder to flush it; there the rename itself is journalled.
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def flush(path: Path) -> None:
    """Put what was written to `path` by somebody else on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
