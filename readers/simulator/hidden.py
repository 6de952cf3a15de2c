"""Where the practice province keeps what it plays: JSON under a key of its own that stands beside it, so that no byte
of a practice folder tells a name or a number.

It keeps nothing secret: whoever has the folder has the key, and the people are made up. A file beside which no key
stands is plain JSON, as people write cards by hand. Refuses to write in the open where there is a key.
"""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock

KEY_NAME = "province.key"
_MARK, _NONCE, _KEY = b"hidden-1", 12, 32


def key_beside(file: Path) -> bytes | None:
    """The key in the folder of a file; None where none stands there. Raises OSError."""
    try:
        key = file.with_name(KEY_NAME).read_bytes()
    except FileNotFoundError:
        return None
    return key if len(key) == _KEY else None


def make_key(folder: Path) -> None:
    """Let a key stand in a folder; one that stands there stays. Raises OSError."""
    path = folder / KEY_NAME
    if path.exists():
        return
    with FileLock(folder / "province.lock"):
        if path.exists():
            return
        fresh = path.with_name(f"{KEY_NAME}.new")
        fresh.touch(mode=0o600)
        fresh.write_bytes(os.urandom(_KEY))
        fresh.replace(path)


def read(file: Path) -> str:
    """What stands in a file, under the key or in the open. Raises OSError, ValueError."""
    raw = file.read_bytes()
    if not raw.startswith(_MARK):
        return raw.decode("utf-8")
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = key_beside(file)
    if key is None:
        raise ValueError("the key beside it is gone")
    body = raw[len(_MARK) :]
    try:
        return AESGCM(key).decrypt(body[:_NONCE], body[_NONCE:], _MARK).decode("utf-8")
    except InvalidTag as error:
        raise ValueError("another key, or changed") from error


def write(file: Path, text: str) -> None:
    """The whole file or the old one. Raises OSError."""
    key, raw = key_beside(file), text.encode("utf-8")
    if key is not None:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = os.urandom(_NONCE)
        raw = _MARK + nonce + AESGCM(key).encrypt(nonce, raw, _MARK)
    fresh = file.with_name(f"{file.name}.new")
    fresh.write_bytes(raw)
    fresh.replace(file)
