"""The practice platform as a process: where it listens, how it ends, and what its database survives."""

import json
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from practice.life_cast import LIFE
from practice.platform import database
from practice.population import SIZE
from sync.client import HttpPlatform
from tests.parts import practice_platform
from tests.parts.pace import slowness
from tests.parts.signing import signer

running = partial(practice_platform.running, cold=True)


def client(url: str) -> HttpPlatform:
    """A client of `url`."""
    return HttpPlatform(lambda: url, version="1.0.0", signer=signer())


def test_it_starts_within_two_seconds_on_an_empty_folder(tmp_path: Path) -> None:
    """The best of three: a machine busy with other things says nothing about the platform."""
    assert min(_start(tmp_path / str(turn) / "platform.db") for turn in range(3)) < 2 * slowness()


def test_it_greets_within_five_milliseconds(tmp_path: Path) -> None:
    with running(tmp_path / "platform.db") as platform, closing(client(platform.url)) as line:
        took = sorted(_seconds(line) for _ in range(51))
        assert took[25] < 0.005 * slowness()
        assert platform.rows("SELECT count(*) FROM person") == [(SIZE + len(LIFE),)]


@pytest.mark.parametrize("word", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_told_to(tmp_path: Path, word: signal.Signals) -> None:
    with running(tmp_path / "platform.db") as platform, closing(client(platform.url)) as line:
        line.greet()
        platform.process.send_signal(word)
        assert platform.process.wait(5) == 0
        assert not _listens(platform.port)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["platform.db"]  # the journal was folded in


def test_with_parent_it_ends_when_its_standard_input_closes(tmp_path: Path) -> None:
    with running(tmp_path / "platform.db", extra=["--with-parent"]) as platform, closing(client(platform.url)) as line:
        line.greet()
        assert platform.process.stdin is not None
        platform.process.stdin.close()
        assert platform.process.wait(5) == 0


def test_it_listens_on_this_machine_only(tmp_path: Path) -> None:
    with running(tmp_path / "platform.db") as platform:
        listening = Path("/proc/net/tcp").read_text(encoding="ascii")
        assert f"0100007F:{platform.port:04X} 00000000:0000 0A" in listening
        assert f"00000000:{platform.port:04X}" not in listening


def test_what_was_answered_is_there_after_a_restart(tmp_path: Path) -> None:
    with running(tmp_path / "platform.db") as first:
        (before,) = first.rows("SELECT value FROM about WHERE name = 'instance'")
    with running(tmp_path / "platform.db") as second:
        assert second.rows("SELECT value FROM about WHERE name = 'instance'") == [before]


def test_commits_reach_the_disk(tmp_path: Path) -> None:
    with closing(database.open_database(tmp_path / "platform.db")) as opened:
        assert opened.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert opened.execute("PRAGMA synchronous").fetchone()[0] == 2


@pytest.mark.parametrize("statement", ["PRAGMA user_version = 99", "CREATE TABLE other (x)"])
def test_a_database_of_another_version_is_refused_and_untouched(tmp_path: Path, statement: str) -> None:
    path = tmp_path / "platform.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute(statement)
        other.commit()
    with pytest.raises(database.OtherVersion):
        database.open_database(path)
    with closing(sqlite3.connect(path)) as other:
        names = other.execute("SELECT name FROM sqlite_master").fetchall()
    assert names in ([], [("other",)])


def test_two_at_once_on_a_new_database_fill_it_once(tmp_path: Path) -> None:
    with running(tmp_path / "platform.db") as one, running(tmp_path / "platform.db") as other:
        assert one.port != other.port
        assert one.rows("SELECT count(*) FROM person") == [(SIZE + len(LIFE),)]


def test_a_port_that_is_taken_is_said(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "practice.platform", "--database", str(tmp_path / "p.db"), "--port", port]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode != 0
    assert "in use" in ended.stderr


def test_standard_output_is_one_line_of_json(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "practice.platform", "--database", str(tmp_path / "p.db"), "--with-parent"]
    told = subprocess.run(command, input="", capture_output=True, text=True, timeout=20, check=True).stdout
    assert list(json.loads(told)) == ["url"]


def _start(path: Path) -> float:
    since = time.monotonic()
    with running(path) as platform, closing(client(platform.url)) as line:
        line.greet()
        return time.monotonic() - since


def _seconds(line: HttpPlatform) -> float:
    since = time.perf_counter()
    line.greet()
    return time.perf_counter() - since


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
