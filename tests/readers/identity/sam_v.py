"""A SAM-V identity card reader of the tests' own over a pty: made from the protocol's description alone, it shares
nothing with the program. It does what real ones do, and what only bad days bring.
"""

import os
import pty
import select
import threading
import tty
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Self

PREAMBLE = bytes.fromhex("AAAAAA9669")
FIND, SELECT, READ, ADDRESS, STATUS, SAM_ID, RESET = (
    bytes.fromhex(each) for each in ("2001", "2002", "3001", "3003", "11FF", "12FF", "10FF")
)
OK, NONE, FOUND, NOT_FOUND, NOT_SELECTED, UNREAD, UNKNOWN = 0x90, 0x91, 0x9F, 0x80, 0x81, 0x41, 0x21
Pieces = Iterable[bytes | float]  # what goes over the line, and seconds between


def frame(status: int, data: bytes = b"") -> bytes:
    """An answer as it goes over the line."""
    body = (len(data) + 4).to_bytes(2, "big") + status.to_bytes(3, "big") + data
    check = 0
    for byte in body:
        check ^= byte
    return PREAMBLE + body + bytes((check,))


@dataclass
class Document:
    """What lies on the reader."""

    text: bytes
    photo: bytes = bytes(range(256)) * 4
    address: bytes | None = None


@dataclass
class Manner:
    """How this reader does things that the description leaves open. `refuses`: answers to a command instead of doing
    it, one after the other; `spoils`: what becomes of an answer on the line.
    """

    finds_again: bool = False
    found_at: int = 1
    select_again: bool = True
    fingerprints: int | None = None
    address_word: bool = False
    answers_questions: bool = True
    refuses: dict[bytes, list[int]] = field(default_factory=dict)
    spoils: Callable[[bytes, bytes], Pieces] = lambda _command, answer: (answer,)


class SamV:
    """The reader; `port` is where it hangs. Use as a context manager. `heard`: the commands that came."""

    def __init__(self, document: Document | None = None, manner: Manner | None = None) -> None:
        self._master, slave = pty.openpty()
        tty.setraw(slave)
        self._slave = slave  # held open, or the master hangs up between two programs
        self.port = os.ttyname(slave)
        self.manner = manner or Manner()
        self.heard: list[bytes] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self.put(document)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()

    def put(self, document: Document | None) -> None:
        """Lay a document on, in place of what lies there; None: take it away."""
        with self._lock:
            self.document = document
            self._looks = 0
            self._found = self._selected = self._read = False

    def take(self) -> None:
        self.put(None)

    def unplug(self) -> None:
        """Pull the cable, now."""
        self._over.set()
        with self._lock:
            if self._master >= 0:
                os.close(self._slave)
                os.close(self._master)
                self._master = -1

    def _serve(self) -> None:
        heard = b""
        while not self._over.is_set():
            try:
                if not select.select([self._master], [], [], 0.05)[0]:
                    continue
                heard += os.read(self._master, 4096)
                heard = self._commands(heard)
            except (OSError, ValueError):
                return

    def _commands(self, heard: bytes) -> bytes:
        """Answer what came whole; the rest."""
        while len(heard) >= 10 and heard.startswith(PREAMBLE):
            size = 7 + int.from_bytes(heard[5:7], "big")
            command, heard = heard[7 : size - 1], heard[size:]
            self.heard.append(command)
            for piece in self.manner.spoils(command, self._answer(command)):
                if isinstance(piece, float):
                    self._over.wait(piece)
                else:
                    self.say(piece)
        return heard

    def say(self, data: bytes) -> None:
        """Bytes on the line, asked for or not."""
        while data and self._master >= 0:
            data = data[os.write(self._master, data) :]

    def _answer(self, command: bytes) -> bytes:
        refusals = self.manner.refuses.get(command)
        if refusals and (status := refusals.pop(0)):
            return frame(status)
        with self._lock:
            return {FIND: self._find, SELECT: self._select, READ: self._text, ADDRESS: self._newer}.get(
                command, self._other(command)
            )()

    def _other(self, command: bytes) -> Callable[[], bytes]:
        if command == SAM_ID:
            return lambda: frame(OK, bytes(range(16)))
        return lambda: frame(OK if command in (STATUS, RESET) else UNKNOWN)

    def _find(self) -> bytes:
        self._looks += 1
        if self.document is None or self._looks < self.manner.found_at:
            return frame(NOT_FOUND)
        if self._read and not self.manner.finds_again:
            return frame(NOT_FOUND)
        if self._selected and not self.manner.select_again:
            return frame(NOT_FOUND)
        self._found = True
        return frame(FOUND, bytes(4))

    def _select(self) -> bytes:
        if self.document is None or not self._found:
            return frame(NOT_SELECTED)
        self._selected = True
        return frame(OK, bytes(8))

    def _text(self) -> bytes:
        if self.document is None or not self._selected:
            return frame(UNREAD)
        text, photo, prints = self.document.text, self.document.photo, self.manner.fingerprints
        sizes = [len(text), len(photo)] + ([prints] if prints is not None else [])
        self._read = True
        head = b"".join(size.to_bytes(2, "big") for size in sizes)
        return frame(OK, head + text + photo + bytes(prints or 0))

    def _newer(self) -> bytes:
        if self.document is None or not self._read or not self.manner.answers_questions:
            return frame(UNREAD)
        address = self.document.address
        if address is None:
            return frame(NONE)
        return frame(OK, (len(address).to_bytes(2, "big") if self.manner.address_word else b"") + address)
