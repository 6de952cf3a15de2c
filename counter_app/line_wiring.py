"""Where the courier meets the parts of a counter: what it carries by, and what it asks the platform for besides.

Refuses to open a store: it takes the counter's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from counter_app.by_hand import ByHand
    from counter_app.ports import Clock, Courier
    from counter_app.wiring import Counter

# Heavy, and not needed before the first pass.
LINE_MODULES = ("pydantic.main", "sync.wire", "httpx", "http_message_signatures", "sync.courier")


def courier_stays(counter: Counter) -> bool:
    """Whether a courier goes on when the window is closed while work waits: not where nobody could say the passphrase
    to it. Raises StoreTrouble.
    """
    from sync.staying import wanted

    return wanted() and not counter.under_passphrase


def by_hand(counter: Counter) -> ByHand:
    """Carrying by hand, for the window: nothing of it is imported before it is asked for. Raises StoreTrouble."""
    from counter_app.transfer_wiring import transfers

    return transfers(counter)


def line_courier(counter: Counter, machine: Clock) -> Courier:
    """The courier of this counter. Raises StoreTrouble."""
    from counter_app.after_restore import after_restore
    from counter_app.audit_wiring import head_news
    from counter_app.feed_wiring import reference_news, with_feed
    from counter_app.retention_wiring import retention
    from counter_app.transfer_wiring import key_news
    from local_store.courier_lock import courier_lock
    from sync.courier import LineCourier
    from sync.news import NewsCourier, pack_news
    from sync.retaining import Retaining
    from sync.standing import Standing
    from sync.true_time import TrueTime

    ring = counter.enrolling
    line = LineCourier(
        store=counter.store(),
        platform=counter.platform(),
        clock=machine,
        moments=counter.onward,
        lock=lambda: courier_lock(counter.folder),
        longest_wait=counter.longest_wait(),
        batch=counter.settings.count("courier.batch"),
        standing=Standing(ring.ask, ring.key, every=counter.settings.number("enrolment.asked_every")),
    )
    rules = counter.rules_in_use
    packs = pack_news(rules.ask, rules.take, rules.garbled, practice=counter.practice)
    heads = head_news(counter)
    place = counter.settings["outlet"], counter.settings["window"]
    news = (
        TrueTime(counter.store(), counter.onward, place),
        ring.see_to,
        packs,
        key_news(counter),
        reference_news(counter),
        heads,
        Retaining(retention(counter)),
        after_restore(counter),
    )
    return with_feed(counter, NewsCourier(line, news, behind_work=heads.hurry))
