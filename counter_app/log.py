"""The log of a counter: `logs/counter.log` in its data folder, turned over when it is full, for whoever mends it.

Refuses names and numbers of people: Chinese words and long numbers are masked, the words of a fault are never written.
"""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

FILE = "counter.log"
BYTES, OLDER_FILES = 500_000, 3
MASKED = "***"
# Passports and passes mix letters and digits; names of citizens stand in more than one script.
_PERSONAL = re.compile(r"\b(?=[A-Z]*[0-9])[A-Z0-9]{7,15}\b|[0-9Xx](?: ?[0-9Xx]){5,}|[^\x00-\x7f]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")  # another line, or an order to the terminal that shows it
_TIME = "%Y-%m-%dT%H:%M:%S%z"


def masked(words: str) -> str:
    """Words without any run of six or more digits (or X), also in groups, or of seven or more capitals and digits, and
    without what is not ASCII.
    """
    return _PERSONAL.sub(MASKED, words)


def places(trace: TracebackType | None, *, most: int = 12) -> str:
    """Where a fault came from, innermost first: file, line and function, never a value or a folder of this machine."""
    frames = reversed(traceback.extract_tb(trace)[-most:])
    return " < ".join(f"{'/'.join(Path(f.filename).parts[-2:])}:{f.lineno} {f.name}" for f in frames)


class Redacted(logging.Formatter):
    """One line a record: time, level, who, the masked words; of an exception its kind and its places."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record, _TIME)} {record.levelname} {record.name} {masked(record.getMessage())}"
        if record.exc_info and record.exc_info[0] is not None:
            line += f" {record.exc_info[0].__name__} at {places(record.exc_info[2])}"
        return _CONTROL.sub(" ", line)


@contextmanager
def kept_log(folder: Path) -> Iterator[Path]:
    """While it is open, what this program logs stands in `folder`/logs/counter.log and nowhere else.

    `folder` is a data folder. Where nothing can be written there, nothing is kept and the work goes on: the store tells
    about the disk in its own words.
    """
    path = folder / "logs" / FILE
    handler = _Quiet(path, maxBytes=BYTES, backupCount=OLDER_FILES, encoding="utf-8", delay=True)
    root = logging.getLogger()
    before = root.level
    handler.setFormatter(Redacted())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for talker in ("httpx", "httpcore"):  # they log each address they ask, with what is asked
        logging.getLogger(talker).setLevel(logging.WARNING)
    try:
        yield path
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
        handler.close()


class _Quiet(RotatingFileHandler):
    """Makes nothing before there is a line to write. A full disk must not put words, and with them values, on
    stderr."""

    def _open(self) -> TextIOWrapper:
        logs = Path(self.baseFilename).parent
        for own in (logs.parent, logs):  # a parent made on the way would be open to others
            own.mkdir(mode=0o700, parents=True, exist_ok=True)
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the name is logging's
        """The line is lost; the store tells about the disk."""

    def close(self) -> None:
        """A full disk may refuse the last line: it is lost, and the status of what was done stays what it is."""
        try:
            super().close()
        except OSError:
            self.stream = None
            super().close()
