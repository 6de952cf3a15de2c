"""A backup is a true copy of one moment, proved before it bears its name; a stranger's, an edited, a renamed one and
half of one are known for what they are.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.domain.backup import BackupFolderTrouble, BackupState, BackupUnderWay, NoRoomForBackup
from counter_app.domain.errors import Damaged
from counter_app.ports import Store
from local_store.backup import Backups, turn
from local_store.folder import open_or_make
from local_store.restoring import drilled
from tests.contracts.samples import NOON, draft, entry, number_of, operation
from tests.local_store.raw import opened
from tests.local_store.test_disk_full import on_own_mounts
from tests.parts.backups import backups_of
from tests.parts.processes import wait_until

ROOT = Path(__file__).resolve().parents[2]
SECOND = timedelta(seconds=1)


@pytest.fixture
def kept(folder: Path, store: Store) -> Backups:
    """The backups of a counter with three receipts."""
    for _ in range(3):
        store.record(operation(), draft(), entry())
    return backups_of(folder)


def test_a_backup_says_what_it_is_and_holds_all_of_it(kept: Backups, store: Store) -> None:
    made = kept.make(NOON, keep=3)
    header = made.header
    assert made.state is BackupState.GOOD
    assert header is not None
    assert made.path.name == "ssc-439901-01-20260318T040000Z.sscb"
    assert (header.operations, header.receipts, header.entries, header.whole) == (3, 3, 3, True)
    assert header.last_receipt.startswith("439901-01-260318-0003-")
    assert [(one.name, one.length) for one in header.chains] == [("439901-01", 3)]
    with drilled(kept, made) as laid:
        assert laid.store.works() == store.works()
        assert laid.store.verify_audit().whole
    assert not list(kept.store.parent.glob("drill*"))


def test_whoever_steals_the_stick_reads_nobody_in_it(kept: Backups, folder: Path) -> None:
    """No name, no number; not with another key, nor with that of the store itself."""
    made = kept.make(NOON, keep=3)
    content = made.path.read_bytes()
    for text in (number_of(1), "阿依古丽", "SQLite format 3"):
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            assert text.encode(encoding) not in content
    assert replace(kept, key="ab" * 32).check(made.path).state is BackupState.EDITED


def test_it_is_made_while_work_goes_on_and_is_one_moment_of_it(kept: Backups, store: Store) -> None:
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            store.record(operation(), draft(), entry())

    worker = threading.Thread(target=work)
    worker.start()
    try:
        wait_until(lambda: len(store.works()) > 5)
        headers = [kept.make(NOON + SECOND * n, keep=9).header for n in range(5)]
    finally:
        stop.set()
        worker.join()
    counts = [header.operations for header in headers if header is not None]
    assert len(counts) == 5
    assert counts == sorted(counts)
    assert all(header.entries == header.receipts == header.operations and header.whole for header in headers if header)
    assert len(store.works()) > counts[0], "nobody waited for the backup"


@pytest.mark.parametrize("place", [0.1, 0.5, 0.97, 0.999, 1.0])
def test_one_changed_byte_anywhere_is_noticed(kept: Backups, place: float) -> None:
    good, edited = kept.make(NOON, keep=3), kept.make(NOON + SECOND, keep=3)
    content = bytearray(edited.path.read_bytes())
    content[int((len(content) - 1) * place)] ^= 1
    edited.path.write_bytes(content)
    assert kept.check(edited.path).state in (BackupState.EDITED, BackupState.NOT_READABLE)
    found = kept.last_good()
    assert found is not None
    assert found.path == good.path


def test_half_of_one_and_what_is_none_are_known(kept: Backups) -> None:
    made = kept.make(NOON, keep=3)
    content = made.path.read_bytes()
    for part in (b"", b"no backup", content[: len(content) // 2], content[:-1], content[1:]):
        made.path.write_bytes(part)
        assert kept.check(made.path).state in (BackupState.EDITED, BackupState.NOT_READABLE)
    assert kept.last_good() is None


def test_an_older_one_under_a_newer_name_is_noticed(kept: Backups) -> None:
    old, new = kept.make(NOON, keep=3), kept.make(NOON + SECOND, keep=3)
    old.path.replace(new.path)
    assert [one.state for one in kept.list()] == [BackupState.RENAMED]
    assert kept.last_good() is None


def test_that_of_another_counter_is_noticed_under_whatever_name(kept: Backups, tmp_path: Path) -> None:
    other = open_or_make(tmp_path / "other", practice=True)
    other.store.close()
    foreign = backups_of(tmp_path / "other").make(NOON, keep=3)
    mine = kept.make(NOON, keep=3)
    foreign.path.replace(mine.path)
    assert kept.check(mine.path).state is BackupState.OTHER_COUNTER
    content = mine.path.read_bytes()
    disguised = content.replace(backups_of(tmp_path / "other").folder_id.encode(), kept.folder_id.encode())
    mine.path.write_bytes(disguised)
    assert kept.check(mine.path).state is BackupState.EDITED


def test_the_last_few_are_kept_and_what_is_not_known_is_left_alone(kept: Backups) -> None:
    kept.make(NOON, keep=2)
    stranger = kept.where / "mine-too.sscb"
    stranger.write_bytes(b"something of somebody's")
    for n in range(1, 5):
        kept.make(NOON + SECOND * n, keep=2)
    good = [one for one in kept.list() if one.state is BackupState.GOOD]
    assert [one.header.made_at for one in good if one.header] == [NOON + SECOND * 4, NOON + SECOND * 3]
    assert stranger.read_bytes() == b"something of somebody's"
    assert len(list(kept.where.iterdir())) == 3


def test_a_broken_chain_is_copied_and_told_and_pushes_no_good_one_out(kept: Backups, store: Store) -> None:
    good = kept.make(NOON, keep=1)
    with opened(kept.store.parent, kept.key) as connection:
        connection.execute("UPDATE audit SET clerk = 'x' WHERE serial = 2")
    broken = kept.make(NOON + SECOND, keep=1)
    assert broken.state is BackupState.BROKEN_CHAIN
    found = kept.last_good()
    assert found is not None
    assert found.path == good.path


def test_damaged_data_are_not_kept_as_a_good_copy(kept: Backups, store: Store) -> None:
    good = kept.make(NOON, keep=1)
    store.close()
    content = bytearray(kept.store.read_bytes())
    content[4096 * 6 + 100] ^= 1
    kept.store.write_bytes(content)
    with pytest.raises(Damaged):
        kept.make(NOON + SECOND, keep=1)
    assert [one.path for one in kept.list()] == [good.path]
    assert [path.name for path in kept.where.iterdir()] == [good.path.name]


def test_two_do_not_make_one_at_a_time(kept: Backups) -> None:
    with turn(kept.store.parent), pytest.raises(BackupUnderWay):
        kept.make(NOON, keep=3)


def test_a_folder_that_cannot_be_used_is_told_with_what_to_do(kept: Backups, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(BackupFolderTrouble) as told:
        replace(kept, where=tmp_path / "file" / "deep").make(NOON, keep=3)
    assert "file" in told.value.message.en
    assert "backup.folder" in told.value.what_next.en


def test_a_full_stick_is_told_and_what_was_there_stays(kept: Backups, tmp_path: Path) -> None:
    """No room from the beginning, and none in the middle; a mount of its own, a few hundred kilobytes."""
    stick = tmp_path / "stick"
    stick.mkdir()
    script = 'mount -t tmpfs -o size=2m tmpfs "$1"; exec "$2" -m tests.local_store.full_stick "$1" "$3"'
    said = json.loads(on_own_mounts(script, str(stick), sys.executable, str(kept.store.parent)))
    assert said == {"first": "good", "asked": NoRoomForBackup.__name__, "middle": "told", "left": ["good"]}


def test_killed_in_the_middle_nothing_bears_a_name_and_the_next_sweeps_up(kept: Backups, store: Store) -> None:
    good = kept.make(NOON, keep=3)
    command = [sys.executable, "-m", "tests.local_store.full_stick", "die", str(kept.store.parent)]
    died = subprocess.run(command, cwd=ROOT, check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL
    assert [path.name for path in kept.where.glob("*.sscb")] == [good.path.name]
    assert list(kept.where.glob(".*.making")), "it died in the middle"
    kept.make(NOON + SECOND, keep=3)
    assert not list(kept.where.glob(".*.making*"))
