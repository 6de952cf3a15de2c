"""What the counter needs for requests that could not be met at once: doors of the platform, rows of the store.

Parts of the ports `Platform` and `Store`; every moment is an aware UTC datetime. Refuses to know how either is done.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from counter_app.domain.case import Case, CaseElsewhere, CaseOnWay, Claimed, TakenUp
from counter_app.domain.operation import AuditEntry

if TYPE_CHECKING:
    from counter_app.ports import VisitRecord


class CaseDoor(Protocol):
    """The platform's part. Every method raises NoNetwork, NoPlatform, NotNow or TooOld when it cannot answer."""

    def keep_case(self, case: Case) -> bool:
        """Hand over a request that could not be met; again is harmless. False: the number is another case's there."""
        ...

    def case(self, number: str) -> CaseElsewhere | None:
        """The case of any window by the number of its notice."""
        ...

    def take_up_case(self, number: str, key: str, taken: TakenUp) -> Claimed:
        """Somebody came back with it. `key`: a UUID of this counter's taking-up, which makes asking again harmless."""
        ...


class CaseStore(Protocol):
    """The store's part. Raises StoreTrouble."""

    def keep_case(self, case: Case, audit: AuditEntry) -> Case:
        """Keep it with the next number of its window and day; the audit's subject becomes that number."""
        ...

    def case(self, number: str) -> Case | None:
        """By the number of its notice."""
        ...

    def keep_found_case(self, case: Case, audit: AuditEntry) -> None:
        """Keep one that was given at another window, as the platform told it; known here already, nothing happens."""
        ...

    def case_on_way(self, number: str) -> CaseOnWay | None:
        """By number, with how the platform stands to it."""
        ...

    def cases_to_send(self, limit: int = 50) -> tuple[CaseOnWay, ...]:
        """What the platform has not acknowledged: cases, and that they were taken up here; oldest first."""
        ...

    def case_sent(self, number: str, audit: AuditEntry, *, kept: bool = True) -> None:
        """The platform has it; not `kept`: it has another one under that number, and it is not sent again."""
        ...

    def cases_since(self, moment: datetime) -> tuple[CaseOnWay, ...]:
        """Given at this counter since that moment, oldest first."""
        ...

    def resume_case(
        self,
        number: str,
        audit: AuditEntry,
        *,
        taken: TakenUp | None = None,
        told: bool = False,
        visit: VisitRecord | None = None,
        seen: VisitRecord | None = None,
    ) -> None:
        """It was taken up now, or as `taken` says at another window; the first time counts. `told`: the platform knows,
        so it need not be sent. `visit`: the one it goes on in, kept in the same transaction; `seen` as with
        `keep_visit`.
        """
        ...
