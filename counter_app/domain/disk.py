"""What the disk's errors mean, in words: which file or folder, and why.

Refuses to touch a file. Paths are of this counter's own files; nothing of what stands in them is told.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app.domain.errors import DiskFull, ReadOnly, StoreTrouble
from counter_app.domain.text import Text, same

_FULL = (errno.ENOSPC, errno.EDQUOT)
_CAUSES = {
    errno.EACCES: Text("没有权限", "permission denied"),
    errno.EPERM: Text("没有权限", "permission denied"),
    errno.EROFS: Text("磁盘只读", "the disk is read-only"),
    errno.ENOENT: Text("没有这个文件或文件夹", "no such file or folder"),
    errno.ENOTDIR: Text("路径中有一段不是文件夹", "a part of the path is not a folder"),
    errno.EISDIR: Text("这里是文件夹，不是文件", "a folder stands where a file should"),
    errno.ENAMETOOLONG: Text("文件名太长", "the name is too long"),
    errno.EEXIST: Text("那里已有同名的文件", "a file of that name stands there"),
    errno.EADDRINUSE: Text("已被别的程序占用", "another program uses it"),
    errno.EBADF: Text("它是关着的", "it is closed"),
    errno.EIO: Text("磁盘读写出错", "the disk cannot read or write"),
    errno.EMFILE: Text("打开的文件太多", "too many open files"),
    errno.ENFILE: Text("打开的文件太多", "too many open files"),
    errno.ENOSPC: Text("磁盘已满", "the disk is full"),
    errno.EDQUOT: Text("磁盘配额已满", "the disk quota is used up"),
}


def cause(error: OSError) -> Text:
    """Why, in both languages; the system's own word where it is a rare one."""
    return _CAUSES.get(error.errno or 0) or same(error.strerror or type(error).__name__)


def trouble_of(error: OSError, *, at: Path | None = None) -> StoreTrouble:
    """The disk's error as one of this counter's. `at`: the file or folder, where the error itself names none."""
    if error.errno in _FULL:
        return DiskFull()
    if error.errno == errno.EROFS:
        return ReadOnly()
    where = error.filename if isinstance(error.filename, (str, Path)) else at
    return StoreTrouble(path=str(where), why=cause(error)) if where is not None else StoreTrouble()


@contextmanager
def disk_trouble(*, at: Path | None = None) -> Iterator[None]:
    """Turn the disk's errors into StoreTrouble."""
    try:
        yield
    except OSError as error:
        raise trouble_of(error, at=at) from error
