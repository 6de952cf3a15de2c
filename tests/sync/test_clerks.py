"""A clerk signs in at the practice platform over real HTTP, and both sides keep `docs/platform.openapi.yaml`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from counter_app.clerks import ChangeFirst, Role, SignedIn
from counter_app.domain.enrolment_errors import NotEnrolled
from counter_app.domain.errors import CounterError, NoPlatform
from counter_app.domain.lockout import TRIES
from counter_app.domain.password import Password, verifier
from counter_app.domain.sign_in_errors import (
    ClerkLocked,
    NewPasswordUnfit,
    NobodySignedIn,
    NotOfThisOutlet,
    WrongClerkOrPassword,
)
from counter_app.enrolment import new_key
from practice.clerks import PASSWORD
from sync import clerk_wire
from sync.client import HttpPlatform
from tests.parts import contract, practice_platform
from tests.parts.clerks import CHEAP
from tests.parts.proxy import Proxy, proxy
from tests.parts.signing import TEST_KEY, signer
from tests.sync.conftest import closing_client

WRONG, FRESH, WEAK = "lianxi-guitai-27", "xin-mima-2026-guitai", "weakling"
SPKI = {"session": "s" * 43, "signed_in_at": "2026-11-22T01:00:00Z", "expires_at": "2026-11-22T09:00:00Z"}
WHO = {"number": "0317", "name": "张敏", "roles": ["clerk"], "outlets": ["439901"], "bank": None, "entrusted": False}
GOOD = {**SPKI, "offline_days": 7, "clerk": WHO}


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[HttpPlatform, Proxy, Path]]:
    """A client, the line, and the database of a platform of these tests' own: its clerks get locked here."""
    file = tmp_path_factory.mktemp("clerks") / "platform.db"
    with practice_platform.running(file) as at, proxy(at.port) as between, closing_client(between.url) as client:
        at.change("UPDATE clerk SET verifier = ?", verifier(Password(PASSWORD), CHEAP))
        yield client, between, file


def refusal(client: HttpPlatform, clerk: str, words: str) -> CounterError:
    with pytest.raises(CounterError) as said:
        client.sign_in(clerk, Password(words))
    return said.value


def test_every_answer_there_is_keeps_the_contract_and_no_secret_is_where_it_should_not_be(
    line: tuple[HttpPlatform, Proxy, Path],
) -> None:
    client, between, file = line
    told = client.sign_in("0319", Password(PASSWORD))
    assert isinstance(told, SignedIn)
    assert (told.clerk.name, told.clerk.roles, told.clerk.bank, told.clerk.entrusted) == (
        "王芳",
        (Role.CLERK,),
        "B01",
        True,
    )
    assert (told.lasts, told.offline_days, told.clerk.person) == (timedelta(hours=8), 7, "P0319")
    both = [client.sign_in(number, Password(PASSWORD)) for number in ("0317", "0323")]
    assert {one.clerk.person for one in both if isinstance(one, SignedIn)} == {"P0317"}, "one person, two numbers"
    assert isinstance(refusal(client, "0321", PASSWORD), NotOfThisOutlet)
    first = client.sign_in("0322", Password(PASSWORD))
    assert isinstance(first, ChangeFirst)
    with pytest.raises(NewPasswordUnfit) as unfit:
        client.change_password(first.token, Password(PASSWORD), Password(WEAK), clerk="0322")
    assert "12" in unfit.value.message.zh
    assert client.still_signed_in(first.token)
    changed = client.change_password(first.token, Password(PASSWORD), Password(FRESH), clerk="0322")
    assert (client.still_signed_in(first.token), client.still_signed_in(changed.token)) == (False, True)
    client.sign_out(changed.token)
    assert not client.still_signed_in(changed.token)
    for over in (
        lambda: client.sign_out(changed.token),
        lambda: client.change_password("x" * 30, Password(FRESH), Password(WRONG), clerk="0322"),
    ):
        with pytest.raises(NobodySignedIn):
            over()
    wrong = [refusal(client, "0317", WRONG).code for _ in range(TRIES)]
    assert wrong == [WrongClerkOrPassword.__name__] * TRIES
    locked = refusal(client, "0317", PASSWORD)
    assert isinstance(locked, ClerkLocked)
    assert 1 <= locked.minutes <= 15

    statuses = set()
    for exchange in between.exchanges:
        assert contract.request_faults(exchange.head, exchange.body) == []
        assert contract.answer_faults(exchange.path, exchange.head.split(" ", 1)[0], exchange.answer) == []
        assert not any(word in exchange.head for word in (PASSWORD, WRONG, FRESH, WEAK))
        statuses.add(exchange.answer.split(b" ", 2)[1])
    assert statuses == {b"200", b"401", b"403", b"422", b"423"}
    tokens = (told.token, first.token, changed.token)
    kept = b"".join(part.read_bytes() for part in file.parent.iterdir())
    assert not [word for word in (PASSWORD, WRONG, FRESH, WEAK, *tokens) if word.encode() in kept]
    assert not any(token in repr(one) for one in (told, first, changed) for token in tokens)


def test_a_change_that_is_answered_with_another_clerk_signs_nobody_in(line: tuple[HttpPlatform, Proxy, Path]) -> None:
    """It would be that one's ticket, and that one's sign-in without a line by this one's password."""
    client, between, _file = line
    told = client.sign_in("0401", Password(PASSWORD))
    between.edit_answer = lambda body: body.replace(b'"0401"', b'"0501"')
    try:
        with pytest.raises(NoPlatform):
            client.change_password(told.token, Password(PASSWORD), Password(FRESH), clerk="0401")
    finally:
        between.edit_answer = bytes
    assert isinstance(client.sign_in("0401", Password(FRESH)), SignedIn), "it was changed all the same"


def test_a_session_that_the_signature_does_not_cover_is_not_taken(line: tuple[HttpPlatform, Proxy, Path]) -> None:
    """Whoever is on the way could otherwise put another clerk's session into a signed call."""
    client, between, _file = line
    told = client.sign_in("0318", Password(PASSWORD))
    path = "/v1/clerks/sign-ins/current"
    covered = signer().headers("DELETE", path, b"", version="1.0.0", key=TEST_KEY, more={"Clerk-Session": told.token})
    bare = signer().headers("DELETE", path, b"", version="1.0.0", key=TEST_KEY, more={})
    with httpx.Client(trust_env=False, base_url=between.url) as raw:
        for headers in (bare | {"Clerk-Session": told.token}, covered | {"Clerk-Session": "x" * 43}):
            answer = raw.delete(path, headers=headers)
            assert answer.status_code == 401
            assert answer.json()["type"] in ("urn:ssc-platform:not-signed", "urn:ssc-platform:signature-wrong")
    client.sign_out(told.token)


def test_a_counter_nobody_knows_is_told_so_and_not_that_the_password_is_wrong(
    line: tuple[HttpPlatform, Proxy, Path],
) -> None:
    stranger = HttpPlatform(lambda: line[1].url, version="1.0.0", signer=signer(new_key()))
    with pytest.raises(NotEnrolled):
        stranger.sign_in("0318", Password(PASSWORD))
    stranger.close()


@pytest.mark.parametrize(
    "change",
    [
        {"session": "short"},
        {"offline_days": 32},
        {"offline_days": "7"},
        {"expires_at": SPKI["signed_in_at"]},
        {"clerk": {**WHO, "number": "0318"}},
        {"clerk": {**WHO, "name": ""}},
        {"clerk": {key: WHO[key] for key in WHO if key != "roles"}},
    ],
    ids=repr,
)
def test_a_sign_in_that_is_not_of_the_contract_signs_nobody_in(change: dict[str, Any]) -> None:
    assert clerk_wire.read_signed_in(json.dumps(GOOD).encode(), clerk="0317").clerk.number == "0317"
    with pytest.raises(NoPlatform) as trouble:
        clerk_wire.read_signed_in(json.dumps(GOOD | change).encode(), clerk="0317")
    assert "sss" not in f"{trouble.value!r} {trouble.value.facts}"


def test_a_role_nobody_here_knows_gives_no_right() -> None:
    odd = GOOD | {"clerk": WHO | {"roles": ["wizard", "auditor"]}}
    assert clerk_wire.read_signed_in(json.dumps(odd).encode(), clerk="0317").clerk.roles == (Role.AUDITOR,)


@pytest.mark.parametrize(
    ("opens_at", "minutes"),
    [
        ("2026-11-22T01:14:01Z", 15),
        ("2026-11-22T00:00:00Z", 1),
        ("2026-11-23T01:00:00Z", 1440),
        ("2026-11-23T01:00:01Z", 1440),
        ("9999-12-31T23:59:59Z", 1440),
    ],
)
def test_a_number_is_locked_for_a_minute_to_a_day(opens_at: str, minutes: int) -> None:
    body = json.dumps({"opens_at": opens_at, "server_time": "2026-11-22T01:00:00Z"}).encode()
    assert clerk_wire.read_locked(body).minutes == minutes


@pytest.mark.parametrize("body", [b"", b"[]", b"{}", b'{"type":7}', b"\xff"], ids=repr)
def test_problems_that_are_none_are_trouble_of_the_line(body: bytes) -> None:
    for read in (
        clerk_wire.read_change_first,
        clerk_wire.read_locked,
        clerk_wire.read_unfit,
        clerk_wire.type_of,
        clerk_wire.read_ended,
    ):
        with pytest.raises(NoPlatform):
            read(body)
