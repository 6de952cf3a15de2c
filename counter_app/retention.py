"""Erasing what is past its time (保存期限), as the province's pack says: a part of the port `Store`, and one run of it.

It goes by the platform's last word of the time, never by the machine's clock alone: a clock that was set years ahead
must not empty a counter. Refuses to touch what is not settled, and to break a chain: personal facts go, digests stay.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from counter_app.contact import ContactStore
from counter_app.domain.keeping import Before, Erased
from counter_app.domain.keeping import before as before_of
from counter_app.domain.operation import AuditEntry

if TYPE_CHECKING:
    from counter_app.domain.province import Province

ERASED = "retention.erased"
UNTIL_WORK, UNTIL_TRAIL = "until.work", "until.trail"
"""Facts of its entry: how far erasing has come. What is gone and is younger was erased by somebody else."""
COURIER = "courier"
AT_ONCE = 500
"""Rows of a kind in one transaction, so that whoever records work waits for a moment only."""


class RetentionStore(Protocol):
    """Raises StoreTrouble."""

    def past_time(self, before: Before) -> Erased:
        """How much is past its time, without touching it."""
        ...

    def erase(self, before: Before, audit: AuditEntry, *, limit: int) -> Erased:
        """Erase up to `limit` rows of each kind, and audit how many, in one transaction; nothing is audited where
        nothing is past its time.
        """
        ...


class KeepingStore(ContactStore, RetentionStore, Protocol):
    """What a run needs of the store."""


@dataclass(frozen=True, slots=True)
class Retention:
    """`province`: the rules of today. `moment`: now, as it goes on record. `place`: outlet and window, for the
    audit.
    """

    store: KeepingStore
    province: Callable[[], Province]
    moment: Callable[[], datetime]
    place: tuple[str, str]

    def before(self) -> Before | None:
        """Until when each kind is past its time; None while the platform was never heard. Raises StoreTrouble."""
        contact = self.store.contact()
        if contact.offset is None:
            return None
        said = contact.heard + timedelta(seconds=contact.offset)
        province = self.province()
        return before_of(province.kept_for, now=min(said, self.moment()), notice_days=province.notice_days)

    def due(self) -> Erased:
        """How much is past its time. Raises StoreTrouble."""
        until = self.before()
        return self.store.past_time(until) if until is not None else Erased()

    def run(self, *, clerk: str = COURIER) -> Erased:
        """Erase all that is past its time, piece by piece. Raises StoreTrouble."""
        until, gone = self.before(), Erased()
        while until is not None:
            outlet, window = self.place
            entry = AuditEntry(ERASED, self.moment(), clerk, outlet, window)
            piece = self.store.erase(until, entry, limit=AT_ONCE)
            gone += piece
            if max(piece.counts().values()) < AT_ONCE:
                break
        return gone
