"""Secrets by name: in the keyring of the operating system, or, for a practice folder only, in a file of its own that
says so.

Refuses to log or show a secret. Importing this loads neither keyring nor D-Bus.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from filelock import FileLock

from counter_app.domain.errors import Damaged, NoKeyring
from counter_app.domain.text import Text
from local_store.disk import disk_trouble, write_whole

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "ssc-counter"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeyringSecrets:
    """Secrets of one data folder in the OS keyring. `folder_id` keeps folders of one machine apart. Raises
    NoKeyring."""

    folder_id: str

    def get(self, name: str) -> str | None:
        return _asked(lambda: _keyring().get_password(SERVICE, f"{self.folder_id}/{name}"))

    def put(self, name: str, value: str) -> None:
        _asked(lambda: _keyring().set_password(SERVICE, f"{self.folder_id}/{name}", value))

    def describe(self) -> Text:
        return Text("密钥在系统密钥环中", "Keys are in the OS keyring")


@dataclass(frozen=True, slots=True)
class KeyFileSecrets:
    """Secrets of a practice folder in a file only its owner may read (0600). Raises StoreTrouble."""

    path: Path

    def get(self, name: str) -> str | None:
        return self._all().get(name)

    def put(self, name: str, value: str) -> None:
        with disk_trouble(), FileLock(self.path.with_suffix(".lock"), mode=0o600):
            write_whole(self.path, json.dumps({**self._all(), name: value}), mode=0o600)

    def describe(self) -> Text:
        return Text(
            f"练习用密钥文件 {self.path.name}（只限练习，未受保护）",
            f"Practice key file {self.path.name} (practice only, not protected)",
        )

    def _all(self) -> dict[str, str]:
        with disk_trouble():
            try:
                kept = json.loads(self.path.read_text(encoding="utf-8"))
            except FileNotFoundError:
                return {}
            except (ValueError, RecursionError) as error:
                raise Damaged from error
        if not isinstance(kept, dict):
            raise Damaged
        return {str(name): str(value) for name, value in kept.items()}


def keyring_without_prompt() -> bool:
    """True when the OS keyring can be used now without asking anybody for a password."""
    if sys.platform.startswith("linux") and not _unlocked():
        return False
    try:
        _keyring()
    except NoKeyring:
        return False
    return True


def _unlocked() -> bool:
    """The default collection of the secret service is there and open. Asking for it must not make one: that would
    prompt."""
    if "DBUS_SESSION_BUS_ADDRESS" not in os.environ:
        return False
    import secretstorage

    try:
        connection = secretstorage.dbus_init()
    except (secretstorage.SecretStorageException, OSError):
        return False
    try:
        return not secretstorage.get_collection_by_alias(connection, "default").is_locked()
    except secretstorage.SecretStorageException:
        return False
    finally:
        connection.close()


def _keyring() -> KeyringBackend:
    """The backend keyring chose. Raises NoKeyring for one that keeps nothing, or keeps it in the open."""
    import keyring

    backend = keyring.get_keyring()
    if backend.priority < 1:
        raise NoKeyring
    return backend


def _asked(ask: Callable[[], T]) -> T:
    from keyring.errors import KeyringError

    try:
        return ask()
    except (KeyringError, OSError) as error:
        raise NoKeyring from error
