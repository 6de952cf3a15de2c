"""Where news meet the parts of a counter: whose rows it keeps, how long, which reference data, after which passes.

Refuses to open a store: it takes the counter's own.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from counter_app.domain.errors import StoreTrouble
from counter_app.provinces.in_use import signing_key

if TYPE_CHECKING:
    from counter_app.enrolment import Scope
    from counter_app.ports import Courier
    from counter_app.reference import Shelf
    from counter_app.wiring import Counter
    from sync.reference import ReferenceNews


def with_feed(counter: Counter, courier: Courier) -> Courier:
    """A courier that keeps the mirror of this counter up besides. Raises StoreTrouble."""
    from sync.feed import Feed, FeedCourier

    def scope() -> Scope | None:
        try:
            enrolled = counter.enrolling.enrolled()
        except StoreTrouble:  # the key cannot be read: nothing is asked for, and work goes on as with no line
            return None
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


def shelf(counter: Counter) -> Shelf:
    """Where the reference data of this counter stand. Raises StoreTrouble."""
    from counter_app.reference import Shelf

    practice = counter.trainer().signing_key if counter.practice else None
    return Shelf(counter.folder / "reference", partial(signing_key, counter.settings, practice))


def reference_news(counter: Counter) -> ReferenceNews:
    """Fetches them at the usual pace. Raises StoreTrouble."""
    from sync.news import HOURLY, IN_PRACTICE
    from sync.reference import ReferenceNews

    return ReferenceNews(counter.platform(), shelf(counter), IN_PRACTICE if counter.practice else HOURLY)
