"""A process that is begun warm is one like any other: its own words, its own end; and cold where the start matters."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from subprocess import PIPE

import pytest

from tests.parts import warm

ECHO = [sys.executable, "-m", "json.tool"]


def parent_of(pid: int) -> int:
    words = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(words.partition("PPid:")[2].split()[0])


@pytest.mark.parametrize(("given", "status"), [("[1]", 0), ("{", 1)])
def test_its_words_and_its_status_are_those_of_a_cold_one(given: str, status: int) -> None:
    process = warm.begin(ECHO, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True)
    assert parent_of(process.pid) != os.getpid()
    said = process.communicate(given, timeout=20)
    cold = subprocess.run(ECHO, input=given, capture_output=True, text=True, check=False, timeout=20)
    assert (process.returncode, *said) == (cold.returncode, cold.stdout, cold.stderr)
    assert cold.returncode == status


@pytest.mark.parametrize("word", [signal.SIGKILL, signal.SIGTERM])
def test_it_is_killed_and_waited_for_and_leaves_nothing(word: signal.Signals) -> None:
    with warm.begin(ECHO, stdin=PIPE, stdout=PIPE) as process:
        assert process.poll() is None
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(0.01)
        process.send_signal(word)
        assert process.wait(10) == -word
    assert not Path(f"/proc/{process.pid}").exists()


def test_it_lives_in_the_environment_and_folder_it_is_given(tmp_path: Path) -> None:
    """`python -m code` tells both; nothing of the keeper's own environment is left."""
    ask = "import os; print(os.getcwd(), os.environ['HERE'], len(os.environ), os.getsid(0) == os.getpid())\n"
    command = [sys.executable, "-m", "code", "-q"]
    env = {"HERE": "yes", "LC_ALL": os.environ["LC_ALL"]}
    process = warm.begin(command, env=env, cwd=tmp_path, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True)
    assert f"{tmp_path} yes 2 False" in process.communicate(ask, timeout=20)[0]


def test_an_environment_that_only_a_fresh_interpreter_hears_makes_it_cold() -> None:
    env = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    with warm.begin(ECHO, env=env, stdin=PIPE, stdout=PIPE) as process:
        assert parent_of(process.pid) == os.getpid()
        process.communicate(b"1", timeout=20)
