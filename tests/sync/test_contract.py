"""Both sides keep `docs/platform.openapi.yaml`: what the counter sends and what the platform answers, byte for byte."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_spec_validator import validate
from pydantic import ValidationError

from counter_app.domain import four_eyes
from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.errors import PlatformTrouble
from counter_app.domain.operation import Operation, OperationId, new_operation_id
from counter_app.domain.photo import picture_of
from practice.platform import database as db
from practice.platform.forms import HolderForm, OperationForm
from practice.platform.rules import REASONS
from practice.population import cast
from sync import wire
from sync.client import HttpPlatform
from tests.parts import contract
from tests.parts.practice_platform import Platform, running
from tests.parts.proxy import Proxy, proxy
from tests.parts.signing import Signature
from tests.parts.whole_life import PROCEDURES, agreed, agreed_by_nobody, ask, guardian
from tests.sync.conftest import closing_client, temporary_loss

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=50)
SQUARE = picture_of(b"\xff\xd8 no face at all \xff\xd9")
places = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=40)
operations = st.builds(
    Operation,
    id=st.builds(new_operation_id),
    procedure=st.sampled_from(PROCEDURES),
    holder_number=st.from_regex(r"[0-9]{17}[0-9X]|[A-Z]{3}[0-9]{12}|[0-9A-Z]{5,12}", fullmatch=True),
    holder_name=words.filter(bool),
    card_number=st.none() | st.from_regex(r"[0-9A-Z]{9}", fullmatch=True),
    changes=st.dictionaries(st.sampled_from(Half), st.sampled_from([*CardState, *BankState]).map(str)),
    facts=st.dictionaries(words, words, max_size=10),
    accepted_at=st.datetimes(min_value=datetime(1990, 1, 2), timezones=st.timezones()),  # noqa: DTZ001 - a bound
    clerk=st.text(max_size=20),
    outlet=places,
    window=places,
    province=places,
    pack=st.just("2026.3"),
    basis=st.tuples(words),
    urgent=st.booleans(),
)


def test_the_contract_itself_is_valid_openapi() -> None:
    validate(contract.document())


@given(batch=st.lists(operations, min_size=1, max_size=3))
def test_whatever_a_counter_records_goes_out_as_the_contract_says(batch: list[Operation]) -> None:
    body = json.loads(wire.write_batch(batch))
    assert contract.named("Batch", body) == []
    for raw in body["operations"]:
        OperationForm.model_validate(raw)


@given(
    operation=operations,
    place=st.sampled_from(
        ["id", "procedure", "holder", "card_number", "changes", "facts", "accepted_at", "urgent", "new"]
    ),
    value=st.none()
    | st.booleans()
    | st.integers()
    | words
    | st.lists(words, max_size=2)
    | st.dictionaries(words, words, max_size=2),
)
def test_the_platform_refuses_what_the_contract_refuses_and_no_more(
    operation: Operation, place: str, value: object
) -> None:
    raw: dict[str, Any] = json.loads(wire.write_batch([operation]))["operations"][0] | {place: value}
    try:
        OperationForm.model_validate(raw)
        taken = True
    except ValidationError:
        taken = False
    assert taken is (contract.named("Operation", raw) == [])


@pytest.mark.parametrize(
    ("number", "good"),
    [
        ("439901198805166009", True),
        ("43990119880516600X", True),
        ("ZZZ439900000053", True),
        ("H00000051", True),
        ("H0000005101", True),
        ("00000052", True),
        ("ZZ0000054", True),
        ("zz0000054", False),
        ("ZZ 0000054", False),
        ("ZZ0-000054", False),
        ("4399011988051660", False),
        ("43990119880516600", False),
        ("4399011988051660091", False),
        ("ZZ43990000005", False),
        ("1234", False),
        ("", False),
        ("٠٠٠٠٠٠٥٢", False),
    ],
)
def test_both_sides_and_the_contract_know_the_same_numbers_of_holders(number: str, good: bool) -> None:
    told = {"number": number, "name": "某某", "sex": "0", "birth_date": None, "nation": "", "mobile": ""}
    person = {"holder": told, "cards": [], "as_of": "2026-11-21T10:00:00Z"}
    answers = {"read": True, "taken": True}
    try:
        wire.read_people(json.dumps({"people": [person]}).encode())
    except PlatformTrouble:
        answers["read"] = False
    try:
        HolderForm.model_validate({"number": number, "name": "某某"})
    except ValidationError:
        answers["taken"] = False
    assert answers == {"read": good, "taken": good}
    assert (contract.named("Number", number) == []) is good


def test_every_request_and_every_answer_of_a_busy_day(tmp_path: Path) -> None:
    """The whole cast, each procedure twice, cards being made, every lookup, not now and too old: nothing breaks it."""
    with (
        running(tmp_path / "own.db") as platform,
        proxy(platform.port) as between,
        closing_client(between.url) as client,
    ):
        _a_busy_day(client, platform)
        assert len(between.exchanges) > 100
        for exchange in between.exchanges:
            method = exchange.head.split(" ", 1)[0]
            assert contract.request_faults(exchange.head, exchange.body) == []
            assert contract.answer_faults(exchange.path, method, exchange.answer) == []
        statuses = {exchange.answer.split(b" ", 2)[1] for exchange in between.exchanges}
        assert statuses == {b"200", b"201", b"204", b"503", b"426"}
        codes = {answer["code"] for exchange in between.exchanges for answer in _answers(exchange.answer)}
        assert codes >= {"", *REASONS} - {"1400"}


@pytest.mark.parametrize(
    ("method", "path", "headers", "content", "status"),
    [
        ("GET", "/v1/hello", {"Counter-Version": ""}, b"", 400),
        ("GET", "/v1/hello", {"Counter-Version": "x.y"}, b"", 400),
        ("POST", "/v1/operations", {}, b"", 400),
        ("POST", "/v1/operations", {}, b"[]", 400),
        ("POST", "/v1/operations", {}, b'{"operations":[]}', 400),
        ("POST", "/v1/operations", {}, b'{"operations":[{"id":"1"}]}', 400),
        ("POST", "/v1/operations", {}, b'{"operations":[1],"more":2}', 400),
        ("POST", "/v1/operations", {}, b"[" * 100_000, 400),
        ("POST", "/v1/operations", {}, b" " * (1024 * 1024 + 1), 413),
        ("POST", "/v1/lookups", {}, b'{"by":"card","value":"","limit":1}', 400),
        ("POST", "/v1/lookups", {}, b'{"by":"age","value":"7","limit":1}', 400),
        ("POST", "/v1/lookups", {}, b"\xff\xfe", 400),
        ("PUT", f"/v1/attachments/{'0' * 64}", {"Content-Type": "image/jpeg"}, b"\xff\xd8 other \xff\xd9", 400),
        ("PUT", f"/v1/attachments/{SQUARE.digest}", {"Content-Type": "text/html"}, SQUARE.body, 400),
        ("PUT", "/v1/attachments/1", {"Content-Type": "image/jpeg"}, SQUARE.body, 400),
        ("PUT", f"/v1/attachments/{'0' * 64}", {"Content-Type": "image/jpeg"}, b"\xff\xd8" * 40_000, 413),
        ("GET", "/v1/security-module", {"Counter-Version": ""}, b"", 400),
        ("POST", "/v1/card-authentications", {}, b'{"purpose":"pin-reset"}', 400),
        ("POST", "/v1/card-authentications", {}, b'{"purpose":"pin"}', 400),
        ("POST", "/v1/card-authentications", {}, b"[]", 400),
    ],
)
def test_what_is_no_request_gets_a_problem_as_the_contract_says(
    between: Proxy, method: str, path: str, headers: dict[str, str], content: bytes, status: int
) -> None:
    with httpx.Client(trust_env=False, headers={"Counter-Version": "1.0.0"}, auth=Signature()) as raw:
        answer = raw.request(method, between.url + path, content=content, headers=headers)
    assert answer.status_code == status
    assert contract.answer_faults(path, method, between.exchanges[0].answer) == []


def test_an_operation_that_is_not_of_the_form_stops_no_other(
    platform: Platform, loss: Callable[..., Operation]
) -> None:
    good, bad = (json.loads(wire.write_batch([loss()]))["operations"][0] for _ in range(2))
    bad["holder"]["number"] = "1"
    with httpx.Client(trust_env=False, headers={"Counter-Version": "1.0.0"}, auth=Signature()) as raw:
        answer = raw.post(f"{platform.url}/v1/operations", json={"operations": [bad, good]})
    told = {one["operation_id"]: (one["verdict"], one["code"]) for one in answer.json()["answers"]}
    assert told == {bad["id"]: ("refused", "1400"), good["id"]: ("accepted", "")}
    assert contract.named("Answers", answer.json()) == []


def _a_busy_day(client: HttpPlatform, platform: Platform) -> None:
    people = cast(now=datetime.now(UTC))
    platform.switch(db.BANK_SILENT, "B02")
    client.greet()
    client.pack_statements()
    for role, person in people.items():
        client.person_by_number(person.holder.number)
        client.people_by_name(person.holder.name)
        for card in person.cards:
            client.person_by_card(card.number)
        for operation in _one_of_each(temporary_loss(person)):
            for _ in range(2):
                client.send([operation], on_hand_over=lambda: None)
        if role == "two-cards":
            client.send(
                [_with(temporary_loss(person), card_number=people["normal"].cards[0].number)], on_hand_over=lambda: None
            )
    stranger, name = temporary_loss(people["normal"]), "别人"
    odd = [
        _with(stranger, holder_number="439901200001010011"),
        _with(stranger, holder_name=name),
        _with(stranger, procedure="marriage"),
        _with(stranger, changes={Half.SSC: "9"}),
    ]
    client.send(odd, on_hand_over=lambda: None)
    client.send([_with(odd[0], id=odd[0].id, holder_name=name)], on_hand_over=lambda: None)
    _whole_lives(client, platform)
    for switch, value in ((db.NOT_NOW, "3"), (db.MINIMUM_VERSION, "99.0")):
        platform.switch(switch, value)
        with suppress(PlatformTrouble):
            client.greet()
        with suppress(PlatformTrouble):
            client.send([stranger], on_hand_over=lambda: None)
        platform.switch(switch, None)


def _whole_lives(client: HttpPlatform, platform: Platform) -> None:
    """Cards applied for, made, failed, handed over, replaced, cancelled, and all that may not be."""
    platform.switch(db.MAKING_SECONDS, "0")
    people = cast(now=datetime.now(UTC))
    child, parent, waiting = people["minor-no-card"], people["guardian-of-minor"], people["card-ready"]
    new, failed, well = people["adult-no-card"], people["making-failed"], people["two-cards"]
    told = [ask(new, "application", photo="brought", photo_digest="0" * 64)]
    told += [ask(person, procedure) for person in (new, failed, waiting, people["dead"]) for procedure in PROCEDURES]
    told += [
        ask(well, "application", bank="B04"),
        ask(well, "replacement", bank="B04"),
        ask(well, "bank-change", bank="B04"),
        ask(well, "bank-change", bank="B02"),
        ask(well, "replacement", reason="whim"),
        ask(well, "replacement", identity="none"),
        ask(well, "replacement", consent_service=f"told 2026.1 {'0' * 64} self"),
        ask(well, "data-change", new_name="曾国强·新", proof_of_change="police"),
        ask(well, "application", changes={Half.SSC: "1"}),
        ask(child, "application"),
        ask(child, "application", actor=guardian(parent)),
        ask(child, "activation", actor=guardian(parent)),
        ask(people["making"], "activation"),
        ask(people["hmt"], "cancellation"),
        agreed_by_nobody(ask(people["normal"], "cancellation")),
        agreed(agreed_by_nobody(ask(people["normal"], "cancellation")), way=four_eyes.HERE),
        *(replace(ask(people["normal"], "formal-loss"), clerk=one) for one in ("0401", "0321", "0320")),
        ask(people["foreigner"], "application"),
        ask(failed, "resume-making", order=failed.orders[0].number),
    ]
    client.attach(SQUARE, on_hand_over=lambda: None)
    for operation in told:
        client.send([operation, operation], on_hand_over=lambda: None)
        client.person_by_number(operation.holder_number)


def _one_of_each(loss: Operation) -> list[Operation]:
    formal = {Half.SSC: CardState.FORMAL_LOSS.value, Half.BANK: BankState.FORMAL_LOSS.value}
    normal = {Half.SSC: CardState.NORMAL.value, Half.BANK: BankState.NORMAL.value}
    return [
        loss,
        _with(loss, procedure="formal-loss", changes=formal),
        _with(loss, procedure="release", changes=normal),
    ]


def _with(operation: Operation, **changes: Any) -> Operation:
    return replace(operation, **{"id": new_operation_id(), **changes})


def _answers(answer: bytes) -> list[dict[str, Any]]:
    body = json.loads(answer.partition(b"\r\n\r\n")[2] or b"{}")
    told: list[dict[str, Any]] = []
    for one in body.get("answers", []):
        told += [one, *one["halves"]]
    return told


def test_the_id_of_the_contract_is_the_id_counters_make() -> None:
    made: OperationId = new_operation_id()
    assert contract.named("OperationId", made) == []
