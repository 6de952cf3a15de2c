"""A disk that is full when a report is to be recorded: told at once, nothing half-written, works again with room."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from counter_app.domain.holder import Person
from tests.faults import full_disk
from tests.parts.practice_platform import Platform
from tests.parts.processes import program

MOUNT = 'mount -t tmpfs -o size=12m tmpfs "$1" && cp -a "$2" "$1/data" && shift 2 && exec "$@"'


def test_a_full_disk_is_told_and_nothing_is_half_recorded(
    folder: Path, somebody: Callable[[], Person], platform: Platform, tmp_path: Path
) -> None:
    """With each of several last bytes left. Who is told no is on record nowhere; who is told yes is, and the province
    knows.
    """
    people = [somebody().holder.number for _ in full_disk.LEFT]
    disk = tmp_path / "disk"
    disk.mkdir()
    unshare = [program("unshare", package="util-linux"), "--mount"]
    if os.geteuid() != 0:
        unshare += ["--user", "--map-root-user"]
    child = [sys.executable, "-m", full_disk.__name__, str(disk), platform.url, *people]
    run = subprocess.run(
        [*unshare, "sh", "-c", MOUNT, "sh", str(disk), str(folder), *child],
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    told_no = before = 0
    for number, one in zip(people, said["rounds"], strict=True):
        status, answer, stands = one["full"]
        if status == 0:
            assert stands in (before + 1, -1), one
        else:
            told_no += 1
            assert (status, answer["error"]["code"]) == (1, "DiskFull"), one
            assert "不算受理" in answer["error"]["message"]
            assert stands in (before, -1), one
        if one["words"][0] == 1 and "已满" in one["words"][2]:
            assert (one["words"][1], len(one["words"][2].splitlines())) == ("", 2)
        status, answer, before = one["room"][0], one["room"][1], before + 1
        assert one["room"][2] == before, "with room it is on record, once"
        if status != 0:
            assert answer["error"]["code"] in ("AlreadyLost", "NotEligible"), "it stood already"
        assert len(platform.rows("SELECT times FROM answer WHERE holder = ?", number)) == 1, one
    assert 2 <= told_no < len(people), said
    assert said["audit"]["whole"] is True
    assert len(said["outbox"]["operations"]) == len(people)
    assert {row["settlement"] for row in said["outbox"]["operations"]} == {"accepted"}
