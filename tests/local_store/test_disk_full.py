"""A full disk on recording: told at once, nothing half-written, and work goes on when there is room again.

The disk is real: a tmpfs of a few megabytes in a mount namespace of the test's own.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.domain.errors import StoreTrouble
from local_store.folder import open_or_make
from tests.contracts.samples import draft, entry, operation
from tests.parts.processes import program

ROOT = Path(__file__).resolve().parents[2]


def on_own_mounts(script: str, *arguments: str) -> str:
    """Run a shell script where mounts are its own; its standard output."""
    unshare = program("unshare", package="util-linux")
    command = [unshare, "--map-root-user", "--mount", "sh", "-euc", script, "sh", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_full_disk_is_told_and_nothing_is_half_written(tmp_path: Path) -> None:
    script = 'mount -t tmpfs -o size=6m tmpfs "$1"; exec "$2" -m tests.local_store.full_disk "$1"'
    said = json.loads(on_own_mounts(script, str(tmp_path), sys.executable))
    for one in said["rounds"]:
        recorded = one["outcomes"].count("recorded")
        assert one["outcomes"][-1] == "DiskFull", one
        assert one["full"][:3] == [one["before"][0] + recorded, one["before"][1] + recorded, True], one
        assert one["full"][3] == ["recorded" if recorded else "asking"], one
        assert one["after"] == "recorded", one
    assert said["full"] == ["DiskFull", "DiskFull"]
    assert [whole for _works, _entries, whole, _visits in said["free"]] == [True, True]


_READ_ONLY = """
import sys
from pathlib import Path
from counter_app.domain.errors import StoreTrouble
from local_store.folder import open_or_make
from tests.contracts.samples import draft, entry, operation
try:
    open_or_make(Path(sys.argv[1]), practice=True).store.record(operation(), draft(), entry())
except StoreTrouble as error:
    print(error.code)
"""


def test_a_disk_that_only_reads_is_told_and_the_file_untouched(folder: Path) -> None:
    opened = open_or_make(folder, practice=True)
    opened.store.record(operation(), draft(), entry())
    opened.store.close()
    before = (folder / "store.db").read_bytes()
    script = 'mount --bind "$1" "$1"; mount -o remount,bind,ro "$1"; exec "$2" -c "$3" "$1"'
    assert on_own_mounts(script, str(folder), sys.executable, _READ_ONLY).strip() == "ReadOnly"
    assert (folder / "store.db").read_bytes() == before


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreTrouble):
        open_or_make(tmp_path / "file" / "data", practice=True)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
