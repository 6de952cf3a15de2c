"""A data folder: made once, practice or real for life, opened many times.

Making it is safe against a second process and against being killed at any point: the mark is written before the
database is built, the database gets its name when it is whole, and only then the mark says so. A real folder never
keeps its key in a file. Refuses to make a new database where one was lost, and to change a file it cannot read.
The mark is read before the window's first paint, so what only making and opening need is imported there.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock

from counter_app.domain.errors import Damaged, WrongKey
from counter_app.ports import Secrets, Store
from local_store.disk import disk_trouble, flush, move, write_whole
from local_store.keys import KeyFileSecrets, KeyringSecrets, keyring_without_prompt

MARK_NAME, STORE_NAME, KEY_FILE_NAME = "folder.json", "store.db", "practice.key"
_KEY = "store-key"
_PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Mark:
    """What the folder is. `secrets` is "keyring" or "file"; `key_salt`, `key_check` tell a wrong key without trying
    it."""

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


def open_or_make(folder: Path, *, practice: bool) -> OpenFolder:
    """Open a data folder, or make it when it is missing or empty of ours. What it was made as decides, not `practice`.

    Raises StoreTrouble: WrongKey, Damaged, NewerThanProgram, NoKeyring, DiskFull.
    """
    with disk_trouble():
        mark = mark_of(folder)
        if mark is None or not mark.whole:
            mark = _make(folder, practice=practice)
    secrets = _secrets_of(folder, mark)
    return OpenFolder(folder, mark.practice, _open_store(folder, mark, secrets), secrets)


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
    try:
        mark = Mark(**json.loads(text))
    except (TypeError, ValueError) as error:
        raise Damaged from error
    if mark.kind not in ("practice", "real") or mark.secrets not in ("keyring", "file"):
        raise Damaged
    if mark.kind == "real" and mark.secrets != "keyring":
        raise Damaged
    return mark


def _make(folder: Path, *, practice: bool) -> Mark:
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / "making.lock", timeout=_PATIENCE):
        mark = mark_of(folder) or _begin(folder, practice=practice)
        if mark.whole:
            return mark
        if not (folder / STORE_NAME).exists():
            _build(folder, mark, _key_of(mark, _secrets_of(folder, mark)))
        return _keep_mark(folder, replace(mark, whole=True))


def _begin(folder: Path, *, practice: bool) -> Mark:
    """Decide what the folder is, keep its key, write the mark. Killed before the mark, nothing was decided."""
    import uuid

    if (folder / STORE_NAME).exists():
        raise Damaged
    key, salt = os.urandom(32).hex(), os.urandom(16).hex()
    mark = Mark(
        kind="practice" if practice else "real",
        id=str(uuid.uuid4()),
        secrets="file" if practice and not keyring_without_prompt() else "keyring",
        key_salt=salt,
        key_check=_key_check(salt, key),
        made_at=datetime.now(UTC).isoformat(timespec="microseconds"),
    )
    _secrets_of(folder, mark).put(_KEY, key)
    return _keep_mark(folder, mark)


def _keep_mark(folder: Path, mark: Mark) -> Mark:
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
    from local_store import schema
    from local_store.engine import Database, inspect
    from local_store.store import SqlStore

    path, key = folder / STORE_NAME, _key_of(mark, secrets)
    seen = inspect(path, key)
    current = schema.is_current(seen.version)
    if (seen.kind, seen.folder) != (mark.kind, mark.id):
        raise Damaged
    database = Database(path, key)
    if not current:
        schema.migrate(database)
    return SqlStore(database)


def _secrets_of(folder: Path, mark: Mark) -> Secrets:
    return KeyFileSecrets(folder / KEY_FILE_NAME) if mark.secrets == "file" else KeyringSecrets(mark.id)


def _key_of(mark: Mark, secrets: Secrets) -> str:
    key = secrets.get(_KEY)
    if key is None or not mark.fits(key):
        raise WrongKey
    return key


def _key_check(salt: str, key: str) -> str:
    """Tells one 256-bit random key from another; it cannot be turned back into the key."""
    import hmac

    return hmac.digest(bytes.fromhex(salt), key.encode(), "sha256").hex()
