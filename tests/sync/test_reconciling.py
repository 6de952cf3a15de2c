"""The doors for reconciliation: both sides keep the contract, digests are what it says, and an answer that does not
keep it is trouble.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from cryptography.hazmat.primitives.hashes import SM3, Hash

from counter_app.domain.errors import NoPlatform
from counter_app.domain.operation import Operation, OperationId, Verdict
from counter_app.domain.reconciling import DayBook, Entry, Kind, totals
from sync.client import HttpPlatform
from tests.parts import contract, proxy
from tests.parts.practice_platform import Platform
from tests.parts.proxy import Proxy

ACCEPTED = Kind("temporary-loss", Verdict.ACCEPTED)


def entry_of(client: HttpPlatform, operation: Operation) -> Entry:
    return Entry(operation.id, ACCEPTED, client.body_digest(operation))


@pytest.fixture
def sent(client: HttpPlatform, loss: Callable[..., Operation], platform: Platform) -> tuple[DayBook, list[Entry]]:
    """Three operations of one book of this test's own, accepted."""
    moment = datetime.now(UTC)
    works = [replace(loss(), accepted_at=moment) for _ in range(3)]
    assert {one.verdict for one in client.send(works, on_hand_over=lambda: None)} == {Verdict.ACCEPTED}
    window = works[0].id[-12:]
    for one in works:
        platform.change("UPDATE reckoned SET counter_window = ? WHERE operation_id = ?", window, one.id)
    [(day,)] = platform.rows("SELECT DISTINCT day FROM reckoned WHERE counter_window = ?", window)
    book = DayBook(works[0].outlet, window, date.fromisoformat(str(day)))
    return book, sorted((entry_of(client, one) for one in works), key=lambda one: one.operation_id)


def test_both_sides_digest_alike_and_keep_the_contract(
    client: HttpPlatform, between: Proxy, sent: tuple[DayBook, list[Entry]]
) -> None:
    book, entries = sent
    assert client.unequal_kinds(book, totals(entries)) == ()
    assert client.unequal_kinds(book, totals(entries[:2])) == (ACCEPTED,)
    assert client.unequal_kinds(book, ()) == (ACCEPTED,)
    assert client.entries_of(book, [ACCEPTED]) == tuple(entries)
    assert client.entries_of(book, [Kind("release", Verdict.REFUSED)]) == ()
    asked = [one for one in between.exchanges if "/reconciliations" in one.path]
    assert len(asked) == 5
    for one in asked:
        assert contract.request_faults(one.head, one.body) == []
        assert contract.answer_faults(one.path, "POST", one.answer) == []


def test_the_digest_of_a_kind_is_what_the_contract_says() -> None:
    """By another library than the one both sides use."""
    ids = ["01900000-0000-7000-8000-00000000000b", "01900000-0000-7000-8000-00000000000a"]
    entries = [Entry(OperationId(one), ACCEPTED, one[-1] * 64) for one in ids]
    text = f"{ids[1]} {'a' * 64} accepted\n{ids[0]} {'b' * 64} accepted\n"
    digest = Hash(SM3())
    digest.update(text.encode())
    [total] = totals(entries)
    assert (total.count, total.digest) == (2, digest.finalize().hex())


@pytest.mark.parametrize(
    "answer",
    [
        {"kinds": [{"procedure": "release", "verdict": "accepted", "count": 1, "digest": "0" * 64, "equal": True}]},
        {"kinds": [{"procedure": "release", "verdict": "not_now", "count": 1, "digest": "0" * 64, "equal": False}]},
        {"kinds": "none"},
    ],
    ids=["says equal what is not", "a verdict nobody counts", "no list"],
)
def test_an_answer_about_kinds_that_does_not_hold_is_no_answer(
    client: HttpPlatform, between: Proxy, sent: tuple[DayBook, list[Entry]], answer: dict[str, object]
) -> None:
    book, entries = sent
    say(between, answer)
    with pytest.raises(NoPlatform):
        client.unequal_kinds(book, totals(entries))


@pytest.mark.parametrize(
    ("items", "more"), [([], True), ([("release", "1" * 64)], False)], ids=["more of nothing", "of another kind"]
)
def test_an_answer_with_items_that_does_not_hold_is_no_answer(
    client: HttpPlatform,
    between: Proxy,
    sent: tuple[DayBook, list[Entry]],
    items: list[tuple[str, str]],
    more: bool,
) -> None:
    book, entries = sent
    rows = [
        {"operation_id": entries[0].operation_id, "procedure": name, "verdict": "accepted", "body_digest": body}
        | {"code": ""}
        for name, body in items
    ]
    say(between, {"items": rows, "more": more})
    with pytest.raises(NoPlatform):
        client.entries_of(book, [ACCEPTED])


def say(between: Proxy, answer: dict[str, object]) -> None:
    """The platform is not asked: this is said."""
    between.mode, between.own = "own", proxy.answer("200 OK", json.dumps(answer).encode(), proxy.JSON)
