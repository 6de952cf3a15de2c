"""An answer that did not get here is asked for again, by calls that may come twice; what changes something may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from counter_app import enrolment
from counter_app.domain.card import Half
from counter_app.domain.case import case_number
from counter_app.domain.enrolment_errors import CallRepeated, CodeRefused
from counter_app.domain.errors import NoPlatform
from counter_app.domain.holder import Person
from counter_app.domain.operation import Answer, Operation, Verdict, new_operation_id
from practice.enrolment import OPEN_CODE
from practice.platform import database as db
from sync.client import HttpPlatform
from tests.parts import contract
from tests.parts.practice_platform import Platform
from tests.parts.proxy import JSON, Proxy, answer
from tests.parts.signing import TEST_KEY, Signature
from tests.sync.conftest import temporary_loss
from tests.sync.test_cases import a_case
from tests.sync.test_enrolling import Outlet, a_code, code, keys_of, opened

__all__ = ["code", "opened"]


def without_person(said: Answer) -> Answer:
    """The holder is told as of the moment of asking."""
    return replace(said, person=None)


def send(client: HttpPlatform, operation: Operation) -> Answer:
    (said,) = client.send([operation], on_hand_over=lambda: None)
    return said


def test_the_answer_is_told_again_as_sending_again_would_tell_it(
    client: HttpPlatform, between: Proxy, platform: Platform, loss: Callable[[], Operation]
) -> None:
    """By the contract, as often as it is asked for, and asking leaves no trace."""
    operation = loss()
    assert client.answer_again(operation.id) is None, "never handed over"
    first = send(client, operation)
    assert (first.verdict, first.known) == (Verdict.ACCEPTED, False)
    resent = send(client, operation)
    told = [client.answer_again(operation.id) for _ in range(3)]
    assert [without_person(one) for one in told if one] == [without_person(resent)] * 3
    assert all(one and one.person and one.person.holder.number == operation.holder_number for one in told)
    assert platform.rows("SELECT times FROM answer WHERE operation_id = ?", operation.id) == [(2,)]
    assert len(platform.effects(operation.id)) == 2
    for exchange in between.exchanges:
        method = exchange.head.split(" ")[0]
        assert contract.request_faults(exchange.head, exchange.body) == []
        assert contract.answer_faults(exchange.path, method, exchange.answer) == []


def test_what_was_put_off_or_not_of_the_form_is_told_again_too(
    client: HttpPlatform, platform: Platform, somebody: Callable[[], Person]
) -> None:
    """The half that is decided is told with its first moment; the word for good comes when there is one."""
    person = somebody()
    operation = temporary_loss(person)
    assert person.card is not None
    assert person.card.bank is not None
    platform.switch(db.BANK_SILENT, person.card.bank.bank)
    try:
        put_off = send(client, operation)
        told = client.answer_again(operation.id)
    finally:
        platform.switch(db.BANK_SILENT, None)
    assert put_off.verdict is Verdict.NOT_NOW
    assert told is not None
    assert (told.verdict, told.known, told.halves) == (Verdict.NOT_NOW, True, put_off.halves)
    whole = send(client, operation)
    again = client.answer_again(operation.id)
    assert again is not None
    assert (again.verdict, again.halves) == (Verdict.ACCEPTED, whole.halves)
    by_half = {half.half: half.effective_at for half in put_off.halves}
    assert {half.half: half.effective_at for half in again.halves}[Half.SSC] == by_half[Half.SSC]
    odd = replace(temporary_loss(somebody()), holder_number="1")
    refused = send(client, odd)
    assert (refused.verdict, refused.code) == (Verdict.REFUSED, "1400")
    assert client.answer_again(odd.id) == replace(refused, known=True)


def test_an_answer_to_another_operation_is_no_answer(
    client: HttpPlatform, between: Proxy, loss: Callable[[], Operation]
) -> None:
    operation = loss()
    send(client, operation)
    client.answer_again(operation.id)
    body = between.exchanges[-1].answer.partition(b"\r\n\r\n")[2]
    between.own, between.mode = answer("200 OK", body, JSON), "own"
    with pytest.raises(NoPlatform):
        client.answer_again(new_operation_id())
    assert client.answer_again(operation.id) is not None


def test_a_call_that_changes_nothing_may_come_twice_and_is_signed_all_the_same(
    platform: Platform, loss: Callable[[], Operation]
) -> None:
    """The very same bytes: a GET is answered twice, a POST once; a GET without a signature or of another time never."""
    operation = loss()
    for method, path, statuses in (
        ("GET", f"/v1/operations/{operation.id}", [404, 404]),
        ("GET", "/v1/counters/current", [200, 200]),
        ("POST", "/v1/lookups", [200, 401]),
    ):
        body = b'{"by":"name","value":"nobody","limit":1}' if method == "POST" else b""
        with httpx.Client(trust_env=False, headers={"Counter-Version": "1.0.0"}) as raw:
            request = raw.build_request(method, platform.url + path, content=body)
            signed = next(Signature().auth_flow(request))
            assert [raw.send(signed).status_code for _ in range(2)] == statuses
            assert raw.request(method, platform.url + path, content=body).status_code == 401
            for ahead in (-400.0, 400.0):
                late = raw.request(method, platform.url + path, content=body, auth=Signature(ahead=ahead))
                assert late.json()["type"] == "urn:ssc-platform:clock-off"


def test_the_grant_of_the_key_that_signs_is_told_as_it_stands(client: HttpPlatform, platform: Platform) -> None:
    until = datetime.now(UTC) + timedelta(days=30)
    platform.change(
        "UPDATE counter_key SET until = ? WHERE key_id = ?",
        until.isoformat().replace("+00:00", "Z"),
        TEST_KEY.key_id,
    )
    assert client.grant() == enrolment.Grant(TEST_KEY.counter_id, until, client.grant().scope)


def test_over_a_line_that_doubles_a_counter_enrols_and_renews(
    opened: Callable[..., Outlet], between: Proxy, platform: Platform
) -> None:
    """The grant is asked for; the old key holds until the fresh one has changed something, asking is no use of it."""
    between.mode = "twice"
    one = opened(open_code=OPEN_CODE)
    first = one.ring.key()
    one.clock.ahead = timedelta(days=300)
    assert one.ring.renew_if_due()
    fresh = one.ring.enrolled()
    assert fresh is not None
    assert fresh.key.key_id != first.key_id
    assert fresh.grant.counter_id == first.counter_id
    assert sorted(keys_of(platform, first.counter_id)) == sorted(
        [(first.key_id, "renewed"), (fresh.key.key_id, "in_force")]
    )
    assert between.paths() == [
        "/v1/counters",
        "/v1/counters/current",
        "/v1/counters/renewals",
        "/v1/counters/current",
    ]
    between.mode = "pass"
    assert one.works()
    assert (first.key_id, "replaced") in keys_of(platform, first.counter_id)


def test_over_a_line_that_doubles_a_no_stays_a_no(
    opened: Callable[..., Outlet], between: Proxy, platform: Platform
) -> None:
    """A wrong code, and a second successor, of which nothing was granted."""
    between.mode = "twice"
    one = opened()
    with pytest.raises(CodeRefused):
        one.ring.enrol("0000-0000-0000-0000")
    one.ring.enrol(a_code(platform))
    one.clock.ahead = timedelta(days=300)
    enrolled = one.ring.enrolled()
    assert enrolled is not None
    assert one.ring.renew_if_due()
    with pytest.raises(CallRepeated):
        one.line.renew(enrolment.new_key(), old=enrolled.key)


def test_over_a_line_that_doubles_a_case_gets_there_and_another_one_under_its_number_does_not(
    client: HttpPlatform, between: Proxy
) -> None:
    """It is asked for by its number and compared."""
    between.mode = "twice"
    case = replace(a_case("TWICE"), number=case_number("439901", "TWICE", date(2026, 3, 18), 1))
    assert client.keep_case(case)
    assert client.keep_case(case)
    assert not client.keep_case(replace(case, holder_name="别人"))
    found = client.case(case.number)
    assert found is not None
    assert found.case == replace(case, notice=None)
