"""Every call that changes something is signed by the counter's own key, and the platform takes nothing else.

The judge of the signature is the `openssl` command, over a base put together here by RFC 9421's rules.
"""

import base64
import hashlib
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from counter_app import enrolment
from counter_app.domain import signature
from counter_app.domain.enrolment_errors import CallRepeated, ClockOff, EnrolmentRevoked, NotEnrolled
from counter_app.domain.errors import NoPlatform, PlatformTrouble
from counter_app.domain.operation import Operation, WorkState
from counter_app.enrolment import PrivateKey
from practice.platform import database as db
from practice.platform import enrolment as platform_keys
from sync import signing
from sync.client import HttpPlatform
from tests.parts import contract, counter_folder
from tests.parts.practice_platform import Platform
from tests.parts.proxy import Proxy, answer
from tests.parts.signing import TEST_KEY, Signature, admit_at, signer

OUT_OF_TIME = b'{"type":"urn:ssc-platform:clock-off","server_time":"0001-01-01T00:00:00+08:00"}'
LOOKUP = b'{"by":"number","value":"439901198805166009","limit":1}'


@pytest.fixture
def other_key(platform: Platform) -> PrivateKey:
    """A key of another counter, known to the platform."""
    fresh = enrolment.new_key()
    key = PrivateKey(f"C-{fresh.key_id}", fresh.private, fresh.public)
    admit_at(platform.database, key)
    return key


@pytest.fixture
def raw() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, headers={"Counter-Version": "1.0.0", "Content-Type": "application/json"}) as one:
        yield one


def signed(
    path: str = "/v1/lookups", body: bytes = LOOKUP, *, key: PrivateKey = TEST_KEY, ahead: float = 0.0
) -> dict[str, str]:
    return signing.sign("POST", path, body, version="1.0.0", key=key, at=time.time() + ahead)


def word(response: httpx.Response) -> str:
    """What a 401 says, held against the contract."""
    assert response.status_code == 401, response.text
    assert contract.named("NotAdmittedProblem", response.json()) == []
    return str(response.json()["type"]).removeprefix("urn:ssc-platform:")


def openssl_agrees(folder: Path, public: bytes, base: bytes, value: bytes) -> bool:
    key, text, der = folder / "key.pem", folder / "text", folder / "value"
    key.write_text(signature.pem_of(public), encoding="ascii")
    text.write_bytes(base)
    der.write_bytes(value)
    ask: list[str | Path] = [
        "openssl",
        "dgst",
        "-sm3",
        "-verify",
        key,
        "-sigopt",
        "distid:1234567812345678",
        "-signature",
        der,
        text,
    ]
    return subprocess.run(ask, check=False, capture_output=True).stdout == b"Verified OK\n"


def test_openssl_finds_each_call_signed_by_the_counters_key(
    client: HttpPlatform, between: Proxy, loss: Callable[[], Operation], tmp_path: Path
) -> None:
    """Over method, path, query, digest of the very body, and version; with another byte it does not hold."""
    client.people_by_name("没有此人")
    client.send([loss()], on_hand_over=lambda: None)
    client.greet()
    for exchange, path in zip(between.exchanges[:2], ("/v1/lookups", "/v1/operations"), strict=True):
        told = contract.headers_of(exchange.head)
        parameters = told["signature-input"].removeprefix("counter=")
        digest = base64.b64encode(hashlib.sha256(exchange.body).digest()).decode()
        base = "\n".join(
            (
                '"@method": POST',
                f'"@path": {path}',
                '"@query": ?',
                f'"content-digest": sha-256=:{digest}:',
                '"counter-version": 1.0.0',
                f'"@signature-params": {parameters}',
            )
        ).encode()
        value = base64.b64decode(told["signature"].removeprefix("counter=:").removesuffix(":"))
        assert openssl_agrees(tmp_path, TEST_KEY.public, base, value)
        assert not openssl_agrees(tmp_path, TEST_KEY.public, base.replace(b"POST", b"PUT"), value)
        fields = re.fullmatch(r'\(.*\);created=(\d+);keyid="(\w+)";alg="sm2-sm3";nonce="([\w-]{24})"', parameters)
        assert fields is not None, parameters
        assert abs(int(fields[1]) - time.time()) < 60
        assert fields[2] == TEST_KEY.key_id
        assert contract.request_faults(exchange.head, exchange.body) == []
    assert "signature" not in contract.headers_of(between.exchanges[2].head), "a GET changes nothing"
    nonces = {contract.headers_of(one.head)["signature-input"] for one in between.exchanges[:2]}
    assert len(nonces) == 2


def test_what_is_not_this_call_of_this_counter_is_refused_with_its_word(
    platform: Platform, raw: httpx.Client, other_key: PrivateKey
) -> None:
    """Unsigned, replayed, altered, at another time or by another key: each is told apart, and the time is told."""
    url = f"{platform.url}/v1/lookups"

    def post(headers: dict[str, str], body: bytes = LOOKUP, to: str = url) -> httpx.Response:
        return raw.post(to, content=body, headers=headers)

    good = signed()
    assert post(good).status_code == 200
    assert word(post(good)) == "replayed"
    assert word(post({})) == "not-signed"
    assert word(post(signed(), LOOKUP.replace(b"1}", b"2}"))) == "body-changed"
    assert word(post(signed("/v1/operations"))) == "signature-wrong"
    assert word(post(signed(), to=url + "?limit=100")) == "signature-wrong"
    assert word(post(signed() | {"Counter-Version": "1.0.1"})) == "signature-wrong"
    picture = f"/v1/attachments/{'0' * 64}"
    assert word(raw.put(platform.url + picture, content=LOOKUP, headers=signed(picture))) == "signature-wrong"
    ours, theirs = signed(), signed(key=other_key)
    assert word(post(ours | {"Signature": theirs["Signature"]})) == "signature-wrong"
    swapped = ours["Signature-Input"].replace(TEST_KEY.key_id, other_key.key_id)
    assert word(post(ours | {"Signature-Input": swapped})) == "signature-wrong"
    assert word(post(signed(key=enrolment.new_key()))) == "key-unknown"
    fewer = ours["Signature-Input"].replace(' "@query"', "")
    assert word(post(ours | {"Signature-Input": fewer})) in ("signature-wrong", "not-signed")
    assert word(post(ours | {"Signature": "counter=garbage"})) == "not-signed"
    for ahead in (-400, 400):
        late = post(signed(ahead=ahead))
        assert word(late) == "clock-off"
        told = datetime.fromisoformat(late.json()["server_time"])
        assert abs(told - datetime.now(UTC)) < timedelta(seconds=60)
    assert post(signed(ahead=-240)).status_code == 200
    assert post(theirs).status_code == 200


def test_each_door_that_changes_something_wants_a_signature(platform: Platform, raw: httpx.Client) -> None:
    """Every such path of the contract: 401 before anything else is looked at."""
    paths = contract.document()["paths"]
    asked = [(path, method) for path, doors in paths.items() for method in doors if method != "get"]
    assert len(asked) > 10
    for path, method in asked:
        filled = re.sub(r"\{\w+\}", "N439901-01-261122-0001-1", path)
        response = raw.request(method.upper(), platform.url + filled, content=b"{}")
        expected = 400 if path == "/v1/counters" else 401
        assert response.status_code == expected, path
        assert "401" in paths[path][method]["responses"]


def test_a_key_that_is_revoked_or_has_run_out_is_told_in_words(
    platform: Platform, between: Proxy, other_key: PrivateKey
) -> None:
    """And the counter says so as trouble of the platform, with what to do next."""
    with closing(HttpPlatform(lambda: between.url, version="1.0.0", signer=signer(other_key))) as line:
        assert line.people_by_name("没有此人") == ()
        platform.change("UPDATE counter_key SET state = 'revoked' WHERE key_id = ?", other_key.key_id)
        with pytest.raises(EnrolmentRevoked) as raised:
            line.people_by_name("没有此人")
    assert "停用" in raised.value.message.zh
    assert "在本机等着" in raised.value.what_next.zh


def test_a_revoked_counter_keeps_its_work_and_says_why_it_waits(
    platform: Platform, between: Proxy, other_key: PrivateKey, loss: Callable[[], Operation], tmp_path: Path
) -> None:
    """Nothing is lost, refused or set aside for it, and a key that is taken again sends it."""
    operation = loss()
    with (
        closing(HttpPlatform(lambda: between.url, version="1.0.0", signer=signer(other_key))) as line,
        counter_folder.open_store(tmp_path) as store,
    ):
        counter_folder.record(store, operation)
        courier = counter_folder.courier(tmp_path, store, line)
        platform.change("UPDATE counter_key SET state = 'revoked' WHERE key_id = ?", other_key.key_id)
        for _ in range(3):
            report = courier.pass_once()
            assert report.trouble == "EnrolmentRevoked"
            assert report.line.detail is not None
            assert "停用" in report.line.detail.zh
        work = store.work(operation.id)
        assert work is not None
        assert work.state in (WorkState.WAITING, WorkState.IN_FLIGHT)
        assert platform.effects(operation.id) == []
        platform.change("UPDATE counter_key SET state = 'in_force' WHERE key_id = ?", other_key.key_id)
        assert courier.pass_once().accepted == 1
    assert len(platform.effects(operation.id)) == 2


@pytest.mark.parametrize("wrong", [lambda: time.time() - 7200, lambda: 0.0, lambda: time.time() + 75 * 365 * 86_400.0])
def test_work_gets_there_from_a_machine_whose_clock_is_wrong(
    platform: Platform, between: Proxy, loss: Callable[[], Operation], wrong: Callable[[], float]
) -> None:
    """By hours, at 1970 or in the next century: the platform's own time is learnt from its refusal, once; the hand-over
    is told once.
    """
    off = signing.Signer(signer().keys, clock=wrong)
    handed_over: list[int] = []
    with closing(HttpPlatform(lambda: between.url, version="1.0.0", signer=off)) as line:
        for _ in range(2):
            operation = loss()
            (answered,) = line.send([operation], on_hand_over=lambda: handed_over.append(1))
            assert answered.operation_id == operation.id
    assert between.paths() == ["/v1/operations"] * 3
    assert len(handed_over) == 2


def test_a_clock_the_platform_never_agrees_with_is_named_as_the_fault(client: HttpPlatform, between: Proxy) -> None:
    """In words, with how far it is off."""
    told = (datetime.now(UTC) + timedelta(hours=3)).replace(tzinfo=None).isoformat() + "Z"
    body = b'{"type":"urn:ssc-platform:clock-off","title":"t","status":401,"server_time":"%s"}' % told.encode()
    between.own = answer("401 Unauthorized", body, "Content-Type: application/problem+json")
    between.mode = "own"
    with pytest.raises(ClockOff) as raised:
        client.people_by_name("没有此人")
    assert "180 分钟" in raised.value.message.zh
    assert len(between.exchanges) == 2


@pytest.mark.parametrize(
    ("kind", "body", "trouble"),
    [
        ("application/problem+json", b'{"type":"urn:ssc-platform:key-unknown"}', NotEnrolled),
        ("application/problem+json", b'{"type":"urn:ssc-platform:replayed"}', CallRepeated),
        ("application/problem+json", b"[]", NoPlatform),
        ("application/problem+json", b'{"type":"urn:ssc-platform:clock-off","server_time":"soon"}', NoPlatform),
        ("application/problem+json", OUT_OF_TIME, NoPlatform),
        ("text/html", b"<html>log in</html>", NoPlatform),
    ],
)
def test_a_401_of_any_kind_is_trouble_and_never_the_works_fault(
    client: HttpPlatform, between: Proxy, kind: str, body: bytes, trouble: type[PlatformTrouble]
) -> None:
    """A portal's 401 is no word on the key."""
    between.own, between.mode = answer("401 Unauthorized", body, f"Content-Type: {kind}"), "own"
    with pytest.raises(PlatformTrouble) as raised:
        client.people_by_name("没有此人")
    assert type(raised.value) is trouble
    assert len(between.exchanges) == 1


def test_without_a_key_no_byte_of_a_call_leaves(between: Proxy) -> None:
    """Asking who the platform is goes on."""
    with closing(HttpPlatform(lambda: between.url, version="1.0.0")) as line:
        with pytest.raises(NotEnrolled):
            line.people_by_name("没有此人")
        line.greet()
    assert between.paths() == ["/v1/hello"]


def test_httpx_asks_with_the_same_hand(platform: Platform) -> None:
    """What tests sign raw requests with is what the counter signs with."""
    with httpx.Client(trust_env=False, auth=Signature(), headers={"Counter-Version": "1.0.0"}) as raw:
        for _ in range(2):
            assert raw.post(f"{platform.url}/v1/lookups", content=LOOKUP).status_code == 200


def test_a_clock_of_the_platform_that_jumps_ahead_and_back_makes_no_old_call_new(tmp_path: Path) -> None:
    """What was used is remembered longer than a call may be old."""
    now = datetime.now(UTC)
    with closing(db.open_database(tmp_path / "platform.db")) as connection:
        assert platform_keys.used(connection, "00" * 8, "nonce-of-now", now)
        assert platform_keys.used(connection, "00" * 8, "another", now + timedelta(hours=20))
        assert not platform_keys.used(connection, "00" * 8, "nonce-of-now", now)
