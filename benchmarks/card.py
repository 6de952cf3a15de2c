"""Reading a card beside the bare commands of it, through the same service, reader and card.

Both run in processes of their own, in turn. Ours opens and closes everything for each read, as at the desk. Budget:
1.2 times the floor and 20 ms. Also prints how long the service takes to notice a card, which no program can shorten:
pcscd looks at a reader without an interrupt line every 400 ms.
"""

from __future__ import annotations

import queue
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from counter_app.ports import ReaderEvent, ReaderEventKind
from practice.population import cast
from practice.reader import card_description, ensure_pcscd, put, take
from readers.desk_reader import DeskReader

TURNS, WARM, ROUNDS, LAYINGS = 20, 3, 20, 5
FACTOR, ADDED = 1.2, 20.0


def main() -> bool:
    """Print both medians and their ratio; True within the budget."""
    service = ensure_pcscd()
    if service.why_not is not None:
        print(f"card read: not measured, {service.why_not.en}")
        return False
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        card = card_description(cast(now=datetime.now(UTC))["normal"])
        put(card, folder)
        try:
            low, high = _both(service.virtual)
            noticed = _noticed(card, folder, service.virtual)
        finally:
            take(folder)
    budget = f"budget {FACTOR} x floor + {ADDED:.0f} ms"
    print(f"card read: {high:.2f} ms, floor {low:.2f} ms, ratio {high / low:.2f} ({budget})")
    print(f"card laid on to data: {statistics.median(noticed):.0f} ms, {max(noticed):.0f} ms at most (500)")
    return high <= FACTOR * low + ADDED and max(noticed) <= 500


def _both(reader: str) -> tuple[float, float]:
    floors, ours = [], []
    floor = [sys.executable, str(Path(__file__).parent / "floors" / "apdus.py"), reader, str(WARM + ROUNDS)]
    mine = [sys.executable, "-m", "benchmarks.card", reader, str(WARM + ROUNDS)]
    for _ in range(TURNS):
        floors.append(_turn(floor))
        ours.append(_turn(mine))
    return statistics.median(floors), statistics.median(ours)


def _turn(command: list[str]) -> float:
    """Median of one process's reads, in milliseconds."""
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=Path(__file__).parents[1])
    return statistics.median(float(line) for line in done.stdout.split()[WARM:])


def _noticed(card: dict[str, str], folder: Path, name: str) -> list[float]:
    """Milliseconds from the beginning of laying a card on, its process's start among them, to its data."""
    reader, events, took = DeskReader(name), queue.SimpleQueue[ReaderEvent](), []
    reader.watch(events.put)
    for _ in range(LAYINGS):
        take(folder)
        while events.get(timeout=5).kind is not ReaderEventKind.NO_CARD:
            continue
        begun = time.perf_counter()
        put(card, folder)
        while events.get(timeout=5).kind is not ReaderEventKind.CARD:
            continue
        reader.read()
        took.append((time.perf_counter() - begun) * 1000)
    reader.stop()
    return took


def read_ours(reader: str, rounds: int) -> None:
    """Print the milliseconds of each read."""
    desk = DeskReader(reader)
    for _ in range(rounds):
        begun = time.perf_counter()
        desk.read()
        print((time.perf_counter() - begun) * 1000)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        read_ours(sys.argv[1], int(sys.argv[2]))
    else:
        sys.exit(not main())
