"""A card's challenge goes out as the contract says, and what comes back is a cryptogram, a refusal or no platform."""

from __future__ import annotations

import json
import socket
import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from counter_app.devices import Challenge
from counter_app.domain.chip_errors import AuthenticationRefused
from counter_app.domain.errors import NoPlatform, NotNow, PlatformTrouble, TooOld
from practice.platform import database as db
from practice.platform.forms import CHALLENGE
from practice.platform.seal import Seal
from practice.platform.security import REASONS
from practice.population import cast
from sync import wire
from sync.client import HttpPlatform
from tests.parts import contract
from tests.parts.practice_platform import Platform, running
from tests.parts.proxy import Proxy, proxy
from tests.parts.signing import Signature
from tests.sync.conftest import closing_client

PATH = "/v1/card-authentications"


def hexed(length: int) -> st.SearchStrategy[str]:
    return st.binary(min_size=length, max_size=length).map(lambda value: value.hex().upper())


SEAL = Seal()
KEY = wire.read_sealing_key(json.dumps(SEAL.told()).encode())
challenges = st.builds(
    Challenge,
    purpose=st.sampled_from(["read", "pin-reset", "pin-unblock"]),
    algorithm=st.sampled_from(["des", "ssf33", "sm4"]),
    card_identifier=st.just("") | hexed(16),
    history=hexed(8),
    random=hexed(8),
    key=hexed(1),
    data=st.binary(max_size=64) | st.binary(max_size=64).map(bytearray),
)


sealed_or_so = st.fixed_dictionaries(
    {
        "key_id": st.text(st.characters(codec="ascii"), max_size=66) | hexed(8),
        "value": st.integers(255, 257).map(lambda size: "A" * (size * 4 // 3)) | st.text(max_size=8) | st.none(),
    },
    optional={"more": st.just("x")},
)


def identifier_of(role: str) -> str:
    return cast(now=datetime.now(UTC))[role].cards[0].identifier


def challenge(*, role: str = "normal", purpose: str = "read", algorithm: str = "sm4", data: str = "") -> Challenge:
    return Challenge(
        purpose, algorithm, identifier_of(role), "0102030405060708", "1112131415161718", "0A", bytes.fromhex(data)
    )


# --- the wire -------------------------------------------------------------------------------------------------------


@given(asked=challenges)
def test_whatever_a_card_asks_goes_out_as_the_contract_says(asked: Challenge) -> None:
    body = json.loads(wire.write_challenge(asked, key=KEY))
    assert contract.named("Challenge", body) == []
    CHALLENGE.validate_python(body)


@given(
    asked=challenges,
    place=st.sampled_from(
        ["purpose", "algorithm", "card_identifier", "history", "random", "key", "data", "sealed", "new"]
    ),
    value=sealed_or_so
    | st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=40)
    | hexed(7)
    | st.lists(st.text(max_size=3)),
)
def test_the_platform_refuses_what_the_contract_refuses_and_no_more(
    asked: Challenge, place: str, value: object
) -> None:
    raw = json.loads(wire.write_challenge(asked, key=KEY)) | {place: value}
    try:
        CHALLENGE.validate_python(raw)
        taken = True
    except ValidationError:
        taken = False
    assert taken is (contract.named("Challenge", raw) == [])


@given(content=st.binary(max_size=120), purpose=st.sampled_from(["read", "pin-reset"]))
def test_any_bytes_are_a_cryptogram_or_no_platform(content: bytes, purpose: str) -> None:
    told: list[NoPlatform] = []
    for read in (lambda: wire.read_cryptogram(content, purpose=purpose), lambda: wire.read_refusal(content)):
        try:
            read()
        except NoPlatform as trouble:
            told.append(trouble)
    assert len(told) == 2


@given(length=st.integers(0, 20), purpose=st.sampled_from(["read", "pin-reset", "pin-unblock"]))
def test_only_the_right_length_is_an_answer(length: int, purpose: str) -> None:
    """16 bytes for reading, 4 for an order about the PIN: one never goes for the other."""
    content = json.dumps({"cryptogram": "AB" * length}).encode()
    if length == (16 if purpose == "read" else 4):
        assert wire.read_cryptogram(content, purpose=purpose) == b"\xab" * length
    else:
        with pytest.raises(NoPlatform):
            wire.read_cryptogram(content, purpose=purpose)


# --- over HTTP ------------------------------------------------------------------------------------------------------


def test_every_kind_of_answer_keeps_the_contract(tmp_path: Path) -> None:
    """Cryptogram, code, each refusal, not now, too old, not of the form."""
    refusals: set[str] = set()
    with (
        running(tmp_path / "own.db") as platform,
        proxy(platform.port) as between,
        closing_client(between.url) as client,
    ):
        assert len(client.cryptogram(challenge())) == 16
        assert len(client.cryptogram(challenge(purpose="pin-unblock", data="8424000004"))) == 4
        for asked in (
            challenge(algorithm="ssf33"),
            Challenge("read", "sm4", "F" * 32, "00" * 8, "00" * 8, "0A"),
            challenge(purpose="pin-unblock"),
            challenge(role="temporary", purpose="pin-unblock", data="8424000004"),
        ):
            refusals.add(_refused(client, asked))
        between.edit = lambda body: body.replace(b"1112131415161718", b"1112131415161719")
        refusals.add(_refused(client, challenge(purpose="pin-reset", data="805E000007445566")))
        between.edit = bytes
        platform.switch(db.REFUSE_AUTHENTICATION, "on")
        refusals.add(_refused(client, challenge()))
        for switch, value, trouble in ((db.NOT_NOW, "3", NotNow), (db.MINIMUM_VERSION, "99.0", TooOld)):
            platform.switch(switch, value)
            with pytest.raises(trouble):
                client.cryptogram(challenge())
            platform.switch(switch, None)
        with httpx.Client(trust_env=False, headers={"Counter-Version": "1.0.0"}, auth=Signature()) as raw:
            assert raw.post(between.url + PATH, json={"purpose": "read"}).status_code == 400
        assert len(between.exchanges) == 12
        for exchange in between.exchanges:
            assert contract.answer_faults(exchange.path, exchange.head.split(" ", 1)[0], exchange.answer) == []
    assert refusals == {zh for zh, _ in REASONS.values()}


def test_a_refusal_says_who_and_why(client: HttpPlatform) -> None:
    with pytest.raises(AuthenticationRefused) as told:
        client.cryptogram(Challenge("read", "sm4", "F" * 32, "00" * 8, "00" * 8, "0A"))
    assert told.value.message.zh == "卡认证没有通过（省平台：持卡库中没有这张卡）"


@pytest.mark.parametrize("mode", ["500", "502", "garbage", "other-json", "null", "portal", "redirect", "not-http"])
def test_what_is_not_the_platforms_answer_is_no_platform(client: HttpPlatform, between: Proxy, mode: str) -> None:
    between.mode = mode
    with pytest.raises(NoPlatform):
        client.cryptogram(challenge())


@pytest.mark.parametrize("body", [b"", b"<html>403</html>", b'{"title":"no"}', b'{"reason":{"zh":""}}'])
@pytest.mark.parametrize("kind", ["application/problem+json", "text/html"])
def test_a_403_of_somebody_on_the_way_is_no_refusal(body: bytes, kind: str) -> None:
    """A portal says 403 too; only the platform's own words are taken for its no."""
    with _canned(403, kind, body) as url, closing_client(url) as client, pytest.raises(NoPlatform):
        client.cryptogram(challenge())


def test_it_is_waited_for_four_seconds_at_most(between: Proxy) -> None:
    between.mode = "hang"
    with closing_client(between.url, timeout=60.0) as patient:
        begun = time.monotonic()
        with pytest.raises(NoPlatform):
            patient.cryptogram(challenge())
        assert 3.5 < time.monotonic() - begun < 5.5


def test_no_connection_is_left_behind_by_threads_that_read_one_card_each(
    client: HttpPlatform, between: Proxy, platform: Platform
) -> None:
    for _ in range(3):
        thread = threading.Thread(target=client.cryptogram, args=(challenge(),))
        thread.start()
        thread.join(10)
    assert between.connections == 3
    assert client._clients == []  # noqa: SLF001  nothing outside tells


def test_plain_http_to_another_machine_is_told_no_pin() -> None:
    """127.1 stands for another machine: connected, and not a byte sent."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        with closing_client(f"http://127.1:{port}") as far, pytest.raises(NoPlatform) as told:
            far.cryptogram(challenge(purpose="pin-reset", data="805E000007445566"))
        listener.settimeout(5)
        connection, _ = listener.accept()
        with closing(connection):
            connection.settimeout(5)
            assert connection.recv(1000) == b""
    assert "platform.url" in str(told.value.facts["why"])


def test_a_new_pin_stands_in_no_error_no_answer_and_no_database(tmp_path: Path) -> None:
    """All that is kept of a challenge is nothing."""
    asked = challenge(purpose="pin-reset", data="805E000007445566")
    with (
        running(tmp_path / "own.db") as platform,
        proxy(platform.port) as between,
        closing_client(between.url) as client,
    ):
        client.cryptogram(asked)
        platform.switch(db.REFUSE_AUTHENTICATION, "on")
        told: list[str] = [repr(asked)]
        for mode in ("pass", "garbage", "500"):
            between.mode = mode
            with pytest.raises((AuthenticationRefused, PlatformTrouble)) as trouble:
                client.cryptogram(asked)
            told.append(repr(trouble.value) + repr(trouble.value.facts))
        with httpx.Client(trust_env=False, headers={"Counter-Version": "1.0.0"}, auth=Signature()) as raw:
            told.append(raw.post(platform.url + PATH, json={"data": asked.data.hex()}).text)
        with closing(sqlite3.connect(platform.database)) as kept:
            told += list(kept.iterdump())
    assert "445566" not in "".join(told)


def _refused(client: HttpPlatform, asked: Challenge) -> str:
    with pytest.raises(AuthenticationRefused) as told:
        client.cryptogram(asked)
    return str(told.value.facts["why"].zh)  # type: ignore[attr-defined]


class _canned:  # noqa: N801 - used like a function
    """A server that answers one request with what is told."""

    def __init__(self, status: int, kind: str, body: bytes) -> None:
        head = f"HTTP/1.1 {status} No\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        self._answer = head.encode() + body
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def _serve(self) -> None:
        connection, _ = self._listener.accept()
        with closing(connection):
            connection.recv(65536)
            connection.sendall(self._answer)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __exit__(self, *_: object) -> None:
        self._thread.join(5)
        self._listener.close()
