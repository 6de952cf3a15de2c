"""The platform's doors for news by cursor and for everybody of an area (`counter_app.feed.FeedDoor`).

Numbers go into bodies only. An answer the contract does not know is trouble, never good news.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.domain.errors import NoPlatform
from sync.door import Door

if TYPE_CHECKING:
    from counter_app.enrolment import Scope
    from counter_app.feed import News, Page


class FeedDoors(Door):
    """What `sync.client.HttpPlatform` does about news. Every method raises as the port says."""

    def news(self, cursor: str, *, scope: Scope, besides: tuple[str, ...] = (), limit: int = 200) -> News | None:
        """What changed after that cursor; None: the platform no longer has it."""
        from sync import feed_wire

        body = feed_wire.write_news(cursor, scope, besides, limit)
        said_no = {403: feed_wire.read_refusal, 410: _gone}
        try:
            answer = self._ask("POST", "/v1/news", body, said_no=said_no)
        except _Gone:
            return None
        return feed_wire.read_news(answer, cursor=cursor)

    def snapshot_page(self, scope: Scope, *, after: str, limit: int) -> Page:
        """People of the area from that place on."""
        from sync import feed_wire

        body = feed_wire.write_snapshot(scope, after, limit)
        answer = self._ask("POST", "/v1/snapshot", body, said_no={403: feed_wire.read_refusal})
        return feed_wire.read_page(answer, after=after, limit=limit)


class _Gone(Exception):
    """The platform itself says that it no longer has the cursor."""


def _gone(body: bytes) -> Exception:
    from sync import feed_wire
    from sync.body import GARBAGE

    return _Gone() if feed_wire.says_gone(body) else NoPlatform(why=GARBAGE, handed_over=True)
