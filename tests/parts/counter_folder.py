"""A real store in a practice folder and a courier on it. Runnable: one courier pass as a process of its own."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from counter_app.domain.operation import AuditEntry, Operation
from counter_app.domain.receipt import Receipt, ReceiptDraft
from counter_app.domain.text import Text, same
from counter_app.ports import Clock, Platform, Store
from local_store.courier_lock import courier_lock
from local_store.folder import open_or_make
from sync.client import HttpPlatform
from sync.courier import LineCourier
from tests.parts.signing import signer


class SetClock:
    """The machine's clock, moved by what a test wants."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@contextmanager
def open_store(folder: Path) -> Iterator[Store]:
    """The store of a practice folder."""
    opened = open_or_make(folder, practice=True)
    try:
        yield opened.store
    finally:
        opened.store.close()


def courier(
    folder: Path,
    store: Store,
    platform: Platform,
    *,
    clock: SetClock | None = None,
    batch: int = 50,
    moments: Clock | None = None,
) -> LineCourier:
    """A courier with practice waits; its dice always show the longest wait."""
    return LineCourier(
        store=store,
        platform=platform,
        clock=clock or SetClock(),
        lock=partial(courier_lock, folder),
        longest_wait=3.0,
        batch=batch,
        draw=lambda: 0.999,
        moments=moments,
    )


def record(store: Store, operation: Operation) -> Receipt:
    """Record an operation as the desk does."""
    words = same("挂失")
    draft = ReceiptDraft(words, words, words, (), (), (), Text("12333", "12333"), practice=True)
    entry = AuditEntry(
        "recorded", operation.accepted_at, operation.clerk, operation.outlet, operation.window, operation.id
    )
    return store.record(operation, draft, entry)


if __name__ == "__main__":
    with open_store(Path(sys.argv[1])) as kept:
        line = HttpPlatform(lambda: sys.argv[2], version="1.0.0", signer=signer())
        report = courier(Path(sys.argv[1]), kept, line).pass_once()
        line.close()
    print("busy" if report.busy else f"{report.accepted} accepted {report.refused} refused")  # noqa: T201
