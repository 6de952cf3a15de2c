"""A PostgreSQL of the tests' own: a cluster in a short folder, a Unix socket in it and no port; ended by its id.

Refuses to be fast and safe at once: `safe` is for figures, where every commit reaches the disk as in a real hall.
"""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql

from practice.platform import database
from tests.parts.processes import PartMissing, begin, must_live, program, short_folder, wait_until

_USER = "platform"
_UNPRIVILEGED = "nobody"
_NEW = ("--username", _USER, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8")
_SMALL = ("-c", "shared_buffers=32MB", "-c", "max_wal_size=64MB", "-c", "min_wal_size=32MB")
_FAST = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")


@dataclass(slots=True)
class Server:
    """The process of a cluster: `command` starts it, its words go to `log`."""

    folder: Path
    command: Sequence[str]
    log: Path
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return when it answers."""
        self._process = process = begin(self.command, log=self.log)
        wait_until(lambda: self._answers(process), seconds=30, what="PostgreSQL")

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Return when it has ended: what was committed is kept (SIGINT), or nothing matters any more (SIGQUIT)."""
        process, self._process = self._process, None
        if process is not None:
            process.send_signal(how)
            wait_until(lambda: process.poll() is not None, seconds=20, what="the end of PostgreSQL")

    def connect(self, database: str) -> psycopg.Connection:
        """A line of its own to one database."""
        return psycopg.connect(host=str(self.folder), user=_USER, dbname=database, autocommit=True)

    def _answers(self, process: subprocess.Popen[bytes]) -> bool:
        must_live(process, log=self.log, name="PostgreSQL")
        try:
            self.connect("postgres").close()
        except psycopg.OperationalError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running PostgreSQL."""

    folder: Path
    server: Server

    def new_database(self, *, like: str = "") -> str:
        """The address of a database nobody else has: empty, or a copy of the one at that address."""
        name = f"p{os.urandom(6).hex()}"
        model = urlsplit(like).path.lstrip("/") or "template1"
        with closing(self.connect("postgres")) as connection:
            made = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(made.format(sql.Identifier(name), sql.Identifier(model)))
        return f"postgresql://{_USER}@/{name}?host={quote(str(self.folder), safe='')}"

    def drop(self, address: str) -> None:
        """Let go of the database at that address, which takes some megabytes."""
        name = sql.Identifier(urlsplit(address).path.lstrip("/"))
        with closing(self.connect("postgres")) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))

    def connect(self, database: str) -> psycopg.Connection:
        """A line of its own to one database."""
        return self.server.connect(database)


@dataclass(frozen=True, slots=True)
class Peopled:
    """Databases of a practice platform, people and all, as fast as they can be copied."""

    cluster: Cluster
    first: str

    @contextmanager
    def new_database(self) -> Iterator[str]:
        """The address of one nobody has touched; gone afterwards."""
        address = self.cluster.new_database(like=self.first)
        yield address
        self.cluster.drop(address)


def peopled(cluster: Cluster) -> Peopled:
    """Let a practice platform found a database there, for others to be copied from."""
    first = cluster.new_database()
    database.opened(first).close()
    return Peopled(cluster, first)


@contextmanager
def postgres(*, safe: bool = False) -> Iterator[Cluster]:
    """A cluster of one's own; a missing PostgreSQL fails and says how to get it."""
    programs, folder = _programs(), short_folder("pg")
    try:
        user = _given_away(folder)
        _run([*user, str(programs / "initdb"), "-D", str(folder / "data"), *_NEW, *(() if safe else ("--no-sync",))])
        settings = (
            "-c",
            "listen_addresses=",
            "-c",
            f"unix_socket_directories={folder}",
            *(() if safe else (*_FAST, *_SMALL)),
        )
        command = [*user, str(programs / "postgres"), "-D", str(folder / "data"), *settings]
        server = Server(folder, command, folder / "postgres.log")
        try:
            server.start()
            yield Cluster(folder, server)
        finally:
            server.stop(signal.SIGQUIT)  # at once: nothing of it is kept
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """Where the newest server's programs lie: Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda file: int(file.parts[-3]))
    if not found:
        raise PartMissing("PostgreSQL is not installed. Run tools/set-up.sh test, or: apt-get install postgresql")
    return found[-1].parent


def _given_away(folder: Path) -> list[str]:
    """What a command begins with, because the server refuses to run as root; the folder is then the other one's."""
    if os.geteuid() != 0:
        return []
    shutil.chown(folder, _UNPRIVILEGED)
    return [program("setpriv", package="util-linux"), "--reuid", _UNPRIVILEGED, "--clear-groups"]


def _run(command: Sequence[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
