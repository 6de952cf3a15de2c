"""Pictures on their way to the platform: each whole, under its digest, before the operation that names it.

An operation whose picture is gone, damaged or not taken is left out and set aside, and what waits behind it with it;
nobody else waits. Refuses to send a picture that could still be withdrawn: its operation counts as handed over first.
Nothing of a picture is logged.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from counter_app.domain.errors import NoPlatform, PlatformTrouble
from counter_app.domain.operation import OperationId, Work
from counter_app.domain.photo import DIGEST_FACT
from counter_app.ports import Clock, Platform, Store

MOST_AT_ONCE = 4  # pictures before one batch: on a slow line nobody's loss waits for fifty of them
NOT_HERE = "1219"  # Code of the contract: the photo is not here yet
_log = logging.getLogger(__name__)


def needs(work: Work) -> bool:
    """Whether a picture goes before it."""
    return bool(work.operation.facts.get(DIGEST_FACT))


@dataclass(frozen=True, slots=True)
class Loaded:
    """`ready` may be sent now, `left` have no picture there, `trouble` of one that was on its way."""

    ready: list[Work]
    left: set[OperationId]
    trouble: NoPlatform | None = None


@dataclass(slots=True)
class Attaching:
    """`there`: digests the platform has taken while this program runs."""

    store: Store
    platform: Platform
    clock: Clock
    there: set[str] = field(default_factory=set)

    def load(self, batch: Sequence[Work]) -> Loaded:
        """Carry the pictures of `batch`, which ends where there are too many. Raises PlatformTrouble where the line is
        at fault, NotEligible for what was withdrawn meanwhile.
        """
        ready: list[Work] = []
        left: set[OperationId] = set()
        carried, trouble = 0, None
        for work in batch:
            wanted = needs(work) and work.operation.facts[DIGEST_FACT] not in self.there
            if wanted and (carried == MOST_AT_ONCE or trouble is not None):
                break
            carried += wanted
            try:
                there = not wanted or self._carry(work)
            except NoPlatform as error:
                there, trouble = False, error
            if there:
                ready.append(work)
            else:
                left.add(work.operation.id)
        return Loaded(ready, left, trouble)

    def lacking(self, work: Work) -> None:
        """The platform has not got it after all: it goes again."""
        self.there.discard(work.operation.facts.get(DIGEST_FACT, ""))

    def _carry(self, work: Work) -> bool:
        """False: it is not here, or not whole."""
        operation = work.operation
        picture = self.store.picture_of(operation.id)
        if picture is None or picture.digest != operation.facts[DIGEST_FACT]:
            _log.error("the picture of an operation is gone: %s", operation.id)
            return False
        try:
            self.platform.attach(picture, on_hand_over=lambda: self.store.hand_over([operation.id], self.clock.now()))
        except PlatformTrouble as error:
            _log.info("picture left for later: %s, %s", operation.id, error.code)
            raise
        self.there.add(picture.digest)
        return True
