"""One figure a row: ours beside its floor, and how both are run. Refuses to compare what was not measured in the same
run."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

HOME = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Figure:
    """`ours` and `floor` are medians in `unit`; `share` is the part of the budget that was used (over 1: broken), None
    for a row that is told for information. `spread`: all of our values, of which the quartiles are shown."""

    name: str
    ours: float
    floor: float | None = None
    unit: str = "ms"
    budget: float | None = None
    share: float | None = None
    spread: Sequence[float] = field(default_factory=tuple)
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.ours / self.floor if self.floor else None

    @property
    def used(self) -> float | None:
        """The part of the budget that was used."""
        if self.share is not None or self.budget is None or self.ratio is None:
            return self.share
        return self.ratio / self.budget


def compared(
    name: str, ours: Sequence[float], floors: Sequence[float], *, budget: float | None, unit: str = "ms", note: str = ""
) -> Figure:
    """The figure of values that were taken in turn."""
    return Figure(
        name, statistics.median(ours), statistics.median(floors), unit=unit, budget=budget, spread=ours, note=note
    )


def floor_file(name: str) -> str:
    """The program of a floor."""
    return str(Path(__file__).parent / "floors" / f"{name}.py")


def environment(**more: str) -> dict[str, str]:
    """Surroundings of both sides: bytecode is kept, as on a counter; one hash seed, so that turns are alike."""
    kept = {k: v for k, v in os.environ.items() if k not in ("PYTHONDONTWRITEBYTECODE", "COUNTER_HEARTBEAT")}
    alone = {"COUNTER_COURIER_STAYS": "no"}  # nothing goes on behind a window that was measured
    return {**kept, **alone, "PYTHONHASHSEED": "0", "PYTHONPATH": str(HOME), **more}


def values(command: Sequence[str], **more: str) -> list[float]:
    """The numbers a program of ours or a floor prints, one a line."""
    done = subprocess.run(
        [sys.executable, *command], check=True, capture_output=True, text=True, cwd=HOME, env=environment(**more)
    )
    return [float(line) for line in done.stdout.split()]


def printed(figures: Sequence[Figure]) -> str:
    """The table for people."""
    lines = [f"{'':34}{'ours':>10}{'floor':>10}{'ratio':>7}{'budget':>8}  middle half"]
    for f in figures:
        floor = f"{f.floor:.1f}" if f.floor is not None else "-"
        ratio = f"{f.ratio:.2f}" if f.ratio is not None else "-"
        budget = f"{f.budget:.2f}" if f.budget is not None else (f"{f.ours / f.share:.0f} {f.unit}" if f.share else "-")
        verdict = "" if f.used is None or f.used <= 1 else "  OVER"
        lines.append(
            f"{f.name:34}{f.ours:>8.1f}{f.unit:>2}{floor:>10}{ratio:>7}{budget:>8}  {_middle(f.spread)}{verdict}"
        )
        if f.note:
            lines.append(f"    {f.note}")
    return "\n".join(lines)


def _middle(values: Sequence[float]) -> str:
    if len(values) < 4:
        return ""
    low, _, high = statistics.quantiles(values, n=4)
    return f"{low:.1f} to {high:.1f}, {len(values)} turns"
