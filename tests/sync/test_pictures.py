"""A picture goes before the operation that names it, over a real line to a real platform: in order, once, and nobody
else waits for one that does not get there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counter_app.domain.operation import AuditEntry, Operation, OperationId, WorkState
from counter_app.domain.photo import Picture, picture_of
from counter_app.ports import LineKind, Store, VisitRecord
from sync.attaching import MOST_AT_ONCE
from sync.client import HttpPlatform
from sync.courier import LineCourier
from tests.contracts.samples import draft
from tests.parts import counter_folder as parts
from tests.parts.newcomers import newcomer
from tests.parts.practice_platform import Platform
from tests.parts.proxy import Proxy, answer
from tests.parts.whole_life import ask

Applied = tuple[Operation, Picture]


@pytest.fixture
def courier(tmp_path: Path, store: Store, client: HttpPlatform) -> LineCourier:
    return parts.courier(tmp_path / "counter", store, client)


@pytest.fixture
def apply(store: Store, platform: Platform) -> Callable[[], Applied]:
    """Records an application with a picture, for another new person at each call."""

    def make() -> Applied:
        person = newcomer(platform)
        picture = picture_of(b"\xff\xd8" + b"drawn shapes for %s" % person.holder.number.encode() + b"\xff\xd9")
        operation = ask(person, "application", photo="brought", photo_digest=picture.digest)
        return record(store, operation, picture), picture

    return make


def record(store: Store, operation: Operation, picture: Picture) -> Operation:
    """As the desk does: kept with the visit, then bound to the operation."""
    visit = VisitRecord(
        operation.id, 0, operation.holder_number, "", "typed", "asking", "0317", datetime.now(UTC), "application",
        answers=(("picture", picture.digest),), operation_id=operation.id,
    )  # fmt: skip
    store.keep_visit(visit, picture=picture)
    entry = AuditEntry("operation.recorded", operation.accepted_at, "0317", "439901", "01", operation.id)
    store.record(operation, draft(), entry, visit_id=visit.id)
    store.end_visit(visit.id)
    return operation


def state(store: Store, operation: Operation) -> WorkState:
    work = store.work(operation.id)
    assert work is not None
    return work.state


def kept(platform: Platform, picture: Picture) -> list[tuple[object, ...]]:
    return platform.rows("SELECT body, operation_id FROM attachment WHERE digest = ?", picture.digest)


def test_it_goes_first_and_whole_and_is_gone_here_once_the_platform_has_said_yes(
    store: Store, courier: LineCourier, between: Proxy, platform: Platform, apply: Callable[[], Applied]
) -> None:
    operation, picture = apply()
    assert courier.pass_once().accepted == 1
    assert between.paths() == ["/v1/hello", "/v1/uploads", f"/v1/uploads/{picture.digest}", "/v1/operations"]
    assert kept(platform, picture) == [(picture.body, operation.id)]
    assert state(store, operation) is WorkState.SETTLED
    assert store.picture_of(operation.id) is None


def test_without_a_line_it_waits_with_its_operation(
    store: Store, courier: LineCourier, between: Proxy, apply: Callable[[], Applied]
) -> None:
    operation, picture = apply()
    between.mode = "cut-before"
    courier.pass_once()
    assert state(store, operation) is WorkState.WAITING
    assert store.picture_of(operation.id) == picture
    between.mode = "pass"
    assert courier.pass_once().accepted == 1


def test_killed_between_picture_and_operation_nothing_is_lost_or_doubled(
    tmp_path: Path,
    store: Store,
    courier: LineCourier,
    between: Proxy,
    client: HttpPlatform,
    platform: Platform,
    apply: Callable[[], Applied],
) -> None:
    """The picture got there, the operation did not: a program started anew sends both, and each counts once."""
    operation, picture = apply()
    between.mode, between.only = "cut-before", "/v1/operations"
    courier.pass_once()
    assert kept(platform, picture) == [(picture.body, None)]
    assert state(store, operation) is WorkState.IN_FLIGHT, "what has left with its picture cannot be withdrawn"
    between.mode = "pass"
    assert parts.courier(tmp_path / "counter", store, client).pass_once().accepted == 1
    assert kept(platform, picture) == [(picture.body, operation.id)]
    orders = platform.rows("SELECT count(*) FROM card_order WHERE holder = ?", operation.holder_number)
    assert orders == [(1,)]


def test_a_platform_that_lost_it_says_so_and_gets_it_again(
    store: Store, courier: LineCourier, between: Proxy, platform: Platform, apply: Callable[[], Applied]
) -> None:
    operation, picture = apply()
    between.mode, between.only = "cut-before", "/v1/operations"
    courier.pass_once()
    platform.change("DELETE FROM attachment WHERE digest = ?", picture.digest)
    between.mode = "pass"
    assert courier.pass_once().accepted == 0
    assert state(store, operation) is WorkState.IN_FLIGHT
    assert courier.pass_once().accepted == 1


def test_the_platform_takes_no_operation_whose_picture_it_lacks(
    client: HttpPlatform, apply: Callable[[], Applied]
) -> None:
    operation, picture = apply()
    (answer,) = client.send([operation], on_hand_over=lambda: None)
    assert (answer.verdict.value, answer.code) == ("not_now", "1219")
    client.attach(picture, on_hand_over=lambda: None)
    (answer,) = client.send([operation], on_hand_over=lambda: None)
    assert answer.verdict.value == "accepted"


@pytest.mark.parametrize(("source", "digest"), [("brought", ""), ("taken", "f" * 63), ("file", "0" * 64)])
def test_the_platform_refuses_a_source_without_its_picture_and_a_picture_without_its_source(
    client: HttpPlatform, apply: Callable[[], Applied], source: str, digest: str
) -> None:
    operation, _picture = apply()
    facts = {**operation.facts, "photo": source, "photo_digest": digest}
    (answer,) = client.send([replace(operation, facts=facts)], on_hand_over=lambda: None)
    assert (answer.verdict.value, answer.code) == ("refused", "1218")


@pytest.mark.parametrize("way", ["500", "garbage", "cut-before", "413"])
def test_a_picture_that_does_not_get_there_holds_back_its_own_operation_only(
    store: Store, courier: LineCourier, between: Proxy, apply: Callable[[], Applied], way: str
) -> None:
    """Others with and without pictures go; the line is told as it is; and it goes when it can."""
    bad, poison = apply()
    others = [apply()[0] for _ in range(2)]
    between.poison, between.poisoned = poison.body, way
    if way == "413":
        body = b'{"type":"about:blank","title":"too large","status":413}'
        between.poisoned, between.own = "own", _problem(body)
    for _ in range(6):
        courier.pass_once()
    assert {state(store, one) for one in others} == {WorkState.SETTLED}
    assert state(store, bad) is not WorkState.SETTLED
    assert courier.pass_once().line.kind is LineKind.ONLINE
    assert store.picture_of(bad.id) == poison


PROBLEM = "Content-Type: application/problem+json"


def _problem(body: bytes) -> bytes:
    return answer("413 Content Too Large", body, PROBLEM)


def test_no_time_for_pictures_stops_nothing_else_and_is_heeded(
    tmp_path: Path,
    store: Store,
    between: Proxy,
    client: HttpPlatform,
    apply: Callable[[], Applied],
    loss: Callable[[], Operation],
) -> None:
    """A loss whose answer was lost, a fresh one and a request go; no picture is offered before it is wanted again."""
    clock = parts.SetClock()
    courier = parts.courier(tmp_path / "counter", store, client, clock=clock, batch=2)
    again, fresh, plain = loss(), loss(), replace(loss(), urgent=False)
    parts.record(store, again)
    between.mode, between.only = "cut-after", "/v1/operations"
    courier.pass_once()
    applied = [apply()[0] for _ in range(3)]
    for operation in (fresh, plain):
        parts.record(store, operation)
    between.mode, between.only = "own", "/v1/uploads"
    between.own = answer("503 Service Unavailable", b'{"status":503}', PROBLEM, "Retry-After: 20")
    for _ in range(3):
        assert courier.pass_once().line.kind is LineKind.ONLINE
    assert {state(store, one) for one in (again, fresh, plain)} == {WorkState.SETTLED}
    assert between.paths().count("/v1/uploads") == 1
    between.mode, clock.ahead = "pass", timedelta(seconds=21)
    while courier.pass_once().more:
        pass
    assert {state(store, one) for one in applied} == {WorkState.SETTLED}


@pytest.mark.parametrize("status", ["400 Bad Request", "413 Content Too Large"])
def test_a_picture_turned_down_is_no_trouble_of_the_line_and_is_offered_again_later(
    tmp_path: Path, store: Store, between: Proxy, client: HttpPlatform, apply: Callable[[], Applied], status: str
) -> None:
    """Also where it is the only work there is."""
    clock = parts.SetClock()
    courier = parts.courier(tmp_path / "counter", store, client, clock=clock)
    operation, _picture = apply()
    between.mode, between.only = "own", "/v1/uploads"
    between.own = answer(status, b'{"status":400}', PROBLEM)
    for _ in range(3):
        report = courier.pass_once()
        assert (report.line.kind, report.trouble, report.more) == (LineKind.ONLINE, "", False)
    assert between.paths().count("/v1/uploads") == 1, "it rests"
    assert state(store, operation) is WorkState.IN_FLIGHT
    between.mode, clock.ahead = "pass", timedelta(seconds=4)
    assert courier.pass_once().accepted == 1


def test_a_picture_that_is_gone_here_holds_back_its_own_operation_only(
    tmp_path: Path, store: Store, courier: LineCourier, client: HttpPlatform, apply: Callable[[], Applied]
) -> None:
    """Its operation waits, was never handed over, and can be withdrawn."""
    bad, _picture = apply()
    good, _other = apply()

    class Holed:
        """The store with one picture less."""

        def __getattr__(self, name: str) -> object:
            return getattr(store, name)

        def picture_of(self, operation_id: OperationId) -> Picture | None:
            return None if operation_id == bad.id else store.picture_of(operation_id)

    holed = parts.courier(tmp_path / "counter", Holed(), client)  # type: ignore[arg-type]
    report = holed.pass_once()
    assert (report.accepted, report.line.kind) == (1, LineKind.ONLINE)
    assert (state(store, bad), state(store, good)) == (WorkState.WAITING, WorkState.SETTLED)
    assert holed.pass_once().line.kind is LineKind.ONLINE
    store.withdraw(bad.id, "照片不在", AuditEntry("operation.withdrawn", datetime.now(UTC), "0317", "439901", "01"))


def test_losses_wait_for_nobodys_pictures(
    store: Store,
    courier: LineCourier,
    between: Proxy,
    apply: Callable[[], Applied],
    loss: Callable[[], Operation],
) -> None:
    applied = [apply()[0] for _ in range(MOST_AT_ONCE + 2)]
    urgent = loss()
    parts.record(store, urgent)
    courier.pass_once()
    assert between.paths()[:2] == ["/v1/hello", "/v1/operations"]
    assert urgent.id.encode() in between.exchanges[1].body
    assert between.paths().count("/v1/uploads") == MOST_AT_ONCE
    while courier.pass_once().more:
        pass
    assert {state(store, one) for one in applied} == {WorkState.SETTLED}


def test_withdrawn_at_the_last_moment_no_byte_of_it_leaves(
    store: Store, client: HttpPlatform, between: Proxy, platform: Platform, apply: Callable[[], Applied]
) -> None:
    operation, picture = apply()
    entry = AuditEntry("operation.withdrawn", datetime.now(UTC), "0317", "439901", "01")
    store.withdraw(operation.id, "误录", entry)
    with pytest.raises(Exception, match="withdrawn"):
        client.attach(picture, on_hand_over=lambda: store.hand_over([operation.id], datetime.now(UTC)))
    assert kept(platform, picture) == []


def test_neither_log_nor_error_holds_anything_of_a_picture(
    courier: LineCourier, between: Proxy, apply: Callable[[], Applied], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="sync")
    _operation, picture = apply()
    between.poison, between.poisoned = picture.body, "500"
    courier.pass_once()
    assert picture.digest not in caplog.text
    assert "drawn shapes" not in caplog.text


def test_a_picture_no_operation_names_goes_after_a_month(client: HttpPlatform, platform: Platform) -> None:
    old, new = (picture_of(b"\xff\xd8 left behind %d \xff\xd9" % n) for n in range(2))
    client.attach(old, on_hand_over=lambda: None)
    platform.change("UPDATE attachment SET at = '2020-01-01T00:00:00.000000Z' WHERE digest = ?", old.digest)
    client.attach(new, on_hand_over=lambda: None)
    assert (kept(platform, old), len(kept(platform, new))) == ([], 1)
