"""The platform's feed at hand: its own code over a database, the wire's words, a clock of the test's."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from counter_app.domain.errors import NoPlatform
from counter_app.domain.operation import Answer, Operation
from counter_app.domain.text import same
from counter_app.enrolment import Scope, ScopeKind
from counter_app.feed import FeedStore, News, Page
from practice import elsewhere
from practice.platform import areas, database, feed, ledger, news
from practice.platform.connection import Connection
from practice.population import CITY, OUTLET, TOWNSHIP
from sync import feed_wire, wire
from sync.feed import Feed, Pace
from tests.parts import signing

HERE = Scope(ScopeKind.OUTLET, OUTLET)
AROUND = Scope(ScopeKind.TOWNSHIP, TOWNSHIP)
EVERYWHERE = Scope(ScopeKind.CITY, CITY)
AT_ONCE = Pace(every=0.0, turn=60.0, sweep=0.0, again=60.0, anew=0.0)


@dataclass
class Province:
    """A platform's database and its clock. `lost`: so many answers that come next are lost on their way; `asked`: the
    bodies that came.
    """

    connection: Connection
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    granted: Scope = HERE
    lost: int = 0
    asked: list[bytes] = field(default_factory=list)

    def news(self, cursor: str, *, scope: Scope, besides: tuple[str, ...] = (), limit: int = 200) -> News | None:
        body = feed_wire.write_news(cursor, scope, besides, limit)
        form = news.NewsForm.model_validate_json(body)
        self._may(body, scope)
        try:
            told = news.news(self.connection, form, scope, self.now)
        except feed.Gone:
            return None
        return feed_wire.read_news(self._answer(told), cursor=cursor)

    def snapshot_page(self, scope: Scope, *, after: str, limit: int) -> Page:
        body = feed_wire.write_snapshot(scope, after, limit)
        form = news.SnapshotForm.model_validate_json(body)
        self._may(body, scope, everybody=True)
        told = news.snapshot(self.connection, form, scope, self.now)
        return feed_wire.read_page(self._answer(told), after=after, limit=limit)

    def take(self, operation: Operation) -> Answer:
        """Work of any counter, a second later."""
        self.now += timedelta(seconds=1)
        raw = json.loads(wire.write_batch([operation]))["operations"]
        answers = ledger.take(self.connection, raw, self.now, caller=signing.CALLER)
        return wire.read_answers(json.dumps({"answers": answers}).encode())[0]

    def happen(self, number: str, kind: str, channel: str = "12333") -> None:
        """Something that no counter has a hand in, a second later."""
        self.now += timedelta(seconds=1)
        assert elsewhere.happen(self.connection, number, kind, channel, self.now)

    def _may(self, body: bytes, scope: Scope, *, everybody: bool = False) -> None:
        self.asked.append(body)
        try:
            areas.must_be_granted(self.connection, scope, self.granted)
            if everybody:
                areas.must_not_be_too_many(self.connection, scope, self.granted)
        except areas.NotGranted as error:
            raise feed_wire.read_refusal(json.dumps({"reason": error.reason}).encode()) from error

    def _answer(self, told: object) -> bytes:
        if self.lost:
            self.lost -= 1
            raise NoPlatform(why=same("lost"), handed_over=True)
        return json.dumps(told).encode()


@dataclass
class Watch:
    """A counter's clock: the platform's."""

    province: Province

    def now(self) -> datetime:
        return self.province.now


def feed_of(province: Province, store: FeedStore, *, scope: Scope = HERE, days: int = 90, pace: Pace = AT_ONCE) -> Feed:
    """The feed of a counter that is granted that area and asks each time it is called."""
    return Feed(province, store, Watch(province), lambda: scope, lambda: days, ("439901", "01"), pace)


def copy_of(original: Path, folder: Path) -> Connection:
    """A platform of a test's own, by copying one that nobody has written to since it was closed."""
    shutil.copyfile(original, folder / "platform.db")
    return database.open_database(folder / "platform.db")


def make_original(folder: Path) -> Path:
    """A whole database to copy."""
    with closing(database.open_database(folder / "original.db")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return folder / "original.db"
