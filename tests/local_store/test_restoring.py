"""Put back to a backup: today's file is set aside and never deleted, what would be lost is named, and however it is
killed the folder opens as it was before or as it is after.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.auditing import RESTORED
from counter_app.domain.backup import NotABackup, Restoration
from counter_app.domain.errors import Damaged
from counter_app.domain.sign_in_errors import NobodySignedIn
from counter_app.ports import Store
from local_store.backup import Backups
from local_store.codec import stamp
from local_store.folder import UNDER_WAY, open_or_make
from local_store.restoring import ASIDE, READY, LaidOut, drilled, loss, put_back, set_aside
from tests.contracts.samples import NOON, draft, entry, operation
from tests.parts.backups import backups_of

LATER = NOON + timedelta(minutes=30)


@pytest.fixture
def kept(folder: Path, store: Store) -> Backups:
    """A backup with three receipts, and two receipts more since."""
    for _ in range(3):
        store.record(operation(), draft(), entry())
    backups = backups_of(folder)
    backups.make(NOON, keep=3)
    for _ in range(2):
        store.record(operation(), draft(), entry())
    store.close()
    return backups


def _damage(path: Path, *, page: int) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * page + 100] ^= 1
    path.write_bytes(content)


def _restored(laid: LaidOut) -> None:
    back = Restoration(LATER, laid.header.made_at, "0501", asked=False)
    laid.store.keep_restored(back, replace(entry(RESTORED, at=LATER), subject=stamp(laid.header.made_at)))


def _put_back(kept: Backups) -> None:
    found = kept.last_good()
    assert found is not None
    with put_back(kept, found) as laid:
        _restored(laid)


def _serials(folder: Path) -> list[str]:
    again = open_or_make(folder, practice=True).store
    again.record(operation(at=LATER), draft(), entry(at=LATER))
    numbers = sorted(work.receipt_number.split("-")[3] for work in again.works())
    assert again.verify_audit().whole
    again.close()
    return numbers


def test_what_would_be_lost_is_named_by_receipt_numbers(kept: Backups) -> None:
    found = kept.last_good()
    assert found is not None
    with drilled(kept, found) as laid:
        lost = loss(kept, laid)
    assert [number.split("-")[3] for number in lost.receipts] == ["0004", "0005"]
    assert (lost.all_read, lost.entries) == (True, 2)


def test_of_a_damaged_file_all_that_can_be_read_is_named(folder: Path, kept: Backups) -> None:
    """Whichever page is hit: never a number that was not given, and where not all could be read it says so."""
    found = kept.last_good()
    assert found is not None
    whole, partly = 0, 0
    good = kept.store.read_bytes()
    pages = len(good) // 4096
    with drilled(kept, found) as laid:
        for page in range(0, pages, 3):
            _damage(kept.store, page=page)
            lost = loss(kept, laid)
            assert {number.split("-")[3] for number in lost.receipts} <= {"0004", "0005"}
            if lost.all_read:
                assert len(lost.receipts) == 2
            whole, partly = whole + lost.all_read, partly + (not lost.all_read)
            kept.store.write_bytes(good)
    assert whole > pages // 6
    assert partly > 0, "the first page says how all others are read"


def test_damaged_data_are_put_back_set_aside_and_go_on_with_fresh_numbers(folder: Path, kept: Backups) -> None:
    _damage(kept.store, page=6)
    damaged = kept.store.read_bytes()
    with pytest.raises(Damaged):
        open_or_make(folder, practice=True)
    _put_back(kept)
    assert _serials(folder)[:3] == ["0001", "0002", "0003"]
    assert int(_serials(folder)[-1]) > 10_000
    (name,) = set_aside(folder)
    assert (folder / ASIDE / name / "store.db").read_bytes() == damaged


def test_restored_twice_gives_no_number_twice_and_keeps_both_files(folder: Path, kept: Backups) -> None:
    _put_back(kept)
    given = set(_serials(folder))
    found = kept.last_good()
    assert found is not None
    with put_back(kept, found) as laid:
        at = LATER + timedelta(seconds=10)
        back = Restoration(at, laid.header.made_at, "0501", asked=False)
        laid.store.keep_restored(back, replace(entry(RESTORED, at=at), subject=stamp(laid.header.made_at)))
    assert len(set(_serials(folder)) & given) == 3
    assert len(set_aside(folder)) == 2


def test_a_block_that_ends_badly_changes_nothing(folder: Path, kept: Backups) -> None:
    before = kept.store.read_bytes()
    found = kept.last_good()
    assert found is not None

    def end_badly() -> None:
        with put_back(kept, found) as laid:
            _restored(laid)
            raise NobodySignedIn

    with pytest.raises(NobodySignedIn):
        end_badly()
    assert kept.store.read_bytes() == before
    assert not list(folder.glob("store.db.restored*"))
    assert set_aside(folder) == ()


def test_killed_before_it_is_decided_the_folder_opens_as_it_was(folder: Path, kept: Backups) -> None:
    found = kept.last_good()
    assert found is not None
    with put_back(kept, found) as laid:
        shutil.copytree(folder, folder.with_name("killed"))
        _restored(laid)
    assert len(_serials(folder.with_name("killed"))) == 6
    _put_back(backups_of(folder.with_name("killed"), kept.where))
    assert len(_serials(folder.with_name("killed"))) == 4


@pytest.mark.parametrize("moved", [(), ("-wal",), ("-wal", "")])
def test_killed_once_it_is_decided_the_next_start_ends_it(folder: Path, kept: Backups, moved: tuple[str, ...]) -> None:
    """With a journal of the old file beside it, which must not be read into the new one: at each of its steps."""
    there = open_or_make(folder, practice=True).store
    there.record(operation(at=LATER), draft(), entry(at=LATER))
    journal = (folder / "store.db-wal").read_bytes()
    there.close()
    assert journal
    old = kept.store.read_bytes()
    _put_back(kept)
    shutil.copy(kept.store, folder / READY)
    kept.store.write_bytes(old)
    (folder / "store.db-wal").write_bytes(journal)
    (folder / UNDER_WAY).write_text("20260318T043000000000Z")
    aside = folder / ASIDE / "20260318T043000000000Z"
    aside.mkdir()
    for end in moved:
        (folder / f"store.db{end}").replace(aside / f"store.db{end}")
    assert len(_serials(folder)) == 4
    assert (aside / "store.db").read_bytes() == old
    assert (aside / "store.db-wal").read_bytes() == journal
    assert not (folder / UNDER_WAY).exists()
    assert len(_serials(folder)) == 5


def test_only_a_backup_of_this_folder_that_is_whole_is_put_back(folder: Path, kept: Backups, tmp_path: Path) -> None:
    other = open_or_make(tmp_path / "other", practice=True)
    other.store.close()
    foreign = backups_of(tmp_path / "other").make(NOON, keep=3)
    edited = kept.make(NOON + timedelta(seconds=1), keep=3)
    _damage(edited.path, page=3)
    before = kept.store.read_bytes()
    for one in (kept.check(foreign.path), kept.check(edited.path), edited):
        with pytest.raises(NotABackup) as told, put_back(kept, one):
            pass
        assert one.path.name in told.value.message.zh
    assert kept.store.read_bytes() == before
    assert set_aside(folder) == ()


def test_lost_altogether_it_comes_back(folder: Path, kept: Backups) -> None:
    kept.store.unlink()
    found = kept.last_good()
    assert found is not None
    with drilled(kept, found) as laid:
        assert loss(kept, laid).all_read is False
    _put_back(kept)
    assert len(_serials(folder)) == 4
