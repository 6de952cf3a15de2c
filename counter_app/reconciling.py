"""What the counter needs to be reconciled (对账): doors of the platform, rows of the store.

Parts of the ports `Platform` and `Store`; every moment is an aware UTC datetime, every day one in China. Refuses to
know how either is done.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from counter_app.domain.operation import Answer, AuditEntry, Operation, OperationId, Work
    from counter_app.domain.reconciling import DayBook, Entry, Kind, KindTotal, Reconciled


class ReconcilingDoor(Protocol):
    """The platform's part. Asking raises NoNetwork, NoPlatform, NotNow or TooOld when it cannot answer."""

    def body_digest(self, operation: Operation) -> str:
        """The digest of an operation as it is sent; asks nobody."""
        ...

    def unequal_kinds(self, book: DayBook, totals: Sequence[KindTotal]) -> tuple[Kind, ...]:
        """Kinds of which the platform holds something else, those that only it has among them."""
        ...

    def entries_of(self, book: DayBook, kinds: Sequence[Kind]) -> tuple[Entry, ...]:
        """All the platform holds of these kinds."""
        ...


class ReconcilingStore(Protocol):
    """The store's part. Raises StoreTrouble."""

    def works_of_day(self, day: date) -> tuple[Work, ...]:
        """Everything recorded at this counter on that day, by order."""
        ...

    def count_of_day(self, day: date) -> int:
        """How many were recorded at this counter on that day."""
        ...

    def days_before(self, day: date) -> tuple[tuple[date, int], ...]:
        """Earlier days on which something was recorded at this counter, and how many; the earliest first."""
        ...

    def later_works(self, work: Work) -> tuple[Work, ...]:
        """What was recorded after it for the same card or holder, by order."""
        ...

    def keep_reconciled(self, result: Reconciled, audit: AuditEntry) -> None:
        """Keep what came out; earlier results stay."""
        ...

    def reconciled(self, *, since: date) -> tuple[Reconciled, ...]:
        """The last result of each book from that day on, by day."""
        ...

    def send_again(self, works: Sequence[tuple[Work, AuditEntry]]) -> tuple[OperationId, ...]:
        """Accepted -> waiting, in one transaction, under the same id and in the same order; the former answer is kept.
        Leaves out what stands otherwise than given; returns what goes again.
        """
        ...

    def dispute(self, work: Work, answer: Answer, audit: AuditEntry) -> bool:
        """Put a row that was answered on the exceptions page with `answer`; the former one is kept. False when it
        stands otherwise than given.
        """
        ...
