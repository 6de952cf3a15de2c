"""The practice platform as a process of its own, and its database for a test to look into.

It begins warm, on a copy of a province that was made once; `cold`: as a person starts it, on a file that is not there.
"""

import atexit
import json
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from practice.platform.database import open_database, set_switch, writing
from practice.platform.file import connect
from tests.parts import signing, warm


@dataclass(frozen=True, slots=True)
class Platform:
    """A running platform. `database` is its file."""

    process: subprocess.Popen[bytes]
    url: str
    database: Path

    @property
    def port(self) -> int:
        return urlsplit(self.url).port or 0

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What its database says."""
        with closing(connect(self.database)) as connection:
            return [tuple(row) for row in connection.execute(query, values)]

    def change(self, statement: str, *values: object) -> None:
        """Something happens at the province that no counter knows of."""
        with closing(connect(self.database)) as connection:
            connection.execute(statement, values)

    def switch(self, name: str, value: str | None) -> None:
        """Turn one of the trainer's switches."""
        with closing(connect(self.database)) as connection:
            set_switch(connection, name, value)

    def effects(self, operation_id: str) -> list[tuple[object, ...]]:
        """(half, before, after) of every change an operation made."""
        return self.rows("SELECT half, before, after FROM effect WHERE operation_id = ? ORDER BY id", operation_id)


def make_province(file: Path) -> None:
    """A new province as its first start leaves it, with a name of its own: made up once, then copied."""
    file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_made_up(), file)
    with closing(connect(file)) as connection, writing(connection):
        connection.execute("UPDATE about SET value = ? WHERE name = 'instance'", (uuid.uuid4().hex,))


@cache
def _made_up() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="counter-province-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    open_database(folder / "made.db").close()
    return folder / "made.db"


@contextmanager
def running(database: Path, *, port: int = 0, extra: Sequence[str] = (), cold: bool = False) -> Iterator[Platform]:
    """A platform on `database` that knows the key of the tests; ended afterwards if it has not ended by then."""
    with listening(database, port=port, extra=extra, cold=cold) as (process, url):
        signing.admit_at(database)
        yield Platform(process, url, database)


@contextmanager
def listening(
    database: Path | str, *, port: int = 0, extra: Sequence[str] = (), cold: bool = False
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A platform on a file or at an address of PostgreSQL, with its own address; it knows nobody's key yet."""
    if isinstance(database, Path) and not database.exists() and not cold:
        make_province(database)
    where = ["--database", str(database), "--port", str(port), "--faults"]
    command = [sys.executable, "-m", "practice.platform", *where, *extra]
    begin = subprocess.Popen if cold else warm.begin
    with begin(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            yield process, str(json.loads(process.stdout.readline())["url"])
        finally:
            if process.poll() is None:
                process.terminate()
