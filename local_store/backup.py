"""Backups of the store: made while work goes on, proved before they bear their name, the last few kept.

The copy is SQLite's own online backup into a file under a key of its own (`backup_file`): one state of the store, no
clerk waits for it. Refuses to give a copy its name before it was opened, checked page by page and its audit chain
walked, and to throw away a file it does not know for its own.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from filelock import FileLock, Timeout
from sqlalchemy import Connection, func, select

from counter_app.domain.backup import (
    SUFFIX,
    BackupFolderTrouble,
    BackupHeader,
    BackupState,
    BackupUnderWay,
    ChainHead,
    Found,
    NoRoomForBackup,
)
from counter_app.domain.disk import cause
from counter_app.domain.errors import Damaged, DiskFull, ReadOnly
from counter_app.domain.text import Text, same
from local_store import audit, tables
from local_store.backup_file import BackupKeys, append_header, digest_of, look, new_salt
from local_store.disk import disk_trouble, flush, is_full, move
from local_store.engine import Database, connect, translated

LOCK_NAME = "backup.lock"
_MORE = 1.1
_MEGABYTE = 1 << 20
_WHY = {
    DiskFull: Text("磁盘已满", "the disk is full"),
    ReadOnly: Text("磁盘只读", "the disk is read-only"),
}
ENDS = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Backups:
    """The backups of one data folder. `store`: its database, `key` of it, `folder_id` and `mark` as text; `where` they
    are kept; `counter` and `settings` as the header tells them.
    """

    store: Path
    key: str
    folder_id: str
    mark: str
    where: Path
    place: tuple[str, str]
    counter: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)

    def make(self, at: datetime, *, keep: int) -> Found:
        """Make one, prove it, and let all but the last `keep` good ones go. Raises NoRoomForBackup,
        BackupFolderTrouble, BackupUnderWay, Damaged, StoreTrouble.
        """
        with turn(self.store.parent), _told(self.where):
            self.where.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._ask_for_room()
            fresh = self.where / f".{self.folder_id}.making"
            remove(fresh)
            try:
                header = self._copied(fresh, at)
                append_header(fresh, header, BackupKeys.of(self.key, header.salt).seal)
                move(fresh, self.where / header.file_name)
            finally:
                remove(fresh)
            made = self.check(self.where / header.file_name)
            if made.header is None:
                raise BackupFolderTrouble(folder=str(self.where), why=made.state.words)
            self._prune(keep)
            return made

    def list(self) -> tuple[Found, ...]:
        """What stands in the folder under a backup's ending, the newest first; headers alone are read. Raises
        BackupFolderTrouble.
        """
        with _told(self.where):
            if not self.where.is_dir():
                return ()
            found = [self._look(path) for path in sorted(self.where.glob(f"*{SUFFIX}")) if path.is_file()]
        return tuple(sorted(found, key=lambda one: (_moment(one), one.path.name), reverse=True))

    def check(self, path: Path) -> Found:
        """How one stands, every byte read. Raises BackupFolderTrouble."""
        with _told(path):
            return self._look(path, whole=True)

    def last_good(self) -> Found | None:
        """The newest that is whole in every byte, one with a whole audit chain before others. Raises
        BackupFolderTrouble.
        """
        usable = [one for one in self.list() if one.state in (BackupState.GOOD, BackupState.BROKEN_CHAIN)]
        for one in sorted(usable, key=lambda found: found.state is BackupState.BROKEN_CHAIN):
            if (checked := self.check(one.path)).state is one.state:
                return checked
        return None

    def _look(self, path: Path, *, whole: bool = False) -> Found:
        return look(path, folder=self.folder_id, store_key=self.key, whole=whole)

    def _ask_for_room(self) -> None:
        wal = self.store.with_name(self.store.name + "-wal")
        needs = int((_size(self.store) + _size(wal)) * _MORE) + _MEGABYTE
        if shutil.disk_usage(self.where).free < needs:
            raise NoRoomForBackup(folder=str(self.where), needs=-(-needs // _MEGABYTE))

    def _copied(self, fresh: Path, at: datetime) -> BackupHeader:
        salt = new_salt()
        keys = BackupKeys.of(self.key, salt)
        copy(self.store, self.key, fresh, keys.pages)
        said = proved(fresh, keys.pages)
        flush(fresh)
        size = fresh.stat().st_size
        outlet, window = self.place
        return BackupHeader(
            folder=self.folder_id,
            outlet=outlet,
            window=window,
            made_at=at,
            schema=said.schema,
            operations=said.operations,
            receipts=said.receipts,
            entries=said.entries,
            last_receipt=said.last_receipt,
            chains=said.chains,
            whole=said.whole,
            size=size,
            digest=digest_of(fresh, size),
            salt=salt,
            mark=self.mark,
            counter=self.counter,
            settings=dict(self.settings),
        )

    def _prune(self, keep: int) -> None:
        """Good ones count; of those with a broken chain the same number stays, so that they push no good one out."""
        for state in (BackupState.GOOD, BackupState.BROKEN_CHAIN):
            for one in [found for found in self.list() if found.state is state][keep:]:
                one.path.unlink()


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a store."""

    schema: str
    operations: int
    receipts: int
    entries: int
    last_receipt: str
    chains: tuple[ChainHead, ...]
    whole: bool


@contextmanager
def turn(folder: Path) -> Iterator[None]:
    """One process makes or restores a backup of a data folder at a time. Raises BackupUnderWay."""
    lock = FileLock(folder / LOCK_NAME, timeout=0)
    with disk_trouble(at=folder):
        try:
            lock.acquire()
        except Timeout as error:
            raise BackupUnderWay from error
    try:
        yield
    finally:
        lock.release()


def copy(source: Path, source_key: str, to: Path, to_key: str) -> None:
    """One state of a store as a new file under another key, by SQLite's online backup: whoever works on it meanwhile
    waits for nothing. Raises Damaged, StoreTrouble.
    """
    to.touch(mode=0o600)
    with (
        closing(_opened(source, source_key)) as here,
        closing(_opened(to, to_key, write=True)) as there,
        translated(to),
    ):
        there.execute("PRAGMA journal_mode = OFF")
        there.execute("PRAGMA synchronous = OFF")  # flushed as a whole before it gets its name
        _online(here, there, to)
        there.execute("PRAGMA journal_mode = DELETE")


def _online(here: sqlcipher.Connection, there: sqlcipher.Connection, to: Path) -> None:
    """The copying itself; its errors bear no code of SQLite, so the disk is asked. A page that cannot be read is left
    to `proved`.
    """
    try:
        here.backup(there)
    except sqlcipher.Error as error:
        if is_full(to.parent):
            raise DiskFull from error
        raise BackupFolderTrouble(folder=str(to.parent), why=same(str(error))) from error


def _opened(path: Path, key: str, *, write: bool = False) -> sqlcipher.Connection:
    with translated(path):
        return connect(path, key, read_only=not write)


def proved(path: Path, key: str) -> Content:
    """What stands in a copy, once each page and each index was read and the audit chain walked. Raises Damaged."""
    with closing(_opened(path, key)) as raw, translated(path):
        if raw.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
            raise Damaged
        if raw.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
            raise Damaged
        schema = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    database = Database(path, key, read_only=True)
    try:
        with database.reading() as connection:
            return content(connection, str(schema[0]))
    finally:
        database.close()


def content(connection: Connection, schema: str) -> Content:
    """Counts, heads and the last receipt, and whether the audit chain is whole."""
    receipts, chains = tables.receipts, tables.chains
    last = select(receipts.c.number).order_by(receipts.c.issued_at.desc(), receipts.c.serial.desc()).limit(1)
    heads = select(chains.c.outlet, chains.c.window, chains.c.length, chains.c.head).order_by("outlet", "window")
    return Content(
        schema=schema,
        operations=_count(connection, tables.operations.c.id),
        receipts=_count(connection, receipts.c.number),
        entries=_count(connection, tables.audit.c.id),
        last_receipt=str(connection.execute(last).scalar() or ""),
        chains=tuple(ChainHead(f"{r.outlet}-{r.window}", r.length, r.head) for r in connection.execute(heads).all()),
        whole=audit.verify(connection).whole,
    )


def remove(path: Path) -> None:
    """A file of ours that has no name yet, with its journals."""
    for end in ENDS:
        path.with_name(path.name + end).unlink(missing_ok=True)


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    """A disk of backups that is gone, full or write-protected is no trouble of the counter's data."""
    try:
        yield
    except (DiskFull, ReadOnly) as error:
        raise BackupFolderTrouble(folder=str(folder), why=_WHY[type(error)]) from error
    except OSError as error:
        raise BackupFolderTrouble(folder=str(folder), why=cause(error)) from error


def _count(connection: Connection, column: object) -> int:
    return int(connection.execute(select(func.count(column))).scalar_one())  # type: ignore[arg-type]


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _moment(found: Found) -> str:
    return found.header.made_at.isoformat() if found.header is not None else ""
