"""A print server is asked whether it keeps the files of jobs, and tells the truth: each setting on a real server."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from printing.kept_jobs import Kept, KeptJobs, kept_jobs, meaning
from tests.parts.printer import Printer, cups
from tests.parts.processes import wait_until

DAY = 86400


@pytest.mark.parametrize(
    ("setting", "found"),
    [
        ("PreserveJobFiles No\nPreserveJobHistory Yes", KeptJobs(Kept.NO)),
        ("PreserveJobFiles Yes\nPreserveJobHistory No", KeptJobs(Kept.NO)),
        ("PreserveJobFiles Yes\nPreserveJobHistory Yes", KeptJobs(Kept.YES)),
        ("PreserveJobFiles 7200", KeptJobs(Kept.YES, 7200)),
        ("# nothing said", KeptJobs(Kept.YES, DAY)),
    ],
)
def test_what_is_told_is_what_becomes_of_a_job(setting: str, found: KeptJobs, tmp_path: Path) -> None:
    with cups(kept=setting) as printer:
        assert kept_jobs(printer.server) == found
        _print(printer, tmp_path / "paper.txt")
        if found.files is Kept.NO:
            wait_until(lambda: not list(printer.spool.glob("d*")), what="the job's file is gone")
        else:
            wait_until(lambda: "receipt-test-1" in _completed(printer), what="the job is done")
            assert [file.read_bytes() for file in printer.spool.glob("d*")] == [b"made-up words"]


def _print(printer: Printer, paper: Path) -> None:
    paper.write_bytes(b"made-up words")
    command = ("lp", "-h", printer.server, "-d", printer.queue, str(paper))
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    wait_until(lambda: list(printer.jobs.glob("*.job")) != [], what="the job came out")


def _completed(printer: Printer) -> str:
    command = ("lpstat", "-h", printer.server, "-W", "completed", "-o")
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=30).stdout


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("PreserveJobFiles=No\n", KeptJobs(Kept.NO)),
        ("preservejobfiles off\n", KeptJobs(Kept.NO)),
        ("  PreserveJobFiles\t0\n", KeptJobs(Kept.NO)),
        ("#PreserveJobFiles No\n", KeptJobs(Kept.YES, DAY)),
        ("PreserveJobFiles 1w\n", KeptJobs(Kept.YES)),
        ("PreserveJobFiles ４\n", KeptJobs(Kept.YES)),
        ("", KeptJobs(Kept.YES, DAY)),
    ],
)
def test_the_lines_mean_what_the_manual_says(said: str, found: KeptJobs) -> None:
    assert meaning(said) == found


def test_where_nobody_answers_the_file_is_read_and_where_it_is_not_there_nothing_is_claimed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUPS_SERVER", "127.0.0.1:1")
    conf = tmp_path / "cupsd.conf"
    assert kept_jobs("", conf=conf) == KeptJobs(Kept.UNKNOWN)
    conf.write_text("PreserveJobFiles No\n", encoding="ascii")
    assert kept_jobs("", conf=conf) == KeptJobs(Kept.NO)
    assert kept_jobs("127.0.0.1:1", conf=conf) == KeptJobs(Kept.UNKNOWN)  # not the server of that file


def test_another_machine_is_not_asked() -> None:
    assert kept_jobs("print.example:631") == KeptJobs(Kept.UNKNOWN, elsewhere=True)
