"""A card on the reader, to its person on the screen, beside the bare exchange that brings the records; and the loop's
worst block.

The card is the shipped simulated one on the virtual PC/SC reader. In each round it is laid on, the window shows its
person, then the floor reads the same card that lies there, then it is taken away. Three of the people are reported lost
on the way.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.table import HOME, Figure, environment, floor_file, values
from counter_app.domain.card import BankState, CardState
from counter_app.domain.holder import Person
from practice.population import outlet_people
from practice.reader import card_description
from readers.simulator.card import SimulatedCard
from readers.simulator.description import checked
from readers.simulator.vpcd import VirtualReaderLine
from tests.parts import pcscd

FLOOR_ROUNDS, FLOOR_WARM = 6, 2
FACTOR, PLUS_MS = 1.2, 20.0
LOOP_BUDGET_MS = 50.0
JOINT_BANK = "B01"  # takes loss reports through the platform, so both halves are confirmed


@dataclass
class Day:
    """What was measured: milliseconds from the reader's event and from the insertion to the person, and of the bare
    exchange."""

    noticed: list[float] = field(default_factory=list)
    inserted: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    first_paint: float = 0.0
    gaps: list[list[float]] = field(default_factory=list)
    worst: float = 0.0
    worst_own: float = 0.0
    seconds: float = 0.0


def measure(rounds: int, *, display: str) -> list[Figure]:
    """One day at the window; rows for the card and for the loop."""
    with tempfile.TemporaryDirectory() as home, pcscd.pcscd(), pcscd.virtual_reader() as reader:
        day = _day(Path(home), rounds, display=display, reader=reader)
    return [_card_row(day), _loop_row(day)]


def _card_row(day: Day) -> Figure:
    bare, ours = statistics.median(day.bare), statistics.median(day.noticed)
    limit = FACTOR * bare + PLUS_MS
    whole = statistics.median(day.inserted)
    allowed = f"allowed {limit:.0f} ms = {FACTOR} x floor + {PLUS_MS:.0f}"
    note = f"{allowed}; from insertion {whole:.0f} ms (pcscd looks every 400)"
    return Figure("card noticed to person painted", ours, bare, spread=day.noticed, share=ours / limit, note=note)


def _loop_row(day: Day) -> Figure:
    beats = day.seconds * 1000 / 5
    worst = sorted((gap for _, gap, _, _ in day.gaps), reverse=True)
    rare = int(beats / 1000)
    high = f"{worst[rare]:.0f}" if rare < len(worst) else "under 20"
    where = ", ".join(
        f"{gap:.0f} ms at {at:.1f} s (worked {busy:.0f}, no core free {queued:.0f})"
        for at, gap, busy, queued in day.gaps
        if gap > 40
    )
    note = (
        f"with waits for a core that other programs had: {day.worst:.0f} ms; 99.9 % {high} ms in {day.seconds:.0f} s; "
        f"over 40: {where or 'none'}"
    )
    share = day.worst_own / LOOP_BUDGET_MS
    return Figure("longest block of the event loop", day.worst_own, None, share=share, note=note)


def _day(home: Path, rounds: int, *, display: str, reader: pcscd.VirtualReader) -> Day:
    env = environment(DISPLAY=display, QT_QPA_PLATFORM="xcb", COUNTER_HEARTBEAT=str(home / "beats.json"))
    command = [sys.executable, "-m", "benchmarks.at_work", str(home / "data"), str(rounds)]
    people = _people()
    day = Day()
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HOME, env=env
    ) as window:
        try:
            _follow(window, people, day, reader)
        finally:
            if window.poll() is None:
                window.terminate()
    beats = json.loads((home / "beats.json").read_text(encoding="utf-8"))
    day.worst, day.worst_own = float(beats["worst_ms"]), float(beats["worst_own_ms"])
    day.gaps = beats["over_20_ms"]
    return day


def _follow(window: subprocess.Popen[str], people: tuple[Person, ...], day: Day, reader: pcscd.VirtualReader) -> None:
    assert window.stdin is not None
    lines = _lines(window)
    begun = next(lines)["at"]
    for line in lines:
        if line["what"] == "lay":
            with _lying(people[int(line["number"])], reader.port) as inserted:
                person = next(lines)
                assert person["what"] == "person", person
                day.noticed.append((person["painted"] - person["noticed"]) * 1000)
                day.inserted.append((person["painted"] - inserted) * 1000)
                floor = values([floor_file("apdus"), reader.name, str(FLOOR_ROUNDS)])
                day.bare.append(statistics.median(floor[FLOOR_WARM:]))
            print("taken", file=window.stdin, flush=True)
        day.seconds = line["at"] - begun


def _lines(window: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert window.stdout is not None
    for line in window.stdout:
        yield json.loads(line)


@contextmanager
def _lying(person: Person, port: int) -> Iterator[float]:
    """That person's card on the reader; the moment it was laid on."""
    inserted = time.monotonic()
    line = VirtualReaderLine(SimulatedCard(checked(card_description(person))), port=port)
    thread = threading.Thread(target=line.serve, daemon=True)
    thread.start()
    try:
        yield inserted
    finally:
        line.lift()
        thread.join(5)


def _people() -> tuple[Person, ...]:
    """People of whom everything can be reported."""
    return tuple(
        p
        for p in outlet_people(now=datetime.now(UTC))
        if len(p.cards) == 1 and p.card and p.card.state is CardState.NORMAL and p.card.bank
        and p.card.bank.state is BankState.NORMAL and p.card.bank.bank == JOINT_BANK
    )  # fmt: skip
