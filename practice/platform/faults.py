"""Bad days on purpose: a platform that is late, falls silent before or after it has decided, or answers nonsense.

Each fault is a switch of `set_switch` whose value `said` writes: how often, or for which share of what is asked.
Refuses to touch what only asks (GET), and a platform that was not started for it never gets here.
"""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from practice.platform import database as db
from practice.platform.connection import Connection, DatabaseAway

DELAY, DROP_BEFORE, DROP_AFTER, FAILS = "fault_delay", "fault_drop_before", "fault_drop_after", "fault_500"
WRONG_JSON, HALF_BODY, SLOW_BODY = "fault_wrong_json", "fault_half_body", "fault_slow_body"
KINDS = (DELAY, DROP_BEFORE, FAILS, DROP_AFTER, WRONG_JSON, HALF_BODY, SLOW_BODY)
CUT = "practice.cut"
"""Name in the scope of what ends the connection at once."""
_LOOKS = frozenset({"GET", "HEAD"})
_PIECES = 8
_NONSENSE, _GATEWAY = b'{"answers": [{"operation_id": 7}, ', b"<html><h1>500</h1></html>"
_START, _BODY = "http.response.start", "http.response.body"
_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[Any, Any, Any], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Fault:
    """`times` it still comes, None for always; `share` of what is asked (0 to 1), drawn from `seed`; `seconds` of a
    delay, or that a body takes; `met`: how much was asked so far.
    """

    times: int | None = None
    share: float = 1.0
    seed: int = 0
    seconds: float = 0.0
    met: int = 0

    def comes(self) -> bool:
        """Whether it comes this time."""
        # The same seed gives the same days, whichever process of the platform is asked.
        return self.times != 0 and random.Random(f"{self.seed}:{self.met}").random() < self.share  # noqa: S311

    def after(self, came: bool) -> Fault:
        """The fault once this time is over."""
        left = self.times - 1 if came and self.times is not None else self.times
        return replace(self, met=self.met + 1, times=left)


def said(fault: Fault) -> str:
    """As the switch holds it."""
    return json.dumps(asdict(fault))


class Faults:
    """The platform with its faults before it."""

    def __init__(self, app: _App, connection: Connection) -> None:
        self._app = app
        self._connection = connection

    async def __call__(self, scope: _Message, receive: _Receive, send: _Send) -> None:
        """Carry out one request, or fail at it."""
        coming: Mapping[str, Fault] = {}
        if scope["type"] == "http" and scope["method"] not in _LOOKS:
            with suppress(DatabaseAway):  # the platform itself says so, as soon as it looks
                coming = self._coming()
        if not coming:
            await self._app(scope, receive, send)
            return
        body = await _whole(receive)
        if DELAY in coming:
            await asyncio.sleep(coming[DELAY].seconds)
        if DROP_BEFORE in coming:
            await _cut(scope, receive)
        elif FAILS in coming:
            await _answer(send, 500, _GATEWAY, b"text/html")
        else:
            await self._carry_out(scope, body, receive, send, coming)

    async def _carry_out(
        self, scope: _Message, body: bytes, receive: _Receive, send: _Send, coming: Mapping[str, Fault]
    ) -> None:
        """What was asked is decided and committed; only its answer suffers."""
        start, answer = await _asked(self._app, scope, body)
        if DROP_AFTER in coming:
            await _cut(scope, receive)
        elif WRONG_JSON in coming:
            await _answer(send, 200, _NONSENSE, b"application/json")
        elif HALF_BODY in coming:
            await send(start)
            await send({"type": _BODY, "body": answer[: len(answer) // 2], "more_body": True})
            await _cut(scope, receive)
        else:
            await send(start)
            await _slowly(send, answer, coming[SLOW_BODY].seconds if SLOW_BODY in coming else 0.0)

    def _coming(self) -> dict[str, Fault]:
        """What comes over this request; each is counted."""
        if not any(name in KINDS for name in db.switches(self._connection)):
            return {}
        with db.writing(self._connection):
            switches = db.switches(self._connection)
            faults = {kind: Fault(**json.loads(switches[kind])) for kind in KINDS if kind in switches}
            coming = {kind: fault for kind, fault in faults.items() if fault.comes()}
            for kind, fault in faults.items():
                row = (said(fault.after(kind in coming)), kind)
                self._connection.execute("UPDATE switch SET value = ? WHERE name = ?", row)
        return coming


async def _whole(receive: _Receive) -> bytes:
    """The body of a request; what a counter that goes away has sent of it."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _asked(app: _App, scope: _Message, body: bytes) -> tuple[_Message, bytes]:
    """How the answer begins, and its body."""
    said: list[_Message] = []

    async def told() -> _Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def keep(message: _Message) -> None:
        said.append(message)

    await app(scope, told, keep)
    return said[0], b"".join(message.get("body", b"") for message in said[1:])


async def _answer(send: _Send, status: int, body: bytes, media_type: bytes) -> None:
    headers = [(b"content-type", media_type), (b"content-length", str(len(body)).encode("ascii"))]
    await send({"type": _START, "status": status, "headers": headers})
    await send({"type": _BODY, "body": body})


async def _slowly(send: _Send, body: bytes, seconds: float) -> None:
    """The body over so many seconds, piece by piece."""
    size = max(1, -(-len(body) // _PIECES))
    for start in range(0, len(body), size) if seconds else ():
        await send({"type": _BODY, "body": body[start : start + size], "more_body": True})
        await asyncio.sleep(seconds / _PIECES)
    await send({"type": _BODY, "body": b"" if seconds else body})


async def _cut(scope: _Message, receive: _Receive) -> None:
    """End the connection, and come back when it has ended."""
    scope[CUT]()
    while (await receive())["type"] != "http.disconnect":
        pass
