"""Sends a receipt to a printer and is killed on the way: `python -m tests.parts.dying_press FOLDER NUMBER MOMENT SET`.

MOMENT: "begun" the printer has a job and nobody wrote its name down, "named" it was written down, "handed" the paper
went out too.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from counter_app.domain.print_job import Document
from counter_app.wiring import open_counter


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def main(folder: str, number: str, moment: str, *sets: str) -> None:
    """Never comes back."""
    counter = open_counter(Path(folder), sets)
    desk = counter.desk()
    desk.sign_in("0317")
    printer = counter.printer()
    real = printer.hand_over

    def dying(document: Document, *, job: str, named: Callable[[str], None], begun: str = "") -> None:
        def told(name: str) -> None:
            if moment == "begun":
                _die()
            named(name)
            if moment == "named":
                _die()

        real(document, job=job, named=told, begun=begun)
        _die()

    printer.hand_over = dying  # type: ignore[method-assign]
    desk.print_paper("receipt", number)
    desk.press()


if __name__ == "__main__":
    main(*sys.argv[1:])
