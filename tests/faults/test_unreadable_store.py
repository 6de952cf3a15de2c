"""A wrong key, a damaged or missing store, a mark that is none: each command says so, takes no work, changes no
byte.
"""

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.parts.command import Command
from tests.parts.counting import recorded
from tests.parts.practice_folder import NOWHERE

COMMANDS = (
    ("outbox",),
    ("sync", "--until-empty"),
    ("audit", "verify"),
    ("receipt", "439901-01-261121-0001-9"),
    ("carry-out", "temporary-loss", "--answers", "-"),
    ("carry-out", "temporary-loss", "--example"),
)


def _another_key(folder: Path) -> None:
    (folder / "practice.key").write_text(json.dumps({"store-key": os.urandom(32).hex()}), encoding="utf-8")


def _no_key(folder: Path) -> None:
    (folder / "practice.key").unlink()


def _key_file_garbled(folder: Path) -> None:
    (folder / "practice.key").write_bytes(b"\x00\x01")


def _flipped(folder: Path) -> None:
    store = folder / "store.db"
    content = bytearray(store.read_bytes())
    content[len(content) // 2] ^= 0xFF
    store.write_bytes(content)


def _head_flipped(folder: Path) -> None:
    store = folder / "store.db"
    store.write_bytes(b"SQLite format 3\0" + store.read_bytes()[16:])


def _cut_short(folder: Path) -> None:
    os.truncate(folder / "store.db", (folder / "store.db").stat().st_size // 2 + 100)


def _empty(folder: Path) -> None:
    os.truncate(folder / "store.db", 0)


def _gone(folder: Path) -> None:
    (folder / "store.db").unlink()


def _of_another_counter(folder: Path) -> None:
    other = folder.with_name("other")
    Command(other, inside=True)("outbox")
    shutil.copy(other / "store.db", folder / "store.db")


def _mark_garbled(folder: Path) -> None:
    (folder / "folder.json").write_text('{"kind": "practice"', encoding="utf-8")


def _mark_lost(folder: Path) -> None:
    (folder / "folder.json").unlink()


WAYS: Mapping[str, tuple[Callable[[Path], None], str]] = {
    "another key": (_another_key, "WrongKey"),
    "no key": (_no_key, "WrongKey"),
    "key file garbled": (_key_file_garbled, "Damaged"),
    "a byte flipped": (_flipped, "Damaged"),
    "first bytes gone": (_head_flipped, "Damaged"),
    "cut short": (_cut_short, "Damaged"),
    "empty": (_empty, "Damaged"),
    "gone": (_gone, "Damaged"),
    "of another counter": (_of_another_counter, "Damaged"),
    "mark garbled": (_mark_garbled, "Damaged"),
    "mark lost": (_mark_lost, "Damaged"),
}


DEVICES = frozenset(("id-reader", "id.control"))  # a link to its line and a socket, made when doctor asks it


def snapshot(folder: Path) -> dict[str, bytes]:
    """Every byte in the folder; lock files hold none and may come, and so may the ends of practice's own devices."""
    files = (file for file in sorted(folder.iterdir()) if file.suffix != ".lock" and file.name not in DEVICES)
    return {file.name: file.read_bytes() for file in files}


def unchanged(folder: Path, before: Mapping[str, bytes]) -> None:
    """Each file is as it was, byte for byte. Looking at a store in WAL mode may leave its index file and an empty
    log.
    """
    after = snapshot(folder)
    assert {name: after.pop(name) for name in before} == before
    assert not after.pop("store.db-wal", b"")
    assert set(after) <= {"store.db-shm"}


@pytest.mark.parametrize("way", WAYS)
def test_a_store_that_cannot_be_opened_is_told_and_left_as_it_is(way: str, inside: Command) -> None:
    spoil, code = WAYS[way]
    counter = replace(inside, sets=(f"platform.url={NOWHERE}",))
    assert counter("outbox").status == 0
    spoil(counter.folder)
    before = snapshot(counter.folder)
    for words in COMMANDS:
        said = counter(*words, given='{"holder": {"number": "439901198805166009"}}')
        assert (said.status, said.error["code"]) == (1, code), words
        told = counter.words(*words, given='{"holder": {"number": "439901198805166009"}}')
        assert (told.status, told.out, len(told.err.splitlines())) == (1, "", 2), words
        assert "没有改动" in told.err
    health = counter("doctor")
    assert health.status == 1
    unchanged(counter.folder, before)


def test_the_process_of_its_own_says_the_same(counter: Command) -> None:
    _flipped(counter.folder)
    before = snapshot(counter.folder)
    said = counter.having("language=en").words("outbox")
    assert (said.status, said.out) == (1, "")
    assert said.err.splitlines() == [
        "The data on this machine is damaged",
        "Stop taking work and call the administrator; the file is untouched",
    ]
    unchanged(counter.folder, before)


def test_with_its_key_back_the_store_goes_on(inside: Command) -> None:
    key = (inside.folder / "practice.key").read_bytes()
    _another_key(inside.folder)
    assert inside("outbox").error["code"] == "WrongKey"
    (inside.folder / "practice.key").write_bytes(key)
    assert inside("carry-out", "temporary-loss", "--example").status == 0
    assert recorded(inside.folder) == ()
