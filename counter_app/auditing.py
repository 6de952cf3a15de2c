"""The audit trail beyond one entry: what an auditor asks of it, and its heads, which the platform keeps as anchors.

A head says how far a chain has come and what its last link is. Whoever cuts the chain, puts an old copy in its place or
writes it anew no longer has the links the platform has. Refuses to hold a number or a name: heads are digests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol

from counter_app.domain.operation import AuditEntry

MARK = 16
"""Hex digits of a link that go to the platform for each entry, so that the first one that was changed can be named."""
MOST_MARKS = 1000
RESTORED = "store.restored"
"""Says that the store was brought back from a backup: from here on the chain differs from what the platform knew."""
TAKEN_OVER = "store.taken_over"
"""The same, on another machine."""
BROUGHT_BACK = (RESTORED, TAKEN_OVER)


@dataclass(frozen=True, slots=True)
class Head:
    """A chain of `outlet` and `window` is `length` entries long and ends with `link` (64 hex digits), as at `at`."""

    outlet: str
    window: str
    length: int
    link: str
    at: datetime

    @property
    def chain(self) -> str:
        """As people name it."""
        return f"{self.outlet}-{self.window}"

    def words(self) -> bytes:
        """What the counter signs, and anybody can check by its public key."""
        at = self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return f"ssc-counter-audit-head/1 {self.outlet} {self.window} {self.length} {self.link} {at}".encode()


@dataclass(frozen=True, slots=True)
class Anchor:
    """A head the platform has taken, and when."""

    head: Head
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class NextHead:
    """What is told to the platform: `head`, `since` which of its anchors the chain goes on (None: from its first
    entry), `marks` of each entry between the two. `restored`: the chain was brought back from a backup after later
    anchors.
    """

    head: Head
    since: Head | None
    marks: tuple[str, ...]
    restored: bool = False


@dataclass(frozen=True, slots=True)
class HeadDiffers:
    """The platform has not taken a head: it has `theirs`, which the chain as told does not go on from (None: none)."""

    theirs: Anchor | None


@dataclass(frozen=True, slots=True)
class Marks:
    """The last anchor of a chain at the platform, None where it has none, and marks of some entries."""

    anchor: Anchor | None
    marks: tuple[str, ...]


class AuditDoor(Protocol):
    """The platform's part. Every method raises PlatformTrouble where it cannot answer."""

    def take_head(self, told: NextHead) -> Anchor | HeadDiffers:
        """Hand a head over, signed by the counter's key."""
        ...

    def marks(self, outlet: str, window: str, *, after: int) -> Marks:
        """What it has of a chain, with the marks of up to MOST_MARKS entries after that one."""
        ...


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """What an auditor looks for; what is empty is not asked. `since` is within, `until` is not. `what` begins so,
    `subject` is an operation, a notice or whatever an entry names; `receipt` a receipt's number; `holder` a number of
    a person; `before` goes on after the entry of that id (`AuditRow.id`). Newest first.
    """

    since: datetime | None = None
    until: datetime | None = None
    clerk: str = ""
    what: str = ""
    subject: str = ""
    receipt: str = ""
    holder: str = ""
    before: int | None = None
    limit: int = 200


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One entry with its place in its chain, and the receipt of the operation it is about, "" for none."""

    id: int
    serial: int
    entry: AuditEntry
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class AuditFound:
    """What was found. `more`: there is more after the last one."""

    rows: tuple[AuditRow, ...]
    more: bool = False


class AuditStore(Protocol):
    """The store's part. Raises StoreTrouble."""

    def search_audit(self, query: AuditQuery) -> AuditFound: ...

    def audit_head(self, outlet: str, window: str) -> tuple[Head, str] | None:
        """Where the chain has come to, and what its last entry says; None where there is none."""
        ...

    def audit_links(self, outlet: str, window: str, *, after: int, limit: int) -> tuple[str, ...]:
        """The links of the entries after that one, in order."""
        ...

    def was_restored(self, outlet: str, window: str, *, after: int) -> bool:
        """Whether an entry after that one says that the store was brought back from a backup."""
        ...

    def anchors(self, outlet: str, window: str) -> Sequence[Anchor]:
        """What the platform is known to have of a chain: the last ones that were kept, oldest first."""
        ...

    def keep_anchor(self, anchor: Anchor, *, audit: AuditEntry | None = None) -> None:
        """Keep one, once. `audit` goes into the trail where it was not known."""
        ...
