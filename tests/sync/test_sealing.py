"""A new PIN leaves this machine sealed for the security module and one challenge, or not at all."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from counter_app.devices import Challenge
from counter_app.domain.errors import NoPlatform, PlatformTrouble
from practice.platform.seal import OTHER_KEY, NotForThis, OtherKey, Seal
from practice.population import cast
from sync import wire
from sync.client import HttpPlatform
from tests.parts import contract
from tests.parts.practice_platform import Platform, running
from tests.parts.proxy import Proxy, answer, proxy
from tests.parts.signing import Signature, signer
from tests.sync.conftest import closing_client

PATH, KEY_PATH = "/v1/card-authentications", "/v1/security-module"
PROBLEM = "Content-Type: application/problem+json"
SEAL = Seal()
KEY = wire.read_sealing_key(json.dumps(SEAL.told()).encode())
COMMAND = bytes.fromhex("805E00000A794613852079")


def reset(*, random: str = "1112131415161718", data: bytes | bytearray = COMMAND) -> Challenge:
    identifier = cast(now=datetime.now(UTC))["normal"].cards[0].identifier
    return Challenge("pin-reset", "sm4", identifier, "0102030405060708", random, "0B", data)


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Platform]:
    with running(tmp_path / "own.db") as standing:
        yield standing


@pytest.fixture
def front(own: Platform) -> Iterator[Proxy]:
    """A proxy before a platform of this test's own."""
    with proxy(own.port) as standing:
        yield standing


# --- the wire -------------------------------------------------------------------------------------------------------


@given(data=st.binary(min_size=1, max_size=64), random=st.binary(min_size=8, max_size=8), other=st.binary(max_size=9))
def test_what_is_sealed_opens_for_its_challenge_only(data: bytes, random: bytes, other: bytes) -> None:
    body = json.loads(wire.write_challenge(reset(random=random.hex().upper(), data=data), key=KEY))
    assert contract.named("SealedChallenge", body) == []
    sealed = body["sealed"]
    assert SEAL.open(sealed["key_id"], sealed["value"], label=random) == data
    if other != random:
        with pytest.raises(NotForThis):
            SEAL.open(sealed["key_id"], sealed["value"], label=other)
    with pytest.raises(OtherKey):
        SEAL.open(sealed["key_id"] + "0", sealed["value"], label=random)


@given(value=st.binary(max_size=300).map(lambda octets: base64.b64encode(octets).decode()) | st.text(max_size=400))
def test_anything_else_does_not_open(value: str) -> None:
    with pytest.raises(NotForThis):
        SEAL.open(SEAL.told()["key_id"], value, label=bytes(8))


def test_two_challenges_never_look_alike() -> None:
    assert wire.write_challenge(reset(), key=KEY) != wire.write_challenge(reset(), key=KEY)


@pytest.mark.parametrize("purpose", ["pin-reset", "pin-change", "", "READ"])
def test_without_a_key_no_pin_is_written_nor_said(purpose: str) -> None:
    """Nor anything of a purpose nobody knows yet."""
    with pytest.raises(ValueError, match="sealed only") as told:
        wire.write_challenge(replace(reset(), purpose=purpose))
    assert "7946" not in repr(told.value)


def test_more_than_a_code_is_made_over_is_not_sealed() -> None:
    with pytest.raises(NoPlatform):
        wire.write_challenge(reset(data=bytes(65)), key=KEY)


@cache
def unfit() -> dict[str, str]:
    """Keys nobody may seal with, as PEM."""
    small, large = rsa.generate_private_key(65537, 1024), rsa.generate_private_key(65537, 2048)
    public = large.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    exponent_of_one = rsa_of_one(large.public_key().public_numbers().n)
    return {
        "short": _pem(small.public_key()),
        "elliptic": _pem(ec.generate_private_key(ec.SECP256R1()).public_key()),
        "signing": _pem(ed25519.Ed25519PrivateKey.generate().public_key()),
        "private": large.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
        "pkcs1": large.public_key().public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode(),
        "cut": public[:200],
        "cut and ended": public[:200] + "\n-----END PUBLIC KEY-----\n",
        "before it": "x" + public,
        "exponent of one": exponent_of_one,
        "empty": "",
        "Chinese": "-----BEGIN PUBLIC KEY-----\n密\n-----END PUBLIC KEY-----\n",
    }


def rsa_of_one(modulus: int) -> str:
    """A key that seals nothing: what it makes is what it was given (DER written by hand, no library makes it)."""
    octets = modulus.to_bytes(257, "big")
    numbers = _der(0x30, _der(0x02, octets) + _der(0x02, b"\x01"))
    whole = _der(0x30, bytes.fromhex("300d06092a864886f70d0101010500") + _der(0x03, b"\x00" + numbers))
    lines = base64.encodebytes(whole).decode()
    return f"-----BEGIN PUBLIC KEY-----\n{lines}-----END PUBLIC KEY-----\n"


def _der(tag: int, value: bytes) -> bytes:
    size = len(value)
    length = bytes((size,)) if size < 128 else bytes((0x82,)) + size.to_bytes(2, "big")
    return bytes((tag,)) + length + value


def _pem(key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey) -> str:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


@pytest.mark.parametrize("kind", sorted(unfit()))
def test_no_key_but_a_good_one_is_taken(kind: str) -> None:
    with pytest.raises(NoPlatform):
        wire.read_sealing_key(json.dumps(SEAL.told() | {"public_key": unfit()[kind]}).encode())


@pytest.mark.parametrize(
    "change",
    [{"algorithm": "RSA-PKCS1"}, {"algorithm": None}, {"key_id": ""}, {"key_id": "a b"}, {"key_id": 7}],
    ids=str,
)
def test_no_other_algorithm_and_no_odd_name_is_taken(change: dict[str, object]) -> None:
    with pytest.raises(NoPlatform):
        wire.read_sealing_key(json.dumps(SEAL.told() | change).encode())


@given(content=st.binary(max_size=200), spoilt=st.tuples(st.integers(0, 440), st.characters(codec="ascii")))
def test_any_bytes_are_a_key_or_no_platform(content: bytes, spoilt: tuple[int, str]) -> None:
    at, character = spoilt
    pem = SEAL.told()["public_key"]
    changed = json.dumps(SEAL.told() | {"public_key": pem[:at] + character + pem[at + 1 :]}).encode()
    for body in (content, changed):
        try:
            assert wire.read_sealing_key(body).public.key_size >= 2048
        except NoPlatform:
            continue


# --- over HTTP ------------------------------------------------------------------------------------------------------


def test_the_key_is_asked_for_once_and_over_the_connection_that_is_used(front: Proxy) -> None:
    with closing_client(front.url) as client:
        for _ in range(2):
            assert len(client.cryptogram(reset())) == 4
    assert front.paths() == [KEY_PATH, PATH, PATH]
    assert front.connections == 2, "one a card: the key comes over the connection the PIN goes over"
    for exchange in front.exchanges:
        assert contract.request_faults(exchange.head, exchange.body) == []


def test_a_card_that_is_only_read_needs_no_key(front: Proxy) -> None:
    with closing_client(front.url) as client:
        client.cryptogram(replace(reset(), purpose="read", data=b""))
        client.cryptogram(replace(reset(), purpose="pin-unblock", data=bytes.fromhex("8424000004")))
    assert front.paths() == [PATH, PATH]


def test_a_platform_that_was_started_anew_has_another_key_and_it_is_asked_for_once(tmp_path: Path) -> None:
    with running(tmp_path / "own.db") as first, proxy(first.port) as front, closing_client(front.url) as client:
        client.cryptogram(reset())
        first.process.terminate()
        first.process.wait(10)
        with running(tmp_path / "own.db") as second:
            front.target = ("127.0.0.1", second.port)
            assert len(client.cryptogram(reset())) == 4
            assert len(client.cryptogram(reset())) == 4
    assert front.paths() == [KEY_PATH, PATH, PATH, KEY_PATH, PATH, PATH]
    refused = front.exchanges[2].answer
    assert refused.startswith(b"HTTP/1.1 409")
    assert contract.answer_faults(PATH, "POST", refused) == []
    assert OTHER_KEY.encode() in refused


def test_a_platform_that_takes_no_key_it_gives_is_given_up(front: Proxy) -> None:
    other = answer("409 Conflict", json.dumps({"type": OTHER_KEY, "title": "x", "status": 409}).encode(), PROBLEM)
    _answers_to_posts(front, other)
    with closing_client(front.url) as client, pytest.raises(NoPlatform) as told:
        client.cryptogram(reset())
    assert front.paths() == [KEY_PATH, PATH, KEY_PATH, PATH]
    assert "key" in str(told.value.facts["why"])


@pytest.mark.parametrize("body", [b"", b"{}", b"<html>", b'{"type":"about:blank"}', b'{"type":5}', b"[]"])
@pytest.mark.parametrize("kind", [PROBLEM, "Content-Type: text/html"])
def test_a_409_of_another_kind_is_no_reason_to_try_again(front: Proxy, body: bytes, kind: str) -> None:
    _answers_to_posts(front, answer("409 Conflict", body, kind))
    with closing_client(front.url) as client:
        for purpose in ("pin-reset", "pin-unblock"):
            with pytest.raises(NoPlatform):
                client.cryptogram(replace(reset(), purpose=purpose))
    assert front.paths() == [KEY_PATH, PATH, PATH]


@pytest.mark.parametrize("mode", ["500", "garbage", "other-json", "portal", "redirect", "not-http", "half-body"])
def test_without_a_key_nothing_is_posted(front: Proxy, mode: str) -> None:
    front.mode, front.only = mode, KEY_PATH
    with closing_client(front.url) as client, pytest.raises(PlatformTrouble):
        client.cryptogram(reset())
    assert front.paths() == [KEY_PATH]


def test_key_and_code_together_take_four_seconds_at_most(front: Proxy) -> None:
    """Each request has what the one before it left."""
    front.mode, front.only = "hang", PATH
    with closing_client(front.url, timeout=60.0) as patient:
        begun = time.monotonic()
        with pytest.raises(NoPlatform):
            patient.cryptogram(reset())
    assert 3.5 < time.monotonic() - begun < 5.5
    assert front.paths() == [KEY_PATH, PATH]


def test_a_pin_in_clear_is_refused_by_the_platform(front: Proxy) -> None:
    """Beside the sealed one or instead of it; and nothing sealed is taken for another purpose."""
    with closing_client(front.url) as client:
        client.cryptogram(reset())
    good = json.loads(front.exchanges[-1].body)
    clear = {"data": COMMAND.hex().upper()}
    bare = {name: value for name, value in good.items() if name != "sealed"}
    odd = [good | clear, bare | clear, bare, good | {"data": ""}, good | {"purpose": "pin-unblock"}]
    odd += [good | clear | {"purpose": "read"}, good | {"sealed": None}]
    with httpx.Client(trust_env=False, headers={"Counter-Version": "1.0.0"}, auth=Signature()) as raw:
        for body in odd:
            assert raw.post(front.url + PATH, json=body).status_code == 400
            assert contract.named("Challenge", body) != []
            assert contract.answer_faults(PATH, "POST", front.exchanges[-1].answer) == []
        assert raw.post(front.url + PATH, json=good).status_code == 200, "the same challenge again has the same answer"
        replayed = raw.post(front.url + PATH, json=good | {"random": "1112131415161719"})
    assert (replayed.status_code, replayed.json()["reason"]["en"]) == (
        403,
        "What was sealed does not open, or is for another challenge",
    )


def test_a_client_that_was_never_asked_for_a_reset_knows_no_key(own: Platform) -> None:
    client = HttpPlatform(lambda: own.url, version="1.0.0", signer=signer())
    client.greet()
    client.close()
    assert client._sealing_key is None  # noqa: SLF001  nothing outside tells


def _answers_to_posts(front: Proxy, own: bytes) -> None:
    """The proxy itself answers what is posted."""
    front.mode, front.only, front.own = "own", PATH, own
