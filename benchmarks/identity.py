"""An identity document, from the closed port to the person, beside the bare exchanges on the same line.

The document lies on the simulated reader that ships, which is as slow as a line of 115,200 baud: the figure may be no
more than 30 ms over what the line needs for the bytes alone.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.table import HOME, Figure, environment, floor_file, values
from readers.identity.reader import id_reader
from readers.simulator.control import say

BAUD, BITS_A_BYTE = 115_200, 10
PLUS_MS = 30.0
# Command and answer of find, select, read (text 256, photo 1,024) and new address (70), each with its frame.
BYTES = (10 + 15) + (10 + 19) + (10 + 1295) + (10 + 81)
DOCUMENT = {
    "name": "示例人", "sex": "2", "nation": "01", "birth_date": "1988-05-16", "id_number": "439901198805166009",
    "address": "示例省示例市望岳路 1 号", "issuer": "示例市公安局", "valid_from": "2020-01-01", "valid_to": "2040-01-01",
    "new_address": "示例省示例市新街 2 号",
}  # fmt: skip


def measure(turns: int) -> list[Figure]:
    """The row of the identity card."""
    with tempfile.TemporaryDirectory() as home:
        file, control = Path(home) / "document.json", Path(home) / "control"
        file.write_text(json.dumps(DOCUMENT, ensure_ascii=False), encoding="utf-8")
        command = [sys.executable, "-m", "readers.identity.simulator", "--control", str(control)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=HOME, env=environment()) as simulator:
            try:
                assert simulator.stdout is not None
                port = json.loads(simulator.stdout.readline())["port"]
                ours, floors = _in_turn(turns, port=port, control=control, file=file)
            finally:
                simulator.terminate()
    line = BYTES * BITS_A_BYTE / BAUD * 1000
    note = f"allowed {line + PLUS_MS:.0f} ms = {line:.0f} of the line at {BAUD} baud + {PLUS_MS:.0f}"
    own, limit = statistics.median(ours), line + PLUS_MS
    row = Figure("identity card to person", own, statistics.median(floors), spread=ours, share=own / limit, note=note)
    return [row]


def _in_turn(turns: int, *, port: str, control: Path, file: Path) -> tuple[list[float], list[float]]:
    ours: list[float] = []
    floors: list[float] = []
    reader = id_reader(port, baud=BAUD)
    for _ in range(turns):
        assert say(control, f"put {file}") == "lying"
        floors += values([floor_file("id_line"), port])
        assert say(control, f"put {file}") == "lying"
        begun = time.perf_counter()
        assert reader.read().name == DOCUMENT["name"]
        ours.append((time.perf_counter() - begun) * 1000)
    return ours, floors
