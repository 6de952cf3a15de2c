"""Comparing a day of a thousand operations costs the counter little: the platform is a hand-written one that holds the
same.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import cast

from counter_app.desk import reconciling
from counter_app.domain.operation import Operation
from counter_app.domain.reconciling import DayBook, Entry, Kind, KindTotal, Outcome
from counter_app.ports import Platform
from local_store import recording, schema, work
from local_store.engine import Database
from local_store.store import SqlStore
from practice.population import cast as people
from sync import wire
from tests.contracts.samples import answer, draft, entry
from tests.desk.conftest import Office
from tests.parts.calendar_day import lasting_today
from tests.parts.practice_folder import NOWHERE
from tests.parts.whole_life import ask

DAY = 1000
GENEROUS = 5.0
"""Seconds; 0.08 were measured on a machine busy with other things, and a second is wanted."""


class Same:
    """A platform that holds what it is told."""

    def body_digest(self, operation: Operation) -> str:
        return wire.body_digest(operation)

    def unequal_kinds(self, book: DayBook, totals: Sequence[KindTotal]) -> tuple[Kind, ...]:
        assert sum(one.count for one in totals) == DAY, book
        return ()

    def entries_of(self, book: DayBook, kinds: Sequence[Kind]) -> tuple[Entry, ...]:
        assert not kinds, book
        return ()


def test_a_day_of_a_thousand_is_compared_at_once(office: Office, tmp_path: Path) -> None:
    station, today = office.stand(url=NOWHERE), lasting_today()
    person = people(now=station.moment())["normal"]
    path = tmp_path / "many.db"
    path.touch()
    database = Database(path, "ab" * 32)
    schema.create(database, {"kind": "practice"})
    with closing(SqlStore(database)) as store:
        with database.writing() as connection:
            for _ in range(DAY):
                operation = ask(person, "status-proof")
                recording.record(connection, operation, draft(), entry(), "")
                work.apply(connection, [(answer(operation.id), entry("platform.answered"))])
        station = replace(station, store=store, platform=cast(Platform, Same()))
        begun = perf_counter()
        state = reconciling.reconcile(station, today)
        took = perf_counter() - begun
        assert (state.works, state.outcome) == (DAY, Outcome.EQUAL)
        assert took < GENEROUS
