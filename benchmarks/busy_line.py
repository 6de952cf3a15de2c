"""The event loop of a window whose lane drains a full outbox, then takes everybody of an area: how long it was deaf.

The real courier, client, store and practice platform; the pages of the snapshot are the platform's own words on its
people under made-up numbers, read and kept as `sync.feed` does. The window is an empty one: what the clerk's own work
adds is `benchmarks.card`'s to tell. Each half runs in a process of its own.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import drain
from benchmarks.card import LOOP_BUDGET_MS
from benchmarks.table import HOME, Figure, environment, printed
from counter_app.domain.numbers import card_check_character, identity_check_digit
from counter_app.domain.operation import AuditEntry
from counter_app.enrolment import Scope, ScopeKind
from practice.platform import database as db
from practice.platform import telling
from practice.population import OUTLET, outlet_people
from sync import feed_wire
from sync.feed import PAGE
from tests.parts import counter_folder
from tests.parts.practice_platform import listening
from tests.parts.signing import admit

OPERATIONS, HOLDERS = 2000, 50_000
Work = Callable[[], None]


def measure() -> list[Figure]:
    """The longest blocks (ms) while work goes out, and while a snapshot comes in."""
    return [_figure("drain", f"{OPERATIONS} operations"), _figure("snapshot", f"{HOLDERS} holders")]


def _figure(half: str, what: str) -> Figure:
    command = [sys.executable, "-m", "benchmarks.busy_line", half]
    env = environment(QT_QPA_PLATFORM="offscreen")
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=HOME, env=env)
    beats = json.loads(done.stdout)
    own, worst = float(beats["worst_own_ms"]), float(beats["worst_ms"])
    note = f"{what}; with waits for a core that other programs had: {worst:.0f} ms; {len(beats['over_20_ms'])} over 20"
    return Figure(f"longest block, {half}", own, None, share=own / LOOP_BUDGET_MS, note=note)


@contextmanager
def _draining(home: Path) -> Iterator[Work]:
    """A full outbox, and what sends it."""
    with closing(db.opened(home / "platform.db")) as connection:
        admit(connection)
    drain.record_all(home, OPERATIONS)
    with (
        listening(home / "platform.db") as (_process, url),
        counter_folder.open_store(home / "data") as store,
        closing(drain.client(url)) as line,
    ):
        courier = counter_folder.courier(home / "data", store, line)
        courier.pass_once()  # what is loaded with the first pass is loaded beforehand in the window, too

        def work() -> None:
            while store.waiting().unsent:
                courier.pass_once()

        yield work


@contextmanager
def _snapshot(home: Path) -> Iterator[Work]:
    """An empty store, and what fills it page by page."""
    pages = list(_pages(home))
    with counter_folder.open_store(home / "data") as store:

        def work() -> None:
            place, after = store.begin_snapshot(Scope(ScopeKind.OUTLET, OUTLET, HOLDERS)), ""
            for body in pages:
                page = feed_wire.read_page(body, after=after, limit=PAGE)
                store.keep_page(page, place=place, audit=AuditEntry("taken", datetime.now(UTC), "bench", OUTLET, "01"))
                at = store.feed()
                assert at is not None
                place, after = at, page.next or ""

        yield work


def _pages(home: Path) -> Iterator[bytes]:
    """Answers of `/v1/snapshot` that never come to an end."""
    now = datetime.now(UTC)
    people = [one for one in outlet_people(now=now) if len(one.cards) == 1][:PAGE]
    with closing(db.opened(home / "people.db")) as connection:
        words = [json.dumps(telling.person(connection, one.holder.number, now)) for one in people]
    for start in range(0, HOLDERS, PAGE):
        told = []
        for place, word in enumerate(words):
            one, serial = json.loads(word), start + place
            first = f"439901{1950 + serial // 1000:04d}0101{serial % 1000:03d}"
            body = f"T{serial:07d}"
            one["holder"]["number"] = first + identity_check_digit(first)
            one["cards"][0]["number"] = body + card_check_character(body)
            told.append(one)
        page = {"people": told, "cursor": "c1", "next": told[-1]["holder"]["number"], "digest": ""}
        yield json.dumps(page, ensure_ascii=False).encode("utf-8")


def _listen(work: Work, file: Path) -> str:
    """What the heart of an event loop told while a lane did the work."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from ui.app import SWITCH_S
    from ui.heartbeat import Heartbeat

    application = QApplication([])
    sys.setswitchinterval(SWITCH_S)
    gc.collect()
    gc.freeze()
    gc.disable()  # the window sweeps by itself, in small steps
    heart, looking = Heartbeat(file), QTimer()
    with ThreadPoolExecutor(1) as lane:
        done = lane.submit(work)
        looking.timeout.connect(lambda: application.quit() if done.done() else None)
        looking.start(50)
        application.exec()
        heart.stop()
        done.result()
    return file.read_text(encoding="utf-8")


def main() -> None:
    """Without a word both halves are measured; `drain` or `snapshot` is one of them."""
    parser = argparse.ArgumentParser(prog="benchmarks.busy_line")
    parser.add_argument("half", nargs="?", choices=("drain", "snapshot"), help=argparse.SUPPRESS)
    half = parser.parse_args().half
    if half is None:
        print(printed(measure()))
        return
    with tempfile.TemporaryDirectory() as home:
        with (_draining if half == "drain" else _snapshot)(Path(home)) as work:
            told = _listen(work, Path(home) / "beats.json")
        print(told)


if __name__ == "__main__":
    main()
