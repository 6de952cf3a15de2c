"""Operations of which the platform has put a half off: they rest with growing waits and let others go meanwhile.

In memory only: a courier that starts anew asks once more, which is harmless. Refuses to give anything up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from counter_app.domain.operation import OperationId, Work
from sync import aside, pace


@dataclass(frozen=True, slots=True)
class _Rest:
    """Put off `times` in a row, last at `since`; asked again from `until` on."""

    times: int
    since: datetime
    until: datetime


class Resting:
    """What rests now. `longest` seconds between two askings."""

    def __init__(self, *, longest: float) -> None:
        self._longest = longest
        self._rests: dict[OperationId, _Rest] = {}

    def __len__(self) -> int:
        return len(self._rests)

    def put_off(self, operation_ids: Iterable[OperationId], now: datetime) -> int:
        """The platform has not decided these. How many of them did not rest before."""
        before = len(self._rests)
        for operation_id in operation_ids:
            rest = self._rests.get(operation_id)
            times = rest.times + 1 if rest else 1
            wait = pace.next_wait(pace.History(failures=times), longest=self._longest, draw=1.0)
            self._rests[operation_id] = _Rest(times, now, now + timedelta(seconds=wait))
        return len(self._rests) - before

    def ended(self, operation_ids: Iterable[OperationId]) -> int:
        """These are decided. How many of them rested."""
        before = len(self._rests)
        for operation_id in operation_ids:
            self._rests.pop(operation_id, None)
        return before - len(self._rests)

    def forget_others(self, open_work: Sequence[Work]) -> None:
        """`open_work` is all that may go: whatever else rested was settled in another way."""
        there = {work.operation.id for work in open_work}
        self.ended([operation_id for operation_id in self._rests if operation_id not in there])

    def of(self, batch: Sequence[Work]) -> list[Work]:
        """What of `batch` rests."""
        return [work for work in batch if work.operation.id in self._rests]

    def due(self, batch: Sequence[Work], now: datetime, *, alone: bool, most: int) -> list[Work]:
        """What of `batch` is asked again, at most so many, in its order: those that have rested longest, and none whose
        card or holder has an earlier one that goes on resting. `alone`: nobody else is there to be kept waiting, so the
        courier's own back-off is enough. A clock set back in the meantime keeps nothing resting.
        """
        rests = sorted(self.of(batch), key=lambda work: (self._rests[work.operation.id].until, work.order))
        chosen = [work for work in rests if alone or self._is_due(work, now)][:most]
        ids = {work.operation.id for work in chosen}
        free = aside.without(chosen, [work for work in rests if work.operation.id not in ids])
        return sorted(free, key=lambda work: work.order)

    def _is_due(self, work: Work, now: datetime) -> bool:
        rest = self._rests[work.operation.id]
        return not rest.since <= now < rest.until
