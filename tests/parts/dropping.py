"""A line that ends each connection after so many bytes of the counter's, wherever that is in a request.

It refuses to know more of HTTP than how long a body is: the bytes that were on their way are counted afterwards.
"""

from __future__ import annotations

import re
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_PIECE = 512
_LENGTH = re.compile(rb"(?im)^content-length: *([0-9]+)\r?$")


@dataclass(slots=True)
class Dropping:
    """`after`: bytes of one connection that get to the platform, None for a good line; `heard`: of each connection,
    all that did.
    """

    target: tuple[str, int]
    port: int
    after: int | None = None
    heard: list[bytearray] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def bytes_sent(self) -> int:
        """Everything that was on its way, heads too."""
        return sum(map(len, self.heard))

    def requests(self) -> list[tuple[str, int]]:
        """Method and path of each request that began to be sent, and how much of its body was."""
        return [one for stream in self.heard for one in _requests(bytes(stream))]

    def sent_by(self, method: str) -> int:
        """Bytes of bodies of such requests."""
        return sum(size for words, size in self.requests() if words.startswith(f"{method} "))

    def serve(self, listener: socket.socket) -> None:
        """Take connections until the listener is shut."""
        while True:
            try:
                counter, _ = listener.accept()
            except OSError:
                return
            self.heard.append(bytearray())
            threading.Thread(target=self._talk, args=(counter, self.heard[-1]), daemon=True).start()

    def _talk(self, counter: socket.socket, heard: bytearray) -> None:
        after = self.after
        with counter, socket.create_connection(self.target, timeout=20) as platform:
            counter.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=_back, args=(platform, counter), daemon=True).start()
            try:
                while after is None or len(heard) < after:
                    room = _PIECE if after is None else min(_PIECE, after - len(heard))
                    piece = counter.recv(room)
                    if not piece:
                        return
                    heard += piece
                    platform.sendall(piece)
            except OSError:
                return
            finally:
                with suppress(OSError):
                    platform.shutdown(socket.SHUT_RDWR)
            # A reset, not an orderly end: what the counter has yet to send gets nowhere.
            counter.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _back(platform: socket.socket, counter: socket.socket) -> None:
    """What the platform says, as long as both are there."""
    try:
        while piece := platform.recv(65536):
            counter.sendall(piece)
    except OSError:
        return


def _requests(stream: bytes) -> Iterator[tuple[str, int]]:
    """Of one connection. A head that is not whole is no request."""
    head, end, rest = stream.partition(b"\r\n\r\n")
    while end:
        found = _LENGTH.search(head)
        length = int(found.group(1)) if found else 0
        method, path, _ = head.split(b" ", 2)
        yield f"{method.decode()} {path.decode()}", min(length, len(rest))
        head, end, rest = rest[length:].partition(b"\r\n\r\n")


@contextmanager
def dropping(port: int, *, after: int | None) -> Iterator[Dropping]:
    """Such a line to 127.0.0.1:`port`."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        line = Dropping(("127.0.0.1", port), listener.getsockname()[1], after)
        threading.Thread(target=line.serve, args=(listener,), daemon=True).start()
        try:
            yield line
        finally:
            listener.shutdown(socket.SHUT_RDWR)
