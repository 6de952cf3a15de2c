"""The `counter` command as a process of its own, as somebody at a shell runs it; or inside the test, where only words
count.

Its process begins warm (`tests.parts.warm`) unless it is to be `cold`, as at a shell.
"""

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from counter_app.cli import main
from tests.parts import warm
from tests.parts.processes import PartMissing

PATIENCE = 60


def program() -> str:
    """The command as set-up leaves it."""
    path = Path(sys.executable).with_name("counter.exe" if os.name == "nt" else "counter")
    if not path.exists():
        raise PartMissing(f"{path} is not there. Run tools/set-up.sh test")
    return str(path)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command answered: exit status, standard output, standard error."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one JSON document on standard output."""
        said = json.loads(self.out)
        assert isinstance(said, dict)
        return said

    @property
    def error(self) -> dict[str, str]:
        """The trouble told with --json: its three members, and nothing on standard error."""
        assert set(self.json) == {"error"}, self
        told: dict[str, str] = self.json["error"]
        assert set(told) == {"code", "message", "advice"}
        assert all(told.values())
        return told


@dataclass(frozen=True, slots=True)
class Command:
    """`counter` on one data folder with some settings for each run. `inside`: without a process of its own, which is
    four times as fast."""

    folder: Path
    sets: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    inside: bool = False
    cold: bool = False

    def having(self, *sets: str) -> "Command":
        """The same with more settings."""
        return replace(self, sets=(*self.sets, *sets))

    def line(self, *words: str) -> list[str]:
        """The whole command line."""
        sets = [part for one in self.sets for part in ("--set", one)]
        return [program(), *words, "--data", str(self.folder), *sets]

    def words(self, *words: str, given: str = "") -> Said:
        """Run it, words for people."""
        return self._run(self.line(*words), given)

    def __call__(self, *words: str, given: str = "") -> Said:
        """Run it with --json."""
        return self._run(self.line(*words, "--json"), given)

    def _run(self, command: list[str], given: str) -> Said:
        said = _inside(command, given) if self.inside else ended(self._started(command, given))
        assert "Traceback" not in said.err, said.err
        return said

    def carry_out(self, procedure: str, number: str, **answers: str) -> Said:
        """`carry-out` for the holder of a number."""
        given = json.dumps({"holder": {"number": number}, "answers": answers})
        return self("carry-out", procedure, "--answers", "-", given=given)

    def begin(self, *words: str, given: str = "") -> subprocess.Popen[str]:
        """Start it with --json and do not wait."""
        return self.begin_words(*words, "--json", given=given)

    def begin_words(self, *words: str, given: str = "") -> subprocess.Popen[str]:
        """Start it for people and do not wait."""
        return self._started(self.line(*words), given)

    def _started(self, command: list[str], given: str) -> subprocess.Popen[str]:
        return started(command, given=given, env=self.env, cold=self.cold)


def started(
    command: Sequence[str], *, given: str = "", env: Mapping[str, str] | None = None, cold: bool = False
) -> subprocess.Popen[str]:
    """A process that has got its standard input and is not waited for."""
    begin = subprocess.Popen if cold else warm.begin
    process = begin(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(env or {})},
    )
    assert process.stdin is not None
    process.stdin.write(given)
    process.stdin.close()
    process.stdin = None
    return process


def ended(process: subprocess.Popen[str], *, seconds: float = PATIENCE) -> Said:
    """What a started process said when it ended; killed when it does not end in time."""
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        raise AssertionError(f"{process.args!r} did not end in {seconds} s\n{out}\n{err}") from None
    return Said(process.returncode, out, err)


def killed(process: subprocess.Popen[str]) -> Said:
    """SIGKILL now, if it has not ended by itself."""
    process.send_signal(signal.SIGKILL)
    return ended(process)


def _inside(command: list[str], given: str) -> Said:
    out, err, status = io.StringIO(), io.StringIO(), 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", command)
        patch.setattr(sys, "stdin", io.StringIO(given))
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main()
            except SystemExit as end:
                status = int(end.code or 0)
    return Said(status, out.getvalue(), err.getvalue())
