"""Where the feed meets the parts of a counter: whose rows it keeps, how long, and after which passes it is asked.

Refuses to open a store: it takes the counter's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter_app.enrolment import Scope
    from counter_app.ports import Courier
    from counter_app.wiring import Counter


def with_feed(counter: Counter, courier: Courier) -> Courier:
    """A courier that keeps the mirror of this counter up besides. Raises StoreTrouble."""
    from sync.feed import Feed, FeedCourier

    def scope() -> Scope | None:
        enrolled = counter.enrolling.enrolled()
        return enrolled.grant.scope if enrolled is not None and not enrolled.revoked else None

    feed = Feed(
        platform=counter.platform(),
        store=counter.store(),
        clock=counter.onward,
        scope=scope,
        days=lambda: counter.rules().province.mirror_days,
        place=(counter.settings["outlet"], counter.settings["window"]),
    )
    return FeedCourier(courier, feed)
