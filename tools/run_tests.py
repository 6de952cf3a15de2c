"""All tests in one order, and a second look at a few that failed: was it the program, or a moment of the machine?

Tests of the identity card reader wait for a serial line most of their time, so they run beside those that only reckon
(`RECKONING`); everything else, tests of pace among them, has the machine to itself afterwards.

A test that fails is run again, alone and in a process of its own. Fails again: the run fails. Passes: it is named as
unsteady at the end, so that nobody overlooks it. There is no second look where a moment must not matter (`NEVER_TWICE`:
nothing lost, nothing twice, nothing out of order), and none when more than `AT_MOST` tests failed: that is no moment.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AT_MOST = 3
NEVER_TWICE = ("tests/faults/", "tests/local_store/", "tests/sync/", "tests/domain/", "tests/life/")
SEED = "20261122"
"""The order is shuffled, so that no test leans on another, and is the same on every machine; `SEED=n` takes another."""
WAITING = "tests/readers/identity"
RECKONING = tuple(
    f"tests/{name}" for name in ("contracts", "core", "desk", "domain", "local_store", "printing", "provinces")
)
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
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        waiting = [WAITING, *_cache(caches / "waiting"), *arguments]
        beside = subprocess.Popen(_command(waiting), cwd=ROOT, stdout=said, stderr=subprocess.STDOUT)
        reckoning = _pytest([*RECKONING, *_cache(caches / "reckoning"), *arguments])
        waited = beside.wait()
        said.seek(0)
        print(said.read(), flush=True)
    elsewhere = [f"--ignore={path}" for path in (WAITING, *RECKONING)]
    return waited, reckoning, _pytest([*elsewhere, *_cache(caches / "rest"), *arguments])


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
