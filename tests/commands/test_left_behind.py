"""The courier that stays: without a window, without a clerk, one for a folder, gone when nothing waits."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.holder import Person
from local_store.courier_lock import staying_lock
from sync import log_on, staying
from tests.parts import practice_platform
from tests.parts.command import Command
from tests.parts.practice_folder import NOWHERE
from tests.parts.processes import end, wait_until

Somebody = Callable[[], Person]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person's settings of this test's own, where couriers may stay."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.delenv(staying.SWITCH)
    return tmp_path / "config"


@pytest.fixture
def ends() -> Iterator[ExitStack]:
    """Ends by their id the processes a test has left running."""
    with ExitStack() as stack:
        yield stack


def entries(home: Path) -> list[Path]:
    return sorted(home.rglob("*.desktop"))


def test_it_empties_the_outbox_and_takes_its_entry_with_it(
    counter: Command, somebody: Somebody, platform: practice_platform.Platform, home: Path, ends: ExitStack
) -> None:
    away = replace(counter, inside=True, sets=(f"platform.url={NOWHERE}",))
    made = away.carry_out("temporary-loss", somebody().holder.number).json["operation"]
    process = staying.leave(counter.folder, counter.sets)
    ends.callback(end, process)
    assert len(entries(home)) == 1
    wait_until(lambda: len(platform.effects(made)) == 2, seconds=30, what="the courier to have sent it")
    wait_until(lambda: not entries(home), seconds=30, what="the entry to be gone")
    assert process.wait(30) == 0
    assert counter("outbox").json["waiting"] == 0


def test_a_second_one_for_the_same_folder_ends_with_nothing_done(
    counter: Command, somebody: Somebody, home: Path
) -> None:
    away = replace(counter, inside=True, sets=(f"platform.url={NOWHERE}",))
    away.carry_out("temporary-loss", somebody().holder.number)
    with staying_lock(counter.folder) as mine:
        assert mine
        said = away("sync", "--until-empty", "--alone")
    assert (said.status, said.json["handed_over"], said.json["left"]) == (1, 0, 1)
    assert entries(home) == []


def test_one_that_is_about_to_end_is_followed_by_the_next(tmp_path: Path) -> None:
    """It has found nothing waiting; a window leaves work to another one before it has let go of the folder."""
    held, leaves = threading.Event(), threading.Event()

    def ending() -> None:
        with staying_lock(tmp_path):
            held.set()
            leaves.wait(30)

    first = threading.Thread(target=ending)
    first.start()
    assert held.wait(30)
    threading.Timer(0.2, leaves.set).start()
    with staying_lock(tmp_path) as mine:
        assert mine
    first.join(30)


def test_it_says_counts_and_nobodys_name(counter: Command, somebody: Somebody) -> None:
    person = somebody()
    away = replace(counter, inside=True, sets=(f"platform.url={NOWHERE}",))
    away.carry_out("temporary-loss", person.holder.number)
    for said in (replace(counter, inside=True).words("sync", "--until-empty"), counter("sync", "--until-empty")):
        assert said.status == 0
        for secret in (person.holder.name, person.holder.number, person.cards[0].number):
            assert secret not in said.out + said.err


def test_the_entry_runs_exactly_what_it_was_told(home: Path, tmp_path: Path) -> None:
    """Spaces, quotes, dollars, per cent and backslashes of a path come through the desktop's two ways of quoting."""
    folder = tmp_path / 'a "b" $c %d \\e `f'
    folder.mkdir()
    wanted = [sys.executable, "-c", "import json, sys; print(json.dumps(sys.argv[1:]))", str(folder), "x=y z"]
    log_on.install(folder, wanted, home=tmp_path)
    (entry,) = entries(home)
    assert entry == log_on.entry_of(folder)
    ran = subprocess.run(
        [sys.executable, "-c", _AS_A_DESKTOP, str(entry)], capture_output=True, text=True, check=True, timeout=30
    )
    assert json.loads(ran.stdout) == [str(folder), "x=y z"]
    log_on.remove(folder)
    log_on.remove(folder)
    assert entries(home) == []


# The Exec key as the Desktop Entry Specification 1.5 says: first the escapes of a string, then the quotes.
_AS_A_DESKTOP = r"""
import re, subprocess, sys
from pathlib import Path
(line,) = [l[5:] for l in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if l.startswith("Exec=")]
line = line.replace("\\\\", "\\")
parts = [re.sub(r'\\(["`$\\])', r"\1", part).replace("%%", "%") for part in re.findall(r'"((?:[^"\\]|\\.)*)"', line)]
sys.exit(subprocess.run(parts).returncode)
"""


def test_where_couriers_are_not_wanted_none_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not staying.wanted(), "the tests say so for the whole run"
    monkeypatch.delenv(staying.SWITCH)
    assert staying.wanted()
