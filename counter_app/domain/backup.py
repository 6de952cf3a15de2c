"""Backups of a counter's data: what one says of itself, what a restore would lose, and what can be wrong.

Refuses to hold a name or a number of a person: a backup is named by its counter, its moment, its last receipt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from enum import StrEnum
from pathlib import Path

from counter_app.domain.errors import StoreTrouble
from counter_app.domain.moments import CHINA
from counter_app.domain.text import Text

FORMAT = "ssc-counter-backup/1"
SUFFIX = ".sscb"
FIRST_AFTER_RESTORE = 10_000
"""More receipts than a window gives on a day: serials beyond it were given after a restore."""
FOR_GOOD = "9999-12-31"
"""Until which day (ISO 8601) numbers go on afresh on a machine that took the place of another."""


@dataclass(frozen=True, slots=True)
class ChainHead:
    """How far one audit chain had come: `name` as outlet-window, number of entries, link of the last one."""

    name: str
    length: int
    link: str


@dataclass(frozen=True, slots=True)
class BackupHeader:
    """What a backup says of itself, sealed by a key of the counter. `folder`: id of the data folder; `mark`: its mark
    as text; `schema`: version of the tables; `last_receipt` "" where none was given; `whole`: the audit chain was.
    `size`, `digest` (SM3) of the encrypted copy; `salt` (32 bytes in hex) of its keys. `counter`: the platform's name
    for it, "" before it had one; `settings` that were not as they come: both for a machine that is set up again.
    """

    folder: str
    outlet: str
    window: str
    made_at: datetime
    schema: str
    operations: int
    receipts: int
    entries: int
    last_receipt: str
    chains: tuple[ChainHead, ...]
    whole: bool
    size: int
    digest: str
    salt: str
    mark: str
    counter: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def file_name(self) -> str:
        """Under which it is kept; another name is noticed."""
        return f"ssc-{self.outlet}-{self.window}-{self.made_at.astimezone(UTC):%Y%m%dT%H%M%S}Z{SUFFIX}"


class BackupState(StrEnum):
    """How a file in the folder of backups stands."""

    GOOD = "good"
    BROKEN_CHAIN = "broken-chain"  # a true copy of data whose audit chain was not whole
    RENAMED = "renamed"
    EDITED = "edited"
    OTHER_COUNTER = "other-counter"
    NOT_READABLE = "not-readable"

    @property
    def words(self) -> Text:
        """One sentence for people."""
        return _STATES[self]


_STATES = {
    BackupState.GOOD: Text("完好", "good"),
    BackupState.BROKEN_CHAIN: Text("完好，但备份时审计链已断", "a true copy, but the audit chain was broken by then"),
    BackupState.RENAMED: Text("文件名被改过，与里面的时间不符", "renamed: its name is not that of what is in it"),
    BackupState.EDITED: Text("被改动或损坏", "changed or damaged"),
    BackupState.OTHER_COUNTER: Text("是别的柜台或别的数据文件夹的备份", "of another counter or data folder"),
    BackupState.NOT_READABLE: Text("不是备份文件，或没有写完", "not a backup, or not written to its end"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One file in the folder of backups. `header` None where it cannot be believed."""

    path: Path
    state: BackupState
    header: BackupHeader | None = None


@dataclass(frozen=True, slots=True)
class Loss:
    """What putting a backup in the place of today's data would lose. `receipts`: numbers that stand in today's file and
    not in the backup; `all_read`: today's file could be read to its end; `entries`: audit entries, None where not
    known. `reckoned`: numbers the platform's count leads to where the file could not be read; `platform`: operations
    the platform has and the backup has not, None where it could not be asked.
    """

    receipts: tuple[str, ...]
    all_read: bool
    entries: int | None = None
    reckoned: tuple[str, ...] = ()
    platform: int | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """All receipts that can be named, each once."""
        return tuple(dict.fromkeys((*self.receipts, *self.reckoned)))


@dataclass(frozen=True, slots=True)
class Offer:
    """The last good backup, offered for data that are damaged, and what putting it back would lose. `by_name`: whoever
    restores is a practice administrator and proves nothing.
    """

    header: BackupHeader
    loss: Loss
    by_name: str


@dataclass(frozen=True, slots=True)
class Restoration:
    """That the data were put back to a backup. `asked`: the platform was asked since what it has of the days since.
    `taken_over`: on another machine, while the one before may still be giving receipts.
    """

    at: datetime
    backup_made_at: datetime
    clerk: str
    asked: bool
    taken_over: bool = False


def serial_after(restored_at: datetime, day: date, *, take_overs: int = 0) -> int:
    """Receipts and notices given on that day after a restore have a serial beyond this. It grows with the moment of the
    restore by one a second, faster than a window gives receipts, so no number is given twice, however often the same
    backup is put back and whatever is known of what was lost. Each of the `take_overs` by another machine goes on
    beyond what the machine before it gives, on all later days too.
    """
    midnight = datetime.combine(day, time(), tzinfo=CHINA)
    return FIRST_AFTER_RESTORE * max(1, take_overs) + max(0, int((restored_at - midnight).total_seconds()))


def file_serial_after(restored_at: datetime) -> int:
    """Transfer files made after a restore have a serial beyond this: minutes since 2025."""
    return int((restored_at - datetime(2025, 1, 1, tzinfo=UTC)).total_seconds() // 60)


class BackupTrouble(StoreTrouble):
    """Something about backups; the data of this counter are as they were. `file`: name of the backup."""

    advice = Text("本机数据没有改动，联系管理员", "This counter's data are untouched; call the administrator")


class NotABackup(BackupTrouble):
    happened = Text("{file} 不能用：{why}", "{file} cannot be used: {why}")
    advice = Text(
        "换一个备份文件（counter backup list）；本机数据没有改动",
        "Take another backup (counter backup list); this counter's data are untouched",
    )


class NoBackup(BackupTrouble):
    happened = Text("没有可用的备份", "There is no backup that can be used")
    advice = Text(
        "检查设置 backup.folder 指的文件夹；本机数据没有改动",
        "See the folder named by backup.folder; this counter's data are untouched",
    )


class NewerBackup(BackupTrouble):
    """`newer`: name of the one that is newer than `file`."""

    happened = Text("{file} 不是最近的，还有 {newer}", "{file} is not the newest: there is {newer}")
    advice = Text(
        "用最近的一个；确实要用旧的，加 --older，其后的业务这里就没有了",
        "Take the newest; to take the old one say --older, and what came after it is not here",
    )


class NoRoomForBackup(BackupTrouble):
    """`folder`, and `needs`: megabytes."""

    happened = Text(
        "没有备份：{folder} 空间不够，需要 {needs} MB", "No backup: {folder} lacks room, it takes {needs} MB"
    )
    advice = Text(
        "清出空间，或用 backup.folder 另指文件夹；已受理的都在",
        "Free some space or name another folder by backup.folder; everything accepted is there",
    )


class BackupFolderTrouble(BackupTrouble):
    """`folder` and `why`, a Text."""

    happened = Text("没有备份：{folder} 不能用：{why}", "No backup: {folder} cannot be used: {why}")
    advice = Text(
        "插好备份盘，或用 backup.folder 另指文件夹；已受理的都在",
        "Plug the disk in, or name another folder by backup.folder; everything accepted is there",
    )


class BackupUnderWay(BackupTrouble):
    happened = Text("另一个程序正在备份或恢复", "Another program is making or restoring a backup")
    advice = Text("等它做完再试", "Wait for it and try again")


class FolderInUse(BackupTrouble):
    happened = Text("这个数据文件夹正开着，不能恢复", "This data folder is in use and cannot be restored")
    advice = Text("关掉窗口，等送出结束，再来一次", "Close the window, let the courier end, and do it once more")
