"""All tests in one order, and a second look at a few that failed: was it the program, or a moment of the machine?

Several run at once, one for each core: which go together say the lanes (`tests.parts.lanes`), and whoever has time
takes the next file, so that a new one finds its place by itself. Only files that hold a time against a limit (`ALONE`)
have the machine to themselves, afterwards.

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
NEVER_TWICE = (
    *("tests/faults/", "tests/local_store/", "tests/sync/", "tests/domain/", "tests/life/"),
    *("tests/desk/test_print_jobs.py", "tests/desk/test_roll_and_folder.py", "tests/printing/test_escpos_roll.py"),
    *("tests/printing/test_ipp_printer.py", "tests/printing/test_pdf_folder.py"),
)
SEED = "20261122"
"""The order is shuffled, so that no test leans on another, and is the same on every machine; `SEED=n` takes another."""
ALONE = (
    "tests/desk/test_reconciling_pace.py",
    "tests/faults/test_together.py",
    "tests/journeys/test_card_that_asks.py",
    "tests/journeys/test_online_and_offline.py",
    "tests/journeys/test_with_a_card.py",
    "tests/journeys/test_with_an_identity_card.py",
    "tests/practice/test_server.py",
    "tests/readers/test_simulator.py",
    "tests/readers/test_watch.py",
    "tests/test_start.py",
    "tests/ui/test_warming.py",
)
"""Files that hold a time against a limit: milliseconds, or seconds that a person would count."""
_FAILED = 1  # pytest: some tests failed; other numbers: it could not run


def main(arguments: list[str]) -> int:
    """Exit status for a shell: 0 when every test passed, the first time or, for a few, the second."""
    order = ["-p", "randomly", f"--randomly-seed={os.environ.get('SEED', SEED)}"]
    with tempfile.TemporaryDirectory() as folder:
        parts = {Path(folder) / "together": together(), Path(folder) / "alone": list(ALONE)}
        runs = [_pytest([*part, "-o", f"cache_dir={cache}", *order, *arguments]) for cache, part in parts.items()]
        failed = sorted(test for cache in parts for test in _failed(cache))
    failed_now = worst(runs)
    if failed_now != _FAILED or not deserves_second_look(failed):
        return failed_now
    print(f"\n{len(failed)} failed. Once more, alone:", *failed, sep="\n  ", flush=True)
    steady = [test for test in failed if _pytest([*order, "-p", "no:cacheprovider", test]) == 0]
    print("\nUNSTEADY, failed once and passed alone:", *(steady or ["none"]), sep="\n  ", flush=True)
    return 0 if steady == failed else failed_now


def together() -> list[str]:
    """Everything but `ALONE`, in as many processes as there are cores (`LANES=n`: in n), two at least: a core that a
    test leaves idle while it waits is another's.
    """
    lanes = os.environ.get("LANES") or str(max(2, os.cpu_count() or 1))
    several = [f"--numprocesses={lanes}", "--dist=loadfile", "--max-worker-restart=4"]  # one that dies is begun anew
    return ["tests", *(f"--ignore={path}" for path in ALONE), *several]


def worst(runs: list[int]) -> int:
    """One exit status for several runs. One that was killed (below 0) or could not run says more than a failed test."""
    return max((abs(run) for run in runs if run not in (0, _FAILED)), default=max(runs))


def deserves_second_look(failed: list[str]) -> bool:
    """Whether a moment of the machine may explain this: a few tests, and none about what a moment must not touch."""
    return 0 < len(failed) <= AT_MOST and not any(test.startswith(NEVER_TWICE) for test in failed)


def _pytest(arguments: Iterable[str]) -> int:
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode


def _failed(cache: Path) -> list[str]:
    try:
        return sorted(json.loads((cache / "v/cache/lastfailed").read_text(encoding="utf-8")))
    except (OSError, ValueError):  # nothing failed, or pytest could not begin
        return []


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
