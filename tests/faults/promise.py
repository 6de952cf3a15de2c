"""The sentences of the promise in `docs/sync.md`, judged from both sides' own records. Pure, and written by hand: it
knows nothing of how the store, the courier or the platform keep the order.

Refuses to believe one side alone: what was recorded is the test's own list, what took effect stands in the platform's
tables, and in what state work stood is asked of the store in the moment it goes out.
"""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from counter_app.domain.card import Half
from counter_app.domain.operation import Operation, WorkState

Event = tuple[str, str]
"""An operation and the half of which something was decided, "" for the whole."""


@dataclass(slots=True)
class Book:
    """What happened, as seen from outside.

    `recorded` in order. `stood`: for each operation, how all work stood when it went out for the first time, `before`:
    what went out before it in the same request. `decided`: the platform's decisions, `effects` the changes it made,
    each in the order in which they came about. `turned`: refused as a whole, so that no half was looked at.
    """

    recorded: list[Operation] = field(default_factory=list)
    stood: dict[str, Mapping[str, WorkState]] = field(default_factory=dict)
    before: dict[str, Sequence[str]] = field(default_factory=dict)
    decided: list[Event] = field(default_factory=list)
    effects: list[Event] = field(default_factory=list)
    turned: set[str] = field(default_factory=set)

    def goes_out(self, batch: Sequence[str], stands: Mapping[str, WorkState]) -> None:
        """A request with these operations, in this order, leaves the counter."""
        for place, one in enumerate(batch):
            if one not in self.stood:
                self.stood[one], self.before[one] = stands, batch[:place]

    def lost(self, settled: Iterable[str]) -> list[str]:
        """Recorded, and neither done with nor anywhere."""
        ended = set(settled)
        return [one.id for one in self.recorded if one.id not in ended]

    def doubled(self) -> list[Event]:
        """Took effect more than once, or was never recorded here."""
        known = {one.id for one in self.recorded}
        return [event for event, times in Count(self.effects).items() if times > 1 or event[0] not in known]

    def reordered(self) -> list[tuple[str, str]]:
        """Pairs of which the later one came before the earlier one and may not have, on any half of a card."""
        logs = [{event: place for place, event in reversed([*enumerate(log)])} for log in (self.decided, self.effects)]
        return [
            (earlier.id, later.id)
            for earlier, later in self._related()
            if any(self._came_before(places, later, earlier) for places in logs)
            and not self._might_pass(earlier, later)
        ]

    def pushed_in(self) -> list[tuple[str, str]]:
        """Work that went out while earlier work on the same card or holder was in flight, not before it in the same
        request.
        """
        return [
            (earlier.id, later.id)
            for earlier, later in self._related()
            if self.stood.get(later.id, {}).get(earlier.id) is WorkState.IN_FLIGHT
            and earlier.id not in self.before[later.id]
        ]

    def _related(self) -> Iterator[tuple[Operation, Operation]]:
        pairs = combinations(self.recorded, 2)
        return ((earlier, later) for earlier, later in pairs if related(earlier, later))

    def _came_before(self, places: Mapping[Event, int], later: Operation, earlier: Operation) -> bool:
        """What was turned away touches no half: it may come between the halves of the earlier one, not before both."""
        if later.id not in self.turned:
            return _came_before(places, later, earlier)
        mine, begun = places.get((later.id, "")), [place for (one, _), place in places.items() if one == earlier.id]
        return mine is not None and bool(begun) and mine < min(begun)

    def _might_pass(self, earlier: Operation, later: Operation) -> bool:
        """Only a loss report, and only what stood refused or was held back by something refused when it went out."""
        stands = self.stood.get(later.id, {})
        return later.urgent and not earlier.urgent and self._held_back(earlier, stands)

    def _held_back(self, one: Operation, stands: Mapping[str, WorkState]) -> bool:
        if stands.get(one.id) is WorkState.REFUSED:
            return True
        if stands.get(one.id) is not WorkState.WAITING or one.urgent:
            return False
        earlier = self.recorded[: self.recorded.index(one)]
        return any(related(other, one) and self._held_back(other, stands) for other in earlier)


def related(one: Operation, other: Operation) -> bool:
    """Of one holder, or of one card."""
    same_card = one.card_number is not None and one.card_number == other.card_number
    return same_card or one.holder_number == other.holder_number


def _came_before(places: Mapping[Event, int], later: Operation, earlier: Operation) -> bool:
    """Whether something of `later` came before `earlier` on the same half. A bank that is silent puts off its half of
    both, and the other half goes on: each half has an order of its own.
    """
    for half in _halves(later) & _halves(earlier):
        mine, other = _place(places, later, half), _place(places, earlier, half)
        if mine is not None and other is not None and mine < other:
            return True
    return False


def _halves(one: Operation) -> set[str]:
    """What it speaks of; what changes no half by itself is the person's, and speaks of both."""
    return {half.value for half in one.changes or Half}


def _place(places: Mapping[Event, int], one: Operation, half: str) -> int | None:
    """Where it stands for that half, or the whole, where the half was not decided by itself."""
    return places.get((one.id, half), places.get((one.id, "")))
