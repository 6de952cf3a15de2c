"""The simulated identity card reader inside this program, where there are no pseudo-terminals: same protocol, no line.

A JSON file says what lies there (`readers.identity.simulator.document`); no file, no document. For practice only.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app.domain.text import Text
from readers.identity.frames import PREAMBLE
from readers.identity.sam import Sam
from readers.identity.simulator.document import load
from readers.identity.simulator.machine import SimulatedReader
from readers.identity.troubles import IdCardDamaged

NAME = "in process"


class InProcessOpener:
    """Opens the reader whose document is a file; what was read stays read until the file changes."""

    port = NAME

    def __init__(self, file: Path) -> None:
        self._line = _FileLine(file)

    @contextmanager
    def __call__(self) -> Iterator[Sam]:
        yield Sam(self._line)


class _FileLine:
    """A line whose other end is the simulated reader. One command is one write."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp: tuple[int, int] | None = None
        self._reader = SimulatedReader()
        self._said = b""

    def write(self, data: bytes) -> None:
        self._look()
        self._said += self._reader.answer(data[len(PREAMBLE) + 2 : -1])

    def read(self, seconds: float) -> bytes:
        if not self._said:
            threading.Event().wait(seconds)
        said, self._said = self._said, b""
        return said

    def _look(self) -> None:
        """Lay the file's document on when it has changed. Raises CardDamaged when it is none."""
        try:
            facts = self._file.stat()
            stamp = facts.st_mtime_ns, facts.st_size
            if stamp != self._stamp:
                self._reader.put(load(self._file))
        except FileNotFoundError:
            stamp = None
            if self._stamp is not None:
                self._reader.put(None)
        except (OSError, ValueError) as error:
            raise IdCardDamaged(what=Text("练习证件文件", "the practice document's file")) from error
        self._stamp = stamp
