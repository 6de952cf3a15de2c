"""A receipt printer that is not there: it takes ESC/POS over TCP or a line, prints into memory, and has bad days.

It keeps what it is told in a receive buffer and works it off in order; DLE EOT it answers at once, even when it stands
still (Epson, ESC/POS Command Reference). It stands still without paper or with its cover open, and goes on with what it
has when it is well again. Refuses any byte no printer was meant to get: `stray` says which.
"""

from __future__ import annotations

import os
import pty
import select
import socket
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from PIL import Image

from tests.parts.escpos_decoder import Decoder, Rows, Said, StrayBytesError, drawn

_SOON = 0.02  # seconds


@dataclass
class RollPrinterHere:
    """`papers` are the pieces that fell off the cutter, `hanging` what still hangs from it. `paper_left` in rows.

    `buffer` in bytes: what it takes before it has worked off the rest. `cut_line_after` bytes the line breaks.
    """

    dots: int = 576
    buffer: int = 4096
    papers: list[Image.Image] = field(default_factory=list)
    hanging: list[Rows] = field(default_factory=list)
    paper_left: int = 1_000_000
    near_end: bool = False
    cover_open: bool = False
    cutter_stuck: bool = False
    silent: bool = False
    cut_line_after: int | None = None
    open_cover_after: int | None = None  # rows
    knows_ids: bool = False
    loses_buffer: bool = False
    stray: str = ""
    taken: int = 0
    most_waiting: int = 0
    rows: int = 0
    _fresh: bool = False
    _decoder: Decoder = field(default_factory=Decoder)
    _turn: threading.RLock = field(default_factory=threading.RLock)

    def feed(self, data: bytes) -> bytes:
        """Bytes of the line in, answers out."""
        with self._turn:
            self.taken += len(data)
            try:
                first, data = self._first_questions(data)
                asked = first + self._decoder.take(data)
            except StrayBytesError as error:
                self.stray = self.stray or str(error)
                raise
            said = b"".join(bytes([self._now(n)]) for n in asked) + self._work()
            return b"" if self.silent else said

    def called(self) -> None:
        """Somebody connects. A piece that broke off with the line before still waits for its dots."""
        self._fresh = True

    def _first_questions(self, data: bytes) -> tuple[tuple[int, ...], bytes]:
        """DLE EOT is obeyed in the middle of such a piece too."""
        asked: tuple[int, ...] = ()
        while self._fresh and data[:2] == b"\x10\x04":
            asked, data = (*asked, data[2]), data[3:]
        self._fresh = self._fresh and not data
        return asked, data

    def well_again(self) -> None:
        """A new roll, the cover closed; some printers have forgotten what they had."""
        with self._turn:
            if self.loses_buffer:
                self._decoder.waiting.clear()
            self.paper_left, self.cover_open, self.cutter_stuck, self.silent = 1_000_000, False, False, False

    def go_on(self) -> bytes:
        """What it says when it works off what it had."""
        with self._turn:
            said = self._work()
            return b"" if self.silent else said

    @property
    def room(self) -> int:
        """How many bytes it takes now."""
        return self.buffer - self._held()

    def _held(self) -> int:
        held = sum(len(part.data) + 8 if isinstance(part, Rows) else 4 for part in self._decoder.waiting)
        return held + self._decoder.unread

    def _stands(self) -> bool:
        return self.paper_left <= 0 or self.cover_open or self.cutter_stuck

    def _now(self, n: int) -> int:
        no_paper = self.paper_left <= 0
        bits = {
            1: 0x08 if self._stands() else 0,
            2: (0x04 if self.cover_open else 0) | (0x20 if no_paper else 0) | (0x40 if self.cutter_stuck else 0),
            3: 0x08 if self.cutter_stuck else 0,
            4: (0x0C if self.near_end or no_paper else 0) | (0x60 if no_paper else 0),
        }
        return 0x12 | bits[n]

    def _work(self) -> bytes:
        self.most_waiting = max(self.most_waiting, self._held())
        said = b""
        while self._decoder.waiting and not self._stands():
            part = self._decoder.waiting.pop(0)
            said += self._print(part) if isinstance(part, Rows) else self._obey(part)
        return said

    def _print(self, part: Rows) -> bytes:
        self.hanging.append(part)
        self.rows += part.height
        self.paper_left -= part.height
        if self.open_cover_after is not None and self.rows >= self.open_cover_after:
            self.open_cover_after, self.cover_open = None, True
        return b""

    def _obey(self, part: Said) -> bytes:
        if part.name == "cut":
            self.papers.append(drawn(self.hanging, dots=self.dots))
            self.hanging = []
        elif part.name == "status":
            return bytes([0x03 if self.near_end else 0])
        elif part.name == "id" and self.knows_ids:
            return b"\x37\x22" + part.parameters + b"\0"
        return b""


@contextmanager
def over_tcp(printer: RollPrinterHere) -> Iterator[int]:
    """The port it listens at, one caller after the other."""
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(_SOON)
        thread = threading.Thread(target=_serve, args=(door, printer, stop), daemon=True)
        thread.start()
        try:
            yield door.getsockname()[1]
        finally:
            stop.set()
            thread.join(10)
    assert not printer.stray, printer.stray


def _serve(door: socket.socket, printer: RollPrinterHere, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            line, _ = door.accept()
        except TimeoutError:
            continue
        printer.called()
        with line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
            _talk(line.fileno(), printer, stop)


def _talk(line: int, printer: RollPrinterHere, stop: threading.Event) -> None:
    while not stop.is_set():
        room = printer.room
        ready, _, _ = select.select((line,), (), (), _SOON) if room > 0 else ((), (), ())
        try:
            data = os.read(line, min(room, 512)) if ready else b""
            if ready and not data:
                return
            said = printer.feed(data) if data else printer.go_on()
            if printer.cut_line_after is not None and printer.taken >= printer.cut_line_after:
                printer.cut_line_after = None
                return
            if said:
                os.write(line, said)
        except (OSError, StrayBytesError):
            return


@contextmanager
def over_a_line(printer: RollPrinterHere) -> Iterator[str]:
    """The name of the serial line it hangs on."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)
    stop = threading.Event()
    thread = threading.Thread(target=_talk, args=(ours, printer, stop), daemon=True)
    thread.start()
    try:
        yield os.ttyname(theirs)
    finally:
        stop.set()
        thread.join(10)
        os.close(theirs)
        os.close(ours)
    assert not printer.stray, printer.stray
