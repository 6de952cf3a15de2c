"""What a counter hears of changes made elsewhere, and of whom it keeps rows at all: the feed, the scope, the snapshot.

Parts of the ports `Platform` and `Store`; every moment is an aware UTC datetime. Refuses to know how either is done.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from counter_app.domain.declaration import SignedStatement
from counter_app.domain.errors import PlatformTrouble
from counter_app.domain.holder import Person
from counter_app.domain.operation import AuditEntry
from counter_app.domain.text import Text

if TYPE_CHECKING:
    from counter_app.enrolment import Scope

SNAPSHOT_TAKEN, SNAPSHOT_DIFFERS, ROWS_REMOVED = "mirror.snapshot", "mirror.snapshot_differs", "mirror.removed"
AREA_GIVEN_UP = "mirror.area_given_up"
"""What is audited: a snapshot is whole; it was not what the platform said it would be; rows were removed; all of the
area were, because the counter was revoked. By count.
"""


class ScopeRefused(PlatformTrouble):
    """The platform does not give that many people to this counter. `why` in its words."""

    happened = Text("省平台不给这个范围的名单：{why}", "The platform does not give the people of this area: {why}")
    advice = Text(
        "本机沿用原来的名单；要更大的范围，由主管向省平台申请",
        "The present rows stay in use; a supervisor asks the platform for a wider area",
    )


_AREAS = {
    "outlet": Text("本网点", "the outlet"),
    "township": Text("本乡镇（街道）", "the township"),
    "city": Text("本市", "the city"),
}


def words_of(scope: Scope) -> Text:
    """The area in words, with its code."""
    area = _AREAS[scope.kind.value]
    return Text(f"{area.zh} {scope.code}", f"{area.en} {scope.code}")


@dataclass(frozen=True, slots=True)
class Change:
    """Something that changed at the platform. `kind`: the procedure, or "lapsed", "card-ready", "making-failed",
    "review-passed", "review-failed".

    `channel`: counter, 12333, app, bank, platform. `at`: when it took effect there. `source`: who did it, in words.
    `operation_id`: "" where no counter's operation did it. `in_scope`: the holder belongs to the area asked for.
    """

    holder_number: str
    kind: str
    channel: str
    at: datetime
    source: Text
    card_number: str = ""
    operation_id: str = ""
    in_scope: bool = True


@dataclass(frozen=True, slots=True)
class News:
    """What came after the cursor `after`: changes in the order they were made, their holders as they stand now, the
    next cursor. `more`: there is more behind it.
    """

    after: str
    cursor: str
    changes: tuple[Change, ...]
    people: tuple[Person, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a snapshot. `cursor`: where the feed stands now. `next`: where the next page begins, None at the end.

    `digest`: SM3 of all numbers of the area, sorted and with a line end between them, 64 hex digits.
    """

    people: tuple[Person, ...]
    cursor: str
    next: str | None
    digest: str


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """Where this counter stands. `next`: where the snapshot goes on, None once it is whole. `run`: which snapshot.

    `cursor`: of the news that come next. `heard_at`: when the platform was heard last. `rows`: people of the area here.
    `trouble`: why the platform does not give the area that is wanted.
    """

    scope: Scope
    run: int
    cursor: str
    next: str | None
    heard_at: datetime | None = None
    rows: int = 0
    trouble: Text | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """A change made elsewhere while work of this counter for the same holder was unsettled; as `Change`, and when it
    was heard here.
    """

    holder_number: str
    kind: str
    channel: str
    at: datetime
    source: Text
    card_number: str
    operation_id: str
    heard_at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the catalogue of reference data. `digest`: SM3 of the statement."""

    name: str
    version: int
    digest: str


class ReferenceDoor(Protocol):
    """The platform's part about reference data; `counter_app.reference` judges what comes. Every method raises
    NoNetwork, NoPlatform, NotNow or TooOld when it cannot answer.
    """

    def catalogue(self) -> tuple[Listed, ...]:
        """Which reference data there are, in which version."""
        ...

    def reference(self, name: str) -> SignedStatement | None:
        """One of them, None where there is none of that name."""
        ...


class FeedDoor(Protocol):
    """The platform's part. Every method raises NoNetwork, NoPlatform, NotNow, TooOld or ScopeRefused."""

    def news(self, cursor: str, *, scope: Scope, besides: tuple[str, ...] = (), limit: int = 200) -> News | None:
        """What changed after that cursor for people of the area, and for these numbers besides; None: the platform no
        longer has that cursor, only a snapshot helps.
        """
        ...

    def snapshot_page(self, scope: Scope, *, after: str, limit: int) -> Page:
        """People of the area by number, `limit` at most, from the place `after` on ("": from the first)."""
        ...


class NewsDoor(FeedDoor, ReferenceDoor, Protocol):
    """All that is asked for besides work."""


class FeedStore(Protocol):
    """The store's part: each method is one transaction. Raises StoreTrouble."""

    def feed(self) -> FeedPlace | None:
        """Where this counter stands, None before the first snapshot was begun."""
        ...

    def fill(self, scope: Scope, people: tuple[Person, ...], *, at: datetime) -> None:
        """Everybody of an area as told with the folder itself, in one transaction: the feed goes on from the beginning
        of what the platform has. At the next word of another platform everything is taken anew.
        """
        ...

    def begin_snapshot(self, scope: Scope) -> FeedPlace:
        """Take everything anew; rows stay as they are until the snapshot is whole."""
        ...

    def keep_page(self, page: Page, *, place: FeedPlace, audit: AuditEntry) -> None:
        """People of a page and the place behind it; nothing where the store stands elsewhere than at `place`.

        After the last page the rows of people outside the area go, but for those that unsettled work or an open visit
        names. Where the numbers kept are not those of the digest, it begins anew.
        """
        ...

    def keep_news(self, news: News, *, at: datetime) -> None:
        """People, changes and cursor; nothing where the store stands at another cursor than `news.after`."""
        ...

    def scope_refused(self, scope: Scope, why: Text) -> None:
        """Keep why the platform does not give that area, until a snapshot of another begins."""
        ...

    def besides(self, limit: int = 200) -> tuple[str, ...]:
        """Numbers of people outside the area who are here because of a visit: with open work or visit first."""
        ...

    def remove_stale(self, before: datetime, audit: AuditEntry) -> int:
        """Remove people outside the area who were heard of last before that moment, and changes heard before it; but
        for those that unsettled work or an open visit names. How many people.
        """
        ...

    def give_up_area(self, since: datetime, audit: AuditEntry) -> int:
        """Remove the people of the area, and have no area until a snapshot of one is begun; but for those that
        unsettled work or an open visit names, or work recorded since that moment: these stay as people from outside.
        How many people.
        """
        ...

    def heard(self, holder_number: str) -> tuple[Heard, ...]:
        """Changes made elsewhere while work for that holder was unsettled here, in the order they took effect."""
        ...
