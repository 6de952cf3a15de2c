"""The simulated reader's end of the line: a pseudo-terminal, as slow as a serial line of its speed.

Ten bits a byte (8N1). Not for Windows, which has none. Refuses to answer faster than the line could carry.
"""

from __future__ import annotations

import os
import pty
import select
import threading
import time
import tty
from collections.abc import Callable
from pathlib import Path

from readers.identity.frames import PREAMBLE, checksum, framed

BAUD = 115_200
_BITS = 10
_CHUNK = 16  # bytes; what a serial chip gathers before it tells
_LOOKS_EVERY = 0.1  # seconds
_CHECKSUM, _LENGTH = 0x10, 0x11
_HEAD = len(PREAMBLE) + 2
_LONGEST = 64  # of a command


class PtyLine:
    """An open pseudo-terminal. `port` is the name under which a program opens it. Raises OSError."""

    def __init__(self, *, baud: int = BAUD) -> None:
        self._seconds_a_byte = _BITS / baud
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        self.port = os.ttyname(slave)
        self._slave = slave  # held open: a terminal nobody holds hangs up, and would be asked again and again
        self._over = threading.Event()
        self._heard_at = time.monotonic()

    def serve(self, answer: Callable[[bytes], bytes], *, delay: Callable[[], float], tick: Callable[[], None]) -> None:
        """Answer commands until `close`. `tick` is called every now and then while nobody speaks."""
        heard = b""
        while not self._over.is_set():
            if select.select([self._master], [], [], _LOOKS_EVERY)[0]:
                self._heard_at = time.monotonic()
                heard = self._obey(heard + os.read(self._master, 4096), answer, delay)
            tick()
        os.close(self._slave)
        os.close(self._master)

    @property
    def alone_for(self) -> float:
        """Seconds since a program said anything; one that watches the reader does so all the time."""
        return time.monotonic() - self._heard_at

    def close(self) -> None:
        """Stop serving: the port is gone."""
        self._over.set()

    def _obey(self, heard: bytes, answer: Callable[[bytes], bytes], delay: Callable[[], float]) -> bytes:
        """Answer each whole command; the rest."""
        while (at := heard.find(PREAMBLE)) >= 0 and len(heard) >= at + _HEAD:
            size = int.from_bytes(heard[at + 5 : at + _HEAD], "big")
            if not 3 <= size <= _LONGEST:
                heard = heard[at + len(PREAMBLE) :]
                self._say(_said(_LENGTH))
                continue
            if len(heard) < at + _HEAD + size:
                break
            body, heard = heard[at + len(PREAMBLE) : at + _HEAD + size], heard[at + _HEAD + size :]
            self._over.wait(self._seconds_a_byte * (_HEAD + size) + delay())
            self._say(_said(_CHECKSUM) if checksum(body) else answer(body[2:-1]))
        return heard[-4096:]

    def _say(self, data: bytes) -> None:
        """Bytes as the line carries them: each chunk is there when its last byte would be."""
        begun = time.monotonic()
        for at in range(0, len(data), _CHUNK):
            end = min(at + _CHUNK, len(data))
            self._over.wait(max(0.0, begun + end * self._seconds_a_byte - time.monotonic()))
            if self._over.is_set():
                return
            os.write(self._master, data[at:end])


def _said(status: int) -> bytes:
    return framed(status.to_bytes(3, "big"))


def link(port: str, path: Path) -> None:
    """Let `path` name the port too, in place of an earlier link. Raises OSError; FileExistsError when something else
    stands there.
    """
    if path.exists() and not path.is_symlink():
        raise FileExistsError(f"{path} is no link")
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(port)
    fresh.replace(path)
