"""Every door of the contract against the practice platform, with data that fits `docs/platform.openapi.yaml` and with
data that does not, made by schemathesis: no fault of the platform, and no answer the contract does not know.
"""

from __future__ import annotations

from collections.abc import Iterator
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


def _operations() -> Iterator[APIOperation[Any, Any, Any, Any]]:
    for found in schemathesis.openapi.from_dict(contract.document()).get_all_operations():
        assert isinstance(found, Ok), found
        yield found.ok()


@schemathesis.serializer("application/vnd.ssc-transfer")
def _as_it_is(_context: object, value: object) -> bytes:
    """A file of work is bytes; what is made up here is some string."""
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
        wants = case.as_transport_kwargs(base_url="http://127.0.0.1")
        words = {name: wants[name] for name in ("method", "url", "headers", "json") if name in wants}
        request = platform.build_request(**words, content=wants.get("data"))
        signed = Signature() if "Counter-Version" in request.headers else None
        case.validate_response(platform.send(request, auth=signed), checks=CHECKS)

    (answered if wanted.seed is None else seed(wanted.seed)(answered))()
