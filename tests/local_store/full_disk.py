"""Run on a small disk of its own: fill it, record, free it, record again. Prints what happened as JSON.

Started by `test_disk_full.py` in a mount namespace where the folder given is a tmpfs of a few megabytes.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from counter_app.domain.errors import StoreTrouble
from counter_app.ports import Store
from local_store.folder import open_or_make
from tests.contracts.samples import draft, entry, operation, visit


def fill(ballast: Path, leave: int) -> None:
    """Take all the room but `leave` bytes."""
    with ballast.open("ab", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            size = os.fstat(file.fileno()).st_size
            os.ftruncate(file.fileno(), max(0, size - leave))


def _try_record(store: Store, visit_id: str) -> str:
    try:
        store.record(operation(), draft(), entry(), visit_id=visit_id)
    except StoreTrouble as error:
        return error.code
    return "recorded"


def _state(store: Store) -> list[object]:
    report = store.verify_audit()
    return [len(store.works()), report.entries, report.whole, [visit.state for visit in store.visits()]]


def main(disk: Path) -> None:
    """Fill to each of several last bytes, so that the disk is full at different places of the transaction."""
    store, ballast = open_or_make(disk / "data", practice=True).store, disk / "ballast"
    said = []
    for leave in (0, 4096, 32768, 98304, 262144):
        store.end_visit("v")
        store.keep_visit(visit("v"))
        before = _state(store)
        fill(ballast, leave)
        outcomes = [_try_record(store, "v")]
        while outcomes[-1] == "recorded" and len(outcomes) < 100:
            outcomes.append(_try_record(store, ""))
        full = _state(store)
        ballast.unlink()
        after = _try_record(store, "v")
        said.append({"leave": leave, "before": before, "outcomes": outcomes, "full": full, "after": after})
    store.close()
    made = disk / "another"
    fill(ballast, 0)
    full = [_try_open(disk / "data"), _try_open(made)]
    ballast.unlink()
    free = [_state(open_or_make(folder, practice=True).store) for folder in (disk / "data", made)]
    sys.stdout.write(json.dumps({"rounds": said, "full": full, "free": free}))


def _try_open(folder: Path) -> str:
    try:
        open_or_make(folder, practice=True).store.close()
    except StoreTrouble as error:
        return error.code
    return "opened"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
