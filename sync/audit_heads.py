"""Anchors the audit trail at the platform: after a pass that reached it, how far the chain has come, when it has moved.

A head goes at once behind work that was carried and behind a sign-out, so that the day's end is told; else at most
every so often. What the platform has and this chain does not go through is kept and put on record: from then on the
verification says it. Refuses to hold work up: trouble with anchors is no trouble of the line.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from counter_app.auditing import MARK, MOST_MARKS, Anchor, AuditDoor, AuditStore, Head, HeadDiffers, NextHead
from counter_app.domain.errors import PlatformTrouble
from counter_app.domain.operation import AuditEntry
from counter_app.ports import Clock

REFUSED = "audit.head_refused"
DAY_ENDS = "clerk.signed_out"
COURIER = "courier"
_AGAIN = 60.0  # seconds after trouble, and after a head that was not taken
_MOST_PAGES = 20  # a pass: a long chain that was never anchored goes in several
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class HeadNews:
    """`place`: outlet and window, which name the chain. `keep` is told each head the platform has taken, to keep it
    where the store is not. `every`: between two heads.
    """

    store: AuditStore
    platform: Callable[[], AuditDoor]
    place: tuple[str, str]
    clock: Clock
    keep: Callable[[Anchor], None]
    every: timedelta
    ticks: Callable[[], float] = time.monotonic
    _next: float | None = field(default=None, init=False)
    _hurried: bool = field(default=False, init=False)

    def hurry(self) -> None:
        """Work was carried: what the trail says of it is not left for later."""
        self._hurried = True

    def __call__(self) -> None:
        """Anchor what is due. Raises StoreTrouble."""
        if self._next is not None and self.ticks() < self._next:
            return
        self._next = None
        found = self.store.audit_head(*self.place)
        if found is None or not self._is_due(*found):
            return
        self._hurried = False
        try:
            self._carry(found[0].length)
        except PlatformTrouble as error:
            _log.info("the trail was not anchored: %s", error.code)
            self._next = self.ticks() + _AGAIN

    def _is_due(self, head: Head, what: str) -> bool:
        last = self._last()
        if last is None:
            return True
        if last.head.length == head.length:
            return False
        waited = self.clock.now() - last.taken_at
        return self._hurried or what == DAY_ENDS or not timedelta(0) <= waited < self.every

    def _carry(self, length: int) -> None:
        """Page by page to the end of the chain. Raises PlatformTrouble."""
        last = self._last()
        since, restored = None if last is None else last.head, False
        for _page in range(_MOST_PAGES):
            told = self._next_head(since, length, restored=restored)
            answer = self.platform().take_head(told)
            if isinstance(answer, Anchor):
                self._take(answer)
                since, restored = answer.head, False
            elif answer.theirs is None and since is not None:
                since = None  # a platform that has nothing of this chain yet
            elif answer.theirs is None or not self._is_ours(answer.theirs.head):
                if restored or not self._was_restored(since):
                    self._refused(answer)
                    return
                restored = True
            else:
                self._take(answer.theirs)  # its answer was lost
                since = answer.theirs.head
            if since is not None and since.length >= length:
                return

    def _next_head(self, since: Head | None, length: int, *, restored: bool) -> NextHead:
        begins = since.length if since is not None else 0
        marks = self.store.audit_links(*self.place, after=begins, limit=min(MOST_MARKS, length - begins))
        outlet, window = self.place
        head = Head(outlet, window, begins + len(marks), marks[-1], self.clock.now())
        return NextHead(head, since, tuple(link[:MARK] for link in marks), restored=restored)

    def _last(self) -> Anchor | None:
        """The last one kept that this chain goes through."""
        kept = self.store.anchors(*self.place)
        return next((one for one in reversed(kept) if self._is_ours(one.head)), None)

    def _is_ours(self, head: Head) -> bool:
        return self.store.audit_links(*self.place, after=head.length - 1, limit=1) == (head.link,)

    def _was_restored(self, since: Head | None) -> bool:
        return self.store.was_restored(*self.place, after=since.length if since is not None else 0)

    def _take(self, anchor: Anchor) -> None:
        self.store.keep_anchor(anchor)
        self.keep(anchor)

    def _refused(self, answer: HeadDiffers) -> None:
        """Kept, so that the verification compares with it; on record once."""
        self._next = self.ticks() + _AGAIN
        if answer.theirs is None:
            _log.warning("the platform has not taken the first head of the trail")
            return
        outlet, window = self.place
        theirs = answer.theirs.head
        facts = {"length": str(theirs.length), "link": theirs.link}
        _log.warning("the platform has another head of the trail, at entry %s", theirs.length)
        self.store.keep_anchor(
            answer.theirs, audit=AuditEntry(REFUSED, self.clock.now(), COURIER, outlet, window, facts=facts)
        )
        self.keep(answer.theirs)
