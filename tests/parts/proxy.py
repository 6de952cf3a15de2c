"""A small TCP proxy that stands between a counter and a platform and spoils what the test says.

It reads whole HTTP/1.1 requests and answers with a Content-Length, so that it can stop before the platform has heard,
after it has worked, or in the middle of the answer. Everything that passed is kept for the test to look at.
"""

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.parts import signing


def answer(status: str, body: bytes, *headers: str) -> bytes:
    """A whole HTTP answer that says what the proxy does behind it: it hangs up. A call on its way would be lost."""
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + body


JSON, HTML = "Content-Type: application/json", "Content-Type: text/html; charset=utf-8"
CANNED = {
    "500": answer("500 Internal Server Error", b"oops", "Content-Type: text/plain"),
    "502": answer("502 Bad Gateway", b"<html>bad gateway</html>", HTML),
    "garbage": answer("200 OK", b'{"answers": [{"operation_id": 5', JSON),
    "other-json": answer("200 OK", b'{"service": "hotel-wifi", "ok": true}', JSON),
    "null": answer("200 OK", b"null", JSON),
    "portal": answer("200 OK", "<html>请登录无线网络</html>".encode(), HTML),
    "redirect": answer("302 Found", b"", "Location: http://127.0.0.1:1/login"),
    "not-http": b"SSH-2.0-OpenSSH_9.2\r\n",
    "nothing": b"",
}


@dataclass(slots=True)
class Exchange:
    """One request and what the platform answered to it (empty when it was never asked)."""

    head: str
    body: bytes
    answer: bytes = b""

    @property
    def path(self) -> str:
        return self.head.split(" ", 2)[1]


@dataclass(slots=True)
class Proxy:
    """`mode` is one of CANNED, or: pass, twice (asked twice, the second answer handed back), cut-before, cut-after,
    half-body, hang, own (the answer `own`); for paths that begin with `only`.

    `after_work` is called when the platform has answered and before the counter gets a byte of it. `edit` may change
    the body of a request, which is then signed anew with the key of the tests, `edit_answer` that of an answer (their
    lengths stay). A request whose body holds `poison`
    gets `poisoned` instead of `mode`.
    """

    target: tuple[str, int]
    port: int = 0
    mode: str = "pass"
    only: str = ""
    own: bytes = b""
    poison: bytes = b""
    poisoned: str = "500"
    after_work: Callable[[], None] = lambda: None
    edit: Callable[[bytes], bytes] = bytes
    edit_answer: Callable[[bytes], bytes] = bytes
    tls: ssl.SSLContext | None = None
    exchanges: list[Exchange] = field(default_factory=list)
    bytes_in: int = 0
    connections: int = 0
    _open: list[socket.socket] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [exchange.path for exchange in self.exchanges]

    def serve(self, listener: socket.socket) -> None:
        """Take connections until the listener is shut."""
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def close(self) -> None:
        """End every connection, hanging ones too."""
        self._over.set()
        for connection in self._open:
            connection.close()

    def _talk(self, connection: socket.socket) -> None:
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
                self._open.append(connection)
            while exchange := self._request(connection):
                self.exchanges.append(exchange)
                mode = self.mode if exchange.path.startswith(self.only) else "pass"
                if self.poison and self.poison in exchange.body:
                    mode = self.poisoned
                if not self._answer(connection, exchange, mode):
                    return
        except OSError:
            return
        finally:
            connection.close()

    def _request(self, connection: socket.socket) -> Exchange | None:
        head, body = _message(connection)
        self.bytes_in += len(head) + len(body)
        return Exchange(head.decode("latin-1"), body) if head else None

    def _answer(self, connection: socket.socket, exchange: Exchange, mode: str) -> bool:
        """False when the connection is over."""
        if mode == "cut-before":
            _reset(connection)
            return False
        if mode == "hang":
            self._over.wait(60)
            return False
        if mode in CANNED or mode == "own":
            connection.sendall(CANNED.get(mode, self.own))
            return False
        if mode == "twice":
            self._ask(exchange)
        exchange.answer = self._ask(exchange)
        if exchange.path.startswith(self.only):
            self.after_work()
        if mode == "cut-after":
            _reset(connection)
            return False
        if mode == "half-body":
            start = exchange.answer.index(b"\r\n\r\n") + 4
            connection.sendall(exchange.answer[: start + (len(exchange.answer) - start) // 2])
            return False
        connection.sendall(exchange.answer)
        return True

    def _ask(self, exchange: Exchange) -> bytes:
        with socket.create_connection(self.target, timeout=10) as upstream:
            body = self.edit(exchange.body)
            head = exchange.head if body == exchange.body else signing.signed_anew(exchange.head, body)
            upstream.sendall(head.encode("latin-1") + body)
            said, body = _message(upstream, bodiless=head.startswith("HEAD "))
        return said + self.edit_answer(body)


@contextmanager
def proxy(port: int, *, tls: ssl.SSLContext | None = None) -> Iterator[Proxy]:
    """A proxy in front of 127.0.0.1:`port`, on a free port of its own; with `tls` it speaks TLS to the counter."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        between = Proxy(("127.0.0.1", port), listener.getsockname()[1], tls=tls)
        threading.Thread(target=between.serve, args=(listener,), daemon=True).start()
        try:
            yield between
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            between.close()


def _message(connection: socket.socket, *, bodiless: bool = False) -> tuple[bytes, bytes]:
    """Head and body of one HTTP message, both empty when the other side has closed. `bodiless`: it answers a HEAD,
    which tells a length and has nothing of it.
    """
    seen = b""
    while b"\r\n\r\n" not in seen:
        piece = connection.recv(65536)
        if not piece:
            return b"", b""
        seen += piece
    head, _, body = seen.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    while len(body) < length and not bodiless:
        piece = connection.recv(65536)
        if not piece:
            break
        body += piece
    return head + b"\r\n\r\n", body


def _reset(connection: socket.socket) -> None:
    """Close with a reset instead of an orderly end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
