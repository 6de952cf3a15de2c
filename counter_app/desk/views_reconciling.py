"""What the page of reconciliation is shown: today, and the earlier days that are not equal.

Refuses to hold anything the page must work out for itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime

    from counter_app.domain.operation import OperationId
    from counter_app.domain.reconciling import Difference, Outcome, Reconciled
    from counter_app.domain.text import Text


@dataclass(frozen=True, slots=True)
class Explained:
    """A clerk has said why the platform has an operation this counter has not. `at` UTC; `reason`: the clerk's words,
    which may name somebody.
    """

    operation_id: OperationId
    clerk: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class DayState:
    """How one day stands: its last results, one a book, () when nobody has compared it yet. `works`: recorded on it;
    `fresh`: none was since; `said`: what was explained of it.
    """

    day: date
    works: int
    results: tuple[Reconciled, ...] = ()
    fresh: bool = False
    said: tuple[Explained, ...] = ()

    @property
    def outcome(self) -> Outcome | None:
        """The worst of its books; None where nobody has compared all of it."""
        from counter_app.domain.reconciling import Outcome

        found = {one.outcome for one in self.results} if self.fresh else set()
        return next((one for one in (Outcome.DIFFERENT, Outcome.OPEN, Outcome.EQUAL) if one in found), None)

    @property
    def open(self) -> bool:
        """Whether something was recorded and it is not equal: nobody may forget it."""
        from counter_app.domain.reconciling import Outcome

        return bool(self.works) and self.outcome is not Outcome.EQUAL

    @property
    def differences(self) -> tuple[Difference, ...]:
        """Of all its books."""
        return tuple(difference for one in self.results for difference in one.differences)

    @property
    def by_word(self) -> bool:
        """Equal but for what a clerk has explained."""
        from counter_app.domain.reconciling import Outcome

        return bool(self.said) and self.outcome is Outcome.EQUAL

    @property
    def missing(self) -> tuple[OperationId, ...]:
        """What could be sent again."""
        return tuple(operation_id for one in self.results for operation_id in one.missing)

    @property
    def under_way(self) -> int:
        """How many nobody had answered for."""
        return sum(len(one.under_way) for one in self.results)

    @property
    def to_settle(self) -> int:
        """How many were refused and not settled."""
        return sum(one.to_settle for one in self.results)


@dataclass(frozen=True, slots=True)
class ReconcileView:
    """`shown`: the day whose differences are in front. `earlier`: days that are not equal, the latest first, and
    `shown`; `overdue`: those that are not equal and lie before the days that are looked back on, the earliest first.
    `titles` of procedures by id.
    """

    shown: date
    today: DayState
    earlier: tuple[DayState, ...]
    titles: tuple[tuple[str, Text], ...]
    overdue: tuple[date, ...] = ()

    @property
    def state(self) -> DayState:
        """The day in front; today where it is not listed."""
        return next((one for one in self.earlier if one.day == self.shown), self.today)
