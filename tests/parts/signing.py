"""One hand that signs for tests: a key that every platform of `practice_platform.running` knows already.

`signer()` is for `HttpPlatform`, `Signature()` for raw requests with httpx.
"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from counter_app.enrolment import CounterKey, KeyRefusal, PrivateKey, Scope, ScopeKind
from practice.platform import database as db
from practice.platform import enrolment
from practice.platform.admission import ALSO
from practice.platform.connection import Connection
from sync import signing

# It opens nothing: only platforms that a test has just made know it. One for all, because a test's other processes
# must have the same.
TEST_KEY = PrivateKey(
    "C-of-the-tests",
    bytes.fromhex("72e043fff283f76e908159d30c67162715635f2544d51f3a09bd4769325316e6"),
    bytes.fromhex(
        "962614ba284243ce411dc70e60464f157d414d2bfce090dabbe18361848f5002"
        "3a67d6c71a9b7cec3ef518045527898ce71834636067acff7d982477333b4080"
    ),
)
SCOPE = Scope(ScopeKind.OUTLET, "439901")
CALLER = enrolment.Caller(TEST_KEY.counter_id, TEST_KEY.key_id, SCOPE)
"""The counter of that key, as the practice platform knows it."""


@dataclass(frozen=True)
class Ring:
    """A `KeyRing` of one key, which is never another one."""

    one: PrivateKey = TEST_KEY

    def key(self) -> PrivateKey:
        return self.one

    def turned_down(self, key: CounterKey, why: KeyRefusal) -> bool:
        return False


def signer(key: PrivateKey = TEST_KEY) -> signing.Signer:
    """What signs for a client in a test."""
    return signing.Signer(lambda: Ring(key))


def admit(connection: Connection, key: PrivateKey = TEST_KEY, *, scope: Scope = SCOPE) -> None:
    """Let a platform know a key; twice is harmless."""
    with db.writing(connection):
        if enrolment.key_of(connection, key.key_id) is None:
            enrolment.admit(connection, key.public, scope, datetime.now(UTC), counter=key.counter_id)


def admit_at(database: Path, key: PrivateKey = TEST_KEY, *, scope: Scope = SCOPE) -> None:
    """The same for a platform by its database file."""
    with closing(db.open_database(database)) as connection:
        admit(connection, key, scope=scope)


class Signature(httpx.Auth):
    """Signs raw requests of httpx, a GET too."""

    requires_request_body = True

    def __init__(self, key: PrivateKey = TEST_KEY, *, ahead: float = 0.0) -> None:
        self._key, self._ahead = key, ahead

    def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
        at = datetime.now(UTC).timestamp() + self._ahead
        version = request.headers["Counter-Version"]
        path = request.url.raw_path.decode("ascii")
        more = {name: request.headers[name] for name in ALSO if name in request.headers}
        headers = signing.sign(request.method, path, request.content, version=version, key=self._key, at=at, more=more)
        request.headers.update(headers)
        yield request


def signed_anew(head: str, body: bytes) -> str:
    """Request line and headers of a signed call with another body, as its counter would send them."""
    method, path, _ = head.split(" ", 2)
    lines = head.split("\r\n")
    version = next(line.partition(": ")[2] for line in lines if line.lower().startswith("counter-version:"))
    told = {line.partition(":")[0].lower(): line.partition(": ")[2] for line in lines[1:]}
    more = {name: told[name] for name in ALSO if name in told}
    made = signing.sign(method, path, body, version=version, key=TEST_KEY, at=datetime.now(UTC).timestamp(), more=more)
    kept = [line for line in lines[1:] if line.partition(":")[0].lower() not in {name.lower() for name in made}]
    return "\r\n".join([lines[0], *(f"{name}: {value}" for name, value in made.items()), *kept])
