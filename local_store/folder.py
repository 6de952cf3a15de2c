"""A data folder: made once, practice or real for life, opened many times.

Making it is safe against a second process and against being killed at any point: the mark is written before the
database is built, the database gets its name when it is whole, and only then the mark says so. A real folder keeps its
key in the OS keyring, or under a passphrase where there is none; never in the open. Refuses to make a new database
where one was lost, and to change a file it cannot read. The mark is read before the window's first paint, so what only
making and opening need is imported there.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from counter_app.domain.errors import Damaged, WrongKey
from counter_app.domain.key_errors import KeyGone, NeedsPassphrase
from counter_app.ports import Secrets, Store
from local_store.disk import disk_trouble, flush, move, write_whole
from local_store.keys import KeyFileSecrets, KeyringSecrets, keyring_without_prompt

if TYPE_CHECKING:
    from counter_app.domain.password import Password

MARK_NAME, STORE_NAME, KEY_FILE_NAME = "folder.json", "store.db", "practice.key"
KEYRING, FILE, PASSPHRASE = "keyring", "file", "passphrase"
KEY = "store-key"
MAKING_LOCK, UNDER_WAY = "making.lock", "restoring.mark"
PATIENCE = 120
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Mark:
    """What the folder is. `secrets` is "keyring", "file" (practice alone) or "passphrase"; `key_salt`, `key_check` tell
    a wrong key without trying it.
    """

    kind: str
    id: str
    secrets: str
    key_salt: str
    key_check: str
    made_at: str
    whole: bool = False

    @property
    def practice(self) -> bool:
        return self.kind == "practice"

    @property
    def under_passphrase(self) -> bool:
        """Whether somebody has to say the passphrase before the store can be opened."""
        return self.secrets == PASSPHRASE

    def fits(self, key: str) -> bool:
        """True when `key` is the one the folder was made with."""
        import hmac

        return hmac.compare_digest(_key_check(self.key_salt, key), self.key_check)


@dataclass(frozen=True, slots=True)
class OpenFolder:
    """A data folder in use. Close the store at the end."""

    path: Path
    practice: bool
    store: Store
    secrets: Secrets


def open_or_make(
    folder: Path,
    *,
    practice: bool,
    unlocked: Secrets | None = None,
    new_passphrase: Callable[[], Password] | None = None,
) -> OpenFolder:
    """Open a data folder, or make it when it is missing or empty of ours. What it was made as decides, not `practice`.

    `unlocked`: the secrets of a folder under a passphrase (`unlock`). `new_passphrase`: asked for one where a folder is
    made and no OS keyring answers; without it no real one is made there. Raises StoreTrouble: WrongKey, Damaged,
    NewerThanProgram, NoKeyring, NeedsPassphrase, DiskFull; PassphraseUnfit.
    """
    with disk_trouble():
        if (folder / UNDER_WAY).exists():
            from local_store.restoring import finish

            finish(folder / STORE_NAME)
        mark = mark_of(folder)
        if mark is None or not mark.whole:
            mark, unlocked = _make(folder, practice, unlocked, new_passphrase)
    secrets = secrets_of(folder, mark, unlocked)
    return OpenFolder(folder, mark.practice, _open_store(folder, mark, secrets), secrets)


def unlock(folder: Path, passphrase: Password, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> Secrets:
    """The secrets of a folder under a passphrase. Raises WrongPassphrase, PassphraseShut, Damaged, StoreTrouble."""
    from local_store.passphrase import unseal

    return unseal(folder, passphrase, now=now)


def mark_of(folder: Path) -> Mark | None:
    """What the folder was made as; None when it was not made yet. Reads one small file. Raises Damaged,
    StoreTrouble."""
    with disk_trouble():
        try:
            text = (folder / MARK_NAME).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise Damaged from error
    return mark_in(text)


def mark_in(text: str) -> Mark:
    """The mark written down so. Raises Damaged."""
    try:
        mark = Mark(**json.loads(text))
    except (TypeError, ValueError, RecursionError) as error:
        raise Damaged from error
    if mark.kind not in ("practice", "real") or mark.secrets not in (KEYRING, FILE, PASSPHRASE):
        raise Damaged
    if mark.kind == "real" and mark.secrets == FILE:
        raise Damaged
    if not all(isinstance(one, str) for one in (mark.id, mark.made_at, mark.key_salt, mark.key_check)):
        raise Damaged
    if not set(mark.key_salt + mark.key_check) <= _HEX or len(mark.key_salt) % 2:
        raise Damaged
    return mark


def _make(
    folder: Path, practice: bool, unlocked: Secrets | None, new_passphrase: Callable[[], Password] | None
) -> tuple[Mark, Secrets | None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(folder / MAKING_LOCK, timeout=PATIENCE):
        mark = mark_of(folder)
        if mark is None:
            mark, unlocked = _begin(folder, practice=practice, new_passphrase=new_passphrase)
        if mark.whole:
            return mark, unlocked
        if not (folder / STORE_NAME).exists():
            _build(folder, mark, key_of(mark, secrets_of(folder, mark, unlocked)))
        return keep_mark(folder, replace(mark, whole=True)), unlocked


def _begin(
    folder: Path, *, practice: bool, new_passphrase: Callable[[], Password] | None
) -> tuple[Mark, Secrets | None]:
    """Decide what the folder is, keep its key, write the mark. Killed before the mark, nothing was decided."""
    import uuid

    if (folder / STORE_NAME).exists():
        raise Damaged
    key, salt = os.urandom(32).hex(), os.urandom(16).hex()
    mark = Mark(
        kind="practice" if practice else "real",
        id=str(uuid.uuid4()),
        secrets=place_of_key(practice=practice, passphrase=new_passphrase is not None),
        key_salt=salt,
        key_check=_key_check(salt, key),
        made_at=datetime.now(UTC).isoformat(timespec="microseconds"),
    )
    unlocked: Secrets | None = None
    if mark.under_passphrase and new_passphrase is not None:
        from local_store.passphrase import seal

        with new_passphrase() as new:
            unlocked = seal(folder, folder_id=mark.id, store_key=key, new=new)
    else:
        secrets_of(folder, mark, None).put(KEY, key)
    return keep_mark(folder, mark), unlocked


def place_of_key(*, practice: bool, passphrase: bool) -> str:
    """The keyring, if it can be used now without asking; else a passphrase where somebody can be asked for one; else a
    file for practice, and nowhere for real: asking the keyring says why.
    """
    if keyring_without_prompt():
        return KEYRING
    if passphrase:
        return PASSPHRASE
    return FILE if practice else KEYRING


def keep_mark(folder: Path, mark: Mark) -> Mark:
    """Write what the folder is. Raises OSError."""
    write_whole(folder / MARK_NAME, json.dumps(asdict(mark), indent=1))
    return mark


def _build(folder: Path, mark: Mark, key: str) -> None:
    """A whole database under its name, or none."""
    from local_store import schema
    from local_store.engine import Database

    fresh = folder / (STORE_NAME + ".new")
    for left in (fresh, *(fresh.with_name(fresh.name + end) for end in ("-wal", "-shm", "-journal"))):
        left.unlink(missing_ok=True)
    fresh.touch(mode=0o600)
    database = Database(fresh, key)
    try:
        schema.create(database, {"kind": mark.kind, "folder": mark.id, "made_at": mark.made_at})
    finally:
        database.close()
    flush(fresh)
    move(fresh, folder / STORE_NAME)


def _open_store(folder: Path, mark: Mark, secrets: Secrets) -> Store:
    from local_store import old_copy, schema
    from local_store.engine import Database, inspect
    from local_store.store import SqlStore

    path, key = folder / STORE_NAME, key_of(mark, secrets)
    seen = inspect(path, key)
    current = schema.is_current(seen.version)
    if (seen.kind, seen.folder) != (mark.kind, mark.id):
        raise Damaged
    database = Database(path, key)
    if not current:
        schema.migrate(database)
    old_copy.look(database, secrets)
    return SqlStore(database)


def secrets_of(folder: Path, mark: Mark, unlocked: Secrets | None) -> Secrets:
    """Where the keys of a folder stand. Raises NeedsPassphrase."""
    if mark.under_passphrase:
        if unlocked is None:
            raise NeedsPassphrase
        return unlocked
    return KeyFileSecrets(folder / KEY_FILE_NAME) if mark.secrets == FILE else KeyringSecrets(mark.id)


def key_of(mark: Mark, secrets: Secrets) -> str:
    """The key of the store. Raises KeyGone, WrongKey, NoKeyring, StoreTrouble."""
    key = secrets.get(KEY)
    if key is None and mark.secrets == KEYRING:
        raise KeyGone
    if key is None or not mark.fits(key):
        raise WrongKey
    return key


def _key_check(salt: str, key: str) -> str:
    """Tells one 256-bit random key from another; it cannot be turned back into the key."""
    import hmac

    return hmac.digest(bytes.fromhex(salt), key.encode(), "sha256").hex()
