"""Trouble of the disk while work is sent: nothing was being taken then, so nobody is told that it was not accepted.

Refuses to speak of recording: what the disk says there stands in `counter_app.domain.errors`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from counter_app.domain.errors import DiskFull, ReadOnly
from counter_app.domain.text import Text


class NotKeptDiskFull(DiskFull):
    told_as = DiskFull
    happened = Text(
        "磁盘已满，送出的结果没有存上；已受理的业务一件也没有丢",
        "The disk is full: what came of sending could not be kept; nothing recorded is lost",
    )
    advice = Text(
        "清出空间，再送时会向省平台补要答复，不必重新受理",
        "Free some space; the next sending asks the platform once more, nothing is to be recorded anew",
    )


class NotKeptReadOnly(ReadOnly):
    told_as = ReadOnly
    happened = Text(
        "磁盘只读，送出的结果没有存上；已受理的业务一件也没有丢",
        "The disk is read-only: what came of sending could not be kept; nothing recorded is lost",
    )
    advice = Text(
        "请管理员让磁盘恢复可写，再送时会向省平台补要答复，不必重新受理",
        "Have the disk made writable; the next sending asks the platform once more, nothing is to be recorded anew",
    )


@contextmanager
def nothing_lost() -> Iterator[None]:
    """Tell a disk that is full, or only reads, in the words of sending. Raises NotKeptDiskFull, NotKeptReadOnly."""
    try:
        yield
    except DiskFull as trouble:
        raise NotKeptDiskFull from trouble
    except ReadOnly as trouble:
        raise NotKeptReadOnly from trouble
