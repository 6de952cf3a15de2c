"""How the file is opened: pragmas of every connection, wrong keys, damage, a newer program, a disk that only reads."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.domain.errors import Damaged, NewerThanProgram, StoreTrouble, WrongKey
from counter_app.ports import Store
from local_store.engine import Database
from local_store.folder import STORE_NAME, open_or_make
from tests.contracts.samples import draft, entry, operation, person
from tests.local_store.raw import opened

_PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def _fill(folder: Path) -> bytes:
    """A folder with people and work, closed; the bytes of its file."""
    made = open_or_make(folder, practice=True)
    made.store.keep_people([person(n) for n in range(1, 200)])
    made.store.record(operation(), draft(), entry())
    made.store.close()
    return (folder / STORE_NAME).read_bytes()


def test_every_connection_writes_through_to_the_disk(store: Store, folder: Path, key: str) -> None:
    """Journal and synchronous mode read back on the connection of each of six threads that hold one at once."""
    database = Database(folder / STORE_NAME, key)
    read: list[dict[str, object]] = []
    together = threading.Barrier(6)

    def look() -> None:
        with database.reading() as connection:
            together.wait(10)
            read.append({name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in _PRAGMAS})

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    database.close()
    assert read == [_PRAGMAS] * 6


def test_a_writer_locks_before_its_first_read(store: Store, folder: Path, key: str) -> None:
    """While a writing transaction has done nothing yet, nobody else can begin one; reading goes on."""
    database = Database(folder / STORE_NAME, key)
    with database.writing(), opened(folder, key) as other:
        other.execute("PRAGMA busy_timeout = 0")
        assert other.execute("SELECT count(*) FROM audit").fetchone() == (0,)
        with pytest.raises(Exception, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    database.close()


def test_nothing_personal_can_be_read_in_the_file(folder: Path) -> None:
    content = _fill(folder)
    assert not content.startswith(b"SQLite")
    assert "林晓岚".encode() not in content
    assert person().holder.number.encode() not in content


@pytest.mark.parametrize("other", [os.urandom(32).hex(), "", "no key at all"], ids=["another", "none", "words"])
def test_a_wrong_key_is_told_and_the_file_is_untouched(folder: Path, other: str) -> None:
    before = _fill(folder)
    keys = folder / "practice.key"
    keys.write_text(json.dumps({"store-key": other}), encoding="utf-8")
    with pytest.raises(WrongKey):
        open_or_make(folder, practice=True)
    assert (folder / STORE_NAME).read_bytes() == before


def test_a_lost_key_is_told_and_no_new_one_is_made(folder: Path) -> None:
    before = _fill(folder)
    (folder / "practice.key").unlink()
    with pytest.raises(WrongKey):
        open_or_make(folder, practice=True)
    assert not (folder / "practice.key").exists()
    assert (folder / STORE_NAME).read_bytes() == before


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_flipped_byte_anywhere_is_told_and_the_file_is_untouched(tmp_path: Path, data: st.DataObject) -> None:
    folder = tmp_path / "data"
    path, good = folder / STORE_NAME, tmp_path / "good"
    if not good.exists():
        good.write_bytes(_fill(folder))
    content = bytearray(good.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(content)
    with pytest.raises(Damaged):
        open_or_make(folder, practice=True).store.close()
    assert path.read_bytes() == content


@pytest.mark.parametrize("part", [0.0, 0.001, 0.3, 0.5, 0.99])
@pytest.mark.parametrize("whole_pages", [True, False])
def test_a_truncated_file_is_told_and_untouched(folder: Path, part: float, whole_pages: bool) -> None:
    content = _fill(folder)
    length = int(len(content) * part)
    short = content[: length - length % 4096 if whole_pages else length]
    (folder / STORE_NAME).write_bytes(short)
    with pytest.raises(Damaged):
        open_or_make(folder, practice=True)
    assert (folder / STORE_NAME).read_bytes() == short


def test_another_file_under_the_name_is_told(folder: Path) -> None:
    _fill(folder)
    (folder / STORE_NAME).write_bytes(b"SQLite format 3\0" + bytes(8176))
    with pytest.raises(Damaged):
        open_or_make(folder, practice=True)


def test_a_store_that_is_gone_is_not_made_anew(folder: Path) -> None:
    """An empty store in place of a lost one would hide that everything is lost."""
    _fill(folder)
    (folder / STORE_NAME).unlink()
    with pytest.raises(Damaged):
        open_or_make(folder, practice=True)
    assert not (folder / STORE_NAME).exists()


def test_a_newer_store_is_told_and_untouched(folder: Path) -> None:
    _fill(folder)
    key = json.loads((folder / "practice.key").read_text(encoding="utf-8"))["store-key"]
    with opened(folder, key) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    before = (folder / STORE_NAME).read_bytes()
    with pytest.raises(NewerThanProgram):
        open_or_make(folder, practice=True)
    assert (folder / STORE_NAME).read_bytes() == before


def test_a_store_of_another_folder_is_not_taken(tmp_path: Path) -> None:
    """A practice store laid into another folder under its key keeps its own mark."""
    _fill(tmp_path / "one")
    _fill(tmp_path / "two")
    for name in (STORE_NAME, "practice.key"):
        (tmp_path / "two" / name).write_bytes((tmp_path / "one" / name).read_bytes())
    with pytest.raises(StoreTrouble):
        open_or_make(tmp_path / "two", practice=True)


def test_what_goes_wrong_tells_nothing_personal(store: Store, folder: Path, key: str) -> None:
    """Neither the error nor its causes hold a name or a number."""
    made = operation()
    store.record(made, draft(), entry())
    with opened(folder, key) as connection:
        connection.execute("UPDATE receipts SET body = '{\"title\": \"' || ? || '\"}'", (made.holder_name,))
    with pytest.raises(Damaged) as caught:
        store.receipt(made.id)
    said = ""
    error: BaseException | None = caught.value
    while error is not None:
        said += f"{error!r} {error}"
        error = error.__cause__
    assert made.holder_name not in said
    assert made.holder_number not in said
