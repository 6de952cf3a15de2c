"""What a counter knows of the key of its data: whether a passphrase has to be said first, and the secrets once it was.

Refuses to keep a passphrase: it opens the secrets, and is its owner's to wipe.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter_app.domain.password import Password
    from counter_app.ports import Secrets


class Lockable:
    """The lock of one data folder. Methods raise StoreTrouble."""

    folder: Path
    unlocked: Secrets | None = None
    """Of a folder under a passphrase, once it was said."""

    @property
    def under_passphrase(self) -> bool:
        """Whether the key of its folder stands under a passphrase."""
        from local_store.folder import mark_of

        mark = mark_of(self.folder)
        return mark is not None and mark.under_passphrase

    @property
    def locked(self) -> bool:
        """Whether that passphrase has to be said first."""
        return self.unlocked is None and self.under_passphrase

    def unlock(self, passphrase: Password) -> None:
        """Say the passphrase of its folder. Raises WrongPassphrase, PassphraseShut."""
        from local_store.folder import unlock

        self.take_keys(unlock(self.folder, passphrase))

    def take_keys(self, secrets: Secrets) -> None:
        """Its folder was made, unlocked, or its key was put back."""
        self.unlocked = secrets
