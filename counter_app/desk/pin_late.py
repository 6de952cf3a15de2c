"""What a card said of its PIN when nobody waited for it any more.

Noted in the audit under the clerk and the visit it was begun for. If the card did take it, it is kept as any other: the
PIN was changed, and the holder's records would be wrong without it. Refuses to touch a page: the card is asked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace

from counter_app.desk import pin_records
from counter_app.desk.station import Station
from counter_app.domain.errors import CardTrouble, StoreTrouble
from counter_app.domain.operation import AuditEntry

_LOG = logging.getLogger(__name__)


def came(
    station: Station,
    entry: AuditEntry,
    finished: pin_records.Finished | None,
    facts_of: Callable[[CardTrouble], Mapping[str, str]],
    trouble: CardTrouble | None,
) -> None:
    """The card's answer after all: None when it did what it was told. `finished`: what is to be kept then. In a thread
    of the reader's; a store that cannot take it is told in the log, because nobody is there to hear it.
    """
    said = {"answer": "done"} if trouble is None else {"answer": trouble.code, **facts_of(trouble)}
    try:
        station.store.note(replace(entry, at=station.clock.now(), facts={**entry.facts, **said}))
        if trouble is None and finished is not None:
            pin_records.record(station, finished)
    except StoreTrouble as error:
        _LOG.warning("a late answer about a PIN (%s) could not be kept: %s", said["answer"], error.code)
