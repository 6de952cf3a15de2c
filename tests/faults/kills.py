"""Kills a counter at work, or its platform, with SIGKILL at random moments, and counts both sides when all is over.

Refuses to choose the moment: it may fall anywhere, into a transaction, a request or an answer. Ends only processes that
it started, by their id.
"""

from __future__ import annotations

import json
import multiprocessing
import random
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from counter_app.domain.holder import Person
from counter_app.domain.operation import Settlement, WorkState
from sync.client import HttpPlatform
from tests.faults import at_work
from tests.faults.promise import Book
from tests.faults.province import make_template
from tests.parts import counter_folder as parts
from tests.parts.processes import wait_until
from tests.parts.signing import signer

LONGEST = 0.4  # seconds of work before a kill
NOWHERE = "http://127.0.0.1:1"


@dataclass(slots=True)
class Counts:
    """What became of it, both sides counted."""

    kills: int = 0
    operations: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[tuple[str, str]] = field(default_factory=list)
    reordered: list[tuple[str, str]] = field(default_factory=list)


def address_in(file: Path) -> str:
    """Where the platform listens, as it said last; nowhere while it has not said so."""
    try:
        return str(json.loads(file.read_text(encoding="utf-8"))["url"])
    except (FileNotFoundError, ValueError):
        return NOWHERE


class Kills:
    """A counter and a platform in `home`, each in a process of its own, both started again whenever one was killed."""

    def __init__(self, home: Path, people: Sequence[Person], seed: int) -> None:
        self._people, self._dice = people, random.Random(seed)
        self._folder, self._journal, self._address = home / "data", home / "journal", home / "address"
        with parts.open_store(self._folder):
            self._database = make_template(home / "platform.db", people)
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([at_work.__name__])

    def run(self, kills: int) -> Counts:
        """That many kills, then a quiet end. Both sides' counts."""
        counts = Counts()
        counter, platform = self._counter(), self._platform()
        try:
            while counts.kills < kills:
                counter.join(self._dice.uniform(0, LONGEST))
                assert counter.exitcode is None, "the counter ended by itself"
                both = self._dice.random() < 0.1
                if both or self._dice.random() < 0.25:
                    _kill(platform)
                    counts.kills += 1
                    platform = self._platform()
                if both or platform.is_alive():
                    _kill(counter)
                    counts.kills += 1
                    counter = self._counter()
            _kill(counter)
            self._settle_all(counts)
        finally:
            for process in (counter, platform):
                _kill(process)
        return counts

    def _counter(self) -> ForkServerProcess:
        before = self._said(at_work.BEGUN)
        arguments = (self._folder, self._address, self._journal, self._people, self._dice.randrange(10**9))
        process = self._started(at_work.counter, *arguments)
        wait_until(lambda: len(self._said(at_work.BEGUN)) > len(before), seconds=60, what="the counter's start")
        return process

    def _platform(self) -> ForkServerProcess:
        self._address.unlink(missing_ok=True)
        process = self._started(at_work.platform, self._database, self._address)
        wait_until(lambda: address_in(self._address) != NOWHERE, seconds=60, what="the platform's start")
        return process

    def _started(self, target: Any, *arguments: object) -> ForkServerProcess:
        process = self._context.Process(target=target, args=arguments, daemon=True)
        process.start()
        return process

    def _said(self, word: str) -> list[str]:
        lines = self._journal.read_text(encoding="utf-8").splitlines() if self._journal.exists() else []
        return [line.removeprefix(word).strip() for line in lines if line.startswith(word)]

    def _settle_all(self, counts: Counts) -> None:
        """Everything that waits gets its answer; then both sides are counted."""
        line = HttpPlatform(lambda: address_in(self._address), version="1.0.0", signer=signer())
        with closing(line), parts.open_store(self._folder) as store:
            courier = parts.courier(self._folder, store, line)

            def nothing_waits() -> bool:
                courier.pass_once()
                return store.waiting().unsent == 0

            wait_until(nothing_waits, seconds=120, what="the last answer")
            assert store.verify_audit().whole
            work = sorted(store.works(limit=1_000_000), key=lambda one: one.order)
        book = Book(recorded=[one.operation for one in work], effects=self._effects())
        counts.operations = len(work)
        done = {event[0] for event in book.effects}
        settled = [
            one.operation.id
            for one in work
            if one.state is WorkState.SETTLED
            and one.settlement is Settlement.ACCEPTED
            and {(one.operation.id, half.value) for half in one.operation.changes} <= set(book.effects)
        ]
        known = {one.operation.id for one in work}
        counts.lost = book.lost(settled) + [one for one in (*self._said(at_work.STANDS), *done) if one not in known]
        counts.doubled, counts.reordered = book.doubled(), book.reordered()

    def _effects(self) -> list[tuple[str, str]]:
        with closing(sqlite3.connect(self._database)) as connection:
            return connection.execute("SELECT operation_id, half FROM effect ORDER BY id").fetchall()


def _kill(process: ForkServerProcess) -> None:
    process.kill()
    process.join()
