"""A data folder is practice or real for life; where its key is kept, and who may read it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from counter_app.domain.errors import Damaged
from counter_app.ports import Store
from local_store.folder import mark_of, open_or_make
from tests.local_store.raw import opened


def test_an_empty_or_missing_folder_becomes_a_practice_folder_and_stays_one(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for name in ("empty", "missing/deep"):
        for practice in (True, False):
            there = open_or_make(tmp_path / name, practice=practice)
            assert there.practice
            there.store.close()
        mark = mark_of(tmp_path / name)
        assert mark is not None
        assert mark.practice


def test_a_folder_not_made_yet_has_no_mark(tmp_path: Path) -> None:
    assert mark_of(tmp_path / "missing") is None
    assert not (tmp_path / "missing").exists()


def test_the_key_file_is_its_owners_alone_and_says_what_it_is(folder: Path) -> None:
    there = open_or_make(folder, practice=True)
    mode = stat.S_IMODE((folder / "practice.key").stat().st_mode)
    assert mode == 0o600
    assert stat.S_IMODE((folder / "store.db").stat().st_mode) == 0o600
    assert "practice.key" in there.secrets.describe().zh
    assert "practice.key" in there.secrets.describe().en
    there.secrets.put("other", "value")
    key = there.secrets.get("store-key")
    assert there.secrets.get("other") == "value"
    assert there.secrets.get("missing") is None
    assert key is not None
    assert len(bytes.fromhex(key)) == 32
    assert stat.S_IMODE((folder / "practice.key").stat().st_mode) == 0o600
    there.store.close()


def test_each_folder_has_a_key_of_its_own(tmp_path: Path) -> None:
    folders = [open_or_make(tmp_path / name, practice=True) for name in ("a", "b")]
    assert len({there.secrets.get("store-key") for there in folders}) == 2
    for there in folders:
        there.store.close()


def test_a_mark_rewritten_by_hand_opens_nothing(folder: Path, store: Store, key: str) -> None:
    """Practice cannot be turned into real, nor a key file be given to a real folder, nor the mark be broken."""
    store.close()
    path = folder / "folder.json"
    mark = json.loads(path.read_text(encoding="utf-8"))
    changes = ({"kind": "real"}, {"kind": "other"}, {"secrets": "other"}, {"id": "x"}, {"more": 1})
    for text in (*(json.dumps({**mark, **change}) for change in changes), "", "{", "[]", "{}"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(Damaged):
            open_or_make(folder, practice=True)
    path.write_bytes(b"\xff{}")
    with pytest.raises(Damaged):
        open_or_make(folder, practice=True)
    path.write_text(json.dumps(mark), encoding="utf-8")
    with opened(folder, key) as connection:
        assert dict(connection.execute("SELECT name, value FROM meta").fetchall())["kind"] == "practice"


def test_a_store_without_its_mark_is_not_taken_for_a_new_folder(folder: Path, store: Store) -> None:
    store.close()
    (folder / "folder.json").unlink()
    with pytest.raises(Damaged):
        open_or_make(folder, practice=True)


_USE = """
import json, sys
from pathlib import Path
from local_store.folder import open_or_make
from counter_app.domain.errors import CounterError
from tests.contracts.samples import draft, entry, operation
folder, practice = Path(sys.argv[1]), sys.argv[2] == "practice"
try:
    there = open_or_make(folder, practice=practice)
    there.store.record(operation(), draft(), entry())
    said = [there.practice, len(there.store.works()), there.secrets.describe().en]
    there.store.close()
except CounterError as error:
    said = [error.code]
print(json.dumps(said))
"""


def _used(folder: Path, kind: str, env: dict[str, str]) -> list[object]:
    command = [sys.executable, "-c", _USE, str(folder), kind]
    root = Path(__file__).resolve().parents[2]
    full = {**os.environ, **env}
    done = subprocess.run(command, check=False, env=full, capture_output=True, text=True, timeout=60, cwd=root)
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def test_a_real_folder_is_not_made_without_a_keyring(tmp_path: Path) -> None:
    """And nothing is left that would decide what the folder is, or keep a key in the open."""
    assert _used(tmp_path / "real", "real", {"PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}) == [
        "NoKeyring"
    ]
    assert mark_of(tmp_path / "real") is None
    assert not list((tmp_path / "real").glob("*.key"))


@pytest.mark.parametrize("kind", ["real", "practice"])
def test_the_key_is_in_the_os_keyring_when_there_is_one(
    tmp_path: Path, keyring_service: dict[str, str], kind: str
) -> None:
    """A real keyring keeps it over processes; without that keyring the folder stays shut, and no key file appears."""
    folder = tmp_path / kind
    words = "Keys are in the OS keyring"
    assert _used(folder, kind, keyring_service) == [kind == "practice", 1, words]
    assert _used(folder, "practice", keyring_service) == [kind == "practice", 2, words]
    assert not list(folder.glob("*.key"))
    assert _used(folder, kind, {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}) == ["NoKeyring"]
    assert not list(folder.glob("*.key"))
    assert _used(folder, kind, keyring_service) == [kind == "practice", 3, words]


def test_practice_does_not_wait_for_a_keyring_that_is_locked_or_has_no_collection(
    tmp_path: Path, session_bus: dict[str, str]
) -> None:
    """A bus where the keyring has no open default collection: nobody is asked for a password, the key file is used."""
    said = _used(tmp_path / "data", "practice", session_bus)
    assert said[:2] == [True, 1]
    assert "practice.key" in str(said[2])
