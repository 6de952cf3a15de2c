"""From the start of the process to a sign-in page that takes keys, and memory at rest, beside a bare window; both warm,
in turn."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.table import HOME, Figure, compared, environment, floor_file

BUDGET, MEMORY_BUDGET = 2.5, None
WEIGHED = 3  # turns in which memory is taken too; they last longer
_NOWHERE = "platform.url=http://127.0.0.1:9/"  # no practice platform for each of forty starts


def measure(turns: int, *, display: str) -> list[Figure]:
    """Rows for the start and for memory."""
    with tempfile.TemporaryDirectory() as home:
        ours = [sys.executable, "-m", "benchmarks.first_paint", str(Path(home) / "data"), _NOWHERE, "readers.ssc=off"]
        floor = [sys.executable, floor_file("window")]
        for command in (floor, ours):  # bytecode, folder and disk cache are made here
            _start(command, display, weighed=True)
        starts: tuple[list[float], list[float]] = ([], [])
        weights: tuple[list[float], list[float]] = ([], [])
        for turn in range(turns):
            for command, start, weight in zip((floor, ours), starts, weights, strict=True):
                begun, memory = _start(command, display, weighed=turn < WEIGHED)
                start.append(begun)
                weight.extend([memory / 1024] if memory else [])
    return [
        compared("start to the sign-in page", starts[1], starts[0], budget=BUDGET),
        compared(
            "memory after the start",
            weights[1],
            weights[0],
            budget=None,
            unit="M",
            note="resident, MiB; store, reader, line and paper are open by then",
        ),
    ]


def _start(command: list[str], display: str, *, weighed: bool) -> tuple[float, float]:
    """Milliseconds to the usable window, KiB of memory when weighed (else 0)."""
    env = environment(DISPLAY=display, QT_QPA_PLATFORM="xcb")
    begun = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HOME, env=env) as process:
        assert process.stdout is not None
        painted = float(process.stdout.readline())
        memory = float(process.stdout.readline()) if weighed else 0.0
        if not weighed:
            process.kill()
    return (painted - begun) * 1000, memory
