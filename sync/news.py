"""What a counter asks the platform for besides its work, after a pass that found it there: what it signed about packs.

Refuses to hold work up: a pass is told as it went, and trouble with news is no trouble of the line. News is asked for
at the first pass that finds the platform, then now and then.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from counter_app.domain.declaration import SignedStatement
from counter_app.domain.errors import NoPlatform, PlatformTrouble
from counter_app.domain.text import Text
from counter_app.ports import Courier, PassReport
from sync.body import GARBAGE

HOURLY, IN_PRACTICE = 3600.0, 30.0  # seconds: a trainer does not wait an hour
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class PackNews:
    """Fetches (`ask`) and hands on (`take`) what the platform has signed about packs. `every`: seconds between two
    times it is asked; `garbled` is told why an answer could not be read. Raises StoreTrouble only.
    """

    ask: Callable[[], Sequence[SignedStatement]]
    take: Callable[[Sequence[SignedStatement]], None]
    garbled: Callable[[Text], None]
    every: float
    clock: Callable[[], float] = time.monotonic
    _next: float = field(default=0.0, init=False)
    _asked: bool = field(default=False, init=False)

    def __call__(self) -> None:
        """Ask if it is time to."""
        now = self.clock()
        if self._asked and now < self._next:
            return
        self._asked, self._next = True, now + self.every
        try:
            self.take(self.ask())
        except PlatformTrouble as error:
            _log.info("no word on packs: %s", error.code)
            if isinstance(error, NoPlatform) and error.facts.get("why") == GARBAGE:
                self.garbled(GARBAGE)


def pack_news(
    ask: Callable[[], Sequence[SignedStatement]],
    take: Callable[[Sequence[SignedStatement]], None],
    garbled: Callable[[Text], None],
    *,
    practice: bool,
) -> PackNews:
    """The news of packs at the usual pace."""
    return PackNews(ask, take, garbled, every=IN_PRACTICE if practice else HOURLY)


@dataclass(frozen=True, slots=True)
class NewsCourier:
    """The `Courier` port: another one, and after each of its passes that reached the platform the news; `behind_work`
    before it, where the last of what waited was handed over. Raises StoreTrouble.
    """

    courier: Courier
    news: Sequence[Callable[[], None]]
    behind_work: Callable[[], None] = lambda: None

    def pass_once(self) -> PassReport:
        """One pass of the other courier, then the news."""
        report = self.courier.pass_once()
        if report.handed_over and not report.more:
            self.behind_work()
        if report.reached:
            for one in self.news:
                one()
        return report

    def delay_after(self, report: PassReport) -> float:
        """As the other courier plans it."""
        return self.courier.delay_after(report)
