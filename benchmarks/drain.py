"""Draining a full outbox to the practice platform on PostgreSQL, beside a bare HTTP client that posts the same batches.

The real courier on the real encrypted store, the platform in a process of its own, everything on loopback, every commit
to the disk on both sides. The floor posts half of its batches before and half after, so that both meet a database of
the same size; its requests are signed beforehand. Target: 0.7 of the floor's rate.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.table import HOME, Figure, environment, floor_file, printed, values
from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation, new_operation_id
from practice.platform import database as db
from practice.population import SEPARATE_BANKS, residents
from sync import signing, wire
from sync.client import HttpPlatform
from tests.parts import counter_folder
from tests.parts.postgres import peopled, postgres
from tests.parts.practice_platform import listening
from tests.parts.signing import TEST_KEY, admit, signer

USUAL, BATCH, EACH = 2000, 50, 4
"""Operations, how many go at once, and how many each holder has: lost and released, twice."""
TARGET, FLAT, EVEN = 0.7, 1.1, 1.3
_STEPS = (
    ("temporary-loss", CardState.TEMPORARY_LOSS, BankState.TEMPORARY_LOSS),
    ("release", CardState.NORMAL, BankState.NORMAL),
)
_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True)
class _Drained:
    """`memory`: MiB at the beginning, in the middle and at the end. `worked`: seconds of processor time for the first
    half, with everything waiting, and for the second.
    """

    seconds: float
    memory: Sequence[float]
    worked: Sequence[float]
    refused: int


def measure(operations: int = USUAL) -> list[Figure]:
    """The rows of draining. All budgets are ratios: the floor's time to ours, memory at the end to the middle's, our
    processor time while much waits to that while little does.
    """
    people = _well_people()[: operations // EACH]
    with tempfile.TemporaryDirectory() as home, postgres(safe=True) as cluster:
        address = peopled(cluster).first
        with closing(db.opened(address)) as connection:
            admit(connection)
        record_all(Path(home), operations)
        with listening(address) as (_process, url):
            before = _floor(Path(home), url, people)
            said = _drained(Path(home), url)
            after = _floor(Path(home), url, people)
    return _figures(len(people) * EACH, said, before + after)


def drain(folder: Path, url: str) -> None:
    """Send everything that waits; print seconds and the memory (MiB) at the beginning, the middle and the end."""
    with counter_folder.open_store(folder) as store, closing(client(url)) as line:
        courier = counter_folder.courier(folder, store, line, batch=BATCH)
        whole = store.waiting().waiting
        line.get_ready()  # the floor connects before its clock runs, too
        memory, begun, left = [_resident()], time.perf_counter(), whole
        worked = [time.process_time()]
        while left:
            report = courier.pass_once()
            if report.trouble or not report.accepted:
                raise SystemExit(f"the drain stands still: {report.trouble or 'nothing accepted'}")
            left -= report.accepted + report.refused
            if len(memory) == 1 and left <= whole / 2:
                memory.append(_resident())
                worked.append(time.process_time())
        took = time.perf_counter() - begun
        halves = [later - before for before, later in pairwise([*worked, time.process_time()])]
        print(json.dumps(asdict(_Drained(took, [*memory, _resident()], halves, store.waiting().refused))))


def _figures(operations: int, said: _Drained, floor: float) -> list[Figure]:
    took, memory = said.seconds, said.memory
    each, bare = took / operations * 1000, floor / operations * 1000
    rates = f"{operations} operations, {operations / took:.0f} a second, bare {operations / floor:.0f} a second"
    grown = f"{memory[0]:.0f} MiB at the beginning, {memory[1]:.0f} in the middle, {memory[2]:.0f} at the end"
    share = f"{floor / took:.2f} of the bare client's rate, {TARGET} wanted"
    much, little = (seconds / (operations / 2) * 1000 for seconds in said.worked)
    even = f"the counter's own work, {operations} to {operations // 2} waiting; beside it, fewer than that"
    return [
        Figure("draining, an operation", each, bare, budget=1 / TARGET, note=f"{rates}: {share}"),
        Figure("memory while draining", memory[2], memory[1], unit="M", budget=FLAT, note=grown),
        Figure("processor time, an operation", much, little, budget=EVEN, note=even),
    ]


def _drained(home: Path, url: str) -> _Drained:
    command = [sys.executable, "-m", "benchmarks.drain", "drain", str(home / "data"), url]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=HOME, env=environment())
    said = _Drained(**json.loads(done.stdout))
    if said.refused:
        raise SystemExit(f"{said.refused} of the drained operations were refused")
    return said


def _floor(home: Path, url: str, people: Sequence[Person]) -> float:
    """Seconds the bare client takes for half of what we drain, as often lost and released."""
    file = home / "floor.jsonl"
    with file.open("w", encoding="utf-8") as lines:
        for step in range(EACH // 2):
            for start in range(0, len(people), BATCH):
                batch = [_operation(person, step) for person in people[start : start + BATCH]]
                lines.write(json.dumps(_signed(wire.write_batch(batch))) + "\n")
    return values([floor_file("drain"), str(urlsplit(url).port), str(file)])[0]


def _signed(body: bytes) -> dict[str, object]:
    at = datetime.now(UTC).timestamp()
    headers = signing.sign("POST", "/v1/operations", body, version=_VERSION, key=TEST_KEY, at=at)
    return {"headers": headers | {"Content-Type": "application/json"}, "body": body.decode("utf-8")}


def record_all(home: Path, operations: int) -> None:
    """So many wait in the store of the folder `data` there."""
    people = _well_people()[: operations // EACH]
    with counter_folder.open_store(home / "data") as store:
        for step in range(EACH):
            for person in people:
                counter_folder.record(store, _operation(person, step))


def _operation(person: Person, step: int) -> Operation:
    procedure, card, account = _STEPS[step % len(_STEPS)]
    return Operation(
        id=new_operation_id(),
        procedure=procedure,
        holder_number=person.holder.number,
        holder_name=person.holder.name,
        card_number=person.cards[0].number,
        changes={Half.SSC: card.value, Half.BANK: account.value},
        facts={"scope": "both", "days": "7"},
        accepted_at=datetime.now(UTC),
        clerk="0317",
        outlet="439901",
        window="01",
        province="hunan",
        pack="2026.3",
        urgent=procedure == _STEPS[0][0],
    )


def client(url: str) -> HttpPlatform:
    """The counter's line to that platform."""
    return HttpPlatform(lambda: url, version=_VERSION, timeout=60.0, signer=signer())


def _well_people() -> list[Person]:
    """One card, both halves normal, a bank that answers."""
    people = [resident.person for resident in residents(now=datetime.now(UTC))]
    return [person for person in people if len(person.cards) == 1 and _is_well(person)]


def _is_well(person: Person) -> bool:
    card = person.cards[0]
    bank = card.bank
    if bank is None or bank.bank in SEPARATE_BANKS:
        return False
    return card.state is CardState.NORMAL and bank.state is BankState.NORMAL


def _resident() -> float:
    """MiB this process has in memory now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def main() -> None:
    """`drain FOLDER URL` is the counter's half; `--operations N` measures other than the usual number."""
    parser = argparse.ArgumentParser(prog="benchmarks.drain")
    parser.add_argument("drain", nargs="*", help=argparse.SUPPRESS)
    parser.add_argument("--operations", type=int, default=USUAL)
    options = parser.parse_args()
    if options.drain:
        drain(Path(options.drain[1]), options.drain[2])
    else:
        print(printed(measure(options.operations)))


if __name__ == "__main__":
    main()
