"""The provincial platform over HTTP: the `Platform` and `SecurityModule` ports.

Refuses plain HTTP to another machine, to follow a redirect, to use a proxy from the environment, to read without end,
and to let any other exception than `PlatformTrouble` out (what `on_hand_over` raises passes through unchanged). Numbers
and names go into bodies only. httpx is loaded with the first call.
"""

from __future__ import annotations

import ipaddress
import math
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from counter_app.domain.chip_errors import AuthenticationRefused
from counter_app.domain.errors import CounterError, NoPlatform
from counter_app.domain.text import Text
from sync import troubles, trust
from sync.doors import Doors
from sync.signing import SignedDoor

if TYPE_CHECKING:
    import httpx

    from counter_app.devices import Challenge
    from counter_app.domain.declaration import SignedStatement
    from counter_app.domain.holder import Person
    from counter_app.domain.operation import Answer, Operation
    from sync.door import Hear
    from sync.sealing import SealingKey
    from sync.signing import Signer

LARGEST_ANSWER = 8 * 1024 * 1024
LONGEST_VALUE = 50
LONGEST_FOR_A_CARD = 4.0  # seconds: a card lies open meanwhile, and Windows resets one that hears nothing for five
_CONNECTED = frozenset({"connection.connect_tcp.complete", "http11.send_request_headers.started"})
_OPENED = frozenset({"connection.connect_tcp.complete", "connection.start_tls.complete"})
_GOES_OUT = "http11.send_request_headers.started"


class Door(threading.local):
    """One thread's client, and the socket of its one connection, which can be shut when the time is over."""

    client: httpx.Client | None = None
    wire: socket.socket | None = None

    def opened(self, stream: object) -> None:
        """httpcore has made a connection for this thread."""
        ask = getattr(stream, "get_extra_info", None)
        found = ask("socket") if callable(ask) else None
        self.wire = found if isinstance(found, socket.socket) else None


@dataclass(slots=True)
class Way:
    """How far one request got: a connection stands, the first byte is on its way. `door` is its thread's.

    `open_to_all`: plain HTTP to another machine. Whether there is a way to it is found out, but no byte is told.
    """

    door: Door
    on_hand_over: Callable[[], None]
    open_to_all: bool = False
    connected: bool = False
    sent: bool = False

    def trace(self, event: str, info: Mapping[str, object]) -> None:
        """httpcore calls this at each stage; raising at `_GOES_OUT` keeps the request from being written."""
        if event in _CONNECTED:
            self.connected = True
        if event in _OPENED:
            self.door.opened(info.get("return_value"))
        if event == _GOES_OUT:
            if self.open_to_all:
                raise NoPlatform(why=troubles.PLAIN_ADDRESS, handed_over=False)
            self.on_hand_over()
            self.sent = True


class HttpPlatform(SignedDoor, Doors):
    """One keep-alive connection a thread. `url` is asked before each request: the practice platform may move to another
    port.

    `timeout` seconds for a request from its beginning to the last byte of its answer. `ca` a PEM file that alone is
    trusted; None: what the system trusts. `version` of this program, told in the header Counter-Version. `transport`:
    what carries the requests; None: TCP. `signer` signs what changes something; without one only a GET goes out.
    `encrypted_only`: TLS with `ca` as its root, also to this machine itself, as everywhere outside practice.
    """

    def __init__(
        self,
        url: Callable[[], str],
        *,
        timeout: float = 5.0,
        ca: Path | None = None,
        version: str = "",
        transport: httpx.BaseTransport | None = None,
        signer: Signer | None = None,
        encrypted_only: bool = False,
    ) -> None:
        self._url = url
        self._encrypted_only = encrypted_only
        self._signer = signer
        self._transport = transport
        self._timeout = timeout
        self._ca = ca
        self._version = version
        self._door = Door()
        self._clients: list[httpx.Client] = []
        self._trusted: ssl.SSLContext | None = None
        self._sealing_key: SealingKey | None = None
        self._making = threading.Lock()

    @property
    def version(self) -> str:
        """Of this program, as every request tells it."""
        return self._version or metadata.version("counter")

    def get_ready(self) -> None:
        """Load what a connection needs, without making one. Raises NoPlatform for roots that cannot be read."""
        self._ready()

    def greet(self, *, within: float | None = None) -> datetime:
        """The platform's own time (UTC), in `within` seconds if that is less than a request may take. Raises NoNetwork,
        NoPlatform, NotNow, TooOld.
        """
        from sync import wire

        seconds = None if within is None else min(within, self._timeout)
        return wire.read_hello(self._ask("GET", "/v1/hello", seconds=seconds))

    def send(self, batch: Sequence[Operation], *, on_hand_over: Callable[[], None]) -> tuple[Answer, ...]:
        """Hand a batch over; see the port. Raises as `greet`, and what `on_hand_over` raises."""
        from sync import wire

        body = wire.write_batch(batch)
        return wire.read_answers(self._ask("POST", "/v1/operations", body, on_hand_over=on_hand_over))

    def person_by_number(self, number: str, *, clerk: str = "") -> Person | None:
        """The holder of that social security number, None if the province knows nobody. Raises as `greet`."""
        found = self._look_up("number", number, limit=1, clerk=clerk)
        return next((p for p in found if _is(p.holder.number == number)), None)

    def person_by_card(self, card_number: str, *, clerk: str = "") -> Person | None:
        """The holder of that card. Raises as `greet`."""
        found = self._look_up("card", card_number, limit=1, clerk=clerk)
        return next((p for p in found if _is(card_number in {card.number for card in p.cards})), None)

    def people_by_name(self, name: str, *, limit: int = 20, clerk: str = "") -> tuple[Person, ...]:
        """Holders of exactly that name, `limit` (1 to 100) at most. Raises as `greet`."""
        found = self._look_up("name", name, limit=limit, clerk=clerk)
        return tuple(p for p in found if _is(p.holder.name == name))

    def pack_statements(self) -> tuple[SignedStatement, ...]:
        """What the platform has signed about rule packs. Raises as `greet`."""
        from sync import pack_wire

        return pack_wire.read_statements(self._ask("GET", "/v1/pack-statements"))

    def cryptogram(self, challenge: Challenge, *, within: float = math.inf) -> bytes:
        """What the security module computed (16 or 4 bytes), in `LONGEST_FOR_A_CARD` seconds at most; see the port.

        A new PIN goes sealed with the security module's own key, which is kept for the life of this object and asked
        for anew, once, when the platform has another. Raises as `greet`, and AuthenticationRefused. Nothing of the
        challenge is kept, and none of it is in an error.
        """
        from sync import wire

        until = time.monotonic() + min(self._timeout, LONGEST_FOR_A_CARD, within)
        try:
            if challenge.purpose in wire.OPEN_PURPOSES:
                answer = self._post_challenge(wire.write_challenge(challenge), until, {403: _refused})
            else:
                answer = self._post_sealed(challenge, until)
        finally:
            self._leave()
        return wire.read_cryptogram(answer, purpose=challenge.purpose)

    def _post_sealed(self, challenge: Challenge, until: float) -> bytes:
        from sync import wire

        said_no = {403: _refused, 409: _other_key}
        key = self._sealing_key or self._fetch_key(until)
        try:
            return self._post_challenge(wire.write_challenge(challenge, key=key), until, said_no)
        except _OtherKey:
            key = self._fetch_key(until)
        try:
            return self._post_challenge(wire.write_challenge(challenge, key=key), until, said_no)
        except _OtherKey as error:
            raise NoPlatform(why=troubles.NOT_ITS_OWN_KEY, handed_over=True) from error

    def _fetch_key(self, until: float) -> SealingKey:
        from sync import wire

        self._sealing_key = None
        key = wire.read_sealing_key(self._ask("GET", "/v1/security-module", seconds=_left(until)))
        self._sealing_key = key
        return key

    def _post_challenge(self, body: bytes, until: float, said_no: Mapping[int, Callable[[bytes], Exception]]) -> bytes:
        return self._ask("POST", "/v1/card-authentications", body, seconds=_left(until), said_no=said_no)

    def close(self) -> None:
        """Let the connections go; a later call opens another."""
        with self._making:
            clients, self._clients, self._door = self._clients, [], Door()
        for client in clients:
            client.close()

    def _leave(self) -> None:
        """Let this thread's connection go: cards are read by a thread each, which would leave one behind."""
        with self._making:
            client, self._door.client = self._door.client, None
            if client is not None and client in self._clients:
                self._clients.remove(client)
        if client is not None:
            client.close()

    def _look_up(
        self, by: Literal["number", "card", "name"], value: str, *, limit: int, clerk: str
    ) -> tuple[Person, ...]:
        from sync import wire

        if not 1 <= len(value) <= LONGEST_VALUE:
            return ()
        return wire.read_people(
            self._ask("POST", "/v1/lookups", wire.write_lookup(by, value, limit=limit, clerk=clerk))
        )

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
    ) -> bytes:
        """The body of a good answer within `seconds` (the platform's time-out). `said_no`: by status, what to raise for
        a problem the platform tells. `hear`: takes answers that are good by their headers.
        """
        import httpx

        seconds = self._timeout if seconds is None else seconds

        url = _whole(self._url(), path)
        client, door = self._ready()
        plain_allowed = not self._encrypted_only and _is_this_machine(url)
        way = Way(door, on_hand_over, open_to_all=url.startswith("http://") and not plain_allowed)
        deadline = time.monotonic() + seconds
        extensions = {"trace": way.trace}
        try:
            with (
                _shut_at_the_end(door, seconds),
                client.stream(
                    method, url, content=body, headers=dict(headers), extensions=extensions, timeout=seconds
                ) as response,
            ):
                return _body(response, deadline, said_no, hear)
        except httpx.HTTPError as error:
            raise troubles.of_transport(error, connected=way.connected, sent=way.sent) from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise NoPlatform(why=troubles.BAD_ADDRESS, handed_over=way.sent) from error

    def _ready(self) -> tuple[httpx.Client, Door]:
        import httpx

        with self._making:
            door = self._door
            if door.client is None:
                self._trusted = self._trusted or self._trust()
                door.client = httpx.Client(
                    verify=self._trusted,
                    timeout=self._timeout,
                    trust_env=False,
                    follow_redirects=False,
                    headers={
                        "Accept": "application/json, application/problem+json",
                        "Accept-Encoding": "identity",
                        "Counter-Version": self.version,
                        "User-Agent": "counter",
                    },
                    limits=httpx.Limits(max_keepalive_connections=1, keepalive_expiry=60.0),
                    transport=self._transport,
                )
                self._clients.append(door.client)
            return door.client, door

    def _trust(self) -> ssl.SSLContext:
        if self._encrypted_only and self._ca is None:
            raise NoPlatform(why=trust.NO_ROOT, handed_over=False)
        return trust.trusted(self._ca)


def _body(
    response: httpx.Response,
    deadline: float,
    said_no: Mapping[int, Callable[[bytes], Exception]],
    hear: Hear | None,
) -> bytes:
    """The JSON body of a good answer, read within the time and size allowed. Raises PlatformTrouble, or `said_no`."""
    refused = said_no.get(response.status_code) if troubles.is_problem(response.headers) else None
    if refused is None and not (hear and hear(response.status_code, response.headers)):
        troubles.judge(response.status_code, response.headers)
    content = bytearray()
    for piece in response.iter_raw():
        content += piece
        if len(content) > LARGEST_ANSWER or time.monotonic() > deadline:
            raise NoPlatform(why=troubles.ENDLESS, handed_over=True)
    if refused is not None:
        raise refused(bytes(content))
    return bytes(content)


def _refused(body: bytes) -> CounterError:
    from sync import wire

    return AuthenticationRefused(way=Text("省平台", "platform"), why=wire.read_refusal(body))


class _OtherKey(Exception):
    """What was sealed cannot be opened: the platform has another key now."""


def _other_key(body: bytes) -> Exception:
    from sync import body as bodies
    from sync import wire

    return _OtherKey() if wire.says_other_key(body) else NoPlatform(why=bodies.GARBAGE, handed_over=True)


def _left(until: float) -> float:
    """Seconds until then. Raises NoPlatform when it is over."""
    left = until - time.monotonic()
    if left <= 0:
        raise NoPlatform(why=troubles.ENDLESS, handed_over=True)
    return left


@contextmanager
def _shut_at_the_end(door: Door, seconds: float) -> Iterator[None]:
    """Shut the connection when the time is over: httpx counts anew with each byte, so a drip would hold it for ever."""
    state = door.__dict__  # of this thread; the timer's own thread would see its own

    def shut() -> None:
        wire = state.get("wire")
        if wire is not None:
            with suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, shut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _whole(address: str, path: str) -> str:
    if not address.startswith(("http://", "https://")):
        raise NoPlatform(why=troubles.BAD_ADDRESS, handed_over=False)
    return address.rstrip("/") + path


def _is_this_machine(address: str) -> bool:
    try:
        host = urlsplit(address).hostname or ""
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is(what_was_asked: bool) -> bool:
    """An answer about somebody else is no answer."""
    if not what_was_asked:
        raise NoPlatform(why=Text("答复的不是所问的人", "the answer is about somebody else"), handed_over=True)
    return True
