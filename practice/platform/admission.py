"""Who may change anything at the practice platform or read of a person: only an enrolled counter, by a fresh signature
over this very call.

HTTP Message Signatures (RFC 9421) with SM2 and SM3, checked here without the counter's own code. Refuses a call whose
time is more than five minutes off, whose nonce was seen, whose key is unknown, replaced, expired, revoked or taken
over, and whose method, path, version or body is not what was signed; each with a word of its own
(`urn:ssc-platform:...`). What changes nothing (GET, HEAD) may come twice: no nonce is spent on it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from fastapi import Request
from http_message_signatures import (
    HTTPMessageVerifier,
    HTTPSignatureAlgorithm,
    HTTPSignatureKeyResolver,
    InvalidSignature,
)

from counter_app.domain.signature import holds as _holds
from practice.platform import database as db
from practice.platform import enrolment
from practice.platform.asking import Problem, content_of
from practice.platform.connection import Connection
from practice.platform.enrolment import Caller, EnrolledKey, KeyState

WINDOW = timedelta(minutes=5)
COVERED = ("@method", "@path", "@query", "content-digest", "counter-version")
ALSO = ("clerk-session", "upload-length", "upload-metadata", "upload-offset")
"""Headers that are covered where a call has them: what they say is carried out."""
ENROL, RENEW = "/v1/counters", "/v1/counters/renewals"
_OPEN = frozenset(  # to look at what is nobody's
    {
        "/v1/hello",
        "/v1/pack-statements",
        "/v1/reference",
        "/v1/reference/{name}",
        "/v1/security-module",
        "/v1/transfer-key",
    }
)
_LARGEST = 64 * 1024 * 1024  # of any door; each has a limit of its own
_CHANGES_NOTHING = frozenset({"GET", "HEAD"})
_PARAMETERS = {"created", "nonce", "keyid", "alg"}
_LONGEST_NONCE = 64


class NotAdmitted(InvalidSignature):
    """`kind` and `title` of the problem."""

    def __init__(self, kind: str, title: str) -> None:
        super().__init__(title)
        self.kind = f"urn:ssc-platform:{kind}"
        self.title = title


class _Sm2Sm3(HTTPSignatureAlgorithm):
    """SM2 with SM3 in DER over the usual identifier (GM/T 0009); keys are their 64 bytes."""

    algorithm_id = "sm2-sm3"

    def __init__(self, public_key: bytes) -> None:
        self.public_key = public_key

    def verify(self, signature: bytes, message: bytes) -> None:
        _must(_holds(self.public_key, message, signature), "signature-wrong", "the signature does not fit this call")


class _Known(HTTPSignatureKeyResolver):
    """Public keys by name, from wherever `find` knows them."""

    def __init__(self, find: Callable[[str], bytes]) -> None:
        self._find = find

    def resolve_public_key(self, key_id: str) -> bytes:
        return self._find(key_id)


class _Verifier(HTTPMessageVerifier):
    """With the platform's own clock."""

    now: datetime

    def validate_created_and_expires(self, sig_input: Any, max_age: timedelta | None = None) -> None:
        created = sig_input.params.get("created")
        _must(type(created) is int and set(sig_input.params) == _PARAMETERS, "not-signed", "created, nonce, keyid, alg")
        off = abs(created - self.now.timestamp())
        _must(
            off <= (max_age or WINDOW).total_seconds(),
            "clock-off",
            "the time of the call is too far from the platform's",
        )


class _Call:
    """A request as the library wants it. The host is not covered, so it is nobody's."""

    def __init__(self, request: Request) -> None:
        query = request.scope["query_string"].decode("latin-1")
        path = request.scope["raw_path"].decode("latin-1")
        self.method = request.method
        self.url = f"https://platform{path}" + (f"?{query}" if query else "")
        self.headers = request.headers


async def admit(connection: Connection, request: Request) -> None:
    """Let a call in that is not open to anybody: its body is read into `request.state.content` and whoever signed it is
    `request.state.caller`, except for an enrolment, which its door judges. Raises Problem.
    """
    if request.scope["route"].path in _OPEN:
        return
    request.state.content = await content_of(request, most=_LARGEST)
    if request.url.path == ENROL:
        return
    now: datetime = request.state.now
    try:
        request.state.caller = admitted(connection, request, request.state.content, now)
    except NotAdmitted as error:
        raise turned_away(error, now) from None


def turned_away(error: NotAdmitted, now: datetime) -> Problem:
    """As the contract says it: with the platform's time, so that a wrong clock is found."""
    headers = {"WWW-Authenticate": 'Signature realm="ssc-platform"'}
    return Problem(401, error.title, kind=error.kind, headers=headers, more={"server_time": db.say_moment(now)})


def admitted(connection: Connection, request: Request, body: bytes, now: datetime) -> Caller:
    """The enrolled counter that has signed this call. Raises NotAdmitted."""
    found: list[EnrolledKey] = []

    def find(key_id: str) -> bytes:
        found.append(_in_force(enrolment.key_of(connection, key_id), now, renewing=request.url.path == RENEW))
        return found[0].public

    nonce = signed(request, body, find, now)
    key = found[0]
    if request.method not in _CHANGES_NOTHING:
        spend(connection, key.key_id, nonce, now)
    return Caller(key.counter_id, key.key_id, key.scope)


def spend(connection: Connection, key_id: str, nonce: str, now: datetime) -> None:
    """The nonce was used. Raises NotAdmitted where it was before."""
    _must(enrolment.used(connection, key_id, nonce, now), "replayed", "this call was made before")


def signed(request: Request, body: bytes, find: Callable[[str], bytes], now: datetime) -> str:
    """The nonce of a call that is signed by a key `find` knows. Raises NotAdmitted."""
    verifier = _Verifier(signature_algorithm=_Sm2Sm3, key_resolver=_Known(find))
    verifier.now = now
    call = _Call(request)
    try:
        wanted = (*COVERED, *(name for name in ALSO if name in request.headers))
        results = verifier.verify(call, max_age=WINDOW, require_components=wanted)
    except NotAdmitted:
        raise
    except InvalidSignature as error:
        raise NotAdmitted("not-signed", "such a call is signed by the counter's key") from error
    try:
        verifier.verify_body(call, results, body)
    except InvalidSignature as error:
        raise NotAdmitted("body-changed", "the body is not the one that was signed") from error
    nonce = str(results[0].nonce)
    _must(0 < len(nonce) <= _LONGEST_NONCE, "not-signed", "no nonce")
    return nonce


def _in_force(key: EnrolledKey | None, now: datetime, *, renewing: bool) -> EnrolledKey:
    """Raises NotAdmitted. A key that was renewed may ask for the same renewal again, also when it was replaced."""
    if key is None:
        raise NotAdmitted("key-unknown", "no counter is enrolled with this key")
    _must(key.state is not KeyState.REVOKED, "key-revoked", "the key was revoked")
    _must(key.state is not KeyState.TAKEN_OVER, "key-taken-over", "another machine is this counter now")
    _must(
        key.state is not KeyState.REPLACED or renewing, "key-replaced", "the key was renewed, its successor is in use"
    )
    _must(now < key.until, "key-expired", "the key has run out")
    return key


def _must(holds: bool, kind: str, title: str) -> None:
    if not holds:
        raise NotAdmitted(kind, title)
