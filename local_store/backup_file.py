"""The file of a backup: the encrypted copy, then what it says of itself, then a seal over that.

Body (a SQLCipher database under a key of its own) · header (JSON) · its length (8 bytes, big-endian) · HMAC-SHA256 of
the header · magic. Both keys come by HKDF (RFC 5869) from the key of the store and a salt of this file alone: whoever
recovers the store's key opens the backups too, and a page or a header of one backup fits no other. Refuses to believe a
header whose seal does not hold.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.hashes import SHA256, SM3, Hash
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import TypeAdapter

from counter_app.domain.backup import BackupHeader, BackupState, Found

MAGIC = b"SSCBACK1"
_LENGTH, _SEAL = 8, 32
_TAIL = _LENGTH + _SEAL + len(MAGIC)
_MOST_HEADER = 1 << 16
_PIECE = 1 << 20
_HEADER = TypeAdapter(BackupHeader)


@dataclass(frozen=True, slots=True)
class BackupKeys:
    """`pages`: 64 hex digits for the copy; `seal`: 32 bytes for the header."""

    pages: str
    seal: bytes

    @classmethod
    def of(cls, store_key: str, salt: str) -> BackupKeys:
        """The keys of one backup. `store_key`: 64 hex digits."""
        both = HKDF(algorithm=SHA256(), length=64, salt=bytes.fromhex(salt), info=b"ssc-counter backup").derive(
            bytes.fromhex(store_key)
        )
        return cls(both[:32].hex(), both[32:])


def new_salt() -> str:
    """For one backup."""
    return os.urandom(32).hex()


def digest_of(path: Path, size: int) -> str:
    """SM3 (GB/T 32905) of the first `size` bytes. Raises OSError."""
    digest = Hash(SM3())
    with path.open("rb") as file:
        _pieces(file, size, digest.update)
    return digest.finalize().hex()


def append_header(path: Path, header: BackupHeader, seal: bytes) -> None:
    """Make a finished copy a backup: what it says of itself and the seal behind it, on the disk when this returns.
    Raises OSError.
    """
    said = _HEADER.dump_json(header)
    with path.open("ab") as file:
        file.write(said + len(said).to_bytes(_LENGTH, "big") + hmac.digest(seal, said, "sha256") + MAGIC)
        file.flush()
        os.fsync(file.fileno())


def look(path: Path, *, folder: str, store_key: str, whole: bool = False) -> Found:
    """How a file stands to the data folder of that id. `whole`: every byte is read, else the header alone. Raises
    OSError.
    """
    tail = _tail(path)
    header = _read(tail.said) if tail is not None else None
    if tail is None or header is None:
        return Found(path, BackupState.NOT_READABLE)
    if header.folder != folder:
        return Found(path, BackupState.OTHER_COUNTER)
    if not tail.sealed_by(BackupKeys.of(store_key, header.salt).seal) or header.size != tail.body:
        return Found(path, BackupState.EDITED)
    if path.name != header.file_name:
        return Found(path, BackupState.RENAMED, header)
    if whole and digest_of(path, tail.body) != header.digest:
        return Found(path, BackupState.EDITED)
    return Found(path, BackupState.GOOD if header.whole else BackupState.BROKEN_CHAIN, header)


def claimed(path: Path) -> BackupHeader | None:
    """What a file says of itself before there is a key to prove it by; None for what is no backup. Raises OSError."""
    tail = _tail(path)
    return _read(tail.said) if tail is not None else None


@dataclass(frozen=True, slots=True)
class _Tail:
    """The header as it is written, its seal, and how many bytes of body stand before it."""

    said: bytes
    seal: bytes
    body: int

    def sealed_by(self, key: bytes) -> bool:
        return hmac.compare_digest(hmac.digest(key, self.said, "sha256"), self.seal)


def _read(said: bytes) -> BackupHeader | None:
    try:
        header = _HEADER.validate_json(said)
        bytes.fromhex(header.salt)
    except ValueError:  # pydantic's own among them
        return None
    return header


def copy_body(path: Path, header: BackupHeader, to: Path) -> bool:
    """The encrypted copy alone as a file of its own; False where it is not the one the header tells of. Raises
    OSError.
    """
    digest = Hash(SM3())

    def keep(piece: bytes) -> None:
        digest.update(piece)
        out.write(piece)

    with path.open("rb") as file, os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        _pieces(file, header.size, keep)
    return digest.finalize().hex() == header.digest


def _tail(path: Path) -> _Tail | None:
    """None for what has no such end."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if size < _TAIL:
            return None
        file.seek(size - _TAIL)
        end = file.read(_TAIL)
        length = int.from_bytes(end[:_LENGTH], "big")
        body = size - _TAIL - length
        if not end.endswith(MAGIC) or length > _MOST_HEADER or body < 0:
            return None
        file.seek(body)
        return _Tail(file.read(length), end[_LENGTH : -len(MAGIC)], body)


def _pieces(file: BinaryIO, size: int, take: Callable[[bytes], object]) -> None:
    left = size
    while left and (piece := file.read(min(_PIECE, left))):
        take(piece)
        left -= len(piece)
