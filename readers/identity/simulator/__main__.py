"""`python -m readers.identity.simulator [DOCUMENT.json]`: an identity card reader on a pseudo-terminal.

Prints one line of JSON when it can be spoken to: {"port"}. `--link PATH` lets a fixed name point to that port.
`--control FILE` is written as for a simulated card; whoever can read it may say `put FILE`, `take`, `delay MS`,
`fail N STATUS|silent|garbage|pulled`, `well`, `log`, `status` (`lying`, `empty`) and `quit` (`docs/simulators.md`).
`--detach` returns when the reader is there and it goes on by itself; `--idle SECONDS` lets it end when nothing lies
there and no program has spoken to it for so long. SIGTERM ends it. Refuses (exit status 1, reason on standard error) a
document of the wrong form, and Windows, which has no pseudo-terminals.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from readers.identity.simulator.document import load
from readers.identity.simulator.machine import SimulatedReader
from readers.simulator.control import Control

if TYPE_CHECKING:
    from readers.identity.simulator.pty_line import PtyLine

_BAUD = 115_200


def main() -> int:
    """The command; exit status 0, 1 (no such document, no pseudo-terminal) or 2 (used wrongly)."""
    arguments = _arguments()
    if sys.platform == "win32":
        sys.stderr.write("there are no pseudo-terminals on Windows\n")
        return 1
    from readers.identity.simulator.pty_line import PtyLine, link

    try:
        paper = load(arguments.document) if arguments.document else None
        line = PtyLine(baud=arguments.baud)
        if arguments.link:
            link(line.port, arguments.link)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    reader = SimulatedReader(paper, unplug=line.close)
    if arguments.detach:
        return _detach(reader, line, arguments)
    _hold(reader, line, arguments, ready=lambda: _tell(line.port))
    return 0


def _tell(port: str) -> None:
    sys.stdout.write(json.dumps({"port": port}) + "\n")
    sys.stdout.flush()


def _hold(reader: SimulatedReader, line: PtyLine, arguments: argparse.Namespace, *, ready: Callable[[], None]) -> None:
    def tick() -> None:
        if arguments.idle and not reader.lying and line.alone_for > arguments.idle:
            line.close()

    with ExitStack() as open_:
        if arguments.link:
            open_.callback(_unlink, arguments.link, line.port)
        if arguments.control:
            status = lambda: "lying" if reader.lying else "empty"  # noqa: E731
            open_.enter_context(Control(arguments.control, quit_=line.close, status=status, words=reader.words()))
        signal.signal(signal.SIGTERM, lambda *_: line.close())
        ready()
        line.serve(reader.answer, delay=lambda: reader.delay, tick=tick)


def _unlink(path: Path, port: str) -> None:
    """Take our link away, not that of a reader that came after."""
    if path.is_symlink() and str(path.readlink()) == port:
        path.unlink()


def _detach(reader: SimulatedReader, line: PtyLine, arguments: argparse.Namespace) -> int:
    """Go on in a child of our own; returns, in the parent, when the child can be spoken to."""
    listens, says = os.pipe()
    if os.fork():
        os.close(says)
        ready = os.read(listens, 1) == b"."
        if ready:
            _tell(line.port)
        os._exit(0 if ready else 1)  # the line is the child's now and must not be closed tidily here
    os.close(listens)
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)

    def tell() -> None:
        os.write(says, b".")
        os.close(says)

    _hold(reader, line, arguments, ready=tell)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m readers.identity.simulator", description=__doc__)
    parser.add_argument("document", type=Path, nargs="?", help="description of the document that lies there (JSON)")
    parser.add_argument("--link", type=Path, metavar="PATH", help="a link to the port")
    parser.add_argument("--control", type=Path, metavar="FILE", help="file that tells how to reach this process")
    parser.add_argument("--baud", type=int, default=_BAUD, help="speed of the line")
    parser.add_argument("--idle", type=float, default=0.0, metavar="SECONDS", help="end when empty and unused so long")
    parser.add_argument("--detach", action="store_true", help="return when the reader is there")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
