"""A command whose output goes nowhere: full, closed, or a reader that left; and what is logged stays off the
terminal."""

import json
import os
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from counter_app.domain.holder import Person
from tests.parts.command import Command

Somebody = Callable[[], Person]


@dataclass(frozen=True, slots=True)
class Shell:
    """What a command line in a shell came to: the status of `counter`, and the two outputs."""

    status: int
    out: str
    err: str


def in_shell(counter: Command, *words: str, to: str, given: str = "") -> Shell:
    """The command with its output sent where the shell is told to, as `>/dev/full` or `| head -1`."""
    line = shlex.join(counter.line(*words))
    said = subprocess.run(
        ["bash", "-c", f"{line} {to}; exit ${{PIPESTATUS[0]}}"],
        input=given,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **counter.env, "PYTHONUNBUFFERED": ""},
        timeout=60,
        check=False,
    )
    assert "Traceback" not in said.stderr, said.stderr
    assert "Exception ignored" not in said.stderr, said.stderr
    return Shell(said.returncode, said.stdout, said.stderr)


@pytest.mark.parametrize("to", [">/dev/full", ">&-"], ids=["full", "closed"])
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["words", "json"])
def test_what_is_recorded_is_status_0_though_the_answer_cannot_be_written(
    counter: Command, somebody: Somebody, to: str, form: tuple[str, ...]
) -> None:
    """One line says so and names the receipt, or somebody would record it once more."""
    given = json.dumps({"holder": {"number": somebody().holder.number}})
    said = in_shell(counter, "carry-out", "temporary-loss", "--answers", "-", *form, to=to, given=given)
    (row,) = counter("outbox").json["operations"]
    assert said.status == 0
    (line,) = said.err.splitlines()
    assert row["receipt"] in line
    assert "已受理" in line


@pytest.mark.parametrize("to", [">/dev/full", ">&-"], ids=["full", "closed"])
@pytest.mark.parametrize(
    "words",
    [("outbox",), ("outbox", "--json"), ("practice", "people"), ("--help",), ("receipt", "none", "--json")],
    ids=" ".join,
)
def test_any_other_command_says_in_words_that_its_answer_went_nowhere(
    counter: Command, to: str, words: tuple[str, ...]
) -> None:
    line = Command(counter.folder, () if words == ("--help",) else counter.sets)
    said = in_shell(line, *words, to=to) if words != ("--help",) else in_shell(_Bare(counter.folder), *words, to=to)
    assert said.status == 1
    assert "标准输出不能用" in said.err
    assert len(said.err.splitlines()) <= 3


class _Bare(Command):
    """The command with neither folder nor settings."""

    def line(self, *words: str) -> list[str]:
        return [super().line()[0], *words]


@pytest.mark.parametrize("words", [("practice", "people"), ("outbox", "--json"), ("settings",)], ids=" ".join)
def test_a_reader_that_leaves_is_no_trouble(counter: Command, words: tuple[str, ...]) -> None:
    said = in_shell(counter, *words, to="| head -1")
    assert (said.status, said.err) == (0, "")
    assert len(said.out.splitlines()) == 1


def test_nobody_hears_of_it_when_both_outputs_are_gone(counter: Command) -> None:
    assert in_shell(counter, "receipt", "none", to=">&- 2>&-").status == 1
    assert in_shell(counter, "outbox", to=">/dev/full 2>/dev/full").status == 1
