"""Secrets of a folder under a passphrase, for a machine without an OS keyring: one file, `secrets.sealed`.

A random key encrypts the secrets (AES-256-GCM, bound to the folder); that key stands in the file twice, wrapped under
the passphrase (Argon2id, second profile of RFC 9106 section 4: 64 MiB, three passes) and under the key of the store, so
that recovery shares open the rest too. Refuses to judge a passphrase before the try is on disk, to keep one, and to
write a secret in the open.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from counter_app.domain.errors import Damaged
from counter_app.domain.key_errors import PassphraseShut, PassphraseUnfit, WrongPassphrase
from counter_app.domain.lockout import Lockout
from counter_app.domain.password import Password, weakness
from counter_app.domain.secret import Wiped
from counter_app.domain.text import Text
from local_store.disk import disk_trouble, write_whole

if TYPE_CHECKING:
    from argon2 import Parameters

SEALED_NAME, TRIES_NAME = "secrets.sealed", "unlock.tries"
STORE_KEY = "store-key"
_VERSION, _NONCE, _SALT, _KEY = 1, 12, 16, 32


class BoxKey(Wiped):
    """The key of the secrets while a folder is open."""

    __slots__ = ()

    def bytes_of(self) -> bytes:
        """For one encryption, which wants them whole."""
        return bytes(self._kept)


@dataclass(frozen=True, slots=True)
class Box:
    """What stands in the file: how the passphrase is stretched, and three sealed texts as hex (nonce, then the
    rest).
    """

    folder_id: str
    salt: str
    time_cost: int
    memory_cost: int
    parallelism: int
    by_passphrase: str
    by_store_key: str
    content: str
    version: int = _VERSION


@dataclass(frozen=True, slots=True)
class SealedSecrets:
    """Secrets of an unlocked folder. Raises StoreTrouble: Damaged where the file is not the one that was unlocked."""

    path: Path
    key: BoxKey

    def get(self, name: str) -> str | None:
        return _content(_read(self.path), self.key.bytes_of()).get(name)

    def put(self, name: str, value: str) -> None:
        with _turn(self.path):
            box = _read(self.path)
            content = {**_content(box, self.key.bytes_of()), name: value}
            _write(self.path, replace(box, content=_sealed_content(box, self.key.bytes_of(), content)))

    def describe(self) -> Text:
        return Text("没有系统密钥环，密钥在口令之下", "No OS keyring: the keys stand under a passphrase")


def seal(
    folder: Path, *, folder_id: str, store_key: str, new: Password, cost: Parameters | None = None
) -> SealedSecrets:
    """Put the key of a store under a new passphrase, in place of a box that was not made whole. `cost`: None as the
    module says. Raises PassphraseUnfit, StoreTrouble.
    """
    make_fit(new)
    key = BoxKey(bytearray(os.urandom(_KEY)))
    box = Box(
        folder_id, "", 0, 0, 0, "", _wrapped(_from_store_key(store_key, folder_id), key, _aad(folder_id, "store")), ""
    )
    box = _under(box, key, new, cost)
    _write(folder / SEALED_NAME, replace(box, content=_sealed_content(box, key.bytes_of(), {STORE_KEY: store_key})))
    return SealedSecrets(folder / SEALED_NAME, key)


def unseal(folder: Path, passphrase: Password, *, now: Callable[[], datetime]) -> SealedSecrets:
    """The secrets of a folder. A try is counted on disk first; every fifth wrong one in a row makes the next wait.
    Raises WrongPassphrase, PassphraseShut, Damaged, StoreTrouble.
    """
    path = folder / SEALED_NAME
    with _turn(path):
        box, tries = _read(path), _Tries(folder / TRIES_NAME)
        tries.count(now())
        key = _opened(_stretched(passphrase, box), box.by_passphrase, _aad(box.folder_id, "passphrase"))
        if key is None:
            raise WrongPassphrase
        tries.forget()
    return SealedSecrets(path, BoxKey(bytearray(key)))


def unseal_by_store_key(folder: Path, store_key: str) -> SealedSecrets | None:
    """The secrets by the key of the store, which recovery shares gave back; None where the box is not of that key.
    Raises StoreTrouble.
    """
    path = folder / SEALED_NAME
    box = _read(path)
    key = _opened(_from_store_key(store_key, box.folder_id), box.by_store_key, _aad(box.folder_id, "store"))
    return None if key is None else SealedSecrets(path, BoxKey(bytearray(key)))


def renew(secrets: SealedSecrets, new: Password, *, cost: Parameters | None = None) -> None:
    """Another passphrase for the same secrets; wrong tries are forgotten. Raises PassphraseUnfit, StoreTrouble."""
    make_fit(new)
    with _turn(secrets.path):
        _write(secrets.path, _under(_read(secrets.path), secrets.key, new, cost))
        _Tries(secrets.path.with_name(TRIES_NAME)).forget()


def make_fit(new: Password) -> None:
    """Raises PassphraseUnfit: rules as for a clerk's password, none of them about a number."""
    why = weakness(new)
    if why is not None:
        raise PassphraseUnfit(why=why)


@dataclass(frozen=True, slots=True)
class _Tries:
    """Wrong passphrases in a row. Whoever may write in the folder can take the file away; guessing then costs Argon2id
    each time, as it does for whoever copied the folder.
    """

    path: Path

    def count(self, now: datetime) -> None:
        """One more, on the disk before it is judged. Raises PassphraseShut, StoreTrouble."""
        lockout = self._read()
        shut = lockout.shut(now)
        if shut is not None:
            raise PassphraseShut(minutes=max(1, ceil((shut - now) / timedelta(minutes=1))))
        tried = lockout.tried(now)
        until = None if tried.until is None else tried.until.isoformat()
        with disk_trouble():
            write_whole(self.path, json.dumps({"failures": tried.failures, "until": until}), mode=0o600)

    def forget(self) -> None:
        with disk_trouble():
            self.path.unlink(missing_ok=True)

    def _read(self) -> Lockout:
        with disk_trouble():
            try:
                raw = self.path.read_bytes()
            except FileNotFoundError:
                return Lockout()
        try:
            tree = json.loads(raw)
            until = None if tree["until"] is None else datetime.fromisoformat(tree["until"]).astimezone(UTC)
            return Lockout(int(tree["failures"]), until)
        except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
            raise Damaged from error


def _turn(path: Path) -> FileLock:
    return FileLock(path.with_suffix(".lock"), mode=0o600)


def _read(path: Path) -> Box:
    """Raises Damaged, StoreTrouble."""
    with disk_trouble():
        try:
            tree = json.loads(path.read_text(encoding="utf-8"))
            box = Box(**tree)
            _check(box)
        except (FileNotFoundError, TypeError, ValueError, RecursionError) as error:
            raise Damaged from error
    return box


def _check(box: Box) -> None:
    """Raises ValueError, TypeError for what no program of ours has written: a cost without end must not hang it."""
    if box.version != _VERSION or len(bytes.fromhex(box.salt)) != _SALT:
        raise ValueError("not a box of this program")
    costs = (box.time_cost, box.memory_cost, box.parallelism)
    if not all(type(cost) is int and 0 < cost <= most for cost, most in zip(costs, (64, 1 << 21, 64), strict=True)):
        raise ValueError("costs out of bounds")
    if box.memory_cost < 8 * box.parallelism:
        raise ValueError("less memory than Argon2 asks for (RFC 9106 section 3.1)")
    for one in (box.by_passphrase, box.by_store_key, box.content):
        bytes.fromhex(one)
    if type(box.folder_id) is not str:
        raise TypeError("a folder's id is a text")


def _write(path: Path, box: Box) -> None:
    from dataclasses import asdict

    with disk_trouble():
        write_whole(path, json.dumps(asdict(box), indent=1), mode=0o600)


def _content(box: Box, key: bytes) -> dict[str, str]:
    """Raises Damaged."""
    plain = _opened(key, box.content, _aad(box.folder_id, "content"))
    if plain is None:
        raise Damaged
    return {str(name): str(value) for name, value in json.loads(plain).items()}


def _sealed_content(box: Box, key: bytes, content: dict[str, str]) -> str:
    return _sealed(key, json.dumps(content).encode(), _aad(box.folder_id, "content"))


def _under(box: Box, key: BoxKey, new: Password, cost: Parameters | None) -> Box:
    from argon2.profiles import RFC_9106_LOW_MEMORY

    how = cost or RFC_9106_LOW_MEMORY
    fresh = replace(
        box,
        salt=os.urandom(_SALT).hex(),
        time_cost=how.time_cost,
        memory_cost=how.memory_cost,
        parallelism=how.parallelism,
    )
    return replace(fresh, by_passphrase=_wrapped(_stretched(new, fresh), key, _aad(box.folder_id, "passphrase")))


def _stretched(passphrase: Password, box: Box) -> bytes:
    """Raises Damaged where this machine has not the memory the file asks for."""
    from argon2.exceptions import HashingError
    from argon2.low_level import Type, hash_secret_raw

    try:
        return hash_secret_raw(
            passphrase.letters(),
            bytes.fromhex(box.salt),
            time_cost=box.time_cost,
            memory_cost=box.memory_cost,
            parallelism=box.parallelism,
            hash_len=_KEY,
            type=Type.ID,
        )
    except HashingError as error:
        raise Damaged from error


def _from_store_key(store_key: str, folder_id: str) -> bytes:
    """A key of its own out of that of the store (HKDF, RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    salt, purpose = folder_id.encode(), b"ssc-counter secrets by store key"
    return HKDF(algorithm=SHA256(), length=_KEY, salt=salt, info=purpose).derive(bytes.fromhex(store_key))


def _aad(folder_id: str, what: str) -> bytes:
    return f"ssc-counter/{_VERSION}/{folder_id}/{what}".encode()


def _wrapped(by: bytes, key: BoxKey, aad: bytes) -> str:
    return _sealed(by, key.bytes_of(), aad)


def _sealed(key: bytes, plain: bytes, aad: bytes) -> str:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    nonce = os.urandom(_NONCE)
    return (nonce + AESGCM(key).encrypt(nonce, plain, aad)).hex()


def _opened(key: bytes, sealed: str, aad: bytes) -> bytes | None:
    """None where the key is another one, or the text was changed."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    raw = bytes.fromhex(sealed)
    try:
        return AESGCM(key).decrypt(raw[:_NONCE], raw[_NONCE:], aad)
    except (InvalidTag, ValueError):
        return None
