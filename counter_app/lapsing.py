"""Which work must not be sent any more because its period was over before it was.

Refuses to be fooled by a moment of acceptance that lies ahead because a clock once did: such work was accepted when the
clock was taken back at the latest.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from counter_app.contact import ContactStore
from counter_app.domain import period
from counter_app.domain.operation import Work


def lapsed(store: ContactStore, works: Sequence[Work], now: datetime) -> list[Work]:
    """Those of `works` that are temporary losses whose days are over at `now`. Raises StoreTrouble."""
    losses = [work for work in works if period.over_at(work.operation) is not None]
    taken = store.clock_taken_back() if losses else None
    return [
        work
        for work in losses
        if period.lapsed(work.operation, now, accepted=taken.accepted(work) if taken is not None else None)
    ]
