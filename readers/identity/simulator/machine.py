"""A simulated SAM-V: commands in, answers out, and what goes wrong on purpose. Knows no line.

As real readers do, it finds a document once until it was lifted, reads only what was found and selected, and answers a
question about a document only while it lies there.
"""

from __future__ import annotations

import re
import threading
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path

from readers.identity.frames import framed
from readers.identity.simulator.document import Paper, load

SILENT, GARBAGE, PULLED = "silent", "garbage", "pulled"
_OK, _NONE, _FOUND, _UNKNOWN, _NOT_FOUND, _NOT_SELECTED, _NOT_READ = 0x90, 0x91, 0x9F, 0x21, 0x80, 0x81, 0x41
_MODULE = bytes.fromhex("05000100C39101000000000001000000")  # made up
_NOISE = bytes.fromhex("AAAA96690508AAAAAA9669000700009F55AA00FF96")
_KEPT = 200  # commands


class SimulatedReader:
    """One reader. `answer` is given the content of a command and gives the bytes for the line, b"" for silence.

    `delay`: seconds before each answer. `unplug` is called when the cable is to be pulled.
    """

    def __init__(self, paper: Paper | None = None, *, unplug: Callable[[], None] = lambda: None) -> None:
        self.delay = 0.0
        self._unplug = unplug
        self._turn = threading.RLock()
        self._plans: dict[int, str] = {}
        self._asked = 0
        self._heard: deque[str] = deque(maxlen=_KEPT)
        self.put(paper)

    @property
    def lying(self) -> bool:
        """Whether a document lies there."""
        return self._paper is not None

    def put(self, paper: Paper | None) -> None:
        """Lay a document on, in place of what lies there; None takes it away."""
        with self._turn:
            self._paper = paper
            self._found = self._selected = self._read = False

    def answer(self, command: bytes) -> bytes:
        """The whole answer to a command, as it goes over the line."""
        with self._turn:
            self._asked += 1
            self._heard.append(command.hex().upper())
            plan = self._plans.pop(self._asked, "")
            if plan == PULLED:
                self._unplug()
            if plan in (SILENT, PULLED):
                return b""
            if plan == GARBAGE:
                return _NOISE
            return _answered(int(plan, 16)) if plan else self._obey(command)

    def words(self) -> Mapping[str, Callable[[str], str]]:
        """What a control side understands: `put FILE`, `take`, `delay MS`, `fail N STATUS|silent|garbage|pulled`,
        `well`, `log`.
        """
        return {
            "put": self._put_file,
            "take": self._take,
            "delay": self._delay_by,
            "fail": self._fail,
            "well": self._well,
            "log": lambda _argument: " ".join(self._heard) or "none",
        }

    def plan(self, step: int, what: str) -> None:
        """Let the command `step` (1: the next) go wrong: a status of two hex digits, silent, garbage or pulled.

        Raises ValueError.
        """
        if not 1 <= step <= 10_000:
            raise ValueError("fail: a step from 1 on")
        if what not in (SILENT, GARBAGE, PULLED) and not re.fullmatch(r"[0-9A-Fa-f]{2}", what):
            raise ValueError("fail: a status of two hex digits, silent, garbage or pulled")
        with self._turn:
            self._plans[self._asked + step] = what

    def _obey(self, command: bytes) -> bytes:
        handlers: dict[bytes, Callable[[], bytes]] = {
            b"\x10\xff": lambda: _answered(_OK),
            b"\x11\xff": lambda: _answered(_OK),
            b"\x12\xff": lambda: _answered(_OK, _MODULE),
            b"\x20\x01": self._find,
            b"\x20\x02": self._select,
            b"\x30\x01": self._text,
            b"\x30\x03": self._new_address,
            b"\x30\x10": lambda: self._text(prints=True),
        }
        handler = handlers.get(command)
        return handler() if handler else _answered(_UNKNOWN)

    def _find(self) -> bytes:
        if self._paper is None or self._read:
            return _answered(_NOT_FOUND)
        self._found = True
        return _answered(_FOUND, bytes(4))

    def _select(self) -> bytes:
        if self._paper is None or not self._found:
            return _answered(_NOT_SELECTED)
        self._selected = True
        return _answered(_OK, bytes(8))

    def _text(self, *, prints: bool = False) -> bytes:
        if self._paper is None or not self._selected:
            return _answered(_NOT_READ)
        self._read = True
        parts = (self._paper.text, self._paper.photo, *((b"",) if prints else ()))
        return _answered(_OK, b"".join(len(part).to_bytes(2, "big") for part in parts) + b"".join(parts))

    def _new_address(self) -> bytes:
        if self._paper is None or not self._read:
            return _answered(_NOT_READ)
        return _answered(_OK, self._paper.address) if self._paper.address else _answered(_NONE)

    def _put_file(self, argument: str) -> str:
        try:
            self.put(load(Path(argument)))
        except OSError as error:
            raise ValueError("put: no such file") from error
        return "lying"

    def _take(self, _argument: str) -> str:
        self.put(None)
        return "empty"

    def _delay_by(self, argument: str) -> str:
        milliseconds = int(argument)
        if not 0 <= milliseconds <= 60_000:
            raise ValueError("delay: milliseconds up to a minute")
        self.delay = milliseconds / 1000
        return "slow" if milliseconds else "quick"

    def _fail(self, argument: str) -> str:
        step, _, what = argument.partition(" ")
        self.plan(int(step), what.strip() or f"{_NOT_READ:02X}")
        return "planned"

    def _well(self, _argument: str) -> str:
        with self._turn:
            self._plans.clear()
        return "well"


def _answered(status: int, data: bytes = b"") -> bytes:
    return framed(status.to_bytes(3, "big") + data)
