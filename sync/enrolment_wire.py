"""JSON of `/v1/counters` in `docs/platform.openapi.yaml` <-> a counter's key and what the platform grants it.

Refuses an answer that does not keep the contract (`NoPlatform`).
"""

from __future__ import annotations

import base64
from typing import Literal

from pydantic import Field

from counter_app.domain import signature
from counter_app.enrolment import Grant, PrivateKey, Scope, ScopeKind
from sync.body import read, write
from sync.shapes import Moment, Shape


class _Scope(Shape):
    kind: Literal["outlet", "township", "city"]
    code: str = Field(min_length=1, max_length=40)
    limit: int = Field(ge=0, le=10_000_000)


class _Grant(Shape):
    counter: str = Field(pattern=r"^[0-9A-Za-z._-]{1,64}$")
    valid_until: Moment
    scope: _Scope


def write_enrolment(code: str, public: bytes, *, outlet: str, window: str, replaces: str = "") -> bytes:
    """The body of `POST /v1/counters`. A platform of before 1.6 refuses `replaces`, so it is there where it is needed
    alone.
    """
    place = {"outlet": outlet, "window": window, **({"replaces": replaces} if replaces else {})}
    return write({"code": code, "public_key": signature.pem_of(public), **place})


def write_renewal(fresh: PrivateKey, *, old: PrivateKey) -> bytes:
    """The body of `POST /v1/counters/renewals`: the fresh key, and its own signature that it is held here."""
    proof = fresh.sign(renewal_proof(old.key_id, fresh.key_id))
    return write(
        {"public_key": signature.pem_of(fresh.public), "proof": base64.b64encode(proof).decode("ascii")},
    )


def renewal_proof(old: str, fresh: str) -> bytes:
    """What the fresh key signs: the names of both keys."""
    return f"ssc-counter-renewal/1 {old} {fresh}".encode("ascii")


def read_grant(body: bytes) -> Grant:
    """What the platform grants. Raises NoPlatform."""
    told = read(_Grant, body)
    scope = Scope(ScopeKind(told.scope.kind), told.scope.code, told.scope.limit)
    return Grant(told.counter, told.valid_until, scope)
