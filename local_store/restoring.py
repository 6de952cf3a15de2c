"""Putting the data back to a backup: laid out beside today's, compared, and only then put in their place.

What stands there is set aside under another name and never deleted. Killed at any point, the folder opens as it was
before or as it is after: what is half done is finished when it is opened next. Refuses a backup that is not this
folder's own, byte by byte.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from filelock import FileLock

from counter_app.domain.backup import BackupHeader, BackupState, Found, Loss, NoRoomForBackup, NotABackup
from counter_app.domain.errors import StoreTrouble
from local_store import schema
from local_store.backup import ENDS, Backups, copy, remove
from local_store.backup_file import BackupKeys, copy_body
from local_store.disk import disk_trouble, flush, move, write_whole
from local_store.engine import Database, connect, inspect
from local_store.folder import MAKING_LOCK, PATIENCE, UNDER_WAY
from local_store.store import SqlStore

READY, ASIDE, DRILL = "store.db.restored", "set-aside", "drill"
_TWICE = 2.2
_MEGABYTE = 1 << 20
_SCANS = (
    "SELECT number FROM receipts NOT INDEXED",
    "SELECT number FROM receipts NOT INDEXED ORDER BY rowid DESC",
    "SELECT number FROM receipts ORDER BY number",
)
"""Three ways through a damaged file: the table from both ends, and the index of the numbers."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A backup as an open store of this folder at `path`, up to date with this program."""

    path: Path
    header: BackupHeader
    store: SqlStore


@contextmanager
def drilled(backups: Backups, found: Found) -> Iterator[LaidOut]:
    """The backup in a folder of its own, gone at the end. Raises NotABackup, NoRoomForBackup, StoreTrouble."""
    folder = backups.store.with_name(DRILL)
    with disk_trouble(at=folder):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
    try:
        with laid_out(backups, found, folder / backups.store.name) as laid:
            yield laid
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def put_back(backups: Backups, found: Found) -> Iterator[LaidOut]:
    """The backup beside today's data, and in their place once the block has ended well; after an error it is gone and
    nothing has changed. Raises as `drilled`.
    """
    ready = backups.store.with_name(READY)
    with disk_trouble(at=ready):
        remove(ready)
        try:
            with laid_out(backups, found, ready) as laid:
                yield laid
            flush(ready)
            (backups.store.with_name(ASIDE)).mkdir(mode=0o700, exist_ok=True)
            write_whole(backups.store.with_name(UNDER_WAY), f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}", mode=0o600)
        except BaseException:
            remove(ready)
            raise
        finish(backups.store)


def finish(store: Path) -> None:
    """What a restore has begun: today's file and its journals are set aside, the other one takes their place. Harmless
    where nothing is to be finished. Raises OSError.
    """
    mark, ready = store.with_name(UNDER_WAY), store.with_name(READY)
    with FileLock(store.with_name(MAKING_LOCK), timeout=PATIENCE):
        if not mark.exists():
            return
        if ready.exists():
            aside = store.with_name(ASIDE) / Path(mark.read_text(encoding="utf-8")).name
            aside.mkdir(mode=0o700, exist_ok=True)
            for end in ENDS[::-1]:  # a journal of the old file must never be read into the new one
                if (one := store.with_name(store.name + end)).exists():
                    move(one, aside / one.name)
            move(ready, store)
        mark.unlink()


def set_aside(folder: Path) -> tuple[str, ...]:
    """What was set aside so far, the oldest first."""
    aside = folder / ASIDE
    return tuple(sorted(one.name for one in aside.iterdir())) if aside.is_dir() else ()


def loss(backups: Backups, laid: LaidOut) -> Loss:
    """What putting that backup in the place of today's data would lose, as far as today's file can be read. To be asked
    before anything is written into it.
    """
    here, all_read = _numbers(backups.store, backups.key)
    there, _ = _numbers(laid.path, backups.key)
    before = {one.name: one.length for one in laid.header.chains}
    today = _lengths(backups)
    entries = None if today is None else sum(max(0, now - before.get(name, 0)) for name, now in today.items())
    return Loss(tuple(sorted(here - there)), all_read, entries)


@contextmanager
def laid_out(backups: Backups, found: Found, to: Path) -> Iterator[LaidOut]:
    """A backup as an open store at `to`, which stays. Raises NotABackup, NoRoomForBackup, StoreTrouble."""
    header = found.header
    if header is None or found.state not in (BackupState.GOOD, BackupState.BROKEN_CHAIN):
        raise NotABackup(file=found.path.name, why=found.state.words)
    _lay_out(backups, found.path, header, to)
    database = Database(to, backups.key)
    try:
        schema.migrate(database)
        yield LaidOut(to, header, SqlStore(database))
    finally:
        database.close()


def _lay_out(backups: Backups, file: Path, header: BackupHeader, to: Path) -> None:
    needs = int(header.size * _TWICE) + _MEGABYTE
    if shutil.disk_usage(to.parent).free < needs:
        raise NoRoomForBackup(folder=str(to.parent), needs=-(-needs // _MEGABYTE))
    body = to.with_name(to.name + ".body")
    try:
        if not copy_body(file, header, body):
            raise NotABackup(file=file.name, why=BackupState.EDITED.words)
        copy(body, BackupKeys.of(backups.key, header.salt).pages, to, backups.key)
    finally:
        remove(body)
    seen = inspect(to, backups.key)
    if seen.folder != backups.folder_id:
        raise NotABackup(file=file.name, why=BackupState.OTHER_COUNTER.words)


def _numbers(store: Path, key: str) -> tuple[set[str], bool]:
    """Receipt numbers in a file, and whether it could be read to its end."""
    found: set[str] = set()
    whole = False
    with suppress(StoreTrouble, sqlcipher.Error), closing(connect(store, key, read_only=True)) as raw:
        for scan in _SCANS:
            with suppress(sqlcipher.Error):
                for (number,) in raw.execute(scan):
                    found.add(str(number))
                whole = True
    return found, whole


def _lengths(backups: Backups) -> Mapping[str, int] | None:
    """How long each audit chain of today's file is, None where that cannot be read."""
    asked = "SELECT outlet, window, length FROM chains"
    with suppress(StoreTrouble, sqlcipher.Error), closing(connect(backups.store, backups.key, read_only=True)) as raw:
        return {f"{outlet}-{window}": int(length) for outlet, window, length in raw.execute(asked)}
    return None
