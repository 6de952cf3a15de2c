"""What happens to a holder where no counter has a hand in it: a loss reported through 12333, the app or the bank, a
release or a cancellation at another hall.

Refuses to ask anybody whether it is lawful: it has happened. Who keeps the records tells it in the feed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from practice.platform import cards, feed, rules
from practice.platform import database as db
from practice.platform.connection import Connection
from practice.population import SEPARATE_BANKS, minute_of

KINDS = ("temporary-loss", "formal-loss", "release", "cancellation")
SOURCES: Mapping[str, Mapping[str, str]] = {
    "12333": {"zh": "12333 热线", "en": "the 12333 hotline"},
    "app": {"zh": "电子社保卡 App", "en": "the electronic card's app"},
    "bank": {"zh": "银行网点", "en": "a branch of the bank"},
    "hall": {"zh": "市民中心窗口", "en": "a window of the city hall"},
}
_DAYS = 7


def happen(connection: Connection, number: str, kind: str, channel: str, now: datetime) -> bool:
    """Let it happen to the card of that holder that is in use, the newest of several; False where there is none.

    `kind` of KINDS, `channel` of SOURCES. Raises KeyError for another.
    """
    targets, source = rules.RULES[kind], feed.Source(channel, SOURCES[channel])
    moment = db.say_moment(now)
    with db.writing(connection):
        living = [card for card in cards.of_holder(connection, number, moment) if card["state"] not in ("0", "9")]
        if not living:
            return False
        card = living[-1]
        until = db.say_moment(minute_of(now) + timedelta(days=_DAYS)) if kind == "temporary-loss" else None
        told = card["bank"] is not None and card["bank"] not in SEPARATE_BANKS
        halves = {half: rule.target for half, rule in targets.items() if half == "ssc" or told}
        stands: dict[str, cards.Row] = {half: {"state": it, "loss_until": until} for half, it in halves.items()}
        cards.change(connection, card, **stands)
        feed.tell(connection, number, kind, moment, card=str(card["number"]), source=source)
    return True
