"""One operation the platform chokes on: everybody else's loss reports go, and it is never given up."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.contact import WhyAside
from counter_app.domain.card import Half
from counter_app.domain.operation import Operation, WorkState, new_operation_id
from counter_app.ports import LineKind, Store
from sync.client import HttpPlatform
from sync.courier import LineCourier
from tests.parts import counter_folder as parts
from tests.parts.practice_platform import Platform
from tests.parts.proxy import Proxy

Loss = Callable[..., Operation]
WAYS = ["500", "garbage", "cut-before", "cut-after", "nothing"]


@pytest.fixture
def courier(tmp_path: Path, store: Store, client: HttpPlatform, clock: parts.SetClock) -> LineCourier:
    return parts.courier(tmp_path / "counter", store, client, clock=clock)


def state(store: Store, operation: Operation) -> WorkState:
    work = store.work(operation.id)
    assert work is not None
    return work.state


@pytest.mark.parametrize("way", WAYS)
def test_one_poisoned_operation_stops_nobody_else(
    store: Store, courier: LineCourier, between: Proxy, loss: Loss, way: str
) -> None:
    operations = [loss() for _ in range(9)]
    for operation in operations:
        parts.record(store, operation)
    bad = operations[2]
    between.poison, between.poisoned = bad.id.encode(), way
    for _ in range(20):
        courier.pass_once()
    assert {state(store, one) for one in operations if one is not bad} == {WorkState.SETTLED}
    assert state(store, bad) is WorkState.IN_FLIGHT
    report = courier.pass_once()
    assert report.line.kind is LineKind.ONLINE
    assert store.waiting().unsent == 1


def test_a_loss_recorded_later_never_shares_a_request_with_it(
    tmp_path: Path, store: Store, courier: LineCourier, between: Proxy, client: HttpPlatform, loss: Loss
) -> None:
    """Also for a program that has just started and knows nothing of it."""
    bad, fresh, later = loss(), loss(), loss()
    between.poison = bad.id.encode()
    parts.record(store, bad)
    courier.pass_once()
    parts.record(store, fresh)
    courier.pass_once()
    assert state(store, fresh) is WorkState.SETTLED
    parts.record(store, later)
    assert parts.courier(tmp_path / "counter", store, client).pass_once().accepted == 1
    assert state(store, later) is WorkState.SETTLED


def test_it_is_tried_again_with_longer_waits_and_goes_when_the_platform_can(
    store: Store, courier: LineCourier, between: Proxy, clock: parts.SetClock, loss: Loss
) -> None:
    bad, good = loss(), loss()
    between.poison = bad.id.encode()
    for operation in (bad, good):
        parts.record(store, operation)
    for _ in range(4):
        courier.pass_once()
    assert state(store, good) is WorkState.SETTLED
    between.exchanges.clear()
    courier.pass_once()
    assert between.paths() == ["/v1/hello"], "its wait is not over"
    clock.ahead = timedelta(seconds=4)
    courier.pass_once()
    assert between.paths() == ["/v1/hello"] * 2 + ["/v1/operations"]
    between.poison = b""
    clock.ahead = timedelta(seconds=8)
    assert courier.pass_once().accepted == 1
    assert store.waiting().unsent == 0


def test_it_stays_set_aside_over_a_restart_and_is_shown(
    tmp_path: Path, store: Store, courier: LineCourier, client: HttpPlatform, between: Proxy, loss: Loss
) -> None:
    """A program that has just started neither sends it with others nor tries it before its wait is over."""
    bad, good = loss(), loss()
    between.poison = bad.id.encode()
    for operation in (bad, good):
        parts.record(store, operation)
    for _ in range(4):
        courier.pass_once()
    (kept,) = store.trials()
    assert (kept.operation_id, kept.why, kept.others_passed) == (bad.id, WhyAside.ANSWER, True)
    between.exchanges.clear()
    again, clock = parts.SetClock(), parts.SetClock()
    parts.courier(tmp_path / "counter", store, client, clock=again).pass_once()
    assert between.paths() == ["/v1/hello"], "its wait goes on"
    between.poison = b""
    clock.ahead = timedelta(seconds=8)
    assert parts.courier(tmp_path / "counter", store, client, clock=clock).pass_once().accepted == 1
    assert store.trials() == ()


def test_what_came_later_for_the_same_card_waits_behind_it(
    store: Store, courier: LineCourier, between: Proxy, platform: Platform, clock: parts.SetClock, loss: Loss
) -> None:
    bad = loss()
    after = replace(
        bad, id=new_operation_id(), procedure="formal-loss", changes={Half.SSC: "2", Half.BANK: "formal-loss"}
    )
    others = [loss() for _ in range(3)]
    for operation in (bad, after, *others):
        parts.record(store, operation)
    between.poison = bad.id.encode()
    for _ in range(12):
        courier.pass_once()
    assert {state(store, one) for one in others} == {WorkState.SETTLED}
    assert platform.effects(after.id) == []
    between.poison = b""
    for seconds in (4, 8):
        clock.ahead = timedelta(seconds=seconds)
        courier.pass_once()
    assert store.waiting().unsent == 0
    assert {effect[2] for effect in platform.effects(after.id)} == {"2", "formal-loss"}


def test_a_platform_that_failed_for_everybody_is_not_held_against_anybody(
    store: Store, courier: LineCourier, between: Proxy, loss: Loss
) -> None:
    """All were tried alone in vain; when it works again all go at once."""
    operations = [loss() for _ in range(5)]
    for operation in operations:
        parts.record(store, operation)
    between.mode, between.only = "500", "/v1/operations"
    for _ in range(12):
        assert courier.pass_once().line.kind is LineKind.NO_PLATFORM
    between.mode = "pass"
    report = courier.pass_once()
    while report.more:
        report = courier.pass_once()
    assert store.waiting().unsent == 0


def test_an_answer_about_a_half_nobody_asked_about_is_no_answer(
    store: Store, courier: LineCourier, between: Proxy, loss: Loss
) -> None:
    """It stays in flight and is asked about again; the other answers of the same batch count."""
    odd = replace(loss(), changes={Half.SSC: "4"})
    good = loss()
    for operation in (odd, good):
        parts.record(store, operation)
    between.edit_answer = lambda body: body.replace(b'"half":"ssc"', b'"half":"bank"', 1).replace(
        b'"known":false', b'"known":true', 1
    )
    report = courier.pass_once()
    assert (report.accepted, report.line.kind) == (1, LineKind.NO_PLATFORM)
    assert (state(store, odd), state(store, good)) == (WorkState.IN_FLIGHT, WorkState.SETTLED)
    between.edit_answer = bytes
    assert courier.pass_once().accepted == 1


def test_small_batches_get_past_it_too(
    tmp_path: Path,
    store: Store,
    between: Proxy,
    platform: Platform,
    clock: parts.SetClock,
    client: HttpPlatform,
    loss: Loss,
) -> None:
    operations = [loss() for _ in range(7)]
    for operation in operations:
        parts.record(store, operation)
    between.poison = operations[1].id.encode()
    courier = parts.courier(tmp_path / "counter", store, client, clock=clock, batch=3)
    for _ in range(14):
        courier.pass_once()
    assert store.waiting().unsent == 1
    between.poison = b""
    clock.ahead = timedelta(seconds=4)
    courier.pass_once()
    assert store.waiting().unsent == 0
    assert all(len(platform.effects(operation.id)) == 2 for operation in operations)


def test_what_the_platform_passes_over_in_silence_is_set_aside_and_hides_nobody(
    tmp_path: Path, store: Store, between: Proxy, client: HttpPlatform, clock: parts.SetClock, loss: Loss
) -> None:
    """As many as a batch holds are left out of every answer: those behind them go, and these say why they do not."""
    silent, others = [loss() for _ in range(3)], [loss() for _ in range(4)]
    for operation in (*silent, *others):
        parts.record(store, operation)
    ids = {operation.id for operation in silent}

    def leave_out(content: bytes) -> bytes:
        said = json.loads(content) if content.startswith(b'{"answers"') else {}
        if not said:
            return content
        said["answers"] = [one for one in said["answers"] if one["operation_id"] not in ids]
        return json.dumps(said, separators=(",", ":"), ensure_ascii=False).encode().ljust(len(content))

    between.edit_answer = leave_out
    courier = parts.courier(tmp_path / "counter", store, client, clock=clock, batch=3)
    for _ in range(12):
        courier.pass_once()
    assert [state(store, one) for one in others] == [WorkState.SETTLED] * 4
    assert [state(store, one) for one in silent] == [WorkState.IN_FLIGHT] * 3
    assert {(trial.operation_id, trial.why) for trial in store.trials()} == {(one, WhyAside.ANSWER) for one in ids}
    between.edit_answer = bytes
    clock.ahead = timedelta(seconds=4)
    for _ in range(2):
        courier.pass_once()
    assert store.waiting().unsent == 0
