"""Keeps the mirror up with the platform: everybody of the counter's area once, then what changes, by cursor.

It works after a pass that reached the platform, for a moment at a time, so that waiting work never waits for it; a page
and its place are kept in one transaction, so that it goes on wherever it was killed. Rows past their time go after any
pass, with a line or without, and the area's own when the platform has revoked this counter. Refuses to be trouble of
the line, and to ask again and again for an area that the platform does not give.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from counter_app.domain.enrolment_errors import EnrolmentRevoked, TakenOver
from counter_app.domain.errors import PlatformTrouble
from counter_app.domain.operation import AuditEntry
from counter_app.enrolment import Scope
from counter_app.feed import SNAPSHOT_TAKEN, FeedDoor, FeedPlace, FeedStore, ScopeRefused
from counter_app.ports import Clock, Courier, PassReport
from sync.feed_wire import words_of

COURIER = "courier"
PAGE, NEWS = 200, 200  # people of a page, changes of an answer: so many are read without holding up the window
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pace:
    """In seconds: `every` news are asked for, `turn` at most before work gets its turn, `sweep` between two looks for
    rows to remove, `again` before an area that was refused is asked for once more, `anew` before everything is.
    """

    every: float = 5.0
    turn: float = 1.0
    sweep: float = 3600.0
    again: float = 3600.0
    anew: float = 60.0


@dataclass(slots=True)
class Feed:
    """`scope`: the area this counter is granted, None where it has none yet. `days`: how long rows of people outside it
    are kept. `place`: outlet and window, for the audit. Raises StoreTrouble only.
    """

    platform: FeedDoor
    store: FeedStore
    clock: Clock
    scope: Callable[[], Scope | None]
    days: Callable[[], int]
    place: tuple[str, str]
    pace: Pace = Pace()
    ticking: Callable[[], float] = time.monotonic
    more: bool = field(default=False, init=False)
    _next: float = field(default=float("-inf"), init=False)
    _sweep: float = field(default=float("-inf"), init=False)
    _anew: float = field(default=float("-inf"), init=False)
    _refused: dict[Scope, float] = field(default_factory=dict, init=False)

    def __call__(self, *, reached: bool = True, revoked: bool = False, work_waits: bool = False) -> None:
        """Remove what is past its time, if it is time to look; where the pass `reached` the platform, go on where it
        stands, if it is time to. `revoked`: the platform said so to this counter, which keeps the area no longer.
        `work_waits`: more work can go at once, so one page is all, now and then. `more`: there is something left that
        could come at once.
        """
        now = self.ticking()
        self._remove_stale(now)
        if revoked:
            self._give_up_area()
        if revoked or not reached or not ((self.more and not work_waits) or now >= self._next):
            return
        self.more, self._next = False, now + self.pace.every
        scope = self.scope()
        if scope is None:
            return
        try:
            self.more = self._go_on(scope, until=now if work_waits else now + self.pace.turn)
        except PlatformTrouble as error:
            _log.info("no news: %s", error.code)

    def _go_on(self, scope: Scope, *, until: float) -> bool:
        """True when time was up before everything had come."""
        while True:
            at = self._stands(scope)
            if at is None or self._was_refused(at.scope):
                return False
            if at.next is None:
                if not self._news(at):
                    return False
            elif not self._page(at):
                return False
            if self.ticking() >= until:
                return True

    def _stands(self, scope: Scope) -> FeedPlace | None:
        """Where to go on; a snapshot is begun where none was, or another area is granted now."""
        at = self.store.feed()
        same = at is not None and at.scope == scope and at.run > 0
        if same or self._was_refused(scope):
            return at if at is not None and at.run > 0 else None
        try:
            self.platform.snapshot_page(scope, after="", limit=1)  # before anything is given up for it
        except ScopeRefused as error:
            self._refuse(scope, error)
            return at if at is not None and at.run > 0 else None
        return self.store.begin_snapshot(scope)

    def _page(self, at: FeedPlace) -> bool:
        """False: the platform does not give this area, or it was not what was told at its end."""
        try:
            page = self.platform.snapshot_page(at.scope, after=at.next or "", limit=PAGE)
        except ScopeRefused as error:
            self._refuse(at.scope, error)
            return False
        self.store.keep_page(page, place=at, audit=self._audit())
        now = self.store.feed()
        if page.next is None and now is not None and now.next is not None:
            self._next = self.ticking() + self.pace.anew
            return False
        return True

    def _news(self, at: FeedPlace) -> bool:
        """True when there is more, or everything must be taken anew."""
        try:
            news = self.platform.news(at.cursor, scope=at.scope, besides=self.store.besides(), limit=NEWS)
        except ScopeRefused as error:
            self._refuse(at.scope, error)
            return False
        if news is None:
            return self._take_anew(at.scope)
        self.store.keep_news(news, at=self.clock.now())
        return news.more

    def _take_anew(self, scope: Scope) -> bool:
        """The platform no longer has this counter's place in the feed. False: that was found just before already."""
        now = self.ticking()
        if now < self._anew:
            self._next = self._anew
            return False
        _log.warning("the platform no longer has this counter's place in the feed: everything is taken anew")
        self._anew = now + self.pace.anew
        self.store.begin_snapshot(scope)
        return True

    def _was_refused(self, scope: Scope) -> bool:
        return self.ticking() < self._refused.get(scope, float("-inf"))

    def _refuse(self, scope: Scope, error: ScopeRefused) -> None:
        _log.warning("the platform does not give the area %s %s", scope.kind.value, scope.code)
        self._refused[scope] = self.ticking() + self.pace.again
        self.store.scope_refused(scope, words_of(error.facts.get("why")))

    def _remove_stale(self, now: float) -> None:
        """Whatever the line and the area: a counter that was revoked, or is away for weeks, keeps nobody longer."""
        if now >= self._sweep:
            self._sweep = now + self.pace.sweep
            self.store.remove_stale(self.clock.now() - timedelta(days=self.days()), self._audit())

    def _give_up_area(self) -> None:
        """Who has come here lately stays as long as anybody who came from elsewhere."""
        self.more = False
        at = self.store.feed()
        if at is not None and at.run > 0:
            removed = self.store.give_up_area(self.clock.now() - timedelta(days=self.days()), self._audit())
            _log.warning("this counter was revoked: %d rows of its area are removed", removed)

    def _audit(self) -> AuditEntry:
        """What the store completes; by the courier, whoever is signed in."""
        outlet, window = self.place
        return AuditEntry(SNAPSHOT_TAKEN, self.clock.now(), COURIER, outlet, window)


@dataclass(frozen=True, slots=True)
class FeedCourier:
    """The `Courier` port: another one, and after each of its passes the feed, which hears whether it reached the
    platform. While more is left that could come at once the next pass starts at once. Raises StoreTrouble.
    """

    courier: Courier
    feed: Feed

    def pass_once(self) -> PassReport:
        """One pass of the other courier, then the feed, unless another process is courier."""
        report = self.courier.pass_once()
        if not report.busy:
            revoked = report.trouble in (EnrolmentRevoked.__name__, TakenOver.__name__)
            self.feed(reached=report.reached, revoked=revoked, work_waits=report.more)
        return report

    def delay_after(self, report: PassReport) -> float:
        """As the other courier plans it, or none; after trouble its back-off stands, whatever the feed has left."""
        at_once = report.reached and not report.trouble and self.feed.more
        return 0.0 if at_once else self.courier.delay_after(report)
