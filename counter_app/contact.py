"""What the counter keeps of the platform being there, of time, and of work that is tried alone: a part of the port
`Store`.

Every moment is an aware UTC datetime. Refuses to judge: limits stand in the pack, what to do about them at the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from counter_app.domain.operation import AuditEntry, OperationId, Work

WRITTEN_EVERY = 60.0  # seconds
MOVED = 5.0  # seconds the offset must differ to be written before its time


@dataclass(frozen=True, slots=True)
class Contact:
    """How the counter and the platform stand to each other.

    `heard`: when it last answered a greeting and did not turn this counter away after it, by the machine's clock;
    where it never did, when this counter began. `offset`: seconds the platform's clock is ahead of the machine's, None
    while nobody has measured. `unsent`: how many operations nobody has answered for.
    """

    heard: datetime
    offset: float | None
    unsent: int

    def heard_by(self, now: datetime) -> datetime:
        """`heard`, beside a machine's clock that shows `now`: where that was beyond now, the clock has been set since,
        and the platform's own moment of then is the best that is known.
        """
        return self.heard if self.heard <= now else self.heard + timedelta(seconds=self.offset or 0.0)

    def by_platform(self, now: datetime) -> datetime:
        """The platform's moment while the machine's clock shows `now`, as nearly as its last word tells: its own of
        then, where the clock was set back since. `now` itself where nobody has measured.
        """
        return max(now, self.heard) + timedelta(seconds=self.offset or 0.0)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """The clock had been far ahead, and true time counts again since `at`. Work up to `order` may have been accepted
    under a moment beyond that.
    """

    at: datetime
    order: int

    def accepted(self, work: Work) -> datetime:
        """When that work was accepted, or the latest moment at which it can have been."""
        accepted = work.operation.accepted_at
        return min(accepted, self.at) if work.order <= self.order else accepted


class WhyAside(StrEnum):
    """Why an operation is tried alone: no ANSWER that can be used, the platform turned its PICTURE down, or the picture
    is GONE from this counter or not whole.
    """

    ANSWER = "answer"
    PICTURE = "picture"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Trial:
    """How one operation fared alone: `since` the last try, not again before `until`; `others_passed` since the first,
    so that it is this one that fails and not the platform.
    """

    operation_id: OperationId
    why: WhyAside
    failures: int
    since: datetime
    until: datetime
    others_passed: bool


class Machine(Protocol):
    """The clock of this machine, as it is set."""

    def now(self) -> datetime: ...


class ContactStore(Protocol):
    """Raises StoreTrouble."""

    def contact(self) -> Contact: ...

    def keep_contact(self, heard: datetime, offset: float) -> None:
        """Both as in `Contact`."""
        ...

    def last_moment(self) -> datetime | None:
        """The latest moment anything here was accepted, audited or heard at since the clock was last taken back; None
        where nothing ever was.
        """
        ...

    def clock_taken_back(self) -> TakenBack | None:
        """When the clock was last taken back; None where it never was."""
        ...

    def take_clock_back(self, to: datetime, audit: AuditEntry) -> bool:
        """What goes on record is no longer kept from being before the last moment known here, only from being before
        `to`; audited in the same transaction. False where no moment known here is beyond that: nothing is done.
        """
        ...

    def trials(self) -> tuple[Trial, ...]:
        """Work that is tried alone and was not answered since, by id."""
        ...

    def keep_trials(self, trials: Sequence[Trial], *, ended: Sequence[OperationId] = ()) -> None:
        """Write these, each in the place of what was kept of that operation, and forget those of `ended`."""
        ...


@dataclass(frozen=True, slots=True)
class Greeting:
    """An answered greeting. `said`: the platform's time. `offset`: as in `Contact`."""

    said: datetime
    offset: float

    def keep(self, store: ContactStore, heard: datetime | None) -> None:
        """`heard`: now, by the machine's clock; None where the platform turned this counter away: whoever is greeted
        and may hand nothing over is as alone as without a line. Raises StoreTrouble.

        Written when it says something new: an idle line is greeted twice a minute.
        """
        known = store.contact()
        now = heard or known.heard_by(self.said)
        fresh = 0 <= (now - known.heard).total_seconds() < WRITTEN_EVERY
        if known.offset is None or not fresh or abs(known.offset - self.offset) >= MOVED:
            store.keep_contact(now, self.offset)


def greeted(greet: Callable[[], datetime], *, machine: Machine) -> Greeting:
    """Greet the platform and measure how its clock stands to the machine's, halfway through the exchange. Raises what
    `greet` does.
    """
    before = machine.now()
    said = greet()
    return Greeting(said, (said - (before + (machine.now() - before) / 2)).total_seconds())
