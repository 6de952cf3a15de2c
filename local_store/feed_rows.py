"""The store's part of the feed (`counter_app.feed.FeedStore`): each method is one transaction over `local_store.feed`.

Refuses to be a store of its own: `local_store.store.SqlStore` is one by it.
"""

from __future__ import annotations

from datetime import datetime

from counter_app.domain.holder import Person
from counter_app.domain.operation import AuditEntry
from counter_app.domain.text import Text
from counter_app.enrolment import Scope
from counter_app.feed import FeedPlace, Heard, News, Page
from local_store import feed
from local_store.engine import Database


class FeedRows:
    """Every method as the port says. Raises StoreTrouble."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def feed(self) -> FeedPlace | None:
        with self._database.reading() as connection:
            return feed.place(connection)

    def fill(self, scope: Scope, people: tuple[Person, ...], *, at: datetime) -> None:
        with self._database.writing() as connection:
            feed.fill(connection, scope, people, at)

    def begin_snapshot(self, scope: Scope) -> FeedPlace:
        with self._database.writing() as connection:
            return feed.begin(connection, scope)

    def keep_page(self, page: Page, *, place: FeedPlace, audit: AuditEntry) -> None:
        with self._database.writing() as connection:
            feed.keep_page(connection, page, at=place, entry=audit)

    def keep_news(self, news: News, *, at: datetime) -> None:
        with self._database.writing() as connection:
            feed.keep_news(connection, news, at)

    def scope_refused(self, scope: Scope, why: Text) -> None:
        with self._database.writing() as connection:
            feed.refused(connection, scope, why)

    def besides(self, limit: int = 200) -> tuple[str, ...]:
        with self._database.reading() as connection:
            return feed.besides(connection, limit)

    def remove_stale(self, before: datetime, audit: AuditEntry) -> int:
        with self._database.writing() as connection:
            return feed.remove_stale(connection, before, audit)

    def give_up_area(self, since: datetime, audit: AuditEntry) -> int:
        with self._database.writing() as connection:
            return feed.give_up_area(connection, since, audit)

    def heard(self, holder_number: str) -> tuple[Heard, ...]:
        with self._database.reading() as connection:
            return feed.heard(connection, holder_number)
