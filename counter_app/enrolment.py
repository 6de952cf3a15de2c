"""A counter's place at the platform: its key, until when it holds, and what of the province it may keep.

The private key and everything beside it stand under one name in the Secrets port, so that key and standing never part.
A key to be granted stands beside the one in use until the platform has answered. Refuses to show a private key.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from counter_app.domain import signature
from counter_app.domain.enrolment_errors import EnrolmentRevoked, TakenOver
from counter_app.domain.errors import Damaged
from counter_app.ports import Secrets

NAME = "counter-key"
DEFAULT_LIMIT = 50_000


class CounterKey(Protocol):
    """The key a counter signs with. `counter_id` is the platform's name for the counter, "" before it has given one;
    `key_id` names the key (`signature.name_of`); `public` is 64 bytes.
    """

    @property
    def counter_id(self) -> str: ...

    @property
    def key_id(self) -> str: ...

    @property
    def public(self) -> bytes: ...

    def sign(self, message: bytes) -> bytes:
        """SM2 with SM3, DER (GM/T 0009)."""
        ...


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A `CounterKey` made of its private half (32 bytes)."""

    counter_id: str
    private: bytes = field(repr=False)
    public: bytes

    @property
    def key_id(self) -> str:
        return signature.name_of(self.public)

    def sign(self, message: bytes) -> bytes:
        return signature.sign(self.private, self.public, message)


class ScopeKind(StrEnum):
    """How far the platform lets a counter keep what it knows of holders."""

    OUTLET = "outlet"
    TOWNSHIP = "township"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Scope:
    """Of which place a counter may keep holders: `code` of the outlet, township or city, `limit` of them at most."""

    kind: ScopeKind
    code: str
    limit: int = DEFAULT_LIMIT


@dataclass(frozen=True, slots=True)
class Grant:
    """What the platform answers to an enrolment or a renewal. `until`: the key holds to then (UTC)."""

    counter_id: str
    until: datetime
    scope: Scope


class EnrolmentState(StrEnum):
    """NONE: never enrolled. EXPIRED: by this machine's clock; the platform has the last word. REVOKED: it said so."""

    NONE = "none"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A key in use with its grant. `taken_over`: revoked because another machine is this counter now."""

    key: PrivateKey
    grant: Grant
    since: datetime
    revoked: bool = False
    taken_over: bool = False

    def state(self, now: datetime) -> EnrolmentState:
        """How it stands at that moment."""
        if self.revoked:
            return EnrolmentState.REVOKED
        return EnrolmentState.IN_FORCE if now < self.grant.until else EnrolmentState.EXPIRED


@dataclass(frozen=True, slots=True)
class Kept:
    """All there is: what is in use, and the keys the platform has not answered for yet: `fresh` of an enrolment,
    `successor` of a renewal. Two, because the platform knows a key as one or the other. `replaces`: the counter on
    another machine whose place the next enrolment takes.
    """

    enrolled: Enrolled | None = None
    fresh: PrivateKey | None = None
    successor: PrivateKey | None = None
    replaces: str = ""


class KeyRefusal(StrEnum):
    """Why the platform takes nothing under a key. REPLACED: a renewed key is in use already. TAKEN_OVER: another
    machine is this counter now.
    """

    UNKNOWN = "unknown"
    REPLACED = "replaced"
    EXPIRED = "expired"
    REVOKED = "revoked"
    TAKEN_OVER = "taken-over"


class KeyRing(Protocol):
    """Where whoever signs gets the key from."""

    def key(self) -> CounterKey:
        """The key in use. Raises NotEnrolled, PlatformTrouble where the platform is asked for one, StoreTrouble."""
        ...

    def turned_down(self, key: CounterKey, why: KeyRefusal) -> bool:
        """The platform takes nothing under that key: True where another one stands here by now."""
        ...


class EnrolmentDoor(Protocol):
    """The platform's part. Every method raises PlatformTrouble when it cannot answer, and CodeRefused."""

    def enrol(self, code: str, key: PrivateKey, *, outlet: str, window: str, replaces: str = "") -> Grant:
        """Enrol with a one-time code, signed by the new key itself, in the place of the counter `replaces` if one is
        named; the same again gets the same answer. Raises EnrolmentRevoked for a key that was granted and revoked
        since: the code is not spent on it.
        """
        ...

    def renew(self, fresh: PrivateKey, *, old: PrivateKey) -> Grant:
        """Put `fresh` in the place of `old`, which signs; the same again gets the same answer."""
        ...

    def grant(self, key: PrivateKey | None = None) -> Grant:
        """What is granted now to `key`, or to the one in use; asking changes nothing."""
        ...


def read(secrets: Secrets) -> Kept:
    """What is kept. Raises StoreTrouble; Damaged for something that is not of our making."""
    text = secrets.get(NAME)
    if text is None:
        return Kept()
    try:
        tree = json.loads(text)
        enrolled, fresh, successor = tree["enrolled"], tree["fresh"], tree.get("successor")
        new, next_one = (_key("", halves) if halves else None for halves in (fresh, successor))
        replaces = str(tree.get("replaces", ""))
        return Kept(_enrolled(enrolled) if enrolled else None, new, next_one, replaces=replaces)
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError) as error:
        raise Damaged from error


def keep(secrets: Secrets, kept: Kept) -> None:
    """Keep it in the place of what was. Raises StoreTrouble."""
    fresh, successor = (_halves(key) if key else None for key in (kept.fresh, kept.successor))
    enrolled = _tree(kept.enrolled) if kept.enrolled else None
    also = {"replaces": kept.replaces} if kept.replaces else {}
    secrets.put(NAME, json.dumps({"enrolled": enrolled, "fresh": fresh, "successor": successor, **also}))


def ended(enrolled: Enrolled) -> EnrolmentRevoked:
    """What to say of a key the platform takes nothing under any more, before anything is sent."""
    return (TakenOver if enrolled.taken_over else EnrolmentRevoked)(handed_over=False)


def new_key() -> PrivateKey:
    """A fresh key of a counter the platform has not named yet."""
    private, public = signature.new_pair()
    return PrivateKey("", private, public)


def _tree(one: Enrolled) -> dict[str, object]:
    scope = one.grant.scope
    return {
        **_halves(one.key),
        "counter": one.grant.counter_id,
        "since": one.since.isoformat(),
        "until": one.grant.until.isoformat(),
        "scope": [scope.kind.value, scope.code, scope.limit],
        "revoked": one.revoked,
        **({"taken_over": True} if one.taken_over else {}),
    }


def _halves(key: PrivateKey) -> dict[str, str]:
    return {"private": key.private.hex(), "public": key.public.hex()}


def _enrolled(tree: dict[str, Any]) -> Enrolled:
    kind, code, limit = tree["scope"]
    moments = {name: datetime.fromisoformat(tree[name]) for name in ("since", "until")}
    grant = Grant(tree["counter"], moments["until"], Scope(ScopeKind(kind), str(code), int(limit)))
    revoked, taken_over = bool(tree["revoked"]), bool(tree.get("taken_over", False))
    return Enrolled(_key(grant.counter_id, tree), grant, moments["since"], revoked, taken_over)


def _key(counter_id: str, tree: dict[str, Any]) -> PrivateKey:
    private, public = bytes.fromhex(tree["private"]), bytes.fromhex(tree["public"])
    if (len(private), len(public)) != (signature.PRIVATE, signature.PUBLIC):
        raise ValueError("not a key")
    return PrivateKey(counter_id, private, public)
