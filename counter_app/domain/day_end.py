"""The end of a day at one window (日终): what was recorded, and whether four counts come to the same. Pure.

Operations recorded here = answers of the platform = receipt numbers = entries of the trail; and new cards handed over =
operations that hand one over. Work that still waits is explained, and then the sheet is provisional (暂定); work that
was turned down is explained only when a clerk has settled it. Refuses to close a day: it only says what stands in the
way. A day is one in China, an operation belongs to the day it was accepted on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from counter_app.domain.moments import local
from counter_app.domain.moved_cards import NOTHING_MOVED, Moved
from counter_app.domain.operation import Operation, Settlement, Work, WorkState
from counter_app.domain.reconciling import DayBook
from counter_app.domain.series import Jumps, Series, series_of

NOTICE, SUCCESSOR = "N", "S"


class Standing(StrEnum):
    """How an operation stands at the end of the day: each is exactly one of these.

    CONFIRMED the platform accepted it · WAITING nobody has answered yet · SETTLED it was turned down and a clerk has
    settled that · WITHDRAWN before it was sent, its receipt is void · REFUSED turned down and not settled.
    """

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


class Count(StrEnum):
    """What must come to the same as the operations recorded here; CARDS: as the operations that hand a card over."""

    ANSWERS = "answers"
    RECEIPTS = "receipts"
    TRAIL = "trail"
    CARDS = "cards"


@dataclass(frozen=True, slots=True)
class Check:
    """One of the counts: `wanted` must be `found` and `explained` together."""

    count: Count
    wanted: int
    found: int
    explained: int = 0
    whole: bool = True

    @property
    def differs(self) -> int:
        """By how many; below zero: too many."""
        return self.wanted - self.found - self.explained

    @property
    def equal(self) -> bool:
        """Whether it comes to the same, and nothing else is wrong with it."""
        return self.differs == 0 and self.whole


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of one procedure, or of one clerk, stand how; `hours` (0 to 23, in China) when they were accepted."""

    name: str
    standing: Mapping[Standing, int]
    hours: Mapping[int, int]

    @property
    def all(self) -> int:
        """All of them."""
        return sum(self.standing.values())

    def of(self, standing: Standing) -> int:
        """Those that stand so."""
        return self.standing.get(standing, 0)


@dataclass(frozen=True, slots=True)
class CardMove:
    """One card over the counter, with the operation by which."""

    card: str
    work: Work


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is known of a day besides its work. `trail`: operations the trail says were recorded. `successors`,
    `notices`: numbers given that day. `reprints`, `failed_prints`: how many. `link`, `length`: the head of the trail.
    """

    trail: int = 0
    successors: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    reprints: int = 0
    failed_prints: int = 0
    link: str = ""
    length: int = 0
    jumps: Jumps = field(default_factory=Jumps)


@dataclass(frozen=True, slots=True)
class DayEnd:
    """A day as it stands at `at` (UTC). `given`: new cards of what was done or will be; `back`: every old card that was
    cut, whatever came of its operation. `open`: work that nobody has explained, oldest first; `fen` of fees.
    """

    book: DayBook
    at: datetime
    works: int
    kinds: tuple[Tally, ...]
    clerks: tuple[Tally, ...]
    receipts: Series
    successors: Series
    notices: Series
    void: tuple[str, ...]
    given: tuple[CardMove, ...]
    back: tuple[CardMove, ...]
    open: tuple[Work, ...]
    checks: tuple[Check, ...]
    fen: int
    told: Recorded

    def all_of(self, standing: Standing) -> int:
        """How many of the day stand so."""
        return sum(kind.of(standing) for kind in self.kinds)

    @property
    def balanced(self) -> bool:
        """Whether every count comes to the same, and no number of the papers is missing."""
        return all(check.equal for check in self.checks) and self.successors.whole and self.notices.whole

    @property
    def provisional(self) -> bool:
        """Whether the platform has still to answer for some of it."""
        return self.all_of(Standing.WAITING) > 0


def standing_of(work: Work) -> Standing:
    """How an operation stands."""
    if work.state is WorkState.REFUSED:
        return Standing.REFUSED
    if work.state is not WorkState.SETTLED:
        return Standing.WAITING
    if work.settlement is Settlement.ACCEPTED:
        return Standing.CONFIRMED
    return Standing.WITHDRAWN if work.settlement is Settlement.WITHDRAWN else Standing.SETTLED


def day_end(
    book: DayBook,
    works: Iterable[Work],
    told: Recorded,
    *,
    at: datetime,
    moved: Callable[[Operation], Moved] = lambda _operation: NOTHING_MOVED,
    fee: Callable[[str], int] = lambda _procedure: 0,
) -> DayEnd:
    """The end of the day of that book. `works` of other days and windows are left out. `fee`: fen for one operation of
    a procedure; of one that was not done none is taken.
    """
    mine = sorted((one for one in works if _is_of(book, one)), key=lambda one: one.order)
    prefix = f"{book.outlet}-{book.window}"
    receipts = series_of((one.receipt_number for one in mine), prefix=prefix, day=book.day, jumps=told.jumps)
    cards = [(one, moved(one.operation)) for one in mine]
    given = tuple(CardMove(move.given, one) for one, move in cards if move.given and _holds(one))
    return DayEnd(
        book=book,
        at=at,
        works=len(mine),
        kinds=_tallies(mine, lambda one: one.operation.procedure),
        clerks=_tallies(mine, lambda one: one.operation.clerk),
        receipts=receipts,
        successors=series_of(told.successors, prefix=SUCCESSOR + prefix, day=book.day, jumps=told.jumps),
        notices=series_of(told.notices, prefix=NOTICE + prefix, day=book.day, jumps=told.jumps),
        void=tuple(one.receipt_number for one in mine if standing_of(one) in (Standing.WITHDRAWN, Standing.SETTLED)),
        given=given,
        back=tuple(CardMove(card, one) for one, move in cards for card in move.back),
        open=tuple(one for one in mine if standing_of(one) is Standing.REFUSED),
        checks=_checks(mine, receipts, given, told),
        fen=sum(fee(one.operation.procedure) for one in mine if _holds(one)),
        told=told,
    )


def _is_of(book: DayBook, work: Work) -> bool:
    operation = work.operation
    place = (operation.outlet, operation.window, local(operation.accepted_at).date())
    return place == (book.outlet, book.window, book.day)


def _holds(work: Work) -> bool:
    """Whether it was done, or will be when the platform answers: a card was handed over for it, a fee taken."""
    return standing_of(work) in (Standing.CONFIRMED, Standing.WAITING)


def _checks(works: Sequence[Work], receipts: Series, given: Sequence[CardMove], told: Recorded) -> tuple[Check, ...]:
    count, stands = len(works), Counter(standing_of(one) for one in works)
    explained = stands[Standing.WAITING] + stands[Standing.WITHDRAWN]
    answered = stands[Standing.CONFIRMED] + stands[Standing.SETTLED]
    return (
        Check(Count.ANSWERS, count, answered, explained),
        Check(Count.RECEIPTS, count, receipts.count - len(receipts.twice), whole=receipts.whole),
        Check(Count.TRAIL, count, told.trail),
        Check(Count.CARDS, len(given), len({one.card for one in given})),
    )


def _tallies(works: Sequence[Work], name: Callable[[Work], str]) -> tuple[Tally, ...]:
    """Most first, then by name, so that the same day always reads the same."""
    found: dict[str, list[Work]] = {}
    for one in works:
        found.setdefault(name(one), []).append(one)
    tallies = (
        Tally(
            called,
            Counter(standing_of(one) for one in mine),
            Counter(local(one.operation.accepted_at).hour for one in mine),
        )
        for called, mine in found.items()
    )
    return tuple(sorted(tallies, key=lambda one: (-one.all, one.name)))
