"""Rules of the house that a linter does not know: nothing too long, no leaks, no timed waits, no fakes of libraries.

Each rule is also shown a text that breaks it, so that a rule gone blind is noticed.
"""

import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.parts import lanes
from tools import leaks, lengths, run_tests

ROOT = Path(__file__).resolve().parent.parent
_TIMED_WAIT = re.compile(r"\bqtbot\.wait\(\s*\d|\bQTest\.qWait\(|\bQThread\.m?sleep\(")
_CONDITIONAL = re.compile(r"\bpytest\.(?:skip|xfail|importorskip)\b|\bmark\.(?:skip|xfail)")


def test_no_file_function_or_line_is_too_long(capsys: pytest.CaptureFixture[str]) -> None:
    assert lengths.main(ROOT) == 0, capsys.readouterr().out


def test_no_file_names_a_registry_or_a_place_on_one_machine(capsys: pytest.CaptureFixture[str]) -> None:
    assert leaks.main(ROOT) == 0, capsys.readouterr().out


def test_no_test_waits_for_time_or_is_left_out() -> None:
    this = Path(__file__).resolve()
    found = [
        f"{path.relative_to(ROOT).as_posix()}:{number}"
        for path in lengths.python_files(ROOT)
        if path.is_relative_to(ROOT / "tests") and path != this
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if _TIMED_WAIT.search(line) or _CONDITIONAL.search(line)
    ]
    assert not found


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (lengths.faults_of, '"""It says what it is."""\n' + "x = 1\n" * 400),
        (lengths.faults_of, '"""It says what it is."""\n' + "# " + "x" * 119),
        (lengths.faults_of, '"""It says what it is."""\ndef long() -> None:\n' + "    pass\n" * 50),
        (lengths.faults_of, "x = 1\n"),
        (leaks.faults_of, "index = https://files.python" + "hosted.org/simple"),
        (leaks.faults_of, "open('/ro" + "ot/data')"),
        (leaks.faults_of, "open('/ho" + "me/somebody/data')"),
    ],
)
def test_each_rule_sees_what_breaks_it(rule: Callable[[str, str], Iterator[str]], text: str) -> None:
    assert list(rule("made_up.py", text))


def test_the_lock_holds_names_and_hashes_only() -> None:
    """Each package has a version and at least one hash, and nothing in the file says where it comes from."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if line and line[0].isalnum()]
    assert len(packages) > 50
    assert all("==" in line and line.endswith("\\") for line in packages)
    assert not [line for line in lines if "://" in line or line.startswith("-")]


def test_every_direct_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lock = "\n" + (ROOT / "requirements.lock").read_text(encoding="utf-8")
    wanted = [
        re.split(r"[<>=;\[ ]", each)[0] for each in project["dependencies"] + project["optional-dependencies"]["dev"]
    ]
    assert "pyside6" in wanted
    assert not [name for name in wanted if f"\n{name}==" not in lock]


@pytest.mark.parametrize(
    ("failed", "again"),
    [
        ([], False),
        (["tests/ui/test_home.py::test_a"], True),
        (["tests/ui/test_home.py::test_a", "tests/readers/test_b.py::test_b", "tests/test_start.py::test_c"], True),
        ([f"tests/ui/test_home.py::test_{n}" for n in range(run_tests.AT_MOST + 1)], False),
        (["tests/ui/test_home.py::test_a", "tests/faults/test_killed.py::test_killed"], False),
        (["tests/sync/test_courier.py::test_a"], False),
        (["tests/desk/test_print_jobs.py::test_killed"], False),
    ],
)
def test_a_second_look_is_for_a_few_and_never_where_order_counts(failed: list[str], again: bool) -> None:
    assert run_tests.deserves_second_look(failed) is again


@pytest.mark.parametrize(
    ("runs", "status"), [([0, 0], 0), ([1, 0], 1), ([0, -11], 11), ([1, -9], 9), ([2, 1], 2), ([-6, -11], 11)]
)
def test_a_run_that_was_killed_is_never_green(runs: list[int], status: int) -> None:
    assert run_tests.worst(runs) == status


def test_every_test_file_is_run_and_none_twice() -> None:
    """Together or alone: whatever stands in `tests` runs, and only what is named runs afterwards."""
    assert run_tests.together()[0] == "tests"
    left_out = [word.partition("=")[2] for word in run_tests.together() if word.startswith("--ignore=")]
    assert left_out == sorted({*run_tests.ALONE})
    assert all((ROOT / path).is_file() for path in left_out)


def test_what_is_tested_at_once_does_not_wait_for_one_reader() -> None:
    """Files with the virtual reader are one lane, and so are the windows; every other file is a lane by itself."""
    files = [file.relative_to(ROOT).as_posix() for file in (ROOT / "tests").rglob("test_*.py")]
    found = {lane: {file for file in files if lanes.lane_of(file) == lane} for lane in map(lanes.lane_of, files)}
    assert {"tests/journeys/test_pin.py", "tests/readers/test_bad_days.py", "tests/test_start.py"} <= found[
        lanes.READER
    ]
    assert found[lanes.WINDOWS] == {file for file in files if file.startswith("tests/ui/")}
    shared = {lanes.READER, lanes.WINDOWS, *lanes.LONG}
    assert all(members == {lane} for lane, members in found.items() if lane not in shared)
