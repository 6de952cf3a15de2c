"""Where this counter stands in the platform's feed, whose rows it keeps, and what it heard about unsettled work.

Refuses to move the cursor without what came with it: people, changes and place are one transaction. Refuses to undo a
newer row by a page that was overtaken on its way, and to remove anybody whom unsettled work or an open visit names.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Connection, delete, func, insert, select, update

from counter_app.domain.holder import Person
from counter_app.domain.operation import AuditEntry, WorkState
from counter_app.domain.text import Text
from counter_app.enrolment import Scope, ScopeKind
from counter_app.feed import (
    AREA_GIVEN_UP,
    ROWS_REMOVED,
    SNAPSHOT_DIFFERS,
    SNAPSHOT_TAKEN,
    Change,
    FeedPlace,
    Heard,
    News,
    Page,
)
from local_store import audit as trail
from local_store import people, tables, visits
from local_store.codec import moment_of, plain, sm3, stamp

_T = TypeVar("_T")
_FEED, _MEMBERS, _HEARD = tables.feed, tables.scope_members, tables.heard
_HOLDERS, _CARDS = tables.holders, tables.cards
_OUTBOX, _OPERATIONS = tables.outbox, tables.operations
_THE_FEED = 1
_LIST = 400
_OPEN_WORK = (
    select(_OPERATIONS.c.holder_number)
    .join_from(_OUTBOX, _OPERATIONS, _OPERATIONS.c.id == _OUTBOX.c.operation_id)
    .where(_OUTBOX.c.state != WorkState.SETTLED.value, _OPERATIONS.c.holder_number.is_not(None))
)


def place(connection: Connection) -> FeedPlace | None:
    """Where this counter stands, None before the first snapshot was begun."""
    row = connection.execute(select(_FEED).where(_FEED.c.id == _THE_FEED)).one_or_none()
    if row is None:
        return None
    counted = select(func.count()).select_from(_MEMBERS).where(_MEMBERS.c.run == row.run)
    return FeedPlace(
        scope=Scope(ScopeKind(row.kind), row.code, row.limit),
        run=row.run,
        cursor=row.cursor,
        next=row.next,
        heard_at=moment_of(row.heard_at) if row.heard_at else None,
        rows=int(connection.execute(counted).scalar_one()),
        trouble=Text(**json.loads(row.trouble)) if row.trouble else None,
    )


def fill(connection: Connection, scope: Scope, everybody: Sequence[Person], at: datetime) -> None:
    """A mirror that came with the folder."""
    fresh = begin(connection, scope)
    people.keep(connection, everybody)
    _belong(connection, [one.holder.number for one in everybody], fresh.run)
    _write(connection, replace(fresh, next=None, heard_at=at))


def begin(connection: Connection, scope: Scope) -> FeedPlace:
    """Take everything anew under another run."""
    people.forget_versions(connection)
    before = place(connection)
    fresh = FeedPlace(scope, run=before.run + 1 if before else 1, cursor="", next="")
    _write(connection, fresh)
    return fresh


def refused(connection: Connection, scope: Scope, why: Text) -> None:
    """Keep the platform's reason."""
    before = place(connection) or FeedPlace(scope, run=0, cursor="", next="")
    _write(connection, replace(before, trouble=why))


def keep_page(connection: Connection, page: Page, *, at: FeedPlace, entry: AuditEntry) -> None:
    """A page of the snapshot that stands at that place."""
    now = place(connection)
    if now is None or (now.run, now.next) != (at.run, at.next) or now.next is None:
        return
    people.keep(connection, page.people, newest_only=True)
    _belong(connection, [one.holder.number for one in page.people], now.run)
    cursor = page.cursor if now.next == "" else now.cursor
    after = replace(now, cursor=cursor, next=page.next, heard_at=entry.at, trouble=None)
    _write(connection, after)
    if page.next is None:
        _finish(connection, page, after, entry)


def _finish(connection: Connection, page: Page, whole: FeedPlace, entry: AuditEntry) -> None:
    """The last page came: are these the people the platform spoke of? Then nobody else belongs here."""
    mine = select(_MEMBERS.c.number).where(_MEMBERS.c.run == whole.run)
    numbers = sorted(connection.execute(mine).scalars())
    if sm3("\n".join(numbers)) != page.digest:
        begin(connection, whole.scope)
        trail.append(connection, replace(entry, what=SNAPSHOT_DIFFERS, facts={"rows": str(len(numbers))}))
        return
    former = list(connection.execute(select(_MEMBERS.c.number).where(_MEMBERS.c.run != whole.run)).scalars())
    connection.execute(delete(_MEMBERS).where(_MEMBERS.c.run != whole.run))
    removed = _remove(connection, former)
    facts = {"rows": str(len(numbers)), "removed": str(removed), "scope": whole.scope.kind.value}
    trail.append(connection, replace(entry, what=SNAPSHOT_TAKEN, facts=facts))


def keep_news(connection: Connection, news: News, at: datetime) -> None:
    """What the feed told, where this counter still stands at its beginning."""
    now = place(connection)
    if now is None or now.next is not None or now.cursor != news.after:
        return
    inside = [change.holder_number for change in news.changes if change.in_scope]
    outside = [change.holder_number for change in news.changes if not change.in_scope]
    named = _named(connection)
    known = set(inside) | _known(connection, outside) | named
    people.keep(connection, [one for one in news.people if one.holder.number in known], newest_only=True)
    _belong(connection, list(dict.fromkeys(inside)), now.run)
    for chunk in _chunks(outside):
        connection.execute(delete(_MEMBERS).where(_MEMBERS.c.number.in_(chunk)))
    _hear(connection, news.changes, at)
    _write(connection, replace(now, cursor=news.cursor, heard_at=at, trouble=None))


def besides(connection: Connection, limit: int) -> tuple[str, ...]:
    """Open work and visits first, then whoever was heard of last."""
    named = _named(connection)
    pressing = sorted(named - _members_of(connection, sorted(named)))
    visited = (
        select(_HOLDERS.c.number)
        .where(_HOLDERS.c.number.not_in(select(_MEMBERS.c.number)))
        .order_by(_HOLDERS.c.as_of.desc())
        .limit(limit)
    )
    return tuple(dict.fromkeys([*pressing, *connection.execute(visited).scalars()]))[:limit]


def remove_stale(connection: Connection, before: datetime, entry: AuditEntry) -> int:
    """People of past visits, and changes that were heard, older than that."""
    now = place(connection)
    if now is None or now.next is not None:
        return 0
    old = select(_HOLDERS.c.number).where(
        _HOLDERS.c.as_of < stamp(before), _HOLDERS.c.number.not_in(select(_MEMBERS.c.number))
    )
    removed = _remove(connection, list(connection.execute(old).scalars()))
    settled = _HEARD.c.holder_number.not_in(_OPEN_WORK)
    connection.execute(delete(_HEARD).where(_HEARD.c.heard_at < stamp(before), settled))
    if removed:
        trail.append(connection, replace(entry, what=ROWS_REMOVED, facts={"removed": str(removed)}))
    return removed


def give_up_area(connection: Connection, since: datetime, entry: AuditEntry) -> int:
    """The people of the area go; a snapshot of any area begins with nobody."""
    now = place(connection)
    if now is None or now.run == 0:
        return 0
    recent = select(_OPERATIONS.c.holder_number).where(_OPERATIONS.c.accepted_at >= stamp(since))
    served = set(connection.execute(recent.where(_OPERATIONS.c.holder_number.is_not(None)).distinct()).scalars())
    members = set(connection.execute(select(_MEMBERS.c.number)).scalars())
    connection.execute(delete(_MEMBERS))
    _write(connection, FeedPlace(now.scope, run=0, cursor="", next=None, heard_at=now.heard_at))
    removed = _remove(connection, sorted(members - served))
    trail.append(connection, replace(entry, what=AREA_GIVEN_UP, facts={"removed": str(removed)}))
    return removed


def heard(connection: Connection, holder_number: str) -> tuple[Heard, ...]:
    """What was heard about that holder while work was unsettled here."""
    mine = select(_HEARD).where(_HEARD.c.holder_number == holder_number).order_by(_HEARD.c.at, _HEARD.c.id)
    return tuple(
        Heard(
            holder_number=row.holder_number,
            kind=row.kind,
            channel=row.channel,
            at=moment_of(row.at),
            source=Text(**json.loads(row.source)),
            card_number=row.card_number or "",
            operation_id=row.operation_id,
            heard_at=moment_of(row.heard_at),
        )
        for row in connection.execute(mine)
    )


def _write(connection: Connection, at: FeedPlace) -> None:
    values = {
        "kind": at.scope.kind.value,
        "code": at.scope.code,
        "limit": at.scope.limit,
        "run": at.run,
        "cursor": at.cursor,
        "next": at.next,
        "heard_at": stamp(at.heard_at) if at.heard_at else None,
        "trouble": plain({"zh": at.trouble.zh, "en": at.trouble.en}) if at.trouble else None,
    }
    if connection.execute(update(_FEED).where(_FEED.c.id == _THE_FEED).values(**values)).rowcount == 0:
        connection.execute(insert(_FEED).values(id=_THE_FEED, **values))


def _belong(connection: Connection, numbers: Sequence[str], run: int) -> None:
    for chunk in _chunks(numbers):
        connection.execute(delete(_MEMBERS).where(_MEMBERS.c.number.in_(chunk)))
        connection.execute(insert(_MEMBERS), [{"number": number, "run": run} for number in chunk])


def _hear(connection: Connection, changes: Sequence[Change], at: datetime) -> None:
    """Changes that concern unsettled work of this counter, its own left out."""
    open_holders = set(connection.execute(_OPEN_WORK).scalars())
    concern = [change for change in changes if change.holder_number in open_holders]
    ids = [change.operation_id for change in concern if change.operation_id]
    own: set[str] = set()
    for chunk in _chunks(ids):
        own |= set(connection.execute(select(_OPERATIONS.c.id).where(_OPERATIONS.c.id.in_(chunk))).scalars())
    for change in concern:
        if change.operation_id not in own:
            connection.execute(insert(_HEARD).values(**_heard_row(change, at)))


def _heard_row(change: Change, at: datetime) -> dict[str, object]:
    return {
        "holder_number": change.holder_number,
        "kind": change.kind,
        "channel": change.channel,
        "at": stamp(change.at),
        "source": plain({"zh": change.source.zh, "en": change.source.en}),
        "card_number": change.card_number or None,
        "operation_id": change.operation_id,
        "heard_at": stamp(at),
    }


def _named(connection: Connection) -> set[str]:
    """Whom unsettled work or an open visit names."""
    by_work = set(connection.execute(_OPEN_WORK).scalars())
    return by_work | {visit.holder_number for visit in visits.open_visits(connection) if visit.holder_number}


def _members_of(connection: Connection, numbers: Sequence[str]) -> set[str]:
    """Those of them who belong to the area."""
    found: set[str] = set()
    for chunk in _chunks(numbers):
        found |= set(connection.execute(select(_MEMBERS.c.number).where(_MEMBERS.c.number.in_(chunk))).scalars())
    return found


def _known(connection: Connection, numbers: Sequence[str]) -> set[str]:
    """Those of whom there is a row already."""
    found: set[str] = set()
    for chunk in _chunks(numbers):
        found |= set(connection.execute(select(_HOLDERS.c.number).where(_HOLDERS.c.number.in_(chunk))).scalars())
    return found


def _remove(connection: Connection, numbers: Sequence[str]) -> int:
    """Rows of these people but for whom work or a visit names; how many."""
    named = _named(connection)
    gone = sorted(_known(connection, numbers) - named)
    for chunk in _chunks(gone):
        connection.execute(delete(_CARDS).where(_CARDS.c.holder_number.in_(chunk)))
        connection.execute(delete(_HOLDERS).where(_HOLDERS.c.number.in_(chunk)))
    return len(gone)


def _chunks(things: Sequence[_T]) -> Iterable[Sequence[_T]]:
    for start in range(0, len(things), _LIST):
        yield things[start : start + _LIST]
