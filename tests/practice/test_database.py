"""The practice platform's transactions, on each database."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from practice.platform import database as db


def test_a_transaction_that_cannot_be_committed_leaves_none_open(platform_database: Path | str) -> None:
    """Its words are gone, and the next one is taken: the platform has no other connection."""
    deferred = "REFERENCES first_ones (id) DEFERRABLE INITIALLY DEFERRED"
    with closing(db.opened(platform_database)) as connection:
        if isinstance(platform_database, Path):
            connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("CREATE TABLE first_ones (id INTEGER PRIMARY KEY)")
        connection.execute(f"CREATE TABLE second_ones (id INTEGER PRIMARY KEY, first INTEGER {deferred})")
        with pytest.raises(Exception, match=r"(?i)foreign key"), db.writing(connection):
            connection.execute("INSERT INTO second_ones VALUES (1, 7)")
        assert connection.execute("SELECT count(*) FROM second_ones").fetchone()[0] == 0
        with db.writing(connection):
            connection.execute("INSERT INTO first_ones VALUES (7)")
            connection.execute("INSERT INTO second_ones VALUES (1, 7)")
        assert connection.execute("SELECT count(*) FROM second_ones").fetchone()[0] == 1
