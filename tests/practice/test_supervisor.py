"""One practice platform a folder: started when needed, shared, ended with its starter, cut off by the trainer."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from counter_app.domain.errors import NoPlatform
from practice.platform.database import NOT_NOW, open_database, set_switch
from practice.supervisor import DATABASE, NOTE, NOWHERE, PracticePlatform
from sync.client import HttpPlatform
from tests.parts.processes import wait_until

_HOLD = """
import sys
from pathlib import Path
from practice.supervisor import PracticePlatform
print(PracticePlatform(Path(sys.argv[1])).url(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[PracticePlatform]:
    """The supervisor of this process."""
    made = PracticePlatform(tmp_path / "data")
    yield made
    made.stop()


def greets(url: str) -> bool:
    """True when a platform answers at `url`."""
    with closing(HttpPlatform(lambda: url, version="1.0.0")) as line:
        try:
            return line.greet() is not None
        except NoPlatform:
            return False


def another_process(folder: Path) -> "subprocess.Popen[str]":
    """Another program that works on the folder until its standard input closes."""
    command = [sys.executable, "-c", _HOLD, str(folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def first_line(process: "subprocess.Popen[str]") -> str:
    """The address the other process uses."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_it_is_started_once_and_kept(keeper: PracticePlatform) -> None:
    url = keeper.url()
    assert greets(url)
    assert keeper.url() == url


def test_stop_ends_it(keeper: PracticePlatform) -> None:
    url = keeper.url()
    keeper.stop()
    assert not greets(url)


def test_another_process_uses_the_one_that_runs(keeper: PracticePlatform, tmp_path: Path) -> None:
    url = keeper.url()
    with another_process(tmp_path / "data") as other:
        assert first_line(other) == url
        other.communicate("", timeout=10)
    assert greets(url)  # the other one did not end what it had not started


def test_five_processes_at_once_start_one(tmp_path: Path) -> None:
    others = [another_process(tmp_path / "data") for _ in range(5)]
    try:
        assert len({first_line(other) for other in others}) == 1
    finally:
        for other in others:
            other.communicate("", timeout=10)


def test_it_dies_with_a_killed_parent_and_the_next_one_starts_another(tmp_path: Path, keeper: PracticePlatform) -> None:
    with another_process(tmp_path / "data") as other:
        url = first_line(other)
        assert keeper.url() == url
        other.kill()
    wait_until(lambda: not greets(url), what="the orphan to end")
    assert greets(keeper.url())


def test_a_platform_that_died_is_started_again(tmp_path: Path, keeper: PracticePlatform) -> None:
    url = keeper.url()
    pid = json.loads((tmp_path / "data" / NOTE).read_text())["pid"]
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not greets(url), what="the killed platform to be gone")
    assert greets(keeper.url())


def test_the_trainer_cuts_the_line_and_gives_it_back(keeper: PracticePlatform) -> None:
    url = keeper.url()
    keeper.cut_line(True)
    assert keeper.line_cut()
    assert not greets(url)
    assert keeper.url() == NOWHERE
    assert not greets(keeper.url())
    keeper.cut_line(False)
    assert greets(keeper.url())


def test_the_line_is_cut_for_every_process_whoever_started_the_platform(
    tmp_path: Path, keeper: PracticePlatform
) -> None:
    with another_process(tmp_path / "data") as other:
        url = first_line(other)
        keeper.cut_line(True)
        wait_until(lambda: not greets(url), what="the other one's platform to end")
        assert PracticePlatform(tmp_path / "data").url() == NOWHERE
        keeper.cut_line(False)
        assert greets(keeper.url())
        other.communicate("", timeout=10)


def test_a_platform_that_takes_nothing_now_is_still_the_one(tmp_path: Path, keeper: PracticePlatform) -> None:
    with another_process(tmp_path / "data") as other:
        url = first_line(other)
        with closing(open_database(tmp_path / "data" / DATABASE)) as trainer:
            set_switch(trainer, NOT_NOW, "5")
        assert keeper.url() == url
        other.communicate("", timeout=10)
    assert keeper.url() not in ("", NOWHERE)  # and it can be started like that
    keeper.cut_line(True)
    keeper.cut_line(False)


def test_a_stale_note_is_noticed(tmp_path: Path, keeper: PracticePlatform) -> None:
    (tmp_path / "data").mkdir()
    for note in ('{"url": "http://127.0.0.1:1", "pid": 1, "instance": "x"}', "[]", "{", ""):
        (tmp_path / "data" / NOTE).write_text(note)
        assert greets(keeper.url())
        keeper.stop()


def test_somebody_elses_platform_is_not_taken_for_ours(tmp_path: Path, keeper: PracticePlatform) -> None:
    other = PracticePlatform(tmp_path / "other")
    try:
        theirs = other.url()
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / NOTE).write_text(f'{{"url": "{theirs}", "pid": 1, "instance": "ours"}}')
        assert keeper.url() != theirs
    finally:
        other.stop()


def test_a_platform_that_cannot_start_is_told(tmp_path: Path, keeper: PracticePlatform) -> None:
    (tmp_path / "data" / "platform.db").mkdir(parents=True)
    with pytest.raises(NoPlatform) as raised:
        keeper.url()
    assert "platform.log" in str(raised.value.facts["why"])
    assert "unable to open" in (tmp_path / "data" / "platform.log").read_text()
