"""Pictures on their way to the platform: each under its digest, before the operation that names it.

An operation whose picture is gone, damaged or not taken is left out and set aside, and what waits behind it with it;
nobody else waits, nor where the platform has no time for pictures. Refuses to send a picture that could still be
withdrawn: its operation counts as handed over first. Nothing of a picture is logged.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from counter_app.domain.errors import NoPlatform, NotNow, PictureNotTaken, PlatformTrouble
from counter_app.domain.operation import OperationId, Work
from counter_app.domain.photo import DIGEST_FACT
from counter_app.domain.picture_errors import PictureUnderWay
from counter_app.ports import Clock, Platform, Store
from sync import troubles

MOST_AT_ONCE = 4  # pictures before one batch: on a slow line nobody's loss waits for fifty of them
NOT_HERE = "1219"  # Code of the contract: the photo is not here yet
_log = logging.getLogger(__name__)


def needs(work: Work) -> bool:
    """Whether a picture goes before it."""
    return bool(work.operation.facts.get(DIGEST_FACT))


@dataclass(slots=True)
class Loaded:
    """`ready` may be sent now, `left` have no picture there, `trouble` of one that was on its way. Of those left the
    platform has turned down the pictures of `refused`, and wants those of `resting` later; those of `gone` are not
    here any more, or not whole. Of `under_way` some got there, and the rest goes next time: no fault of theirs.
    """

    ready: list[Work] = field(default_factory=list)
    left: set[OperationId] = field(default_factory=set)
    refused: set[OperationId] = field(default_factory=set)
    resting: set[OperationId] = field(default_factory=set)
    gone: set[OperationId] = field(default_factory=set)
    under_way: set[OperationId] = field(default_factory=set)
    trouble: NoPlatform | None = None


@dataclass(slots=True)
class Attaching:
    """`there`: digests the platform has taken while this program runs."""

    store: Store
    platform: Platform
    clock: Clock
    moments: Clock
    there: set[str] = field(default_factory=set)
    _not_before: datetime | None = None
    _wait: float = 0.0

    def load(self, batch: Sequence[Work]) -> Loaded:
        """Carry the pictures of `batch`, which ends where there are too many. Raises PlatformTrouble where the line is
        at fault, NotEligible for what was withdrawn meanwhile.
        """
        loaded, carried = Loaded(), 0
        for work in batch:
            wanted, resting = self._wanted(work), self.is_resting(work)
            if wanted and not resting and (carried == MOST_AT_ONCE or loaded.trouble is not None or loaded.under_way):
                break
            carried += wanted and not resting
            if resting:
                loaded.resting.add(work.operation.id)
            if not wanted or (not resting and self._try(work, loaded)):
                loaded.ready.append(work)
            else:
                loaded.left.add(work.operation.id)
        return loaded

    def rests(self) -> bool:
        """Whether the platform wants no pictures yet."""
        now, until = self.clock.now(), self._not_before
        # A clock set back in the meantime must not keep anything waiting.
        return until is not None and now < until and (until - now).total_seconds() <= self._wait

    def is_resting(self, work: Work) -> bool:
        """Whether it has a picture that is not there, and that the platform does not want yet."""
        return self._wanted(work) and self.rests()

    def lacking(self, work: Work) -> None:
        """The platform has not got it after all: it goes again."""
        self.there.discard(work.operation.facts.get(DIGEST_FACT, ""))

    def _wanted(self, work: Work) -> bool:
        return needs(work) and work.operation.facts[DIGEST_FACT] not in self.there

    def _try(self, work: Work, loaded: Loaded) -> bool:
        """Whether it got there; why not goes into `loaded`. Raises what is wrong with more than this picture."""
        try:
            if self._carry(work):
                return True
            loaded.gone.add(work.operation.id)
        except PictureUnderWay as error:
            loaded.under_way.add(work.operation.id)
            loaded.trouble = error if error.facts["broken"] else None
        except NoPlatform as error:
            loaded.trouble = error
        except PictureNotTaken as error:
            _log.warning("a picture the platform does not take: %s, %s", work.operation.id, error.code)
            loaded.refused.add(work.operation.id)
        except NotNow as error:  # the platform was greeted: it is there, and has no time for pictures only
            self._wait = troubles.said_seconds(error)
            self._not_before = self.clock.now() + timedelta(seconds=self._wait)
            loaded.resting.add(work.operation.id)
        return False

    def _carry(self, work: Work) -> bool:
        """False: it is not here, or not whole."""
        operation = work.operation
        picture = self.store.picture_of(operation.id)
        if picture is None or picture.digest != operation.facts[DIGEST_FACT]:
            _log.error("the picture of an operation is gone: %s", operation.id)
            return False
        try:
            self.platform.attach(picture, on_hand_over=lambda: self.store.hand_over([operation.id], self.moments.now()))
        except PlatformTrouble as error:
            _log.info("picture left for later: %s, %s", operation.id, error.code)
            raise
        self.there.add(picture.digest)
        return True
