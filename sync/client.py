"""The provincial platform over HTTP: the `Platform` port.

Refuses to follow a redirect, to use a proxy from the environment, to read without end, and to let any other exception
than `PlatformTrouble` out (what `on_hand_over` raises passes through unchanged). Numbers and names go into bodies only.
httpx is loaded with the first call.
"""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from counter_app.domain.errors import NoPlatform
from counter_app.domain.text import Text
from sync import troubles

if TYPE_CHECKING:
    import httpx

    from counter_app.domain.holder import Person
    from counter_app.domain.operation import Answer, Operation

LARGEST_ANSWER = 8 * 1024 * 1024
LONGEST_VALUE = 50
_CONNECTED = frozenset({"connection.connect_tcp.complete", "http11.send_request_headers.started"})
_GOES_OUT = "http11.send_request_headers.started"


@dataclass(slots=True)
class Way:
    """How far one request got: a connection stands, the first byte is on its way."""

    on_hand_over: Callable[[], None]
    connected: bool = False
    sent: bool = False

    def trace(self, event: str, _info: Mapping[str, object]) -> None:
        """httpcore calls this at each stage; raising at `_GOES_OUT` keeps the request from being written."""
        if event in _CONNECTED:
            self.connected = True
        if event == _GOES_OUT:
            self.on_hand_over()
            self.sent = True


class HttpPlatform:
    """One keep-alive client. `url` is asked before each request: the practice platform may move to another port.

    `timeout` seconds for connecting, and again for the whole answer. `ca` a PEM file that alone is trusted; None: what
    the system trusts. `version` of this program, told in the header Counter-Version.
    """

    def __init__(
        self, url: Callable[[], str], *, timeout: float = 5.0, ca: Path | None = None, version: str = ""
    ) -> None:
        self._url = url
        self._timeout = timeout
        self._ca = ca
        self._version = version
        self._client: httpx.Client | None = None
        self._making = threading.Lock()

    def greet(self) -> datetime:
        """The platform's own time (UTC). Raises NoNetwork, NoPlatform, NotNow, TooOld."""
        from sync import wire

        return wire.read_hello(self._ask("GET", "/v1/hello"))

    def send(self, batch: Sequence[Operation], *, on_hand_over: Callable[[], None]) -> tuple[Answer, ...]:
        """Hand a batch over; see the port. Raises as `greet`, and what `on_hand_over` raises."""
        from sync import wire

        body = wire.write_batch(batch)
        return wire.read_answers(self._ask("POST", "/v1/operations", body, on_hand_over=on_hand_over))

    def person_by_number(self, number: str) -> Person | None:
        """The holder of that social security number, None if the province knows nobody. Raises as `greet`."""
        return next((p for p in self._look_up("number", number, limit=1) if _is(p.holder.number == number)), None)

    def person_by_card(self, card_number: str) -> Person | None:
        """The holder of that card. Raises as `greet`."""
        found = self._look_up("card", card_number, limit=1)
        return next((p for p in found if _is(card_number in {card.number for card in p.cards})), None)

    def people_by_name(self, name: str, *, limit: int = 20) -> tuple[Person, ...]:
        """Holders of exactly that name, `limit` (1 to 100) at most. Raises as `greet`."""
        return tuple(p for p in self._look_up("name", name, limit=limit) if _is(p.holder.name == name))

    def close(self) -> None:
        """Let the connection go; a later call opens another."""
        with self._making:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def _look_up(self, by: Literal["number", "card", "name"], value: str, *, limit: int) -> tuple[Person, ...]:
        from sync import wire

        if not 1 <= len(value) <= LONGEST_VALUE:
            return ()
        return wire.read_people(self._ask("POST", "/v1/lookups", wire.write_lookup(by, value, limit=limit)))

    def _ask(
        self, method: str, path: str, body: bytes = b"", *, on_hand_over: Callable[[], None] = lambda: None
    ) -> bytes:
        import httpx

        url = _whole(self._url(), path)
        way = Way(on_hand_over)
        headers = {"Content-Type": "application/json"} if body else {}
        try:
            client = self._ready()
            with client.stream(method, url, content=body, headers=headers, extensions={"trace": way.trace}) as response:
                return self._body(response)
        except httpx.HTTPError as error:
            raise troubles.of_transport(error, connected=way.connected, sent=way.sent) from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise NoPlatform(why=troubles.BAD_ADDRESS, handed_over=way.sent) from error

    def _ready(self) -> httpx.Client:
        import httpx

        with self._making:
            if self._client is None:
                self._client = httpx.Client(
                    verify=self._trust(),
                    timeout=self._timeout,
                    trust_env=False,
                    follow_redirects=False,
                    headers={
                        "Accept": "application/json, application/problem+json",
                        "Accept-Encoding": "identity",
                        "Counter-Version": self._version or metadata.version("counter"),
                        "User-Agent": "counter",
                    },
                    limits=httpx.Limits(max_keepalive_connections=1, keepalive_expiry=60.0),
                )
            return self._client

    def _trust(self) -> ssl.SSLContext:
        try:
            return ssl.create_default_context(cafile=str(self._ca) if self._ca else None)
        except OSError as error:
            # Includes ssl.SSLError: the file is there but holds no certificate.
            raise NoPlatform(why=troubles.BAD_ROOT.format(file=self._ca), handed_over=False) from error

    def _body(self, response: httpx.Response) -> bytes:
        """The JSON body of a good answer, read within the time and size allowed. Raises PlatformTrouble."""
        troubles.judge(response.status_code, response.headers)
        deadline = time.monotonic() + self._timeout
        content = bytearray()
        for piece in response.iter_raw():
            content += piece
            if len(content) > LARGEST_ANSWER or time.monotonic() > deadline:
                raise NoPlatform(why=troubles.ENDLESS, handed_over=True)
        return bytes(content)


def _whole(address: str, path: str) -> str:
    if not address.startswith(("http://", "https://")):
        raise NoPlatform(why=troubles.BAD_ADDRESS, handed_over=False)
    return address.rstrip("/") + path


def _is(what_was_asked: bool) -> bool:
    """An answer about somebody else is no answer."""
    if not what_was_asked:
        raise NoPlatform(why=Text("答复的不是所问的人", "the answer is about somebody else"), handed_over=True)
    return True
