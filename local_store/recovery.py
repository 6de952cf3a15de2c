"""Recovery of a folder's key by two of three shares, and putting it back where it belongs.

Splitting and joining is pycryptodomex's (Shamir over GF(2^128), both halves of the 256-bit key under the same numbers).
Refuses to keep a share, to put back a key that does not fit the folder, and to make a new one.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock

from counter_app.domain.errors import Damaged
from counter_app.domain.shares import MADE, NEEDED, Share, SharesDoNotOpen, folder_mark, make_pair
from counter_app.ports import Secrets
from local_store.disk import disk_trouble
from local_store.folder import FILE, KEY, PASSPHRASE, Mark, keep_mark, key_of, mark_of, secrets_of
from local_store.keys import keyring_without_prompt

if TYPE_CHECKING:
    from counter_app.domain.password import Password

_HALF, _SET, _PATIENCE = 16, 5, 120


def make_shares(folder: Path, secrets: Secrets) -> tuple[Share, ...]:
    """Three shares of the key of this folder, any two of which open it; each making is a set of its own, and shares of
    earlier ones go on opening it. Raises Damaged, WrongKey, NoKeyring, StoreTrouble.
    """
    from Cryptodome.Protocol.SecretSharing import Shamir

    mark = _mark(folder)
    key = bytes.fromhex(key_of(mark, secrets))
    first, second = (Shamir.split(NEEDED, MADE, half, ssss=False) for half in (key[:_HALF], key[_HALF:]))
    together = os.urandom(_SET)
    return tuple(
        Share(folder_mark(mark.id), together, number, left + right)
        for (number, left), (_same, right) in zip(first, second, strict=True)
    )


def recover(folder: Path, one: Share, other: Share, *, new_passphrase: Callable[[], Password]) -> Secrets:
    """Put the key back: into the OS keyring where one answers, else under a new passphrase; what stood under a
    forgotten one is kept. The secrets as they are then.

    Raises ShareOfAnother, SharesMixed, ShareTwice, SharesDoNotOpen, PassphraseUnfit, Damaged, StoreTrouble.
    """
    mark = _mark(folder)
    make_pair(one, other, folder_id=mark.id)
    key = joined(one, other)
    if not mark.fits(key):
        raise SharesDoNotOpen
    with disk_trouble(), FileLock(folder / "making.lock", timeout=_PATIENCE):
        if mark.under_passphrase:
            return _under_new(folder, mark, key, new_passphrase)
        if mark.secrets == FILE or keyring_without_prompt():
            secrets = secrets_of(folder, mark, None)
            secrets.put(KEY, key)
            return secrets
        return _moved(folder, mark, key, new_passphrase)


def place_of(folder: Path) -> str:
    """ "keyring", "passphrase" or "file". Raises Damaged, StoreTrouble."""
    return _mark(folder).secrets


def _mark(folder: Path) -> Mark:
    mark = mark_of(folder)
    if mark is None:
        raise Damaged
    return mark


def joined(one: Share, other: Share) -> str:
    """The key two shares of one making tell, whatever it opens."""
    from Cryptodome.Protocol.SecretSharing import Shamir

    halves = (
        Shamir.combine([(share.number, share.secret[part]) for share in (one, other)], ssss=False)
        for part in (slice(_HALF), slice(_HALF, None))
    )
    return b"".join(halves).hex()


def _under_new(folder: Path, mark: Mark, key: str, new_passphrase: Callable[[], Password]) -> Secrets:
    """The same secrets under another passphrase; a box that is gone or is not of this key is made anew."""
    from local_store.passphrase import SEALED_NAME, renew, seal, unseal_by_store_key

    if (folder / SEALED_NAME).exists():
        kept = unseal_by_store_key(folder, key)
        if kept is None:
            raise SharesDoNotOpen
        with new_passphrase() as new:
            renew(kept, new)
        return kept
    with new_passphrase() as new:
        return seal(folder, folder_id=mark.id, store_key=key, new=new)


def _moved(folder: Path, mark: Mark, key: str, new_passphrase: Callable[[], Password]) -> Secrets:
    """From a keyring that is gone to a passphrase: first the box, then the mark that says so."""
    from local_store.passphrase import seal

    with new_passphrase() as new:
        secrets = seal(folder, folder_id=mark.id, store_key=key, new=new)
    keep_mark(folder, replace(mark, secrets=PASSPHRASE))
    return secrets
