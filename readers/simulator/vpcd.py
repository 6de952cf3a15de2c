"""The card's side of the virtual PC/SC reader: messages with a two-byte length, one of them a byte of control.

A message of one byte is control (0 power off, 1 power on, 2 reset, 4 tell the answer to reset), a longer one an APDU.
Acknowledges at once (TCP_QUICKACK, which the system forgets after each read), else every APDU costs 40 ms.
"""

from __future__ import annotations

import contextlib
import socket
import threading

from readers.simulator.mishaps import Pulled, Silent
from readers.simulator.parts import Part

PORT = 35963  # 0x8C7B: first slot of the virtual reader; the next slot listens on the next port
_OFF, _ON, _RESET, _ATR = 0, 1, 2, 4
_QUICK = getattr(socket, "TCP_QUICKACK", None)


class VirtualReaderLine:
    """One connection to the reader: as long as it stands, the card lies there, or waits for another one to go.

    `noticed`: the reader has spoken to this card. It takes one at a time; the next has to wait without a word.
    """

    def __init__(self, card: Part, *, port: int = PORT, host: str = "127.0.0.1") -> None:
        """Lay the card on. Raises OSError when no virtual reader listens."""
        self._card = card
        self._lifted = threading.Event()
        self.standing = True
        self.noticed = False
        self.pulled = False
        self._line = socket.create_connection((host, port), timeout=5)
        self._line.settimeout(None)
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def serve(self) -> None:
        """Answer until the card is lifted, pulled by its own description (`pulled`), or the reader goes."""
        with self._line:
            self._talk()
        self.standing = False

    def _talk(self) -> None:
        while (message := self._take()) is not None:
            self.noticed = True
            try:
                answer = self._answer(message)
            except Pulled:
                self.pulled = True
                return
            except Silent:
                self._lifted.wait()
                return
            if answer is not None and not self._send(answer):
                return

    def lift(self) -> None:
        """Take the card away; `serve` returns."""
        self._lifted.set()
        with contextlib.suppress(OSError):  # already gone
            self._line.shutdown(socket.SHUT_RDWR)

    def _answer(self, message: bytes) -> bytes | None:
        if len(message) != 1:
            self._lifted.wait(self._card.delay)
            return self._card.command(message)
        if message[0] in (_OFF, _ON, _RESET):
            self._card.reset()
            return None
        return self._card.atr if message[0] == _ATR else b""

    def _send(self, answer: bytes) -> bool:
        try:
            self._line.sendall(len(answer).to_bytes(2, "big") + answer)
        except OSError:
            return False
        return True

    def _take(self) -> bytes | None:
        head = self._exactly(2)
        return None if head is None else self._exactly(int.from_bytes(head, "big"))

    def _exactly(self, count: int) -> bytes | None:
        """`count` bytes, None when the reader has gone."""
        data = b""
        while len(data) < count:
            try:
                if _QUICK is not None:
                    self._line.setsockopt(socket.IPPROTO_TCP, _QUICK, 1)
                part = self._line.recv(count - len(data))
            except OSError:
                return None
            if not part:
                return None
            data += part
        return data
