"""Fetches the platform's transfer key while there is a line, so that it is here when there is none for weeks.

Refuses a key that is not signed as it should be, which is logged and changes nothing; trouble with it is no trouble of
the line.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from counter_app.domain.errors import PlatformTrouble, Refused
from counter_app.domain.transfer_key import believed
from counter_app.ports import Platform, Store
from sync.news import HOURLY, IN_PRACTICE

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class KeyNews:
    """After a pass that reached the platform. `trusted`: the platform's signing key as PEM, "" for none; raises
    Refused. Raises StoreTrouble only.
    """

    platform: Platform
    store: Store
    trusted: Callable[[], str]
    practice: bool
    clock: Callable[[], float] = time.monotonic
    _next: float | None = field(default=None, init=False)

    def __call__(self) -> None:
        """Ask if it is time to."""
        now = self.clock()
        if self._next is not None and now < self._next:
            return
        self._next = now + (IN_PRACTICE if self.practice else HOURLY)
        try:
            keys = believed(self.platform.transfer_key(), trusted=self.trusted(), practice=self.practice)
        except (PlatformTrouble, Refused) as error:
            _log.info("no transfer key: %s", error.code)
            return
        if self.store.platform_keys() != keys:
            self.store.keep_platform_keys(keys)
            _log.info("the platform's transfer key was kept")
