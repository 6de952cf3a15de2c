"""The courier on a real store and a real platform: nothing lost, nothing twice, and the line told as it is."""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.holder import Person
from counter_app.domain.operation import Answer, AuditEntry, Operation, Settlement, Verdict, WorkState, new_operation_id
from counter_app.ports import LineKind, Store
from local_store.courier_lock import courier_lock
from practice.platform import database as db
from practice.population import residents
from sync.client import HttpPlatform
from sync.courier import LineCourier
from tests.parts import counter_folder as parts
from tests.parts.practice_platform import Platform, running
from tests.parts.processes import wait_until
from tests.parts.proxy import Proxy, proxy
from tests.sync.conftest import closing_client, temporary_loss

Loss = Callable[..., Operation]
IN_FLIGHT, WAITING = WorkState.IN_FLIGHT, WorkState.WAITING


@pytest.fixture
def courier(tmp_path: Path, store: Store, client: HttpPlatform) -> LineCourier:
    """A courier from the store through the proxy to the platform."""
    return parts.courier(tmp_path / "counter", store, client)


def state(store: Store, operation: Operation) -> WorkState:
    work = store.work(operation.id)
    assert work is not None
    return work.state


def test_accepted_work_is_settled_and_the_mirror_knows(store: Store, courier: LineCourier, loss: Loss) -> None:
    operation = loss()
    parts.record(store, operation)
    report = courier.pass_once()
    assert (report.handed_over, report.accepted, report.refused, report.more) == (1, 1, 0, False)
    assert report.line.kind is LineKind.ONLINE
    assert store.line().kind is LineKind.ONLINE
    assert state(store, operation) is WorkState.SETTLED
    person = store.person(operation.holder_number)
    assert person is not None
    assert person.cards[0].state is CardState.TEMPORARY_LOSS
    assert store.verify_audit().whole


def test_what_is_withdrawn_at_the_very_moment_it_is_to_go_never_goes(
    platform: Platform, store: Store, client: HttpPlatform, loss: Loss, tmp_path: Path
) -> None:
    """The batch is chosen, then a clerk withdraws one of it: nothing is sent, and the other goes with the next pass."""
    withdrawn, kept = loss(), loss()
    for operation in (withdrawn, kept):
        parts.record(store, operation)

    class Late(HttpPlatform):
        def send(self, batch: Sequence[Operation], *, on_hand_over: Callable[[], None]) -> tuple[Answer, ...]:
            if withdrawn.id in [operation.id for operation in batch]:
                store.withdraw(
                    withdrawn.id,
                    "误录",
                    AuditEntry("operation.withdrawn", parts.SetClock().now(), "0317", "439901", "01"),
                )
            return client.send(batch, on_hand_over=on_hand_over)

        def greet(self, *, within: float | None = None) -> datetime:
            return client.greet(within=within)

    courier = parts.courier(tmp_path / "counter", store, object.__new__(Late))
    report = courier.pass_once()
    assert (report.handed_over, report.more) == (0, True)
    assert state(store, kept) is WAITING
    assert courier.pass_once().accepted == 1
    assert not platform.effects(withdrawn.id)
    work = store.work(withdrawn.id)
    assert work is not None
    assert work.settlement is Settlement.WITHDRAWN
    assert store.verify_audit().whole


def test_each_half_has_its_own_answer(platform: Platform, store: Store, courier: LineCourier) -> None:
    """A frozen account: the bank refuses its half, the social-security half is in effect."""
    frozen = next(p.person for p in residents(now=parts.SetClock().now())[24:] if _bank(p.person) is BankState.FROZEN)
    operation = temporary_loss(frozen)
    parts.record(store, operation)
    report = courier.pass_once()
    assert (report.accepted, report.refused) == (0, 1)
    work = store.work(operation.id)
    assert work is not None
    assert work.state is WorkState.REFUSED
    assert work.answer is not None
    verdicts = {half.half: (half.verdict, half.code) for half in work.answer.halves}
    assert verdicts == {Half.SSC: (Verdict.ACCEPTED, ""), Half.BANK: (Verdict.REFUSED, "1303")}
    assert [effect[0] for effect in platform.effects(operation.id)] == ["ssc"]
    person = store.person(operation.holder_number)
    assert person is not None
    assert person.cards[0].state is CardState.TEMPORARY_LOSS


def test_a_refusal_stays_and_stops_nobody_else(store: Store, courier: LineCourier, loss: Loss) -> None:
    stranger = replace(loss(), holder_name="不是他")
    good = loss()
    for operation in (stranger, good):
        parts.record(store, operation)
    report = courier.pass_once()
    assert (report.accepted, report.refused) == (1, 1)
    work = store.work(stranger.id)
    assert work is not None
    assert work.answer is not None
    assert (work.state, work.answer.code, work.answer.person) == (WorkState.REFUSED, "1207", None)
    assert state(store, good) is WorkState.SETTLED
    assert courier.pass_once().handed_over == 0


def test_nothing_is_handed_over_while_there_is_no_platform(tmp_path: Path, store: Store, loss: Loss) -> None:
    operation = loss()
    parts.record(store, operation)
    with closing_client("http://127.0.0.1:1") as nobody:
        report = parts.courier(tmp_path / "counter", store, nobody).pass_once()
    assert (report.handed_over, report.line.kind) == (0, LineKind.NO_PLATFORM)
    assert state(store, operation) is WAITING
    assert report.line.detail is not None


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("portal", LineKind.NO_PLATFORM), ("redirect", LineKind.NO_PLATFORM), ("500", LineKind.NO_PLATFORM)],
)
def test_a_portal_gets_no_personal_data(
    store: Store, courier: LineCourier, between: Proxy, loss: Loss, mode: str, kind: LineKind
) -> None:
    """The greeting finds out before anything is handed over."""
    operation = loss()
    parts.record(store, operation)
    between.mode = mode
    report = courier.pass_once()
    assert (report.line.kind, state(store, operation)) == (kind, WAITING)
    assert between.paths() == ["/v1/hello"]


@pytest.mark.parametrize("mode", ["cut-before", "cut-after", "half-body", "500", "garbage", "nothing"])
def test_a_lost_answer_leaves_it_in_flight_and_it_goes_again_once(
    store: Store, courier: LineCourier, between: Proxy, platform: Platform, loss: Loss, mode: str
) -> None:
    operation = loss()
    parts.record(store, operation)
    between.mode, between.only = mode, "/v1/operations"
    report = courier.pass_once()
    assert (report.handed_over, report.line.kind, report.more) == (1, LineKind.NO_PLATFORM, False)
    assert state(store, operation) is IN_FLIGHT
    assert store.waiting().unsent == 1
    assert courier.delay_after(report) > 0
    between.mode = "pass"
    assert courier.pass_once().accepted == 1
    assert state(store, operation) is WorkState.SETTLED
    assert len(platform.effects(operation.id)) == 2


def test_not_now_waits_as_long_as_asked(store: Store, courier: LineCourier, platform: Platform, loss: Loss) -> None:
    operation = loss()
    parts.record(store, operation)
    platform.switch(db.NOT_NOW, "40")
    try:
        report = courier.pass_once()
    finally:
        platform.switch(db.NOT_NOW, None)
    assert (report.line.kind, state(store, operation)) == (LineKind.NOT_NOW, WAITING)
    assert 39 < courier.delay_after(report) <= 44
    assert report.line.next_try is not None


def test_a_bank_that_does_not_answer_puts_its_half_off(
    store: Store,
    courier: LineCourier,
    platform: Platform,
    well_people: tuple[Person, ...],
    somebody: Callable[[], Person],
) -> None:
    """The social-security half takes effect at once; the same operation goes again until the bank has answered."""
    person = next(p for p in iter(somebody, None) if p.cards[0].bank and p.cards[0].bank.bank == "B02")
    operation = temporary_loss(person)
    parts.record(store, operation)
    platform.switch(db.BANK_SILENT, "B02")
    try:
        report = courier.pass_once()
    finally:
        platform.switch(db.BANK_SILENT, None)
    assert (report.accepted, report.more, report.line.kind) == (0, False, LineKind.NOT_NOW)
    work = store.work(operation.id)
    assert work is not None
    assert work.answer is not None
    assert (work.state, [half.half for half in work.answer.halves]) == (IN_FLIGHT, [Half.SSC])
    first = work.answer.halves[0]
    mirror = store.person(operation.holder_number)
    assert mirror is not None
    assert mirror.cards[0].state is CardState.TEMPORARY_LOSS
    assert courier.pass_once().accepted == 1
    work = store.work(operation.id)
    assert work is not None
    assert work.answer is not None
    assert first in work.answer.halves
    assert [effect[0] for effect in platform.effects(operation.id)] == ["ssc", "bank"]


def test_missing_answers_stay_in_flight_and_strange_ones_are_left_out(
    store: Store, courier: LineCourier, between: Proxy, platform: Platform, loss: Loss, caplog: pytest.LogCaptureFixture
) -> None:
    first, second = loss(), loss()
    parts.record(store, first)
    parts.record(store, second)
    other = new_operation_id()

    def swap(content: bytes) -> bytes:
        return content.replace(second.id.encode(), other.encode())

    between.edit = swap
    with caplog.at_level(logging.INFO):
        report = courier.pass_once()
    assert (report.handed_over, report.accepted, report.more) == (3, 1, False), "once more alone"
    assert (state(store, first), state(store, second)) == (WorkState.SETTLED, IN_FLIGHT)
    assert other in caplog.text
    assert second.holder_number not in caplog.text
    assert second.holder_name not in caplog.text


def test_more_work_than_a_batch_goes_on_at_once(tmp_path: Path, store: Store, client: HttpPlatform, loss: Loss) -> None:
    operations = [loss() for _ in range(5)]
    for operation in operations:
        parts.record(store, operation)
    small = parts.courier(tmp_path / "counter", store, client, batch=2)
    sent = []
    while (report := small.pass_once()).more:
        assert small.delay_after(report) == 0
        sent.append(report.handed_over)
    assert [*sent, report.handed_over] == [2, 2, 1]
    assert small.delay_after(report) > 0
    assert store.waiting().unsent == 0


def test_a_line_too_slow_for_a_batch_gets_smaller_ones(
    tmp_path: Path, store: Store, client: HttpPlatform, between: Proxy, loss: Loss
) -> None:
    for _ in range(4):
        parts.record(store, loss())
    between.mode, between.only = "cut-before", "/v1/operations"
    slow = parts.courier(tmp_path / "counter", store, client, batch=4)
    assert [slow.pass_once().handed_over for _ in range(4)] == [4, 2, 1, 1]
    between.mode = "pass"
    while slow.pass_once().more:
        pass
    assert store.waiting().unsent == 0


def test_since_is_kept_while_the_line_stays_as_it_is(tmp_path: Path, store: Store, between: Proxy) -> None:
    clock = parts.SetClock()
    with closing_client(between.url) as client:
        courier = parts.courier(tmp_path / "counter", store, client, clock=clock)
        between.mode = "portal"
        first = courier.pass_once().line
        clock.ahead = timedelta(minutes=5)
        second = courier.pass_once().line
        assert (second.kind, second.since) == (LineKind.NO_PLATFORM, first.since)
        assert store.line() == second
        between.mode = "pass"
        third = courier.pass_once().line
        assert third.kind is LineKind.ONLINE
        assert third.since > first.since


def test_an_idle_heartbeat_writes_nothing(tmp_path: Path, store: Store, courier: LineCourier) -> None:
    courier.pass_once()
    kept = store.line()
    courier.pass_once()
    assert store.line() == kept


def test_another_courier_at_work_is_left_to_it(tmp_path: Path, store: Store, between: Proxy, loss: Loss) -> None:
    """Two processes: while this one holds the lock the other is busy, afterwards it carries."""
    operation = loss()
    parts.record(store, operation)
    folder = tmp_path / "counter"
    command = [sys.executable, "-m", "tests.parts.counter_folder", str(folder), between.url]
    with courier_lock(folder) as mine:
        assert mine
        told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout
    assert told.strip() == "busy"
    assert (state(store, operation), between.exchanges) == (WAITING, [])
    told = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30).stdout
    assert told.strip() == "1 accepted 0 refused"
    assert state(store, operation) is WorkState.SETTLED


def test_the_platform_killed_between_work_and_answer(tmp_path: Path, store: Store, loss: Loss) -> None:
    """SIGKILL after it has committed and before a byte of the answer came: sent again, effective once."""
    operation, folder = loss(), tmp_path / "counter"
    parts.record(store, operation)
    with running(tmp_path / "own.db") as first, proxy(first.port) as front, closing_client(front.url) as client:
        courier = parts.courier(folder, store, client)
        front.only, front.mode, front.after_work = "/v1/operations", "cut-after", first.process.kill
        assert courier.pass_once().handed_over == 1
        assert first.process.wait(5) != 0
        assert state(store, operation) is IN_FLIGHT
        front.mode, front.after_work = "pass", lambda: None
        with running(tmp_path / "own.db", port=first.port) as second:
            assert courier.pass_once().accepted == 1
            assert len(second.effects(operation.id)) == 2
            (times,) = second.rows("SELECT times FROM answer WHERE operation_id = ?", operation.id)
            assert times == (2,)
    assert state(store, operation) is WorkState.SETTLED


def test_back_online_within_five_seconds(tmp_path: Path, store: Store, loss: Loss) -> None:
    """After the longest back-off: the platform returns just after a try, with dice that show the longest waits."""
    operation, folder = loss(), tmp_path / "counter"
    with running(tmp_path / "own.db") as first:
        port = first.port
    parts.record(store, operation)
    with closing_client(f"http://127.0.0.1:{port}") as client:
        courier, over = parts.courier(folder, store, client), threading.Event()
        report = [courier.pass_once() for _ in range(6)][-1]
        assert courier.delay_after(report) > 2.9

        def carry() -> None:
            last = report
            while not over.wait(courier.delay_after(last)):
                last = courier.pass_once()

        window = threading.Thread(target=carry)
        with running(tmp_path / "own.db", port=port):
            window.start()
            since = time.monotonic()
            wait_until(lambda: state(store, operation) is WorkState.SETTLED, what="the platform's answer")
            took = time.monotonic() - since
            over.set()
            window.join(10)
    assert took < 5


def test_a_garbled_answer_to_one_of_two_settles_neither(
    store: Store, courier: LineCourier, between: Proxy, loss: Loss
) -> None:
    """An answer is believed whole or not at all."""
    operations = [loss(), loss()]
    for operation in operations:
        parts.record(store, operation)
    between.edit_answer = lambda body: body.replace(b'"accepted"', b'"perhaps!"', 1)
    report = courier.pass_once()
    assert (report.accepted, report.line.kind) == (0, LineKind.NO_PLATFORM)


def test_a_batch_is_never_larger_than_the_contract_allows(
    tmp_path: Path, store: Store, client: HttpPlatform, loss: Loss
) -> None:
    first = loss()
    for _ in range(101):
        parts.record(store, replace(first, id=new_operation_id()))
    greedy = parts.courier(tmp_path / "counter", store, client, batch=500)
    assert [greedy.pass_once().accepted, greedy.pass_once().accepted] == [100, 1]


def _bank(person: Person) -> BankState | None:
    return person.card.bank.state if person.card and person.card.bank else None
