"""`counter print`, `print-jobs`, `printers`: a paper is printed when its printer says so, and kept until then."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from counter_app.domain.holder import Person
from tests.commands.test_formats import pdf_text
from tests.parts.command import Command
from tests.parts.printer import Printer as Queue
from tests.parts.processes import program

Somebody = Callable[[], Person]


@contextmanager
def stopped(queue: Queue) -> Iterator[None]:
    """The queue does not print until the block ends."""
    for command in ("cupsdisable",):
        _admin(command, queue)
    try:
        yield
    finally:
        _admin("cupsenable", queue)


def _admin(command: str, queue: Queue) -> None:
    path = program(command, package="cups-client")
    subprocess.run([path, "-h", queue.server, queue.queue], check=True, timeout=30, capture_output=True)


def sets(cups: Queue) -> tuple[str, ...]:
    pairs = (f"printers.receipt={cups.queue}", f"printers.server={cups.server}")
    return tuple(word for pair in pairs for word in ("--set", pair))


def test_a_receipt_is_printed_then_again_as_a_copy(inside: Command, somebody: Somebody, cups: Queue) -> None:
    number = inside.carry_out("temporary-loss", somebody().holder.number).json["receipt"]
    before = set(cups.jobs.glob("*.job"))
    first = inside("print", number, *sets(cups))
    assert (first.status, first.json["state"], first.json["copy"]) == (0, "done", 0), first.err
    again = inside("print", number, "--copy", *sets(cups))
    assert (again.json["state"], again.json["copy"]) == ("done", 1)
    came = sorted(set(cups.jobs.glob("*.job")) - before, key=lambda path: path.stat().st_mtime)
    assert ["补打 1" in pdf_text(one) for one in came] == [False, True]
    assert inside("print-jobs").json["jobs"] == []


def test_a_stopped_queue_keeps_it_until_it_is_given_up_or_runs(
    inside: Command, somebody: Somebody, cups: Queue
) -> None:
    """Said by doctor and by `printers`; given up only with a reason."""
    numbers = [inside.carry_out("temporary-loss", somebody().holder.number).json["receipt"] for _ in range(2)]
    with stopped(cups):
        jobs = [inside("print", number, *sets(cups)).json for number in numbers]
        assert [one["state"] for one in jobs] == ["printing"] * 2
        assert "打印队列停了" in jobs[0]["why"]
        told = {one["role"]: one for one in inside("printers", *sets(cups)).json["printers"]}
        assert (told["receipt"]["state"], told["form"]["state"]) == ("waiting", "none")
        parts = {part["part"]: part for part in inside("doctor", *sets(cups)).json["parts"]}
        assert parts["papers"]["state"] == "trouble"
        assert "2 份在等" in str(parts["papers"])
        short = jobs[0]["job"][-12:]
        assert inside("print-jobs", "drop", short, *sets(cups)).status == 2
        dropped = inside("print-jobs", "drop", short, "--reason", "不等了", *sets(cups))
        assert (dropped.status, dropped.json["state"]) == (0, "failed")
        assert inside("print-jobs", "retry", short, *sets(cups)).error["code"] == "NotFound"
    left = inside("print-jobs", *sets(cups)).json["jobs"]
    assert [one["key"] for one in left] == [numbers[1]]
    came = inside("print-jobs", "came", left[0]["job"], *sets(cups))
    assert (came.status, came.json["state"]) == (0, "done")


def test_without_a_printer_nothing_is_queued(inside: Command, somebody: Somebody, tmp_path: Path) -> None:
    number = inside.carry_out("temporary-loss", somebody().holder.number).json["receipt"]
    assert inside("print", number).error["code"] == "NoPrinter"
    assert inside("print-jobs").json["jobs"] == []
