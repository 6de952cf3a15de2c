"""Work a clerk has recorded: what it is, how it stands, and what the platform answered.

Refuses to hold a personal identification number (PIN) of a card, ever.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from counter_app.domain.card import Half
from counter_app.domain.holder import Person
from counter_app.domain.text import Text

OperationId = NewType("OperationId", str)
PROMISED_ON = "promised_on"
"""The fact that keeps until when an operation was promised (ISO day), by the rules it was recorded under."""


def new_operation_id() -> OperationId:
    """A fresh UUIDv7 (RFC 9562 section 5.7): the idempotency key of one operation at the platform."""
    import uuid6

    return OperationId(str(uuid6.uuid7()))


@dataclass(frozen=True, slots=True)
class Operation:
    """One act on a card or holder, made once, never changed.

    `changes`: the state each half is to reach (codes of CardState / BankState). `facts`: the procedure's answers as the
    platform gets them, plain strings. `card_number` None: the platform finds the card. `accepted_at` UTC.
    `urgent`: loss reports, sent first, past anything refused or held back, never past work in flight on the same card.
    `basis`: "regulation article" words of the pack in force, `pack` its version.
    """

    id: OperationId
    procedure: str
    holder_number: str
    holder_name: str
    card_number: str | None
    changes: Mapping[Half, str]
    facts: Mapping[str, str]
    accepted_at: datetime
    clerk: str
    outlet: str
    window: str
    province: str
    pack: str
    basis: tuple[str, ...] = ()
    urgent: bool = False


class WorkState(StrEnum):
    """How recorded work stands.

    WAITING no byte of it has gone into a connected socket · IN_FLIGHT handed over, by line or in a file, and not yet
    answered (also after a lost answer or a restart) · REFUSED the platform turned down at least one half, a clerk must
    settle it · SETTLED done with.
    """

    WAITING = "waiting"
    IN_FLIGHT = "in_flight"
    REFUSED = "refused"
    SETTLED = "settled"


class Settlement(StrEnum):
    """How work was settled: the platform accepted it, it was withdrawn before it was sent, or it was turned down and a
    clerk closed it as not done, did it anew, or found that it holds already by another's act.
    """

    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    REPLACED = "replaced"
    ELSEWHERE = "elsewhere"


class Verdict(StrEnum):
    """The platform's word on an operation or one half of it."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True)
class HalfAnswer:
    """The answer for one half. `state` is the state code that half has now; `effective_at` UTC when it took effect."""

    half: Half
    verdict: Verdict
    state: str = ""
    code: str = ""
    reason: Text | None = None
    effective_at: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The platform's answer to one operation.

    `verdict` REFUSED when any half was refused. `known`: the platform had answered it before and repeats itself.
    `person`: the holder with all cards as they stand after it (fresh mirror rows). `card_number`: the card it found.
    """

    operation_id: OperationId
    verdict: Verdict
    answered_at: datetime
    halves: tuple[HalfAnswer, ...] = ()
    code: str = ""
    reason: Text | None = None
    known: bool = False
    card_number: str | None = None
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """An operation with how it stands: one row of the outbox.

    `order` is the outbox's own counter: the only order there is. `since` UTC of the present state.
    `held_by` the operation it waits behind. `sent_at` UTC when it was first handed over, None while it was not.
    `carried` the serial of the file it left in last, None where the line has carried it: the platform may know nothing
    of what is in a file.
    """

    operation: Operation
    order: int
    state: WorkState
    since: datetime
    receipt_number: str
    held_by: OperationId | None = None
    answer: Answer | None = None
    settlement: Settlement | None = None
    settled_reason: str = ""
    sent_at: datetime | None = None
    carried: int | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the status strip says: how many wait (in flight included), since when the oldest, how many were refused."""

    waiting: int = 0
    in_flight: int = 0
    refused: int = 0
    oldest: datetime | None = None

    @property
    def unsent(self) -> int:
        """Waiting and in flight together: nobody has answered for these."""
        return self.waiting + self.in_flight


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, when, where, why: one link of the audit chain before it is chained.

    `facts` are personal and stand in erasable columns, covered by a salted digest; `what` and `subject` hold none.
    """

    what: str
    at: datetime
    clerk: str
    outlet: str
    window: str
    subject: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditReport:
    """Result of walking the audit chain: entries read, and the first broken one with what is wrong with it.

    `broken_at` is the entry's number in its chain (from 1), `chain` the chain as outlet-window, `fault` an
    `AuditFault`. `restored_at`: the entry that says that the store was brought back from a backup, where heads the
    platform has taken are therefore missing here.
    """

    entries: int
    broken_at: int | None = None
    fault: str = ""
    chain: str = ""
    restored_at: int | None = None

    @property
    def whole(self) -> bool:
        return self.broken_at is None
