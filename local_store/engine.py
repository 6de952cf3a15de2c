"""The encrypted SQLite file: how it is opened, what a transaction is, what its errors mean.

Every connection is keyed, in WAL mode, synchronous=FULL; a writing transaction begins IMMEDIATE. Refuses to change a
file that it cannot wholly read: `inspect` looks at it read-only first. Nothing of SQLite's errors comes through but
`StoreTrouble`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from counter_app.domain.errors import Damaged, DiskFull, ReadOnly, StoreTrouble
from counter_app.domain.text import Text
from local_store.disk import is_full, is_read_only

BUSY_SECONDS = 20.0
"""How long a transaction waits for another process's before it gives up."""

_READONLY, _FULL, _IOERR, _CORRUPT, _CANTOPEN, _NOTADB = 8, 13, 10, 11, 14, 26
_CAUSES = {
    5: Text("别的程序一直占着数据库", "another program keeps the database to itself"),
    _READONLY: Text("不能写入", "it cannot be written"),
    _IOERR: Text("磁盘读写出错", "the disk cannot read or write"),
    _CANTOPEN: Text("打不开，或文件夹不能写入", "it cannot be opened, or its folder cannot be written"),
}
_TROUBLES = frozenset((5, 6, 7, _READONLY, _IOERR, _CORRUPT, _FULL, _CANTOPEN, 22, 23, _NOTADB))


class Database:
    """One encrypted file with a connection for each thread that works at the moment.

    `key` is 64 hex digits (256 bit), used as it is: SQLCipher derives nothing from it.
    """

    def __init__(self, path: Path, key: str, *, read_only: bool = False) -> None:
        self.path = path
        self._engine = _engine(path, key, read_only=read_only)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the file. Raises StoreTrouble."""
        with translated(self.path), self._engine.begin() as connection:
            connection.exec_driver_sql("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that alone may write from its first word on; committed at the end, or nothing is. Raises
        StoreTrouble."""
        with translated(self.path), self._engine.begin() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    def close(self) -> None:
        """Give the connections back; the last process to do so leaves one file without a journal."""
        self._engine.dispose()


@dataclass(frozen=True, slots=True)
class Inspected:
    """What a file says of itself: schema version, practice or real, id of its folder."""

    version: str
    kind: str
    folder: str


def inspect(path: Path, key: str) -> Inspected:
    """Read every page without changing the file. Raises Damaged, StoreTrouble.

    The key must be known to fit: a file that cannot be decrypted with it counts as damaged.
    """
    if not path.is_file():
        raise Damaged
    with translated(path), closing(connect(path, key, read_only=True)) as connection:
        if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise Damaged
        tables = connection.execute("SELECT name FROM sqlite_master WHERE name IN ('alembic_version', 'meta')")
        if len(tables.fetchall()) != 2:
            raise Damaged
        version = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        meta = dict(connection.execute("SELECT name, value FROM meta").fetchall())
    if version is None or not {"kind", "folder"} <= meta.keys():
        raise Damaged
    return Inspected(str(version[0]), meta["kind"], meta["folder"])


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn what SQLite and the disk say into StoreTrouble; an error in our own SQL stays what it is."""
    try:
        yield
    except DBAPIError as error:
        if (trouble := _trouble_of(error.orig, path)) is None:
            raise
        raise trouble from error.orig
    except sqlcipher.Error as error:
        if (trouble := _trouble_of(error, path)) is None:
            raise
        raise trouble from error


def _trouble_of(error: BaseException | None, path: Path) -> StoreTrouble | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code not in _TROUBLES:
        return None
    if code in (_CORRUPT, _NOTADB):
        return Damaged()
    # SQLite says "I/O error" when its shared memory file cannot grow.
    if code == _FULL or (code in (_IOERR, _CANTOPEN) and is_full(path.parent)):
        return DiskFull()
    if code in (_READONLY, _IOERR, _CANTOPEN) and is_read_only(path.parent):
        return ReadOnly()
    return StoreTrouble(path=str(path), why=_CAUSES[code]) if code in _CAUSES else StoreTrouble()


def _engine(path: Path, key: str, *, read_only: bool) -> Engine:
    """The driver begins no transaction by itself (`isolation_level=None`); `reading` and `writing` say how one
    begins."""
    return create_engine(
        "sqlite+pysqlite://",
        creator=lambda: connect(path, key, read_only=read_only),
        module=sqlcipher,
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=-1,
        pool_use_lifo=True,
        hide_parameters=True,
    )


def connect(path: Path, key: str, *, read_only: bool = False) -> sqlcipher.Connection:
    """A keyed connection that begins no transaction by itself. It may pass between threads, one at a time."""
    uri = f"file:{quote(path.absolute().as_posix())}?mode={'ro' if read_only else 'rw'}"
    connection = sqlcipher.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS)
    try:
        # It would write page numbers and keys' troubles to the standard error output by itself.
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        if not read_only:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        connection.close()
        raise
    return connection
