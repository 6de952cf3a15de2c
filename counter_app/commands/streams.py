"""Standard output and standard error of a command, whatever they are: full, closed, or a pipe nobody reads any more.

Refuses to end a command halfway for want of a listener, and to claim that something was written that was not.
"""

from __future__ import annotations

import io
import os
import sys

from counter_app.domain.disk import cause
from counter_app.domain.errors import CounterError
from counter_app.domain.text import Text

_STREAMS = ("stdin", "stdout", "stderr")


class OutputLost(CounterError):
    """Standard output takes nothing. `why`: what the system says."""

    happened = Text("结果写不出来，标准输出不能用：{why}", "The answer cannot be written to standard output: {why}")
    advice = Text("换个能写的地方再看一次", "Look again with an output that can be written")


def hold_streams(*, machine: bool) -> None:
    """JSON is UTF-8 on every machine (RFC 8259 section 8.1); words may lose what the terminal cannot show.

    The place of a stream that is closed is taken, or the next file opened would stand there and get our words.
    """
    for number, name in enumerate(_STREAMS):
        if getattr(sys, name) is None and not _is_open(number) and os.open(os.devnull, os.O_RDONLY) == number:
            setattr(sys, name, os.fdopen(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8" if machine else None, errors="replace")


def put_out(words: str) -> None:
    """Words and a line's end on standard output, written when this returns. Raises OutputLost."""
    try:
        sys.stdout.write(words + "\n")
        sys.stdout.flush()
    except OSError as error:
        lost(error)


def put_aside(*lines: str) -> None:
    """Lines on standard error; where that takes nothing there is nobody left to tell."""
    try:
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        sys.stderr.flush()
    except OSError:
        _let_go(sys.stderr)


def lost(error: OSError) -> None:
    """Standard output failed. A reader that left has seen what it wanted; anything else raises OutputLost."""
    _let_go(sys.stdout)
    if not isinstance(error, BrokenPipeError):
        raise OutputLost(why=cause(error)) from error


def _let_go(stream: object) -> None:
    """What is left in the buffer goes nowhere, or Python would try it once more at its end and complain."""
    if isinstance(stream, io.TextIOWrapper):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True
