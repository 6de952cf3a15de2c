"""How many wrong passwords a door takes before it stays shut for a while; counter and practice platform keep the one
rule.

GB/T 22239-2019 8.1.4.1 b) asks for a limit on failed sign-ins and names no number; NIST SP 800-63B-4 section 3.2.2
allows 100 in a row at most. Five here, then a wait that doubles: some 35 guesses on the first day, five on each later
one. Refuses to look at a clock, and to judge a try before it is counted: pulling the plug gives none for free.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

TRIES = 5
FIRST, LONGEST = timedelta(minutes=15), timedelta(hours=24)
_MOST_DOUBLINGS = 10


@dataclass(frozen=True, slots=True)
class Lockout:
    """`failures` since the last success; shut while the time is before `until`."""

    failures: int = 0
    until: datetime | None = None

    def shut(self, now: datetime) -> datetime | None:
        """Until when it is shut at that moment; None where it is open."""
        return self.until if self.until is not None and now < self.until else None

    def tried(self, now: datetime) -> Lockout:
        """After one more try, written down before it is judged; a success forgets them all (`Lockout()`)."""
        failures = self.failures + 1
        if failures % TRIES:
            return Lockout(failures)
        doublings = min(failures // TRIES - 1, _MOST_DOUBLINGS)
        return Lockout(failures, now + min(FIRST * 2**doublings, LONGEST))

    def shut_until(self, moment: datetime) -> Lockout:
        """Shut at least until that moment: somebody else has shut it."""
        return Lockout(self.failures, moment if self.until is None else max(self.until, moment))
