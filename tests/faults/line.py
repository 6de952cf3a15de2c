"""The line between counter and platform, as bad as a line can be: it loses, repeats, delays, cuts, garbles, and kills.

It stands where TCP would, under the real client. Refuses to know what an operation is: it carries bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

import httpx

from tests.faults.province import Province, Reply, Request

WORK = "/v1/operations"


class Killed(BaseException):
    """The counter's process is gone: nothing of it may go on."""


class Fate(StrEnum):
    """What becomes of one request."""

    PASSES = "passes"
    NO_WAY = "no connection"
    LOST = "the request is lost"
    ANSWER_LOST = "the answer is lost"
    DELAYED = "the request comes later, its answer never"
    TWICE = "the request comes twice, the second answer counts"
    HALF_REQUEST = "the request is cut in half"
    HALF_ANSWER = "the answer is cut in half"
    BROKEN = "500 before anything was done"
    BROKEN_AFTER = "500 after everything was done"
    PORTAL = "somebody else says 200"
    SHUFFLED = "the answers come in another order"
    SOME_MISSING = "every second answer is missing"
    STALE = "the answer to an earlier request comes instead"
    COUNTER_DIES_BEFORE = "the counter is killed before the first byte"
    COUNTER_DIES_AFTER = "the counter is killed before the answer"
    PLATFORM_DIES_BEFORE = "the platform is killed before it reads"
    PLATFORM_DIES_AFTER = "the platform is killed before it answers"


@dataclass(slots=True)
class Line(httpx.BaseTransport):
    """`fates` are drawn one a request that carries work or asks what became of it, then everything passes; `greeting`
    is that of other requests. `doubles`: whatever passes comes twice, and only the second answer is handed back.

    `leaving` and `arrived` are told of every request with work: when its first byte goes out, and when the platform has
    had it. `told` hears every answer that reached the counter whole. `kept`: every request with work that left, `late`
    those that are still to come.
    """

    province: Province
    leaving: Callable[[Request], None]
    arrived: Callable[[Request], None]
    told: Callable[[bytes], None]
    fates: Iterator[Fate] = field(default_factory=lambda: iter(()))
    greeting: Fate = Fate.PASSES
    doubles: bool = False
    kept: list[Request] = field(default_factory=list)
    late: list[Request] = field(default_factory=list)
    _answers: list[Reply] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """As a connection would carry it, telling the stages that httpcore tells."""
        work = request.url.path == WORK
        fate = next(self.fates, Fate.PASSES) if request.url.path.startswith(WORK) else self.greeting
        trace = request.extensions.get("trace", lambda *_: None)
        if fate is Fate.NO_WAY:
            raise httpx.ConnectError("no way") from ConnectionRefusedError()
        trace("connection.connect_tcp.complete", {})
        trace("http11.send_request_headers.started", {})
        sent = Request(request.method, request.url.path, tuple(request.headers.raw), request.read())
        if work:
            self.leaving(sent)
        if fate is Fate.COUNTER_DIES_BEFORE:
            raise Killed
        if work:
            self.kept.append(sent)
        reply = self._carried(sent, fate)
        if fate is Fate.COUNTER_DIES_AFTER:
            raise Killed
        if fate is Fate.HALF_ANSWER:
            return _cut(reply)
        if reply.status == 200:
            self.told(reply.body)
        return httpx.Response(reply.status, headers=list(reply.headers), stream=httpx.ByteStream(reply.body))

    def deliver(self, request: Request) -> Reply:
        """It reaches the platform, now or again; nobody hears the answer."""
        reply = self.province.deliver(request)
        if request.path == WORK:
            self.arrived(request)
        return reply

    def _carried(self, sent: Request, fate: Fate) -> Reply:
        if fate is Fate.HALF_REQUEST:
            self.deliver(Request(sent.method, sent.path, sent.headers, sent.body[: len(sent.body) // 2]))
        if fate is Fate.PLATFORM_DIES_BEFORE:
            self.province.restart()
        if fate is Fate.DELAYED and sent.path == WORK:
            self.late.append(sent)
        if fate in (Fate.LOST, Fate.DELAYED, Fate.HALF_REQUEST, Fate.PLATFORM_DIES_BEFORE):
            raise httpx.ReadTimeout("silence")
        if fate is Fate.BROKEN:
            return Reply(500, (), b"")
        if fate is Fate.PORTAL:
            return Reply(200, ((b"content-type", b"text/html"),), b"<html>login</html>")
        if fate is Fate.TWICE or self.doubles:
            self.deliver(sent)
        return self._answered(self.deliver(sent), fate)

    def _answered(self, reply: Reply, fate: Fate) -> Reply:
        if fate is Fate.PLATFORM_DIES_AFTER:
            self.province.restart()
        if fate in (Fate.ANSWER_LOST, Fate.PLATFORM_DIES_AFTER):
            raise httpx.RemoteProtocolError("the connection broke")
        if fate is Fate.BROKEN_AFTER:
            return Reply(500, (), b"")
        if reply.status == 200:
            self._answers.append(reply)
        if fate is Fate.STALE and self._answers:
            return self._answers[0]
        if fate in (Fate.SHUFFLED, Fate.SOME_MISSING) and reply.status == 200:
            return _rearranged(reply, step=-1 if fate is Fate.SHUFFLED else 2)
        return reply


def _rearranged(reply: Reply, *, step: int) -> Reply:
    said = json.loads(reply.body)
    if "answers" not in said:
        return reply
    body = json.dumps(said | {"answers": said["answers"][::step]}).encode()
    return Reply(reply.status, tuple(one for one in reply.headers if one[0] != b"content-length"), body)


def _cut(reply: Reply) -> httpx.Response:
    class Torn(httpx.SyncByteStream):
        def __iter__(self) -> Iterator[bytes]:
            yield reply.body[: len(reply.body) // 2]
            raise httpx.RemoteProtocolError("the connection broke")

    return httpx.Response(reply.status, headers=list(reply.headers), stream=Torn())
