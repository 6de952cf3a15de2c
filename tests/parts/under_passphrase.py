"""A real data folder whose key stands under a passphrase, made without an OS keyring, with a cheap Argon2id."""

from __future__ import annotations

from pathlib import Path

from argon2 import Parameters
from argon2.profiles import CHEAPEST

from counter_app.domain.password import Password
from local_store.folder import OpenFolder, open_or_make, unlock
from local_store.passphrase import SealedSecrets, renew

WORDS = "lianxi-kouling-26"
CHEAP: Parameters = CHEAPEST


def passphrase(words: str = WORDS) -> Password:
    """The passphrase as somebody types it."""
    return Password(words)


def made(folder: Path, *, practice: bool = False) -> OpenFolder:
    """A new folder under `WORDS`, open. There must be no keyring on the bus, as the test run has none."""
    there = open_or_make(folder, practice=practice, new_passphrase=passphrase)
    assert isinstance(there.secrets, SealedSecrets)
    renew(there.secrets, passphrase(), cost=CHEAP)
    return there


def opened(folder: Path, words: str = WORDS) -> OpenFolder:
    """The same folder on another day."""
    return open_or_make(folder, practice=False, unlocked=unlock(folder, passphrase(words)))
