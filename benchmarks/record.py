"""`Store.record` beside a raw transaction of the library that makes the same reads and writes the same rows.

Both run in processes of their own on the same disk, in turn, each on a file that is kept from turn to turn. The
median of each turn is taken after some transactions to warm up. Budget: twice the floor.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.table import Figure, compared, floor_file, values
from counter_app.domain.card import Half
from counter_app.domain.operation import AuditEntry, Operation, new_operation_id
from counter_app.domain.receipt import ReceiptDraft, Row
from counter_app.domain.text import Text, same
from counter_app.ports import Store, VisitRecord
from local_store.folder import open_or_make

WARM, ROUNDS = 10, 30
BUDGET = 2.0
_AT = datetime(2026, 3, 18, 4, 0, tzinfo=UTC)


def measure(turns: int) -> list[Figure]:
    """The row of recording."""
    floors, ours = [], []
    with tempfile.TemporaryDirectory() as home:
        floor = [floor_file("record"), str(Path(home) / "floor.db"), str(WARM + ROUNDS)]
        mine = ["-m", "benchmarks.record", str(Path(home) / "data")]
        for _ in range(turns):
            floors.append(statistics.median(values(floor)[WARM:]))
            ours.append(statistics.median(values(mine)[WARM:]))
    return [compared("Store.record", ours, floors, budget=BUDGET)]


def record_ours(folder: Path) -> None:
    """Print the milliseconds of each recording."""
    store = open_or_make(folder, practice=True).store
    store.keep_visit(VisitRecord("v", 1, "43990119800101001X", "林晓岚", "card", "asking", "1001", _AT))
    for _ in range(WARM + ROUNDS):
        print(_once(store))
    store.close()


def _once(store: Store) -> float:
    operation, draft = _operation(), _draft()
    facts = {"n": "林晓岚"}
    entry = AuditEntry("operation", _AT, "1001", "439901", "01", subject=operation.id, facts=facts)
    begun = time.perf_counter()
    store.record(operation, draft, entry, visit_id="v")
    return (time.perf_counter() - begun) * 1000


def _operation() -> Operation:
    return Operation(
        id=new_operation_id(),
        procedure="temporary_loss",
        holder_number="43990119800101001X",
        holder_name="林晓岚",
        card_number="T00000019",
        changes={Half.SSC: "4"},
        facts={"mobile": "13900001234"},
        accepted_at=_AT,
        clerk="1001",
        outlet="439901",
        window="01",
        province="hunan",
        pack="2026.3",
        urgent=True,
    )


def _draft() -> ReceiptDraft:
    rows = tuple(Row(Text("证件号码", "Identity number"), same("439901 ******** 001X")) for _ in range(12))
    words = Text("社会保障卡业务回执", "Receipt of the social security card")
    return ReceiptDraft(words, words, words, rows, (words, words), (words,), same("12333"), practice=True)


if __name__ == "__main__":
    record_ours(Path(sys.argv[1]))
