"""Signs every call that changes something or tells of a person with the counter's own key: HTTP Message Signatures
(RFC 9421) over method, path, query, the body's digest (RFC 9530; of no bytes for a GET), the version of the program and
the headers a door gives to its call.

The form is the library's (`http-message-signatures`), the algorithm ours: SM2 with SM3 in DER, called `sm2-sm3`, which
no registry knows and both sides agree on. Host and scheme stay out, because a proxy before the platform may change
them; TLS says who the platform is. Refuses to send such a call without a key.
"""

from __future__ import annotations

import json
import secrets
import time
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from counter_app.domain.enrolment_errors import (
    CallRepeated,
    ClockOff,
    EnrolmentLapsed,
    EnrolmentRevoked,
    NotEnrolled,
    TakenOver,
)
from counter_app.domain.errors import NoPlatform, PlatformTrouble
from counter_app.domain.text import Text
from counter_app.enrolment import KeyRefusal
from sync.door import Door, Hear

if TYPE_CHECKING:
    from counter_app.enrolment import CounterKey, KeyRing

ALGORITHM, LABEL = "sm2-sm3", "counter"
COVERED = ("@method", "@path", "@query", "content-digest", "counter-version")
_PERSONAL = ("/v1/approvals", "/v1/cases/", "/v1/clerks/", "/v1/counters/", "/v1/operations/")
"""A GET below these tells of a person or a counter."""
_LATEST = datetime(9000, 1, 1, tzinfo=UTC).timestamp()  # nor before 1970: no other time can be written down
_URN = "urn:ssc-platform:"
CLOCK_OFF, REPLAYED = _URN + "clock-off", _URN + "replayed"
_ALTERED = Text("省平台收到的与本机送出的不一样（签名不符）", "what the platform got is not what was sent (signature)")
_REFUSALS = {f"{_URN}key-{why.value}": why for why in KeyRefusal}
_TROUBLES = {
    KeyRefusal.EXPIRED: EnrolmentLapsed,
    KeyRefusal.REVOKED: EnrolmentRevoked,
    KeyRefusal.TAKEN_OVER: TakenOver,
}


@dataclass(slots=True)
class Signer:
    """`keys` is asked when the first call is to be signed. `clock`: seconds of the epoch; how far it is off the
    platform's is learnt from the platform, because work must get there from a machine whose clock is wrong.
    """

    keys: Callable[[], KeyRing]
    clock: Callable[[], float] = time.time
    ahead: float = field(default=0.0, init=False)

    def headers(
        self, method: str, path: str, body: bytes, *, version: str, key: CounterKey, more: Mapping[str, str]
    ) -> dict[str, str]:
        """The headers of a signed call: Content-Digest, Signature-Input, Signature, and what is covered: the version,
        and `more`.
        """
        at = min(max(self.clock() + self.ahead, 0.0), _LATEST)
        return sign(method, path, body, version=version, key=key, at=at, more=more)

    def heard(self, told: Unadmitted, key: CounterKey, *, named: bool) -> bool:
        """The platform has turned a signed call down: whether it is worth signing once more at once. `named`: by this
        very key only.
        """
        if told.kind == CLOCK_OFF and told.server_time is not None:
            self.ahead = told.server_time - self.clock()
            return True
        return not named and told.kind in _REFUSALS and self.keys().turned_down(key, _REFUSALS[told.kind])

    def trouble(self, told: Unadmitted) -> PlatformTrouble:
        """What it means for the clerk."""
        if told.kind == CLOCK_OFF:
            off = abs((told.server_time or self.clock()) - self.clock())
            return ClockOff(minutes=round(off / 60), handed_over=True)
        if told.kind == REPLAYED:
            return CallRepeated(handed_over=True)
        if told.kind not in _REFUSALS:
            return NoPlatform(why=_ALTERED, handed_over=True)
        return _TROUBLES.get(_REFUSALS[told.kind], NotEnrolled)(handed_over=True)


class Unadmitted(Exception):
    """The platform has not taken a call as this counter's. `kind` of the problem; `server_time` in seconds of the
    epoch where the platform tells it.
    """

    def __init__(self, kind: str, server_time: float | None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.server_time = server_time


def read_unadmitted(body: bytes) -> Exception:
    """What a 401 says; one that is not of the contract is no word on our key."""
    try:
        tree = json.loads(body)
        kind, moment = str(tree["type"]), tree.get("server_time")
        seconds = None if moment is None else datetime.fromisoformat(moment).astimezone(UTC).timestamp()
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return NoPlatform(why=Text("省平台出错（401）", "the platform failed (401)"), handed_over=True)
    return Unadmitted(kind, seconds)


def sign(
    method: str,
    path: str,
    body: bytes,
    *,
    version: str,
    key: CounterKey,
    at: float,
    more: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, str]:
    """Headers of one signed call. `path` as it goes out, with its query; `at` in seconds of the epoch; `more`: headers
    that are covered too.
    """
    from http_message_signatures import HTTPMessageSigner

    message = _Message(method, path, {"Counter-Version": version, **more})
    signer = HTTPMessageSigner(signature_algorithm=_algorithm(), key_resolver=None)
    prepared = signer.prepare(
        message,
        key_id=key.key_id,
        created=datetime.fromtimestamp(int(at), UTC),
        nonce=secrets.token_urlsafe(18),
        label=LABEL,
        covered_component_ids=(*COVERED, *(name.lower() for name in more)),
        body=body,
    )
    signer.apply(message, prepared, key.sign(prepared.signature_base))
    return message.headers


class _Message:
    """What the library asks of a request. The host is nobody's: it is not covered."""

    def __init__(self, method: str, path: str, headers: dict[str, str]) -> None:
        self.method = method
        self.url = f"https://platform{path}"
        self.headers = headers


def _algorithm() -> type:
    from http_message_signatures import HTTPSignatureAlgorithm

    return type("Sm2Sm3", (HTTPSignatureAlgorithm,), {"algorithm_id": ALGORITHM})


class SignedDoor(Door):
    """`_ask` for all doors: a GET that tells of nobody goes as it is, any other call is signed. One that is turned down
    for the clock or the key goes once more, signed anew, where that may help.
    """

    _signer: Signer | None

    @property
    @abstractmethod
    def version(self) -> str: ...

    @abstractmethod
    def _carry(
        self,
        method: str,
        path: str,
        body: bytes,
        *,
        headers: Mapping[str, str],
        on_hand_over: Callable[[], None],
        seconds: float | None,
        said_no: Mapping[int, Callable[[bytes], Exception]],
        hear: Hear | None,
    ) -> bytes: ...

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        *,
        on_hand_over: Callable[[], None] = lambda: None,
        seconds: float | None = None,
        said_no: Mapping[int, Callable[[bytes], Exception]] = MappingProxyType({}),
        media_type: str = "application/json",
        key: CounterKey | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
        hear: Hear | None = None,
    ) -> bytes:
        """The body of a good answer. `key`: another one than the one in use signs. `headers` go out and are signed.
        A door that reads 401 itself hands to `read_unadmitted` what is not its own. Raises NotEnrolled before a byte is
        sent where there is none.
        """
        carry = partial(self._carry, method, path, body, seconds=seconds, hear=hear)
        kind = {"Content-Type": media_type} if body else {}
        if method == "GET" and not path.startswith(_PERSONAL):
            return carry(headers=kind, on_hand_over=on_hand_over, said_no=said_no)
        if self._signer is None:
            raise NotEnrolled(handed_over=False)
        once = _Once(on_hand_over)
        for last in (False, True):
            by = key or self._signer.keys().key()
            signed = self._signer.headers(method, path, body, version=self.version, key=by, more=headers)
            try:
                return carry(headers=kind | signed, on_hand_over=once, said_no={401: read_unadmitted, **said_no})
            except Unadmitted as told:
                if last or not self._signer.heard(told, by, named=key is not None):
                    raise self._signer.trouble(told) from told
        raise AssertionError("the second try returns or raises")


class _Once:
    """Tells the hand-over at the first try only: what goes a second time was handed over."""

    def __init__(self, tell: Callable[[], None]) -> None:
        self._tell, self._told = tell, False

    def __call__(self) -> None:
        if not self._told:
            self._told = True
            self._tell()
