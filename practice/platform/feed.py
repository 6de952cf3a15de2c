"""The feed of the practice platform: what changed for whom, in the order it was committed, for counters that ask later.

Whoever changes anything about a holder tells it here, inside the same transaction; one writer at a time makes the
order of places the order of commits. Refuses to hold what a holder is like: whoever asks gets that as it stands then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from practice.platform.connection import Connection
from practice.platform.forms import OperationForm

COUNTER, PLATFORM = "counter", "platform"
LAPSED, CARD_READY, MAKING_FAILED = "lapsed", "card-ready", "making-failed"
REVIEW_PASSED, REVIEW_FAILED = "review-passed", "review-failed"
_Json = dict[str, object]
_ITSELF = {"zh": "省平台", "en": "the platform"}
_CHANGES_NOTHING = frozenset(
    {"status-proof", "consent-withdrawal", "data-copy", "pin-change", "pin-reset", "pin-unblock"}
)
_TELL = """INSERT INTO feed (holder, kind, channel, at, told_at, source, card, operation_id)
    VALUES (?,?,?,?,?,?,?,?)"""


class Gone(Exception):
    """The feed no longer has what comes after that cursor, or never had it."""


@dataclass(frozen=True, slots=True)
class Source:
    """By which way a change came, and who made it, in words."""

    channel: str = PLATFORM
    words: Mapping[str, str] | None = None
    operation_id: str | None = None


BY_ITSELF = Source()


def tell(
    connection: Connection,
    holder: str,
    kind: str,
    now: str,
    *,
    at: str = "",
    card: str | None = None,
    source: Source = BY_ITSELF,
) -> None:
    """Something changed for that holder. `now`, `at`: moments as text; `at` when it took effect, now unless said."""
    words = json.dumps(dict(source.words or _ITSELF), ensure_ascii=False)
    connection.execute(_TELL, (holder, kind, source.channel, at or now, now, words, card, source.operation_id))


def tell_of(
    connection: Connection, form: OperationForm, answer: Mapping[str, object], fresh: Sequence[_Json], now: str
) -> None:
    """What an operation has just changed, where it has. `fresh`: its halves that were decided now."""
    changed = any(half["verdict"] == "accepted" and not half["code"] for half in fresh)
    whole = not form.changes and answer["verdict"] == "accepted" and form.procedure not in _CHANGES_NOTHING
    if changed or whole:
        words = {"zh": f"网点 {form.outlet} {form.window} 号窗口", "en": f"outlet {form.outlet}, window {form.window}"}
        source, card = Source(COUNTER, words, form.id), answer["card_number"]
        tell(connection, form.holder.number, form.procedure, now, card=str(card) if card else None, source=source)


def head(connection: Connection) -> int:
    """The last place there is."""
    return int(connection.execute("SELECT coalesce(max(place), 0) FROM feed").fetchone()[0])


def cursor_of(instance: str, place: int) -> str:
    """What a counter keeps of that place."""
    return f"{instance}.{place}"


def place_of(connection: Connection, instance: str, cursor: str) -> int:
    """The place of a cursor; "" is where the feed of this platform begins. Raises Gone."""
    whose, _, place = cursor.rpartition(".")
    at = int(place) if place.isascii() and place.isdigit() and len(place) <= 15 else -1
    if not cursor:
        whose, at = instance, 0
    first = connection.execute("SELECT min(place) FROM feed").fetchone()[0]
    if whose != instance or not (0 if first is None else int(first) - 1) <= at <= head(connection):
        raise Gone
    return at


def expire(connection: Connection, before: str) -> None:
    """Forget what was told before that moment, but for the last of all. Inside a transaction."""
    connection.execute("DELETE FROM feed WHERE told_at < ? AND place < ?", (before, head(connection)))
