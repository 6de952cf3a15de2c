"""A lost machine's data folder set up again on another one: from a backup, by two recovery shares.

What a file says of itself is not believed before the key the shares give opens its seal. Refuses a folder that is not
empty, shares of another folder, a backup that was changed, and an older one while a newer one stands beside it, unless
that is said. Killed at any point, the folder is whole or is known for half of one; the backup is not touched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from counter_app.domain.backup import (
    SUFFIX,
    BackupHeader,
    BackupState,
    Found,
    NewerBackup,
    NoBackup,
    NotABackup,
)
from counter_app.domain.errors import Damaged
from counter_app.domain.shares import Share, ShareOfAnother, SharesDoNotOpen, folder_mark, make_pair
from counter_app.ports import Secrets
from local_store.backup import Backups, remove
from local_store.backup_file import claimed
from local_store.disk import disk_trouble, flush, move
from local_store.folder import (
    KEY,
    MAKING_LOCK,
    MARK_NAME,
    PASSPHRASE,
    PATIENCE,
    STORE_NAME,
    Mark,
    keep_mark,
    mark_in,
    place_of_key,
    secrets_of,
)
from local_store.recovery import joined
from local_store.restoring import READY, LaidOut, laid_out

if TYPE_CHECKING:
    from counter_app.domain.password import Password


@dataclass(frozen=True, slots=True)
class Chosen:
    """A backup two shares open. `mark` of its folder, `key` of its store."""

    found: Found
    header: BackupHeader
    mark: Mark
    backups: Backups


def choose(where: Path, one: Share, other: Share, *, store: Path, older: bool) -> Chosen:
    """The backup `where` names, or the newest good one of that folder which the shares open; every byte read. `store`:
    where its database is to stand. Raises NoBackup, NotABackup, NewerBackup, ShareOfAnother, SharesMixed, ShareTwice,
    SharesDoNotOpen, BackupFolderTrouble.
    """
    with disk_trouble(at=where):
        named = where.is_file()
        claims = [(path, *claim) for path in _files(where, named=named) if (claim := _claim(path)) is not None]
    if not claims:
        raise NotABackup(file=where.name, why=BackupState.NOT_READABLE.words) if named else NoBackup
    fits = [claim for claim in claims if folder_mark(claim[2].id) == one.folder]
    if not fits:
        raise ShareOfAnother
    make_pair(one, other, folder_id=fits[0][2].id)
    key = joined(one, other)
    opened = [claim for claim in fits if claim[2].fits(key)]
    if not opened:
        raise SharesDoNotOpen
    _path, header, mark = opened[0]
    folder = where.parent if named else where
    backups = Backups(store, key, mark.id, header.mark, folder, (header.outlet, header.window))
    found = backups.check(where) if named else backups.last_good()
    if found is None:
        raise NoBackup
    if found.header is None:
        raise NotABackup(file=found.path.name, why=found.state.words)
    if named and not older:
        _make_newest(backups, found, found.header)
    return Chosen(found, found.header, mark_in(found.header.mark), backups)


@contextmanager
def set_up_again(
    folder: Path, chosen: Chosen, *, new_passphrase: Callable[[], Password]
) -> Iterator[tuple[LaidOut, Secrets]]:
    """The backup as the store of an empty folder, once the block has ended well; after an error nothing stands there
    that opens. Its key goes into the OS keyring, else under a new passphrase. Raises Damaged where there is something
    already, NotABackup, NoRoomForBackup, PassphraseUnfit, NoKeyring, StoreTrouble.
    """
    store, ready = folder / STORE_NAME, folder / READY
    with disk_trouble(at=folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with FileLock(folder / MAKING_LOCK, timeout=PATIENCE):
            if store.exists() or (folder / MARK_NAME).exists():
                raise Damaged
            remove(ready)
            try:
                with laid_out(chosen.backups, chosen.found, ready) as laid:
                    mark, secrets = _kept_here(folder, chosen, new_passphrase)
                    yield laid, secrets
                flush(ready)
                move(ready, store)
            except BaseException:
                remove(ready)
                raise
            keep_mark(folder, mark)


def _files(where: Path, *, named: bool) -> list[Path]:
    return [where] if named else sorted(one for one in where.glob(f"*{SUFFIX}") if one.is_file())


def _claim(path: Path) -> tuple[BackupHeader, Mark] | None:
    """What a file says it is a backup of; None where it says nothing that holds together."""
    header = claimed(path)
    if header is None:
        return None
    with suppress(Damaged):
        mark = mark_in(header.mark)
        return (header, mark) if mark.id == header.folder else None
    return None


def _make_newest(backups: Backups, found: Found, header: BackupHeader) -> None:
    """Raises NewerBackup."""
    newest = backups.last_good()
    if newest is not None and newest.header is not None and newest.header.made_at > header.made_at:
        raise NewerBackup(file=found.path.name, newer=newest.path.name)


def _kept_here(folder: Path, chosen: Chosen, new_passphrase: Callable[[], Password]) -> tuple[Mark, Secrets]:
    """The key in the keeping of this machine, and the mark that says where."""
    before, key = chosen.mark, chosen.backups.key
    asked = before.under_passphrase or not before.practice
    mark = replace(before, secrets=place_of_key(practice=before.practice, passphrase=asked), whole=True)
    if mark.secrets != PASSPHRASE:
        secrets = secrets_of(folder, mark, None)
        secrets.put(KEY, key)
        return mark, secrets
    from local_store.passphrase import seal

    with new_passphrase() as new:
        return mark, seal(folder, folder_id=mark.id, store_key=key, new=new)
