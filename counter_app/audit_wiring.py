"""Where the audit trail's anchors meet the parts of a counter: what the courier carries, what a verification asks.

Refuses to open a store: it takes the counter's own.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from counter_app import anchoring
from counter_app.domain.errors import PlatformTrouble, StoreTrouble
from counter_app.domain.operation import AuditEntry
from counter_app.settings import KEYS, Settings
from local_store.folder import mark_of

if TYPE_CHECKING:
    from counter_app.auditing import Anchor
    from counter_app.domain.operation import AuditReport
    from counter_app.domain.text import Text
    from counter_app.wiring import Counter
    from sync.audit_heads import HeadNews

CARD_READ, DOCUMENT_READ = "card.read", "document.read"
_log = logging.getLogger(__name__)


def head_news(counter: Counter) -> HeadNews:
    """Anchors the trail after a pass that reached the platform. Raises StoreTrouble."""
    from sync.audit_heads import HeadNews

    return HeadNews(
        store=counter.store(),
        platform=counter.platform,
        place=_place(counter),
        clock=counter.onward,
        keep=partial(anchoring.keep_last, counter.secrets()),
        every=timedelta(seconds=counter.settings.number("audit.anchored_every")),
    )


def verified(counter: Counter) -> AuditReport:
    """The trail beside the heads kept here. Raises StoreTrouble."""
    return anchoring.verified(counter.store(), _known(counter))


def verified_there(counter: Counter) -> tuple[AuditReport, Anchor | None]:
    """The trail beside the platform's own head too. Raises StoreTrouble, PlatformTrouble."""
    return anchoring.verified_there(counter.store(), counter.platform(), _known(counter), _place(counter))


def chain_in_words(counter: Counter) -> list[Text]:
    """How the trail stands, beside the platform's own head where it answers. Raises StoreTrouble."""
    try:
        report, anchor = verified_there(counter)
    except PlatformTrouble:
        return anchoring.said(verified(counter), last_anchor(counter), asked=False)
    return anchoring.said(report, anchor, asked=True)


def last_anchor(counter: Counter) -> Anchor | None:
    """The last head the platform is known here to have taken. Raises StoreTrouble."""
    return anchoring.last_kept(counter.secrets())


def note_looked(counter: Counter, what: str, number: str, *, clerk: str, full: bool) -> None:
    """A card or document was read by command: who looked at whom. Raises StoreTrouble."""
    facts = {"number": number, **({"full": "yes"} if full else {})}
    _note(counter, what, "", facts, clerk=clerk)


def note_settings(counter: Counter, before: Settings, after: Settings, *, clerk: str) -> None:
    """Each setting that is another one now, with what it was. A folder that was never made has no trail yet; where the
    store cannot be written, settings still are: they may be what is to be mended, and the log says so.
    """
    changed = [key.name for key in KEYS if before[key.name] != after[key.name]]
    try:
        mark = mark_of(counter.folder)
        if mark is None or not mark.whole or counter.locked:
            return
        for name in changed:
            _note(counter, "setting.changed", name, {"from": before[name], "to": after[name]}, clerk=clerk)
    except StoreTrouble as trouble:
        _log.warning("changed, and not on record: %s, %s", ", ".join(changed), trouble.code)


def _note(counter: Counter, what: str, subject: str, facts: Mapping[str, str], *, clerk: str) -> None:
    outlet, window = _place(counter)
    counter.store().note(AuditEntry(what, counter.onward.now(), clerk, outlet, window, subject, dict(facts)))


def _known(counter: Counter) -> list[Anchor]:
    last = last_anchor(counter)
    return [last] if last is not None else []


def _place(counter: Counter) -> tuple[str, str]:
    return counter.settings["outlet"], counter.settings["window"]
