"""The file of a practice platform's database: under the key of the practice province where that stands beside it, as in
a data folder; in the open elsewhere.

Refuses to know what stands in it.
"""

from __future__ import annotations

from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher

from practice.platform.connection import Connection
from readers.simulator.hidden import key_beside

Error: type[Exception] = sqlcipher.Error
"""What goes wrong with such a file."""
_PLAIN = b"SQLite format 3\0"
_BUSY_SECONDS = 10


def connect(path: Path) -> Connection:
    """A connection that begins no transaction by itself; the file is made where there is none. Raises Error, OSError.

    A file that was made before there was a key stays in the open.
    """
    key = None if _is_plain(path) else key_beside(path)
    connection = sqlcipher.connect(str(path), isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS)
    connection.row_factory = sqlcipher.Row
    try:
        if key is not None:
            connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to the standard error output
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    except BaseException:
        connection.close()
        raise
    opened: Connection = connection
    return opened


def _is_plain(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_PLAIN)) == _PLAIN
    except OSError:  # there is none yet, or opening it says why it cannot be read
        return False
