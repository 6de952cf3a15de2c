"""Another copy of the store than the one that was left, put in its place by hand: noticed when it is opened, by the
head of the trail that is kept beside the keys.

From then on no number is given that a paper may bear already, the trail says so, and the platform is asked what it has
of the days since, as after a restore. Refuses to pass for one: the verification goes on naming the fault.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from counter_app.anchoring import OTHER_COPY, last_kept
from counter_app.auditing import Head
from counter_app.domain.backup import Restoration
from counter_app.domain.errors import StoreTrouble
from counter_app.domain.operation import AuditEntry
from counter_app.ports import Secrets
from local_store import audit_heads, restorations, tables
from local_store.codec import words
from local_store.engine import Database

COURIER = "courier"
_AUDIT = tables.audit
_log = logging.getLogger(__name__)


def look(database: Database, secrets: Secrets) -> None:
    """Put it on record, once for each time it is found. Raises StoreTrouble."""
    kept = _kept(secrets)
    if kept is None:
        return
    with database.reading() as connection:
        if not _differs(connection, kept):
            return
        found = audit_heads.head(connection, kept.outlet, kept.window)
    _log.warning("the store is not the one that was left: the platform has taken a head it does not go through")
    here, last = (found[0].length, found[0].at) if found is not None else (0, datetime.now(UTC))
    moment = max(last, datetime.now(UTC))
    facts = {"here": str(here), "length": str(kept.length), "link": kept.link}
    entry = AuditEntry(OTHER_COPY, moment, COURIER, kept.outlet, kept.window, last.isoformat(), facts)
    with database.writing() as connection:
        restorations.keep(connection, Restoration(moment, last, COURIER, asked=False), entry)


def _kept(secrets: Secrets) -> Head | None:
    try:
        anchor = last_kept(secrets)
    except StoreTrouble as trouble:
        _log.warning("the head kept beside the keys cannot be read: %s", trouble.code)
        return None
    return anchor.head if anchor is not None else None


def _differs(connection: Connection, kept: Head) -> bool:
    """Whether the chain does not go through that head, does not say why, and that was not put on record yet."""
    place = (kept.outlet, kept.window)
    if audit_heads.links(connection, *place, kept.length - 1, 1) == (kept.link,):
        return False
    if audit_heads.restored_at(connection, *place, 0, since=kept.at) is not None:
        return False
    here = (_AUDIT.c.outlet == kept.outlet, _AUDIT.c.window == kept.window, _AUDIT.c.what == OTHER_COPY)
    said = connection.execute(select(_AUDIT.c.facts).where(*here)).scalars()
    return all(words(facts).get("link") != kept.link for facts in said)
