"""`python -m readers.simulator CARD.json`: keeps a simulated card, or a PSAM, on the virtual reader until told to quit.

`--slot N`: the slot of the virtual reader, 0 the holder's card, 1 the PSAM. `--control FILE` is written once the card
lies there: {"port", "token", "pid"}. Whoever can read that file may say a word (`status quit delay fail log`, see
`docs/simulators.md`) to that port of this machine. SIGTERM ends it as well. With `--detach` the command returns when
the card lies there and the card goes on by itself. A reader that goes away and comes back finds the card again. Refuses
(exit status 1, reason on standard error) when nothing listens on the reader's port.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from readers.simulator.control import Control, Word
from readers.simulator.parts import Part, part_of
from readers.simulator.vpcd import PORT, VirtualReaderLine

_COMES_BACK = 0.5  # seconds between two looks for a reader that went away


class Stand:
    """The card on its reader, laid on again when the reader comes back; a pulled card stays away."""

    def __init__(self, card: Part, *, port: int) -> None:
        self._card = card
        self._port = port
        self._over = threading.Event()
        self._line = VirtualReaderLine(card, port=port)

    @property
    def state(self) -> str:
        """ "lying" on a reader, "pulled" by a mishap, or "away": no reader, or another card lies before it."""
        if self._line.pulled:
            return "pulled"
        return "lying" if self._line.standing and self._line.noticed else "away"

    @property
    def words(self) -> Mapping[str, Word]:
        """What a trainer may say to the card."""
        return self._card.mishaps.words()

    def stay(self) -> None:
        """Serve until `leave` is called, or the card is pulled."""
        while not self._over.is_set():
            self._line.serve()
            if self._line.pulled:
                self._over.wait()
            while not self._over.wait(_COMES_BACK):
                try:
                    self._line = VirtualReaderLine(self._card, port=self._port)
                except OSError:
                    continue
                break

    def leave(self) -> None:
        """Take the card away for good."""
        self._over.set()
        self._line.lift()


def main() -> int:
    """The command; exit status 0, 1 (no reader, or no such card) or 2 (used wrongly)."""
    arguments = _arguments()
    if arguments.detach and os.name == "nt":
        return _detach_on_windows(sys.argv[1:])
    try:
        stand = Stand(part_of(arguments.card), port=arguments.port + arguments.slot)
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return 1
    if arguments.detach:
        return _detach(stand, arguments.control)
    _hold(stand, arguments.control, lies_there=lambda: None)
    return 0


def _hold(stand: Stand, control: Path, *, lies_there: Callable[[], None]) -> None:
    with Control(control, quit_=stand.leave, status=lambda: stand.state, words=stand.words):
        signal.signal(signal.SIGTERM, lambda *_: stand.leave())
        lies_there()
        stand.stay()


def _detach(stand: Stand, control: Path) -> int:
    """Go on in a child of our own; returns, in the parent, when the child can be spoken to."""
    listens, says = os.pipe()
    if os.fork():
        os.close(says)
        ready = os.read(listens, 1) == b"."
        os._exit(0 if ready else 1)  # the line to the reader is the child's now and must not be closed tidily here
    os.close(listens)
    _leave_the_terminal()

    def lies_there() -> None:
        os.write(says, b".")
        os.close(says)

    _hold(stand, control, lies_there=lies_there)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m readers.simulator", description=__doc__)
    parser.add_argument("card", type=Path, help="description of the card or the PSAM (JSON)")
    parser.add_argument("--port", type=int, default=PORT, help="port of the virtual reader's first slot")
    parser.add_argument("--slot", type=int, default=0, choices=range(16), metavar="N", help="slot (0), the PSAM's is 1")
    parser.add_argument("--control", type=Path, required=True, help="file that tells how to reach this process")
    parser.add_argument("--detach", action="store_true", help="return when the card lies there")
    return parser.parse_args()


def _leave_the_terminal() -> None:
    os.setsid()
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)


def _detach_on_windows(arguments: list[str]) -> int:
    command = [sys.executable, "-m", "readers.simulator", *(word for word in arguments if word != "--detach")]
    flags = getattr(subprocess, "DETACHED_PROCESS", 0) | getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
    subprocess.Popen(command, creationflags=flags, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return 0


if __name__ == "__main__":
    sys.exit(main())
