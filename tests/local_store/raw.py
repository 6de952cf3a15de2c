"""The store's file opened past the store, with the library alone: to look, to damage, to tamper."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher


@contextmanager
def opened(folder: Path, key: str) -> Iterator[sqlcipher.Connection]:
    """A keyed connection; what is done on it is committed at the end."""
    with closing(sqlcipher.connect(str(folder / "store.db"))) as connection:
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        yield connection
        connection.commit()


def count(folder: Path, key: str, table: str) -> int:
    """Rows of a table."""
    with opened(folder, key) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
