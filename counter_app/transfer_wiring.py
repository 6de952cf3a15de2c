"""Where carrying by hand meets the parts of a counter: `transfers` for the command, `key_news` for the courier.

Refuses to open a store: it takes the counter's own.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from counter_app.domain.enrolment_errors import NotEnrolled
from counter_app.enrolment import CounterKey, ended, read
from counter_app.provinces.in_use import signing_key

if TYPE_CHECKING:
    from counter_app.wiring import Counter
    from sync.transfer import Transfers
    from sync.transfer_news import KeyNews


def transfers(counter: Counter) -> Transfers:
    """Carrying by hand at this counter. Raises StoreTrouble."""
    from sync.transfer import Transfers

    return Transfers(
        store=counter.store(),
        platform=counter.platform(),
        secrets=counter.secrets(),
        clock=counter.onward,
        key=partial(_key, counter),
        outlet=counter.settings["outlet"],
        window=counter.settings["window"],
        machine=counter.onward.machine,
    )


def key_news(counter: Counter) -> KeyNews:
    """Fetches the platform's transfer key. Raises StoreTrouble."""
    from sync.transfer_news import KeyNews

    practice = counter.trainer().signing_key if counter.practice else None
    return KeyNews(
        counter.platform(), counter.store(), partial(signing_key, counter.settings, practice), practice=counter.practice
    )


def _key(counter: Counter) -> CounterKey:
    """The key as it stands here: with no line nobody can say more. Raises NotEnrolled, StoreTrouble."""
    enrolled = read(counter.secrets()).enrolled
    if enrolled is None:
        raise NotEnrolled(handed_over=False)
    if enrolled.revoked:
        raise ended(enrolled)
    return enrolled.key
