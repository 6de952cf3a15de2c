"""`counter doctor` on the files of print jobs: what the print server does with them, and what to do."""

from pathlib import Path
from typing import Any

import pytest

from tests.parts.command import Command
from tests.parts.printer import NOT_KEPT, Printer, cups


def _row(folder: Path, *, printer: Printer | None, queue: str = "receipt") -> dict[str, Any] | None:
    sets = () if printer is None else (f"printers.{queue}={printer.queue}", f"printers.server={printer.server}")
    parts = Command(folder, ("readers.ssc=off", *sets))("doctor").json["parts"]
    return next((part for part in parts if part["part"] == "job_files"), None)


@pytest.mark.parametrize(
    ("setting", "state", "words"),
    [
        (NOT_KEPT, "ok", ("打完即删",)),
        ("PreserveJobFiles Yes", "trouble", ("一直保留", "cupsctl PreserveJobFiles=No", "cancel -a -x")),
        ("PreserveJobFiles 7200", "trouble", ("2 小时",)),
    ],
)
def test_files_that_are_kept_are_trouble_and_it_says_what_to_do(
    tmp_path: Path, setting: str, state: str, words: tuple[str, ...]
) -> None:
    with cups(kept=setting) as printer:
        row = _row(tmp_path / "data", printer=printer)
    assert row is not None
    assert row["state"] == state
    for word in words:
        assert word in str(row)


def test_the_queue_of_the_copies_of_personal_data_counts_as_well(tmp_path: Path) -> None:
    with cups(kept="PreserveJobFiles Yes") as printer:
        row = _row(tmp_path / "data", printer=printer, queue="a4")
    assert row is not None
    assert row["state"] == "trouble"


def test_where_nothing_is_printed_nothing_is_said(tmp_path: Path) -> None:
    assert _row(tmp_path / "data", printer=None) is None
