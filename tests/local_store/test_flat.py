"""What a batch costs the store does not grow with what waits: counted in steps of the database, not in time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Table

from counter_app.domain.operation import OperationId, Verdict
from counter_app.ports import Store
from local_store import tables, work
from local_store.engine import Database
from local_store.folder import STORE_NAME
from tests.contracts.samples import NOON, answer, draft, entry, number_of, operation, person
from tests.local_store.raw import opened

BATCH, FEW, MANY = 20, 300, 6000
_EVERY = 10  # steps of the database between two counts


class _Undone(Exception):
    """Ends a transaction with nothing of it kept."""


@pytest.fixture
def database(store: Store, folder: Path, key: str) -> Iterator[Database]:
    """The store's file, its transactions in our own hand."""
    store.record(operation(urgent=False), draft(), entry())
    store.record(operation(), draft(), entry())
    with closing(Database(folder / STORE_NAME, key)) as made:
        yield made


def _copy(connection: sqlcipher.Connection, table: Table, first: int, last: int, **new: str) -> None:
    """Each of the two recorded rows once more for each number, with what is `new` for its number `i`."""
    names = [column.name for column in table.c]
    said = ", ".join(f'"{name}"' for name in names)
    made = ", ".join(new.get(name, f'"{name}"') for name in names)
    count = f"WITH RECURSIVE n(i) AS (SELECT {first} UNION ALL SELECT i + 1 FROM n WHERE i < {last})"
    which = "operations.id" if table is tables.operations else f"{table.name}.operation_id"
    only = f"length({which}) = 36"
    connection.execute(f"INSERT INTO {table.name} ({said}) {count} SELECT {made} FROM n, {table.name} WHERE {only}")


def _wait_in_line(folder: Path, key: str, first: int, last: int) -> None:
    """Twice as many operations more, of holders and cards of their own, each half urgent and half not."""
    with opened(folder, key) as connection:
        whose = {"holder_number": "'H' || i", "card_number": "'C' || i"}
        _copy(connection, tables.operations, first, last, id="id || '-' || i", **whose)
        its = {"operation_id": "operation_id || '-' || i"}
        _copy(connection, tables.outbox, first, last, order='"order" + 2 * i', **its)
        number = {"number": "number || '-' || i", "serial": "serial + 2 * i"}
        _copy(connection, tables.receipts, first, last, **its, **number)


def _steps(database: Database) -> int:
    """Of one batch chosen, handed over and answered; undone again."""
    count = 0

    def one() -> int:
        nonlocal count
        count += 1
        return 0

    with suppress(_Undone), database.writing() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.set_progress_handler(one, _EVERY)
        try:
            _carry(connection)
        finally:
            driver.set_progress_handler(None, _EVERY)
        raise _Undone
    return count


def _carry(connection: Connection) -> None:
    batch = [one.operation.id for one in work.next_batch(connection, BATCH + 1)]
    assert len(batch) == BATCH + 1
    work.hand_over(connection, batch[:BATCH], NOON)
    verdicts = (Verdict.ACCEPTED, Verdict.REFUSED, Verdict.NOT_NOW)
    answers = [answer(OperationId(id_), verdicts[n % 3], person=person(n + 1)) for n, id_ in enumerate(batch[:BATCH])]
    work.apply(connection, [(one, entry("answered")) for one in answers])
    assert work.next_batch(connection, BATCH + 1)
    assert work.works_of(connection, number_of(1), settled=False, limit=50)


def test_a_batch_costs_the_same_however_much_waits(database: Database, folder: Path, key: str) -> None:
    _wait_in_line(folder, key, 1, FEW)
    few = _steps(database)
    _wait_in_line(folder, key, FEW + 1, MANY)
    assert few > BATCH
    assert _steps(database) < few * 1.25


def test_no_question_for_a_batch_walks_all_that_waits(database: Database, folder: Path, key: str) -> None:
    """By the database's own plans: whatever is asked finds its rows by an index."""
    asked: list[str] = []
    _wait_in_line(folder, key, 1, FEW)
    with database.reading() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.set_trace_callback(asked.append)
        work.next_batch(connection, BATCH)
        driver.set_trace_callback(None)
        questions = [one for one in asked if one.startswith("SELECT")]
        plans = [row[3] for one in questions for row in driver.execute(f"EXPLAIN QUERY PLAN {one}").fetchall()]
    assert len(questions) < 20
    assert [plan for plan in plans if plan.startswith("SCAN")] == []
    assert any("ix_outbox_next (state=? AND urgent=?)" in plan for plan in plans)
