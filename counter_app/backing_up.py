"""What the store knows of having been put back to a backup. A part of the port `Store`; raises StoreTrouble.

Refuses to know where backups stand and how they are made: see `local_store.backup`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from counter_app.domain.backup import Restoration
    from counter_app.domain.operation import AuditEntry


class RestoredStore(Protocol):
    """Restores of these data, also those of before the backup they stand on."""

    def restorations(self) -> tuple[Restoration, ...]:
        """Oldest first."""
        ...

    def keep_restored(self, restoration: Restoration, audit: AuditEntry) -> None:
        """Written into the restored data before they are used: from then on receipts, notices and files of work get
        numbers beyond any that may have been given since the backup (`domain.backup.serial_after`).
        """
        ...

    def restoration_asked(self, at: datetime) -> None:
        """The platform was asked what it has of the days since the backup that was put back at that moment."""
        ...
