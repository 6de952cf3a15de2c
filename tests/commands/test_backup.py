"""`counter backup` as an administrator at a shell uses it: made, tried, and put back after the file was damaged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from filelock import FileLock

from counter_app.backup_wiring import WINDOW_LOCK
from counter_app.domain.holder import Person
from local_store.folder import open_or_make
from tests.parts.calendar_day import lasting_today
from tests.parts.command import Command
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform

Somebody = Callable[[], Person]


@pytest.fixture
def alone(inside: Command) -> Command:
    """Without a line, which none of this needs."""
    return replace(inside, sets=(f"platform.url={NOWHERE}",))


def _damage(folder: Path, *, page: int) -> None:
    store = folder / "store.db"
    content = bytearray(store.read_bytes())
    content[4096 * page + 100] ^= 1
    store.write_bytes(content)


def _receipt(said: Command, somebody: Somebody) -> str:
    return str(said.carry_out("temporary-loss", somebody().holder.number).json["receipt"])


def test_a_damaged_file_comes_back_with_what_is_lost_named_by_receipts(
    inside: Command, somebody: Somebody, platform: Platform
) -> None:
    """No page of it can be read, so the platform's count leads to the number; afterwards the courier asks it what it
    has, numbers go on afresh, and the trail says that it was restored.
    """
    inside, today = inside.having("window=81"), lasting_today().isoformat()
    kept = _receipt(inside, somebody)
    made = inside("backup", "make").json
    assert (made["state"], made["last_receipt"]) == ("good", kept)
    lost = [_receipt(inside, somebody) for _ in range(2)]
    _damage(inside.folder, page=0)
    assert inside("outbox").error["code"] == "Damaged"
    assert [one["state"] for one in inside("backup", "list").json["backups"]] == ["good"]
    drilled = inside("backup", "drill").json
    assert drilled["whole"] is True
    assert drilled["loses"]["all_read"] is False
    assert (drilled["loses"]["reckoned"], drilled["loses"]["platform"]) == (lost, 2)
    first = inside("backup", "restore")
    assert (first.status, first.json["restored"]) == (1, False)
    assert inside("outbox").error["code"] == "Damaged", "it only said what it would lose"
    done = inside("backup", "restore", "--yes", "--reason", "盘坏了").json
    assert done["restored"] is True
    assert [row["receipt"] for row in inside("outbox").json["operations"]] == [kept]
    assert [inside("sync").status for _ in range(2)] == [0, 0]
    assert [_said(inside, "reconciliation.done"), _said(inside, "reconciliation.unknown")] == [1, 2], "once, by itself"
    differs = inside("reconcile", "--day", today).json["differences"]
    assert [one["what"] for one in differs] == ["unknown", "unknown"]
    again = _receipt(inside, somebody)
    assert int(again.split("-")[3]) > 10_000
    assert inside("audit", "verify").json["whole"] is True
    assert len(inside("backup", "list").json["set_aside"]) == 1


def _said(inside: Command, what: str) -> int:
    store = open_or_make(inside.folder, practice=True).store
    try:
        return len(store.entries(what, since=datetime(2026, 1, 1, tzinfo=UTC)))
    finally:
        store.close()


def test_of_a_whole_file_each_lost_receipt_is_named_before_and_nothing_is_deleted(
    alone: Command, somebody: Somebody
) -> None:
    alone("backup", "make")
    lost = [_receipt(alone, somebody) for _ in range(3)]
    before = (alone.folder / "store.db").read_bytes()
    loses = alone("backup", "drill").json["loses"]
    assert (loses["receipts"], loses["all_read"], loses["platform"]) == (lost, True, None)
    words = alone.words("backup", "restore").out
    assert all(number in words for number in lost)
    assert alone("backup", "restore", "--yes", "--reason", "试").json["restored"] is True
    [aside] = alone("backup", "list").json["set_aside"]
    assert (alone.folder / "set-aside" / aside / "store.db").read_bytes()[:16] == before[:16]
    assert alone("audit", "verify").json["whole"] is True


def test_doctor_tells_when_the_last_one_was_made(alone: Command) -> None:
    assert _row(alone)["state"] == "off"
    alone("backup", "make")
    said = _row(alone)
    assert said["state"] == "ok"
    assert str(alone.folder / "backups") in said["what"]


def _row(alone: Command) -> dict[str, str]:
    return next(part for part in alone("doctor").json["parts"] if part["part"] == "backup")


def test_only_an_administrator_with_a_reason_and_with_the_window_closed(alone: Command) -> None:
    alone("backup", "make")
    for words in (("make",), ("list",), ("check",), ("drill",), ("restore", "--yes", "--reason", "x")):
        assert alone("backup", *words, "--clerk", "0318").error["code"] == "NotAllowed"
    no_reason = alone("backup", "restore", "--yes")
    assert (no_reason.status, no_reason.error["code"]) == (2, "UsedWrongly")
    with FileLock(alone.folder / WINDOW_LOCK):
        assert alone("backup", "restore", "--yes", "--reason", "x").error["code"] == "FolderInUse"
    assert alone("backup", "list").json["set_aside"] == []


def test_what_cannot_be_put_back_is_said_and_why(alone: Command, tmp_path: Path) -> None:
    assert alone("backup", "drill").error["code"] == "NoBackup"
    made = Path(alone("backup", "make").json["file"])
    renamed = made.rename(made.with_name("ssc-439901-01-20991231T000000Z.sscb"))
    said = alone("backup", "check", renamed.name)
    assert (said.status, said.json["state"]) == (1, "renamed")
    told = alone("backup", "restore", renamed.name, "--yes", "--reason", "x").error
    assert told["code"] == "NotABackup"
    assert "文件名" in told["message"]
    missing = alone.having(f"backup.folder={tmp_path / 'stick'}")("backup", "check", "none.sscb")
    assert missing.error["code"] == "BackupFolderTrouble"
    _damage(alone.folder, page=0)
    assert alone("backup", "list").error["code"] == "Damaged", "nobody can sign in where nothing opens"
