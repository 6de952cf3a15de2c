"""A day of the counter that does not end under a test. Refuses to set any clock: before midnight it waits for it."""

from datetime import UTC, date, datetime, timedelta

from counter_app.domain.moments import local
from tests.parts.processes import wait_until

LASTS = timedelta(seconds=45)
"""More than ten times what the longest test of a day takes on a quiet machine."""


def lasting_today() -> date:
    """Today in China, once it goes on for `LASTS`: what a test records now and what it asks about lie in one day."""

    def lasts() -> date | None:
        now = datetime.now(UTC)
        today = local(now).date()
        return today if local(now + LASTS).date() == today else None

    return wait_until(lasts, seconds=LASTS.total_seconds() + 15, what="midnight in China to be over")
