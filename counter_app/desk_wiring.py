"""The station behind a desk: each port from the part of the counter that keeps it, and the rules of today.

Refuses to open anything by itself: the counter does, and only once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from counter_app.code_wiring import CodeKeys
from counter_app.desk.station import Station
from counter_app.devices import CardPin
from counter_app.domain.moments import today_in_china
from counter_app.sign_in_wiring import proving
from local_store.courier_lock import paper_lock

if TYPE_CHECKING:
    from counter_app.wiring import Counter


def station_of(counter: Counter, *, seat: str, pin: Callable[[], CardPin]) -> Station:
    """A station of its own for `seat`. Raises StoreTrouble, BadInput, RulesNotInForce."""
    from counter_app.wiring import SystemClock

    rules, today = counter.rules_in_use, today_in_china()
    mark, province = rules.mark(), rules.for_work(today)
    return Station(
        store=counter.store(),
        platform=counter.platform(),
        paper=counter.paper(),
        printer=counter.printer(),
        province=province,
        place=counter.place(province),
        clock=SystemClock(),
        seat=seat,
        pin=pin,
        renew=rules.for_work,
        rules_day=today,
        signed=rules.mark,
        rules_mark=mark,
        onward=counter.onward,
        prove=proving(counter),
        pressing=partial(paper_lock, counter.folder),
        codes=CodeKeys(counter),
    )
