"""Several processes on one folder, and processes that die: chain and receipt numbers stay whole, nothing is lost."""

from __future__ import annotations

import random
import signal
import sys
import threading
from pathlib import Path

import pytest

from counter_app.domain.operation import OperationId
from counter_app.domain.receipt import Receipt
from counter_app.ports import Store
from local_store.courier_lock import courier_lock
from local_store.folder import open_or_make
from tests.contracts.samples import draft, entry, number_of, operation
from tests.local_store import workers
from tests.local_store.processes import context, ended, started
from tests.parts.processes import wait_until

KILLED = -signal.SIGKILL
_ID = OperationId("018f0000-0000-7000-8000-000000000001")


def _serials(store: Store) -> list[int]:
    receipts = [store.receipt(work.operation.id) for work in store.works(limit=10_000)]
    return sorted(int(receipt.number.split("-")[3]) for receipt in receipts if isinstance(receipt, Receipt))


def test_four_processes_record_a_hundred_each(folder: Path, store: Store) -> None:
    """One chain of 400 entries, receipt numbers 1 to 400 without a gap, each holder's work in its order."""
    processes = [started(workers.record_many, folder, 100, holder) for holder in range(1, 5)]
    assert [ended(process, seconds=100) for process in processes] == [0, 0, 0, 0]
    report = store.verify_audit()
    assert (report.entries, report.whole) == (400, True)
    assert _serials(store) == list(range(1, 401))
    for holder in range(1, 5):
        facts = [work.operation.facts["n"] for work in store.works_of(number_of(holder), limit=1000)]
        assert facts == [str(n) for n in range(100)]


def test_four_processes_come_and_go(folder: Path) -> None:
    """Commands that open, record and close beside each other: the last one to close takes nothing from a new one."""
    open_or_make(folder, practice=True).store.close()
    processes = [started(workers.come_and_go, folder, 20) for _ in range(4)]
    assert [ended(process, seconds=100) for process in processes] == [0, 0, 0, 0]
    store = open_or_make(folder, practice=True).store
    assert (store.verify_audit().entries, store.verify_audit().whole) == (80, True)
    assert _serials(store) == list(range(1, 81))
    store.close()


@pytest.mark.parametrize(
    ("border", "statement"), [*(("statement", n) for n in range(11)), ("before commit", 0), ("after commit", 0)]
)
def test_killed_at_a_border_of_recording(folder: Path, border: str, statement: int) -> None:
    """All of it stands or nothing does; the visit reopens and says which; recording again gives one operation."""
    assert ended(started(workers.record_and_die, folder, border, statement)) == KILLED
    store = open_or_make(folder, practice=True).store
    stands = border == "after commit"
    (visit,) = store.visits()
    assert visit.operation_id == _ID
    assert visit.state == ("recorded" if stands else "asking")
    assert (store.work(_ID) is not None) == (store.receipt(_ID) is not None) == stands
    assert (store.verify_audit().entries, len(store.works())) == ((1, 1) if stands else (0, 0))
    receipt = store.record(operation(operation_id=_ID), draft(), entry(), visit_id=visit.id)
    assert receipt.number.startswith("439901-01-260318-0001-")
    assert (store.verify_audit().entries, store.verify_audit().whole, len(store.works())) == (1, True, 1)
    store.close()


def test_killed_at_twenty_random_moments(folder: Path, tmp_path: Path) -> None:
    """Whatever was acknowledged stands; at most the one act in between is there besides, and its visit says so."""
    seed = random.SystemRandom().randrange(2**32)
    sys.stdout.write(f"seed {seed}\n")
    moments = random.Random(seed)
    open_or_make(folder, practice=True).store.close()
    acknowledged: list[str] = []
    for turn in range(20):
        said = tmp_path / f"said{turn}"
        said.touch()
        process = started(workers.record_for_ever, folder, said)
        _await_words(said)
        threading.Event().wait(moments.uniform(0, 0.05))
        process.kill()
        assert ended(process) == KILLED
        acknowledged += said.read_text().split()
        _check_after_kill(folder, acknowledged)


def _await_words(said: Path) -> None:
    wait_until(lambda: said.stat().st_size > 0, what="a first receipt")


def _check_after_kill(folder: Path, acknowledged: list[str]) -> None:
    store = open_or_make(folder, practice=True).store
    there = {work.operation.id for work in store.works(limit=100_000)}
    assert set(acknowledged) <= there
    unsaid = there - set(acknowledged)
    assert len(unsaid) <= 1
    for visit in store.visits():
        assert (visit.state == "recorded") == (visit.operation_id in there)
        store.end_visit(visit.id)
    report = store.verify_audit()
    assert (report.whole, report.entries) == (True, len(there))
    assert _serials(store) == list(range(1, len(there) + 1))
    acknowledged += unsaid
    store.close()


def test_four_processes_make_one_folder(folder: Path) -> None:
    """All at the same moment: one key, one database, and the work of all four in it."""
    together = context().Barrier(4)
    pipes = [context().Pipe() for _ in range(4)]
    processes = [started(workers.make, folder, together, theirs) for _ours, theirs in pipes]
    keys = {ours.recv() for ours, _theirs in pipes}
    assert [ended(process) for process in processes] == [0, 0, 0, 0]
    assert len(keys) == 1
    store = open_or_make(folder, practice=True).store
    assert (store.verify_audit().entries, len(store.works())) == (4, 4)
    store.close()


def test_killed_at_any_file_while_making_the_folder(tmp_path: Path) -> None:
    """The process dies before each single touch of a file in turn; the next one finds or makes a whole folder."""
    moment, status = 0, KILLED
    while status == KILLED:
        folder = tmp_path / f"made{moment}"
        status = ended(started(workers.make_and_die, folder, moment))
        opened = open_or_make(folder, practice=True)
        assert opened.practice
        opened.store.record(operation(), draft(), entry())
        assert opened.store.verify_audit().whole
        opened.store.close()
        moment += 1
    assert status == 0
    assert moment > 15


def test_one_courier_at_a_time_and_a_dead_one_is_none(folder: Path, store: Store) -> None:
    ours, theirs = context().Pipe()
    first = started(workers.be_courier, folder, theirs)
    assert ours.recv() is True
    with courier_lock(folder) as mine:
        assert not mine
    first.kill()
    assert ended(first) == KILLED
    with courier_lock(folder) as mine:
        assert mine
        ours, theirs = context().Pipe()
        second = started(workers.be_courier, folder, theirs)
        assert ours.recv() is False
        ours.send("end")
        assert ended(second) == 0
    with courier_lock(folder) as mine:
        assert mine
