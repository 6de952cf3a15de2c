"""News and snapshots over HTTP: what goes out and what comes back keeps the contract; what does not is trouble."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from counter_app.domain.errors import NoPlatform
from counter_app.domain.holder import Person
from counter_app.enrolment import Scope, ScopeKind
from counter_app.feed import ScopeRefused
from sync import feed_wire
from sync.client import HttpPlatform
from tests.parts import contract
from tests.parts.feed_here import EVERYWHERE, HERE
from tests.parts.proxy import Proxy
from tests.parts.signing import Signature
from tests.sync.conftest import temporary_loss

MOMENT = "2026-11-21T10:00:00Z"
NUMBER = "439901198805166009"


def person(number: str = NUMBER) -> dict[str, Any]:
    told = {"number": number, "name": "某某", "sex": "0", "birth_date": None, "nation": "", "mobile": ""}
    return {"holder": told, "cards": [], "as_of": MOMENT}


def news(**changes: Any) -> dict[str, Any]:
    change = {
        "holder_number": NUMBER,
        "kind": "release",
        "channel": "12333",
        "at": MOMENT,
        "source": {"zh": "热线", "en": "hotline"},
        "card_number": None,
        "operation_id": None,
        "in_scope": True,
    }
    return {"after": "a.1", "cursor": "a.2", "changes": [change], "people": [person()], "more": False} | changes


def page(**changes: Any) -> dict[str, Any]:
    return {"people": [person()], "cursor": "a.2", "next": None, "digest": "0" * 64} | changes


def test_both_doors_keep_the_contract_also_where_they_say_no(
    between: Proxy, client: HttpPlatform, somebody: Callable[[], Person]
) -> None:
    first = client.snapshot_page(HERE, after="", limit=3)
    assert first.next is not None
    client.snapshot_page(HERE, after=first.next, limit=2)
    changed = somebody()
    client.send([temporary_loss(changed)], on_hand_over=lambda: None)
    told = client.news(first.cursor, scope=HERE, besides=(changed.holder.number,), limit=500)
    assert told is not None
    assert changed.holder.number in {one.holder.number for one in told.people}
    assert client.news("elsewhere.7", scope=HERE) is None
    for scope in (EVERYWHERE, Scope(ScopeKind.OUTLET, "another")):
        with pytest.raises(ScopeRefused) as refused:
            client.news("", scope=scope)
        assert refused.value.message.zh
        with pytest.raises(ScopeRefused):
            client.snapshot_page(scope, after="", limit=1)
    with httpx.Client(trust_env=False, headers={"Counter-Version": "1.0.0"}, auth=Signature()) as raw:
        for path in ("/v1/news", "/v1/snapshot"):
            assert raw.post(between.url + path, content=b"[]").status_code == 400
    for exchange in between.exchanges:
        method = exchange.head.split(" ", 1)[0]
        if exchange.body != b"[]":
            assert contract.request_faults(exchange.head, exchange.body) == []
        assert contract.answer_faults(exchange.path, method, exchange.answer) == []
    statuses = {exchange.answer.split(b" ", 2)[1] for exchange in between.exchanges}
    assert statuses == {b"200", b"400", b"403", b"410"}


def test_numbers_of_people_stand_in_bodies_only(between: Proxy, client: HttpPlatform) -> None:
    first = client.snapshot_page(HERE, after="", limit=1)
    client.news(first.cursor, scope=HERE, besides=(first.people[0].holder.number,))
    client.snapshot_page(HERE, after=first.people[0].holder.number, limit=1)
    assert all(first.people[0].holder.number not in exchange.head for exchange in between.exchanges)


@pytest.mark.parametrize(
    "told",
    [
        news(after="a.7"),
        news(more=True, cursor="a.1"),
        news(people=[]),
        news(people=[person("439901199001011234")]),
        news(changes=[]),
        news(changes=[1]),
        news(cursor="a 2"),
        {},
    ],
)
def test_news_that_are_not_whole_are_trouble(told: dict[str, Any]) -> None:
    with pytest.raises(NoPlatform):
        feed_wire.read_news(json.dumps(told).encode(), cursor="a.1")


@pytest.mark.parametrize(
    "told",
    [
        page(next=NUMBER, digest="0" * 64),
        page(digest=""),
        page(next="439901199001011234", digest=""),
        page(people=[person(), person()]),
        page(people=7),
        {},
    ],
)
def test_a_page_that_is_not_whole_is_trouble(told: dict[str, Any]) -> None:
    with pytest.raises(NoPlatform):
        feed_wire.read_page(json.dumps(told).encode(), after="", limit=1)


def test_a_page_that_names_somebody_twice_is_trouble() -> None:
    """The store holds each person of an area once."""
    told = page(people=[person(), person()])
    with pytest.raises(NoPlatform):
        feed_wire.read_page(json.dumps(told).encode(), after="", limit=2)


def test_a_page_that_begins_again_where_it_was_is_trouble() -> None:
    """A platform that gives the same page for ever would keep a counter at it for ever."""
    with pytest.raises(NoPlatform):
        feed_wire.read_page(json.dumps(page()).encode(), after=NUMBER, limit=1)


def test_what_keeps_the_contract_is_read_whole() -> None:
    assert contract.named("News", news(seal="red")) == []
    told = feed_wire.read_news(json.dumps(news(seal="red")).encode(), cursor="a.1")
    (change,) = told.changes
    assert (change.kind, change.channel, change.source.zh, change.card_number) == ("release", "12333", "热线", "")
    assert contract.named("Snapshot", page()) == []
    read = feed_wire.read_page(json.dumps(page()).encode(), after="", limit=1)
    assert [(one.holder.number, one.as_of) for one in read.people] == [(NUMBER, change.at)]
