"""The doors for pictures in pieces, asked by whoever speaks tus 1.0.0: what they take, what not, and from whom."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import pytest

from counter_app import enrolment
from counter_app.domain.photo import Picture
from counter_app.enrolment import PrivateKey
from sync import signing
from sync.client import HttpPlatform
from tests.parts import contract
from tests.parts.practice_platform import Platform
from tests.parts.proxy import Proxy
from tests.parts.signing import TEST_KEY, Signature, admit_at
from tests.sync.test_pictures import kept
from tests.sync.test_uploads import nothing, photo

Say = Callable[..., httpx.Response]
HALF = 2_000


@pytest.fixture
def say(between: Proxy) -> Iterator[Say]:
    """A call at the uploads, `path` after them, signed by the key of the tests or by `key`; its answer is held against
    the contract.
    """
    with httpx.Client(trust_env=False, base_url=between.url, headers={"Counter-Version": "1.0.0"}) as raw:

        def call(
            method: str, path: str = "", body: bytes = b"", *, key: PrivateKey = TEST_KEY, **headers: str
        ) -> httpx.Response:
            told = {"Tus-Resumable": "1.0.0"} | {name.replace("_", "-"): value for name, value in headers.items()}
            told = {name: value for name, value in told.items() if value}
            said = raw.request(method, f"/v1/uploads{path}", content=body, headers=told, auth=Signature(key))
            assert contract.answer_faults(f"/v1/uploads{path}", method, between.exchanges[-1].answer) == []
            return said

        yield call


@pytest.fixture
def other_key(platform: Platform) -> PrivateKey:
    """A key of another counter, known to the platform."""
    fresh = enrolment.new_key()
    key = PrivateKey(f"C-{fresh.key_id}", fresh.private, fresh.public)
    admit_at(platform.database, key)
    return key


def begin(say: Say, picture: Picture, *, key: PrivateKey = TEST_KEY, length: int = 0) -> httpx.Response:
    told = f"digest {base64.b64encode(picture.digest.encode()).decode()}"
    return say("POST", key=key, Upload_Length=str(length or len(picture.body)), Upload_Metadata=told)


def hand_over(say: Say, picture: Picture, at: int, piece: bytes, **more: str) -> httpx.Response:
    words = {"Content_Type": "application/offset+octet-stream", "Upload_Offset": str(at)} | more
    return say("PATCH", f"/{picture.digest}", piece, **words)


def offset(said: httpx.Response) -> tuple[int, str]:
    return said.status_code, said.headers.get("Upload-Offset", "")


def test_begun_again_it_goes_on_and_once_the_picture_is_there_it_is_over(
    say: Say, platform: Platform, other_key: PrivateKey
) -> None:
    picture = photo(2 * HALF)
    first = begin(say, picture)
    assert (offset(first), first.headers["Location"]) == ((201, "0"), f"/v1/uploads/{picture.digest}")
    left = parsedate_to_datetime(first.headers["Upload-Expires"]) - datetime.now(UTC)
    assert timedelta(days=6) < left < timedelta(days=8)
    assert offset(hand_over(say, picture, 0, picture.body[:HALF])) == (204, str(HALF))
    assert offset(begin(say, picture)) == (201, str(HALF))
    assert offset(say("HEAD", f"/{picture.digest}")) == (200, str(HALF))
    assert kept(platform, picture) == []
    assert offset(hand_over(say, picture, HALF, picture.body[HALF:])) == (204, str(2 * HALF))
    assert offset(say("HEAD", f"/{picture.digest}")) == (200, str(2 * HALF))
    assert kept(platform, picture) == [(picture.body, None)]
    for key in (TEST_KEY, other_key):
        assert offset(begin(say, picture, key=key)) == (201, str(2 * HALF))


def test_a_piece_that_comes_twice_is_kept_once(say: Say, platform: Platform) -> None:
    picture = photo(2 * HALF)
    begin(say, picture)
    for at in (0, HALF):
        piece = picture.body[at : at + HALF]
        assert [hand_over(say, picture, at, piece).status_code for _ in range(2)] == [204, 409]
    assert kept(platform, picture) == [(picture.body, None)]


def test_a_piece_that_is_not_what_was_sent_is_not_kept(say: Say) -> None:
    picture = photo(2 * HALF)
    begin(say, picture)
    piece = picture.body[:HALF]
    wrong = base64.b64encode(hashlib.sha256(b"another").digest()).decode()
    assert hand_over(say, picture, 0, piece, Upload_Checksum=f"sha256 {wrong}").status_code == 460
    assert hand_over(say, picture, 0, piece, Upload_Checksum="crc32 AAAAAA==").status_code == 400
    assert hand_over(say, picture, 0, piece, Upload_Checksum="sha256 *").status_code == 400
    assert offset(say("HEAD", f"/{picture.digest}")) == (200, "0")
    right = base64.b64encode(hashlib.sha1(piece, usedforsecurity=False).digest()).decode()
    assert offset(hand_over(say, picture, 0, piece, Upload_Checksum=f"sha1 {right}")) == (204, str(HALF))


def test_an_upload_is_its_counters_own(say: Say, platform: Platform, other_key: PrivateKey) -> None:
    picture = photo(2 * HALF)
    begin(say, picture)
    hand_over(say, picture, 0, picture.body[:HALF])
    assert say("HEAD", f"/{picture.digest}", key=other_key).status_code == 404
    piece = {"Content_Type": "application/offset+octet-stream", "Upload_Offset": str(HALF)}
    said = say("PATCH", f"/{picture.digest}", picture.body[HALF:], key=other_key, **piece)
    assert said.status_code == 404
    assert offset(begin(say, picture, key=other_key)) == (201, "0")
    assert kept(platform, picture) == []


def test_a_whole_that_is_no_picture_of_its_digest_is_dropped_and_may_begin_anew(say: Say, platform: Platform) -> None:
    picture, other = photo(HALF), photo(HALF)
    begin(say, picture)
    assert hand_over(say, picture, 0, other.body).status_code == 400
    assert say("HEAD", f"/{picture.digest}").status_code == 404
    assert (kept(platform, picture), kept(platform, other)) == ([], [])
    assert offset(begin(say, picture)) == (201, "0")
    assert hand_over(say, picture, 0, picture.body + b"more").status_code == 400
    assert hand_over(say, picture, 0, picture.body).status_code == 204


def test_begun_with_another_length_it_begins_anew(say: Say) -> None:
    picture = photo(2 * HALF)
    begin(say, picture, length=3 * HALF)
    hand_over(say, picture, 0, picture.body[:HALF])
    assert offset(begin(say, picture)) == (201, "0")


def test_nothing_for_a_week_and_it_is_forgotten(say: Say, platform: Platform, client: HttpPlatform) -> None:
    old, new = photo(2 * HALF), photo(2 * HALF)
    begin(say, old)
    hand_over(say, old, 0, old.body[:HALF])
    platform.change("UPDATE upload SET until = '2020-01-01T00:00:00.000000Z' WHERE digest = ?", old.digest)
    assert say("HEAD", f"/{old.digest}").status_code == 410
    assert hand_over(say, old, HALF, old.body[HALF:]).status_code == 410
    begin(say, new)
    assert say("HEAD", f"/{old.digest}").status_code == 404
    client.attach(old, on_hand_over=nothing)
    assert kept(platform, old) == [(old.body, None)]


@pytest.mark.parametrize(
    ("headers", "body", "status"),
    [
        ({"Tus_Resumable": ""}, b"", 412),
        ({"Tus_Resumable": "2.0.0"}, b"", 412),
        ({"Upload_Length": ""}, b"", 400),
        ({"Upload_Length": "0"}, b"", 400),
        ({"Upload_Length": "-1"}, b"", 400),
        ({"Upload_Length": "65537"}, b"", 413),
        ({"Upload_Metadata": ""}, b"", 400),
        ({"Upload_Metadata": "digest"}, b"", 400),
        ({"Upload_Metadata": "digest YQ=="}, b"", 400),
        ({"Upload_Metadata": "filename YQ=="}, b"", 400),
        ({}, b"bytes", 400),
    ],
)
def test_what_begins_no_upload_is_told_so(say: Say, headers: dict[str, str], body: bytes, status: int) -> None:
    good = {"Upload_Length": "9", "Upload_Metadata": f"digest {base64.b64encode(b'0' * 64).decode()}"}
    assert say("POST", "", body, **(good | headers)).status_code == status


@pytest.mark.parametrize(
    ("headers", "size", "status"),
    [
        ({"Tus_Resumable": "0.2.2"}, 1, 412),
        ({"Content_Type": "image/jpeg"}, 1, 415),
        ({"Upload_Offset": ""}, 1, 400),
        ({"Upload_Offset": "07"}, 1, 400),
        ({"Upload_Offset": "7"}, 1, 409),
        ({}, HALF + 1, 400),
        ({}, 65_537, 413),
    ],
)
def test_what_is_no_piece_is_told_so_and_not_kept(say: Say, headers: dict[str, str], size: int, status: int) -> None:
    picture = photo(HALF)
    begin(say, picture)
    assert hand_over(say, picture, 0, b"\0" * size, **headers).status_code == status
    assert offset(say("HEAD", f"/{picture.digest}")) == (200, "0")


@pytest.mark.parametrize("changed", [{"Upload-Offset": "5"}, {"Upload-Length": "5"}])
def test_nobody_on_the_way_changes_what_a_call_says_in_its_headers(platform: Platform, changed: dict[str, str]) -> None:
    """Changed or put in beside: the signature covers what is carried out."""
    path, body = f"/v1/uploads/{'0' * 64}", b"a piece"
    at = datetime.now(UTC).timestamp()
    more = {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}
    signed = signing.sign("PATCH", path, body, version="1.0.0", key=TEST_KEY, at=at, more=more)
    kind = {"Content-Type": "application/offset+octet-stream"}
    said = httpx.patch(platform.url + path, content=body, headers=signed | kind | changed, trust_env=False)
    assert said.status_code == 401
    assert said.json()["type"].removeprefix("urn:ssc-platform:") in ("signature-wrong", "not-signed")


def test_a_counter_of_before_still_hands_a_picture_over_whole(platform: Platform, between: Proxy) -> None:
    picture = photo(HALF)
    path, words = f"/v1/attachments/{picture.digest}", {"Counter-Version": "1.0.0", "Content-Type": "image/jpeg"}
    with httpx.Client(trust_env=False, headers=words, auth=Signature()) as raw:
        assert [raw.put(between.url + path, content=picture.body).json() for _ in range(2)] == [
            {"digest": picture.digest}
        ] * 2
    for exchange in between.exchanges:
        assert contract.request_faults(exchange.head, exchange.body) == []
        assert contract.answer_faults(path, "PUT", exchange.answer) == []
    assert kept(platform, picture) == [(picture.body, None)]


def test_what_a_counter_says_is_what_the_contract_allows(between: Proxy, client: HttpPlatform) -> None:
    """With a break in it, so that it asks how far it is too."""
    picture = photo()
    between.poison, between.poisoned = picture.body[:100], "cut-after"
    client.attach(picture, on_hand_over=nothing)
    said = {exchange.head.split(" ")[0] for exchange in between.exchanges}
    assert said == {"POST", "PATCH", "HEAD"}
    for exchange in between.exchanges:
        assert contract.request_faults(exchange.head, exchange.body) == []
        assert contract.answer_faults(exchange.path, exchange.head.split(" ")[0], exchange.answer) == []
