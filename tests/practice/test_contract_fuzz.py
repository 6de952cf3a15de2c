"""Every door of the contract against the practice platform, with data that fits `docs/platform.openapi.yaml` and with
data that does not, made by schemathesis: no fault of the platform, no answer the contract does not know; what does not
fit is refused, and what fits is not refused as not fitting.

Whether something fits is asked of the request that went out, after it was signed: a signature puts the headers right
that it makes itself.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import APIOperation, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.faults.asked import asked
from tests.faults.province import Doors, Province, Request, make_template
from tests.parts import contract
from tests.parts.signing import Signature

EXAMPLES = 8
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MORE_THAN_FITTING: Mapping[str, str] = {
    "enrolCounter": "the key must be a point of the curve",
    "renewKey": "the key must be a point of the curve, and the proof made by it",
    "attach": "the bytes must be a JPEG of the digest in the path",
    "beginUpload": "what stands in base64 must be a digest",
    "continueUpload": "the piece must begin where the last one ended",
    "keepCase": "the number in the path must be the one in the body, and its check digit right",
}
"""Doors that may say 400 to a request of the form, and what they ask that a schema cannot say."""
NOT_OF_THE_FORM = "1400"
OF_ANOTHER_KIND: tuple[object, ...] = (None, 7, "", "x" * 3000, {"": ""})
ENOUGH_PLACES = 25


def _operations(*, of_json: bool = False) -> Iterator[APIOperation[Any, Any, Any, Any]]:
    """All doors, or those that take a body of JSON."""
    for found in schemathesis.openapi.from_dict(contract.document()).get_all_operations():
        assert isinstance(found, Ok), found
        door = found.ok()
        if not of_json or "application/json" in door.definition.raw.get("requestBody", {}).get("content", {}):
            yield door


@schemathesis.serializer("application/vnd.ssc-transfer", "application/offset+octet-stream")
def _as_it_is(_context: object, value: object) -> bytes:
    """A file of work is bytes, and so is a piece of a picture; what is made up here is some string."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


class _InProcess(httpx.BaseTransport):
    def __init__(self, province: Province) -> None:
        self._province = province

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        sent = Request(request.method, request.url.raw_path.decode(), tuple(request.headers.raw), request.read())
        reply = self._province.deliver(sent)
        return httpx.Response(reply.status, headers=list(reply.headers), stream=httpx.ByteStream(reply.body))


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a platform in this process, whose calls are signed."""
    home = tmp_path_factory.mktemp("fuzz")
    doors = Doors()
    province = Province(home / "platform.db", make_template(home / "template.db", []), doors)
    with httpx.Client(transport=_InProcess(province)) as client:
        yield client
    province.stop()
    doors.loop.close()


@pytest.mark.parametrize("mode", GenerationMode, ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", [*_operations()], ids=lambda one: f"{one.method.upper()} {one.path}")
def test_a_door_keeps_the_contract(
    operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode, platform: httpx.Client
) -> None:
    wanted = asked(EXAMPLES)
    usual = settings(
        max_examples=wanted.times,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        derandomize=wanted.seed is None,
        suppress_health_check=list(HealthCheck),
    )

    @usual
    @given(case=operation.as_strategy(generation_mode=mode))
    def answered(case: schemathesis.Case[Any]) -> None:
        answer = _answer(case, platform)
        case.validate_response(answer, checks=CHECKS)
        _must_be_judged_rightly(operation, answer)

    (answered if wanted.seed is None else seed(wanted.seed)(answered))()


@pytest.mark.parametrize("operation", [*_operations(of_json=True)], ids=lambda one: f"{one.method.upper()} {one.path}")
def test_a_body_that_breaks_the_form_at_any_place_is_refused(
    operation: APIOperation[Any, Any, Any, Any], platform: httpx.Client
) -> None:
    """Each member of a body, at any depth, in turn left out or of another kind, and one more that nobody knows."""
    usual = settings(phases=[Phase.generate], deadline=None, database=None, derandomize=True)
    found: list[schemathesis.Case[Any]] = []

    @settings(usual, max_examples=10, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE))
    def made(case: schemathesis.Case[Any]) -> None:
        found.append(case)

    made()
    case = max(found, key=lambda one: min(len([*_places(one.body)]), ENOUGH_PLACES))
    for broken in _broken(case.body):
        case.body = broken
        _must_be_judged_rightly(operation, _answer(case, platform))


def _places(tree: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The way to each member of the tree; of a list, to its first."""
    inner = [*tree.items()] if isinstance(tree, dict) else [*enumerate(tree[:1])] if isinstance(tree, list) else []
    for name, value in inner:
        yield (*way, name)
        yield from _places(value, (*way, name))


def _broken(body: Any) -> Iterator[Any]:
    for way in _places(body):
        for other in OF_ANOTHER_KIND:
            changed = deepcopy(body)
            _inside(changed, way)[way[-1]] = other
            yield changed
        changed = deepcopy(body)
        del _inside(changed, way)[way[-1]]
        yield changed
    for way in [(), *_places(body)]:
        changed = deepcopy(body)
        if isinstance(inside := _inside(changed, (*way, "")), dict):
            inside["nobody_knows_it"] = ""
            yield changed


def _inside(tree: Any, way: tuple[str | int, ...]) -> Any:
    """What holds the last member of that way."""
    for name in way[:-1]:
        tree = tree[name]
    return tree


def _answer(case: schemathesis.Case[Any], platform: httpx.Client) -> httpx.Response:
    wants = case.as_transport_kwargs(base_url="http://127.0.0.1")
    words = {name: wants[name] for name in ("method", "url", "headers", "json") if name in wants}
    request = platform.build_request(**words, content=wants.get("data"))
    return platform.send(request, auth=Signature() if "Counter-Version" in request.headers else None)


def _must_be_judged_rightly(operation: APIOperation[Any, Any, Any, Any], answer: httpx.Response) -> None:
    if not _fits(answer.request):
        _must_be_refused(answer)
    elif operation.definition.raw["operationId"] not in MORE_THAN_FITTING:
        assert answer.status_code != httpx.codes.BAD_REQUEST, "it fits, and is refused as if it did not"


def _fits(sent: httpx.Request) -> bool:
    """Whether the contract finds no fault with what went out."""
    headers = "".join(f"\r\n{name.decode('latin-1')}: {value.decode('latin-1')}" for name, value in sent.headers.raw)
    path = sent.url.raw_path.decode("ascii").partition("?")[0]
    try:
        return contract.request_faults(f"{sent.method} {path} HTTP/1.1{headers}", sent.content) == []
    except (ValueError, RecursionError):  # its body is not JSON
        return False


def _must_be_refused(answer: httpx.Response) -> None:
    """As a whole; or, in a batch that can be read, each operation that is not of the form."""
    if answer.is_client_error:
        return
    assert answer.request.url.path == "/v1/operations", "it does not fit, and is not refused"
    batch = json.loads(answer.request.content)["operations"]
    times = Counter(one["id"] for one in batch)
    unfit = {one["id"] for one in batch if contract.named("Operation", one) and times[one["id"]] == 1}
    told = {one["operation_id"]: one["code"] for one in answer.json()["answers"]}
    assert [told[id_] for id_ in unfit] == [NOT_OF_THE_FORM] * len(unfit)
