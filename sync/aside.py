"""Which of the work that may go is sent together, so that one operation a platform chokes on stops nobody else.

An operation whose batch of one came back lost or garbled is set aside: it is tried again alone, after everybody else
and with back-off, and what was recorded later for the same card or holder waits behind it. Refuses to give anything up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from counter_app.contact import ContactStore, Trial, WhyAside
from counter_app.domain.operation import Operation, OperationId, Work, WorkState
from counter_app.domain.photo import DIGEST_FACT
from sync import pace


class Aside:
    """Operations proven alone to make the platform fail, kept on disk. `longest` seconds between tries. Every method
    that changes anything raises StoreTrouble.
    """

    def __init__(self, store: ContactStore, *, longest: float) -> None:
        self._store = store
        self._longest = longest
        self._trials: dict[OperationId, Trial] = {}

    def recall(self) -> None:
        """As it is on disk: before this program ran, and by whoever else was courier. Raises StoreTrouble."""
        self._trials = {trial.operation_id: trial for trial in self._store.trials()}

    def __len__(self) -> int:
        return len(self._trials)

    def __contains__(self, operation_id: object) -> bool:
        return operation_id in self._trials

    def failed(self, operation_id: OperationId, now: datetime, *, why: WhyAside = WhyAside.ANSWER) -> None:
        """Alone, and no answer that can be used; any other `why` is known to be this one's fault."""
        before = self._trials.get(operation_id)
        failures = before.failures + 1 if before else 1
        wait = pace.next_wait(pace.History(failures=failures), longest=self._longest, draw=1.0)
        passed = why is not WhyAside.ANSWER or (before is not None and before.others_passed)
        trial = Trial(operation_id, why, failures, now, now + timedelta(seconds=wait), passed)
        self._trials[operation_id] = trial
        self._store.keep_trials([trial])

    def answered(self, operation_ids: set[OperationId]) -> None:
        """The platform works for these: it is not the platform that fails for the others."""
        ended = [operation_id for operation_id in operation_ids if self._trials.pop(operation_id, None) is not None]
        # It may have been the platform after all, so these need not wait to be tried again.
        others = [one for one in self._trials.values() if not one.others_passed] if operation_ids else []
        passed = [replace(one, until=one.since, others_passed=True) for one in others]
        self._trials |= {one.operation_id: one for one in passed}
        if ended or passed:
            self._store.keep_trials(passed, ended=ended)

    def alone_at_fault(self, operation_id: OperationId) -> bool:
        """True when others were answered since this one first failed."""
        trial = self._trials.get(operation_id)
        return trial is not None and trial.others_passed

    def due(self, batch: Sequence[Work], now: datetime) -> Work | None:
        """The one set aside that was tried longest ago; nothing that waits behind another one.

        As long as nobody was answered the platform may be at fault, and the courier's own back-off is enough.
        """
        free = _without_followers(batch, {work.operation.id for work in batch if work.operation.id in self})
        trials = [(self._trials[work.operation.id], work) for work in free if work.operation.id in self]
        # A clock set back in the meantime must not keep work waiting.
        ready = [(t.since, w.order, w) for t, w in trials if not (t.others_passed and t.since <= now < t.until)]
        return min(ready, key=lambda one: one[:2])[2] if ready else None

    def others(self, batch: Sequence[Work]) -> list[Work]:
        """`batch` without what is set aside and what must wait behind that."""
        aside = {work.operation.id for work in batch if work.operation.id in self}
        return [work for work in _without_followers(batch, aside) if work.operation.id not in aside]


def fresh_losses(batch: Sequence[Work]) -> list[Work]:
    """Loss reports no answer was lost for, each with the fresh work of its card or holder that goes before it.

    They never share a batch with something that failed before, nor wait for the pictures of others. Empty when nothing
    of the batch has failed yet and nothing has a picture.
    """
    if all(work.state is WorkState.WAITING and DIGEST_FACT not in work.operation.facts for work in batch):
        return []
    fresh = [work for work in batch if work.state is WorkState.WAITING]
    losses = [work for work in fresh if work.operation.urgent]
    return [
        work
        for work in fresh
        if any(work is loss or (work.order < loss.order and related(work.operation, loss.operation)) for loss in losses)
    ]


def related(one: Operation, other: Operation) -> bool:
    """Whether the two must keep their order: the same holder, or the same card."""
    same_card = one.card_number is not None and one.card_number == other.card_number
    return same_card or one.holder_number == other.holder_number


def without(batch: Sequence[Work], leaders: Sequence[Work]) -> list[Work]:
    """`batch` without what was recorded after one of `leaders` for its card or holder."""
    ids = {work.operation.id for work in leaders}
    return [w for w in _without_followers([*batch, *leaders], ids) if w.operation.id not in ids]


def _without_followers(batch: Sequence[Work], leaders: set[OperationId]) -> list[Work]:
    """`batch` without what was recorded after one of `leaders` for its card or holder, and so on."""
    earliest: dict[str, int] = {}

    def block(work: Work) -> None:
        for key in _keys(work.operation):
            earliest[key] = min(work.order, earliest.get(key, work.order))

    for work in batch:
        if work.operation.id in leaders:
            block(work)
    left: set[OperationId] = set()
    for work in sorted(batch, key=lambda w: w.order):
        if any(earliest.get(key, work.order) < work.order for key in _keys(work.operation)):
            left.add(work.operation.id)
            block(work)
    return [work for work in batch if work.operation.id not in left]


def _keys(operation: Operation) -> tuple[str, ...]:
    """What an operation keeps its order on: the holder, and the card where it is known."""
    holder = f"h{operation.holder_number}"
    return (holder,) if operation.card_number is None else (holder, f"c{operation.card_number}")
