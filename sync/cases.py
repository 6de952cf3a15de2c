"""Carries requests that could not be met to the platform, and that they were taken up here: after the work of a pass.

A row is sent until the platform has it; its number makes sending again harmless. Refuses to say anything about the
line: what fails here is tried again later, and work never waits for it. Nothing it logs names a person.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from counter_app.domain.case import CaseOnWay, Claim
from counter_app.domain.errors import PlatformTrouble
from counter_app.domain.operation import AuditEntry
from counter_app.ports import Clock, Platform, Store
from sync import pace, troubles

COURIER = "courier"
MOST_AT_ONCE = 4  # cases in one pass, each one or two requests: a loss recorded meanwhile goes before the others
SENT, NOT_TAKEN, TWICE = "case.sent", "case.number_taken", "case.taken_twice"
_log = logging.getLogger(__name__)


class CaseCourier:
    """`longest` seconds between two tries after trouble."""

    def __init__(self, *, store: Store, platform: Platform, clock: Clock, longest: float) -> None:
        self._store, self._platform, self._clock, self._longest = store, platform, clock, longest
        self._failures: dict[str, int] = {}
        self._not_before: datetime | None = None
        self._wait = 0.0

    def carry(self) -> bool:
        """Send some of what waits, what never failed first; the first trouble ends it for now. True when more can go at
        once. Raises StoreTrouble only.
        """
        if not self._rested():
            return False
        waiting = self._store.cases_to_send()
        for one in sorted(waiting, key=lambda case: self._failures.get(case.case.number, 0))[:MOST_AT_ONCE]:
            try:
                self._send(one)
            except PlatformTrouble as trouble:
                self._failed(one, trouble)
                return False
            self._failures.pop(one.case.number, None)
        self._not_before = None
        return len(waiting) > MOST_AT_ONCE

    def _rested(self) -> bool:
        now, until = self._clock.now(), self._not_before
        # A clock set back in the meantime must not keep anything waiting.
        return until is None or now >= until or (until - now).total_seconds() > self._wait

    def _failed(self, one: CaseOnWay, trouble: PlatformTrouble) -> None:
        failures = self._failures[one.case.number] = self._failures.get(one.case.number, 0) + 1
        history = pace.History(failures=failures, retry_after=troubles.said_seconds(trouble))
        self._wait = pace.next_wait(history, longest=self._longest, draw=1.0)
        self._not_before = self._clock.now() + timedelta(seconds=self._wait)
        _log.info("case left for later: %s, %s", one.case.number, trouble.code)

    def _send(self, one: CaseOnWay) -> None:
        """The case, then that it was taken up. Raises PlatformTrouble, StoreTrouble."""
        number = one.case.number
        if not one.sent:
            kept = self._platform.keep_case(one.case)
            self._store.case_sent(number, self._entry(SENT if kept else NOT_TAKEN, one), kept=kept)
            if not kept:
                _log.warning("the platform has another case under %s", number)
                return
        if one.taken is None:
            return
        claimed = self._platform.take_up_case(number, one.key, one.taken)
        # Taken up here without a line, elsewhere with one: both stand, and a supervisor is to know.
        what = TWICE if claimed.claim is Claim.ELSEWHERE else "case.resumed_told"
        self._store.resume_case(number, self._entry(what, one), told=True)

    def _entry(self, what: str, one: CaseOnWay) -> AuditEntry:
        return AuditEntry(
            what=what,
            at=self._clock.now(),
            clerk=COURIER,
            outlet=one.case.outlet,
            window=one.case.window,
            subject=one.case.number,
            facts={"kind": one.case.kind.value, "reason": one.case.reason},
        )
