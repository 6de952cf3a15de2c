"""All tests in one order, and a second look at a few that failed: was it the program, or a moment of the machine?

Two lanes side by side first, as one alone leaves a core idle: windows and the serial line of the identity card reader,
which wait most of their time, and beside them what reckons. Everything else has the machine to itself afterwards: tests
of pace, of cards, of whole programs, and those that are never looked at twice and need real parts.

A test that fails is run again, alone and in a process of its own. Fails again: the run fails. Passes: it is named as
unsteady at the end, so that nobody overlooks it. There is no second look where a moment must not matter (`NEVER_TWICE`:
nothing lost, nothing twice, nothing out of order), and none when more than `AT_MOST` tests failed: that is no moment.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AT_MOST = 3
NEVER_TWICE = ("tests/faults/", "tests/local_store/", "tests/sync/", "tests/domain/", "tests/life/")
SEED = "20261122"
"""The order is shuffled, so that no test leans on another, and is the same on every machine; `SEED=n` takes another."""
WAITING = ("tests/ui", "tests/readers/identity")
RECKONING = tuple(
    f"tests/{name}"
    for name in (
        *("attacks", "commands", "contracts", "core", "desk", "domain"),
        *("life", "local_store", "practice", "printing", "provinces"),
    )
)
PACE = ("tests/desk/test_reconciling_pace.py", "tests/practice/test_server.py", "tests/ui/test_warming.py")
"""Files of the lanes that hold a time against a limit: they too run alone."""
_FAILED = 1  # pytest: some tests failed; other numbers: it could not run


def main(arguments: list[str]) -> int:
    """Exit status for a shell: 0 when every test passed, the first time or, for a few, the second."""
    order = ["-p", "randomly", f"--randomly-seed={os.environ.get('SEED', SEED)}"]
    with tempfile.TemporaryDirectory() as caches:
        runs = _three_parts([*order, *arguments], Path(caches))
        failed = sorted(test for name in ("waiting", "reckoning", "rest") for test in _failed(Path(caches) / name))
    failed_now = max(runs)
    if failed_now != _FAILED or not deserves_second_look(failed):
        return failed_now
    print(f"\n{len(failed)} failed. Once more, alone:", *failed, sep="\n  ", flush=True)
    steady = [test for test in failed if _pytest([*order, "-p", "no:cacheprovider", test]) == 0]
    print("\nUNSTEADY, failed once and passed alone:", *(steady or ["none"]), sep="\n  ", flush=True)
    return 0 if steady == failed else failed_now


def _three_parts(arguments: list[str], caches: Path) -> tuple[int, int, int]:
    """Exit status of each. What the one in the background says is printed when both of its time are over."""
    without_pace = [f"--ignore={path}" for path in PACE]
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        waiting = [*WAITING, *without_pace, *_cache(caches / "waiting"), *arguments]
        beside = subprocess.Popen(_command(waiting), cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
        reckoning = _pytest([*RECKONING, *without_pace, *_cache(caches / "reckoning"), *arguments])
        waited = beside.wait()
        said.seek(0)
        print(said.read(), flush=True)
    return waited, reckoning, _pytest([*alone(), *_cache(caches / "rest"), *arguments])


def alone() -> list[str]:
    """Whatever stands in `tests` and in no lane, so that a new folder is never forgotten, and `PACE`."""
    lanes = {ROOT / path for path in (*WAITING, *RECKONING)}
    return [*(path.relative_to(ROOT).as_posix() for path in _outside(ROOT / "tests", lanes)), *PACE]


def _outside(folder: Path, lanes: set[Path]) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path in lanes or path.name == "__pycache__":
            continue
        if path.is_dir() and any(lane.is_relative_to(path) for lane in lanes):
            yield from _outside(path, lanes)
        elif path.is_dir() or path.match("test_*.py"):
            yield path


def _cache(folder: Path) -> list[str]:
    return ["-o", f"cache_dir={folder}"]


def deserves_second_look(failed: list[str]) -> bool:
    """Whether a moment of the machine may explain this: a few tests, and none about what a moment must not touch."""
    return 0 < len(failed) <= AT_MOST and not any(test.startswith(NEVER_TWICE) for test in failed)


def _pytest(arguments: Iterable[str]) -> int:
    return subprocess.run(_command(arguments), cwd=ROOT, check=False).returncode


def _command(arguments: Iterable[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", *arguments]


def _failed(cache: Path) -> list[str]:
    try:
        return sorted(json.loads((cache / "v/cache/lastfailed").read_text(encoding="utf-8")))
    except (OSError, ValueError):  # nothing failed, or pytest could not begin
        return []


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
