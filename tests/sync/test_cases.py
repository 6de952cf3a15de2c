"""Requests that could not be met on their way: sent until the platform has them, once, whatever the line does."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from counter_app.domain.case import Case, CaseKind, Claim, TakenUp
from counter_app.domain.enrolment_errors import NotEnrolled
from counter_app.domain.errors import NoPlatform, PlatformTrouble
from counter_app.domain.holder import Person
from counter_app.domain.operation import AuditEntry, Operation
from counter_app.ports import LineKind, Store
from practice.platform import database as db
from practice.platform.cases import CaseForm
from sync import case_wire
from sync.cases import MOST_AT_ONCE
from sync.client import HttpPlatform
from sync.courier import LineCourier
from tests.contracts.samples import draft, number_of
from tests.parts import contract
from tests.parts import counter_folder as parts
from tests.parts.practice_platform import Platform
from tests.parts.proxy import Proxy, answer
from tests.parts.signing import Signature

_SERIAL = count(1)
NAME = "林晓岚"
KEY, OTHER = "8c9f8a52-0000-4000-8000-000000000001", "8c9f8a52-0000-4000-8000-000000000002"
AT = datetime(2026, 3, 18, 2, 0, tzinfo=UTC)
HERE, THERE = TakenUp(AT, "439901", "01"), TakenUp(AT, "439902", "03")


def a_case(window: str = "") -> Case:
    """As the desk makes one, at a window of its own: no other has its number, and numbers sort as they were given."""
    return Case(
        number="",
        kind=CaseKind.MISSING,
        holder_number=number_of(1),
        holder_name=NAME,
        card_number="",
        procedure="application",
        step=1,
        answers=(("ground", "live"), ("mobile", "13900000046")),
        reason="",
        missing=("photo",),
        made_at=AT,
        clerk="0317",
        outlet="439901",
        window=window or f"S{next(_SERIAL):03d}",
        notice=draft(),
        expires_on=date(2099, 1, 1),
        province="hunan",
        pack="2026.3",
    )


def entry(what: str) -> AuditEntry:
    return AuditEntry(what, AT, "0317", "439901", "01")


@pytest.fixture
def courier(tmp_path: Path, store: Store, client: HttpPlatform, clock: parts.SetClock) -> LineCourier:
    return parts.courier(tmp_path / "counter", store, client, clock=clock)


def kept(store: Store, case: Case | None = None) -> Case:
    return store.keep_case(case or a_case(), entry("visit.turned_away"))


def waits(store: Store) -> list[str]:
    return [one.case.number for one in store.cases_to_send()]


def test_a_case_goes_with_the_next_pass_once_and_reads_back_as_it_was(
    store: Store, courier: LineCourier, client: HttpPlatform, between: Proxy
) -> None:
    """All of it but the printed notice; and every byte of it keeps the contract."""
    case = kept(store)
    assert courier.pass_once().line.kind is LineKind.ONLINE
    assert waits(store) == []
    assert store.times("case.sent", case.number) == 1
    found = client.case(case.number)
    assert found is not None
    assert (found.case, found.taken) == (replace(case, notice=None), None)
    courier.pass_once()
    assert between.paths().count(f"/v1/cases/{case.number}") == 2, "sent once, read once"
    client.take_up_case(case.number, KEY, HERE)
    client.keep_case(replace(case, clerk="0318"))
    assert client.case("N439901-99-260318-0001-" + "0123456789"[0]) is None
    for exchange in between.exchanges:
        method = exchange.head.split(" ", 1)[0]
        assert contract.request_faults(exchange.head, exchange.body) == []
        assert contract.answer_faults(exchange.path, method, exchange.answer) == []
        assert NAME not in exchange.head
        assert case.holder_number not in exchange.head


def test_nobody_reads_a_case_without_a_counters_key(
    store: Store, courier: LineCourier, between: Proxy, platform: Platform
) -> None:
    """It tells of a person, and numbers can be counted through: platform and counter both ask for the key."""
    case = kept(store)
    courier.pass_once()
    here = f"{platform.url}/v1/cases/{case.number}"
    with httpx.Client(trust_env=False, headers={"Counter-Version": "1.0.0"}) as raw:
        for to, host in ((here, None), (here.replace("cases", "c%61ses"), None), (here, "x/v1/hello?")):
            unsigned = raw.get(to, headers={} if host is None else {"Host": host})
            assert unsigned.status_code == 401
            assert contract.named("NotAdmittedProblem", unsigned.json()) == []
            assert unsigned.json()["type"] == "urn:ssc-platform:not-signed"
        assert raw.get(here, auth=Signature()).json()["case"]["holder"]["name"] == NAME
    between.exchanges.clear()
    with closing(HttpPlatform(lambda: between.url, version="1.0.0")) as line, pytest.raises(NotEnrolled):
        line.case(case.number)
    assert between.paths() == []


def test_a_look_is_open_where_the_contract_says_so_and_nowhere_else(platform: Platform) -> None:
    doors = {path: methods["get"] for path, methods in contract.document()["paths"].items() if "get" in methods}
    with httpx.Client(trust_env=False, headers={"Counter-Version": "1.0.0"}) as raw:
        found = {path: raw.get(platform.url + path.replace("{name}", "banks")).status_code for path in doors}
    closed = {path for path, status in found.items() if status == 401}
    assert closed == {path for path, door in doors.items() if "security" in door}
    assert closed == {
        "/v1/approvals",
        "/v1/approvals/{operation_id}",
        "/v1/cases/{number}",
        "/v1/clerks/sign-ins/current",
        "/v1/counters/current",
        "/v1/operations/{operation}",
    }
    assert {status for path, status in found.items() if path not in closed} == {200}
    assert all("401" in doors[path]["responses"] for path in closed)


@pytest.mark.parametrize("mode", ["cut-before", "cut-after", "half-body", "500", "garbage", "nothing"])
def test_a_lost_answer_leaves_it_waiting_and_it_is_there_once(
    store: Store, courier: LineCourier, between: Proxy, platform: Platform, clock: parts.SetClock, mode: str
) -> None:
    """The line is not called bad for it; the next try comes after a rest, and the platform knows it already."""
    case = kept(store)
    between.mode, between.only = mode, "/v1/cases"
    assert courier.pass_once().line.kind is LineKind.ONLINE
    assert waits(store) == [case.number]
    between.mode = "pass"
    courier.pass_once()
    assert waits(store) == [case.number], "not before it has rested"
    clock.ahead += timedelta(seconds=30)
    courier.pass_once()
    assert waits(store) == []
    assert platform.rows("SELECT count(*) FROM notice_case WHERE number = ?", case.number) == [(1,)]


def test_one_that_the_platform_chokes_on_stops_no_other(
    store: Store, courier: LineCourier, between: Proxy, clock: parts.SetClock
) -> None:
    bad, good = kept(store), kept(store)
    between.mode, between.only = "500", f"/v1/cases/{bad.number}"
    courier.pass_once()
    assert waits(store) == [bad.number, good.number]
    clock.ahead += timedelta(seconds=30)
    courier.pass_once()
    assert waits(store) == [bad.number]


def test_a_loss_recorded_while_many_wait_goes_before_most_of_them(
    store: Store, courier: LineCourier, between: Proxy, loss: Callable[[], Operation]
) -> None:
    """A few a pass, and the passes follow each other at once as long as there are more."""
    for _ in range(MOST_AT_ONCE + 2):
        kept(store)
    report = courier.pass_once()
    assert (len(waits(store)), report.more, courier.delay_after(report)) == (2, True, 0.0)
    parts.record(store, loss())
    between.exchanges.clear()
    assert courier.pass_once().more is False
    assert waits(store) == []
    assert between.paths()[:2] == ["/v1/hello", "/v1/operations"]


def test_work_the_platform_chokes_on_stops_neither_cases_nor_news(
    store: Store, courier: LineCourier, between: Proxy, loss: Callable[[], Operation]
) -> None:
    """Also where it is the only work there is; the line is told as it was for the work."""
    kept(store)
    parts.record(store, loss())
    between.mode, between.only = "500", "/v1/operations"
    report = courier.pass_once()
    assert waits(store) == []
    assert (report.line.kind, report.reached) == (LineKind.NO_PLATFORM, True)


def test_a_bank_that_does_not_answer_now_stops_neither_cases_nor_news(
    store: Store,
    courier: LineCourier,
    platform: Platform,
    somebody: Callable[[], Person],
    loss: Callable[[Person], Operation],
) -> None:
    kept(store)
    person = somebody()
    bank = person.cards[0].bank
    assert bank is not None
    parts.record(store, loss(person))
    platform.switch(db.BANK_SILENT, bank.bank)
    try:
        report = courier.pass_once()
    finally:
        platform.switch(db.BANK_SILENT, None)
    assert (report.line.kind, report.reached, waits(store)) == (LineKind.NOT_NOW, True, [])


def test_work_goes_before_cases_and_not_now_leaves_them(
    store: Store, courier: LineCourier, platform: Platform, between: Proxy
) -> None:
    case = kept(store)
    platform.switch(db.NOT_NOW, "5")
    try:
        report = courier.pass_once()
        assert (report.line.kind, report.reached) == (LineKind.NOT_NOW, False)
    finally:
        platform.switch(db.NOT_NOW, None)
    assert waits(store) == [case.number]
    assert between.paths() == ["/v1/hello"]


def test_a_number_that_is_another_cases_there_is_told_and_not_sent_for_ever(
    store: Store, courier: LineCourier, client: HttpPlatform, caplog: pytest.LogCaptureFixture
) -> None:
    """Two counters that were set up as one window: nothing is overwritten, nothing is lost here, nobody is named."""
    case = kept(store)
    assert client.keep_case(replace(case, holder_number=number_of(2), holder_name="别人"))
    with caplog.at_level(logging.INFO):
        courier.pass_once()
    assert waits(store) == []
    assert store.times("case.number_taken", case.number) == 1
    assert store.case(case.number) == case
    assert NAME not in caplog.text
    assert case.holder_number not in caplog.text


def test_the_first_key_has_a_case_and_keeps_it(client: HttpPlatform, store: Store) -> None:
    case = kept(store)
    assert client.take_up_case(case.number, KEY, HERE).claim is Claim.UNKNOWN
    assert client.keep_case(case)
    assert client.keep_case(case)
    assert [client.take_up_case(case.number, KEY, HERE).claim for _ in range(2)] == [Claim.YOURS] * 2
    lost = client.take_up_case(case.number, OTHER, THERE)
    assert (lost.claim, lost.taken) == (Claim.ELSEWHERE, HERE)
    found = client.case(case.number)
    assert found is not None
    assert found.taken == HERE


def test_what_is_no_number_of_a_notice_is_never_asked_for(client: HttpPlatform, between: Proxy) -> None:
    """Nothing typed into the search can reach a path."""
    for typed in ("../hello", "N439901-01-260318-0001-9/../x", "43990119580312204X", "", "N1-1-1-1"):
        assert client.case(typed) is None
        with pytest.raises(ValueError, match="not the number"):
            client.take_up_case(typed, KEY, HERE)
    assert between.paths() == []


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"case":null,"taken":null}',
        b'{"number":"N439901-01-260318-0009-0","known":true}',
        b'{"outcome":"maybe","taken":null}',
        b'{"outcome":"yours","taken":{"at":"yesterday","outlet":"1","window":"1"}}',
    ],
)
def test_an_answer_that_keeps_no_contract_is_trouble_and_names_nobody(
    client: HttpPlatform, between: Proxy, store: Store, body: bytes
) -> None:
    case = kept(store)
    between.mode, between.own = "own", answer("200 OK", body, "Content-Type: application/json")
    for ask in (
        lambda: client.keep_case(case),
        lambda: client.case(case.number),
        lambda: client.take_up_case(case.number, KEY, HERE),
    ):
        with pytest.raises(NoPlatform) as trouble:
            ask()
        assert NAME not in str(trouble.value)


def test_another_cases_words_are_no_answer(client: HttpPlatform, between: Proxy, store: Store) -> None:
    one, other = kept(store), kept(store)
    client.keep_case(other)
    client.case(other.number)
    whole = between.exchanges[-1].answer
    between.mode, between.own = "own", whole
    with pytest.raises(NoPlatform):
        client.case(one.number)


texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30)


@given(
    place=st.sampled_from(
        ["kind", "holder", "card_number", "procedure", "step", "answers", "missing", "made_at", "expires_on", "new"]
    ),
    value=st.none() | st.booleans() | st.integers() | texts | st.lists(texts, max_size=2) | st.just({"number": "1"}),
)
def test_the_platform_refuses_what_the_contract_refuses_and_no_more(place: str, value: object) -> None:
    whole = replace(a_case("01"), number="N439901-01-260318-0001-9")
    raw = json.loads(case_wire.write_case(whole)) | {place: value}
    taken = False
    with suppress(ValidationError):
        CaseForm.model_validate(raw)
        taken = True
    assert taken is (contract.named("Case", raw) == [])


def test_trouble_is_the_lines_and_never_a_case_lost(client: HttpPlatform, between: Proxy, store: Store) -> None:
    case = kept(store)
    between.mode = "cut-before"
    with pytest.raises(PlatformTrouble):
        client.take_up_case(case.number, KEY, HERE)
