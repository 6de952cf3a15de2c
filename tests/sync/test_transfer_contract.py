"""Both sides keep `docs/platform.openapi.yaml` where work is carried by hand, and on PostgreSQL as on SQLite."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from counter_app.domain import signature
from counter_app.domain.errors import NoPlatform
from counter_app.domain.holder import Person
from counter_app.domain.sealed_file import LARGEST
from counter_app.domain.transfer_errors import KeyNotBelieved
from counter_app.domain.transfer_key import ToldKey, believed
from sync import transfer_wire
from sync.client import HttpPlatform
from sync.transfer_doors import MEDIA_TYPE
from tests.parts import carried, contract
from tests.parts.carried import CLERK
from tests.parts.practice_platform import Platform
from tests.parts.proxy import Proxy
from tests.parts.signing import Signature
from tests.parts.whole_life import ask


def test_the_key_and_a_file_handed_in_keep_the_contract(
    client: HttpPlatform, between: Proxy, platform: Platform, tmp_path: Path, somebody: Callable[[], Person]
) -> None:
    told = client.transfer_key()
    assert believed(told, trusted=told.signing_key, practice=False).transfer
    with carried.outlet(tmp_path / "far", platform) as far:
        far.record(ask(somebody(), "temporary-loss"))
        file = far.transfers.take_out(tmp_path, clerk=CLERK).path.read_bytes()
    assert client.hand_in(file).accepted == 1
    assert len(between.exchanges) >= 2
    for exchange in between.exchanges:
        assert contract.request_faults(exchange.head, exchange.body) == []
        assert contract.answer_faults(exchange.path, exchange.head.split(" ", 1)[0], exchange.answer) == []


@pytest.mark.parametrize(
    ("content", "status"), [(b"no file", 422), (b"", 422), (b"x" * (LARGEST + 1), 413)], ids=("other", "empty", "large")
)
def test_what_is_no_file_is_turned_down_as_the_contract_says(between: Proxy, content: bytes, status: int) -> None:
    headers = {"Counter-Version": "1.0.0", "Content-Type": MEDIA_TYPE}
    with httpx.Client(trust_env=False, headers=headers, auth=Signature()) as raw:
        answer = raw.post(f"{between.url}/v1/transfers", content=content)
    assert answer.status_code == status
    assert contract.answer_faults("/v1/transfers", "POST", between.exchanges[0].answer) == []


def test_a_transfer_key_is_believed_under_the_signing_key_of_the_settings_alone(client: HttpPlatform) -> None:
    """A real counter without one takes none; practice goes by what the platform says of itself."""
    told, other = client.transfer_key(), signature.pem_of(signature.new_pair()[1])
    wrong = ToldKey(told.signed, other)
    for trusted, practice, said in ((other, False, told), ("", False, told), ("", True, wrong)):
        with pytest.raises(KeyNotBelieved):
            believed(said, trusted=trusted, practice=practice)
    assert believed(told, trusted="", practice=True) == believed(told, trusted=told.signing_key, practice=False)


@pytest.mark.parametrize("body", [b"{}", b"[]", b'{"accepted":-1}', b'{"statement":7}', b"\xff"], ids=repr)
def test_answers_that_are_not_of_the_contract_are_trouble(body: bytes) -> None:
    for read in (transfer_wire.read_key, transfer_wire.read_handed_in):
        with pytest.raises(NoPlatform):
            read(body)
