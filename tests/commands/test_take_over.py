"""A machine is lost: its counter goes on at another one, from a backup and two administrators' shares."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter_app.domain.errors import Damaged
from counter_app.domain.holder import Person
from counter_app.wiring import open_counter
from local_store.folder import open_or_make
from tests.commands.test_enrol import a_code
from tests.commands.test_real_folder import LOST, audited, code, in_keyring, real, sign_in, town
from tests.parts import secure
from tests.parts.command import Command, Said
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform
from tests.parts.processes import wait_until

__all__ = ["in_keyring", "real", "town"]
Somebody = Callable[[], Person]
Shares = list[dict[str, list[str]]]


@pytest.fixture
def alone(inside: Command) -> Command:
    """Without a line, which none of this needs."""
    return replace(inside, sets=(f"platform.url={NOWHERE}",))


def _shares(command: Command) -> Shares:
    return list(command("recovery", "make").json["shares"])


def _typed(*shares: dict[str, list[str]], more: tuple[str, ...] = ()) -> str:
    return "".join(f"{line}\n" for line in (*(line for share in shares for line in share["lines"]), *more))


def _backup(command: Command) -> Path:
    return Path(command("backup", "make").json["file"])


def _take_over(folder: Path, where: Path, shares: Shares, *words: str) -> Said:
    given = _typed(*shares)
    return Command(folder, inside=True)("backup", "take-over", str(where), "--reason", "机器丢了", *words, given=given)


def _receipt(said: Command, somebody: Somebody) -> str:
    done = said.carry_out("temporary-loss", somebody().holder.number)
    assert done.status == 0, done
    return str(done.json["receipt"])


def _said(command: Command, what: str) -> int:
    store = open_or_make(command.folder, practice=True).store
    try:
        return len(store.entries(what, since=datetime(2026, 1, 1, tzinfo=UTC)))
    finally:
        store.close()


def test_the_counter_goes_on_at_another_machine_and_the_one_before_is_refused(
    inside: Command, somebody: Somebody, platform: Platform, tmp_path: Path
) -> None:
    """Outlet, window, platform and trail are those of before; numbers go on afresh; the platform tells what came after
    the backup; and the machine of before, which was not lost at all, sends nothing more and says why.
    """
    old = inside.having("window=83", "audit.anchored_every=0.01")
    kept = _receipt(old, somebody)
    assert old("sync").status == 0
    shares, medium = _shares(old), tmp_path / "stick"
    shutil.copytree(_backup(old).parent, medium)
    lost = [_receipt(old, somebody) for _ in range(2)]
    assert old("sync").json["left"] == 0
    waits = _receipt(old.having(f"platform.url={NOWHERE}"), somebody)
    done = _take_over(tmp_path / "new", medium, [shares[0], shares[2]]).json
    assert (done["taken_over"], done["window"], done["last_receipt"]) == (True, "83", kept)
    new = Command(tmp_path / "new", inside=True)
    assert new("receipt", kept).status == 0
    assert [new("sync").status for _ in range(2)] == [0, 0]
    assert [_said(new, what) for what in ("store.taken_over", "reconciliation.unknown")] == [1, 2]
    again = _receipt(new, somebody)
    assert again.startswith("439901-83-")
    assert int(again.split("-")[3]) > 10_000
    assert again not in lost
    told = old("sync").json
    assert (told["left"], told["trouble"]) == (1, "TakenOver")
    assert "另一台机器" in old.words("doctor").out
    assert waits != again
    assert new("sync").json["left"] == 0
    for verify in (("audit", "verify"), ("audit", "verify", "--platform")):
        assert new(*verify).json["whole"] is True
    assert platform.rows("SELECT count(*) FROM audit_head WHERE counter_window = '83' AND restored = 1") == [(1,)]


def test_shares_that_do_not_fit_open_nothing_and_leave_nothing(alone: Command, tmp_path: Path) -> None:
    shares, later, medium = _shares(alone), _shares(alone), _backup(alone)
    stranger = Command(tmp_path / "stranger", alone.sets, inside=True)
    theirs, new = _shares(stranger), tmp_path / "new"
    for pair, why in (
        ([shares[0], later[1]], "SharesMixed"),
        ([shares[0], shares[0]], "ShareTwice"),
        ([theirs[0], theirs[1]], "ShareOfAnother"),
        ([shares[0], theirs[1]], "ShareOfAnother"),
        ([shares[0]], "UsedWrongly"),
    ):
        assert code(_take_over(new, medium, pair)) == why
    assert code(_take_over(new, tmp_path / "nothing-there", shares[:2])) == "NoBackup"
    without = Command(new, inside=True)("backup", "take-over", str(medium), given=_typed(*shares[:2]))
    assert (without.status, without.error["code"]) == (2, "UsedWrongly")
    assert not (new / "store.db").exists()
    assert not (new / "folder.json").exists()
    assert _take_over(new, medium, shares[1:]).status == 0


def test_a_changed_backup_a_renamed_one_and_a_folder_that_is_taken_are_refused(alone: Command, tmp_path: Path) -> None:
    shares, medium, new = _shares(alone)[:2], _backup(alone), tmp_path / "new"
    content = bytearray(medium.read_bytes())
    said_receipts = bytes(content).rindex(b'"receipts":') + len(b'"receipts":')
    for at, why in ((5000, "改动"), (said_receipts, "改动"), (len(content) - 5, "不是备份")):
        changed = bytearray(content)
        changed[at] ^= 1
        (tmp_path / medium.name).write_bytes(changed)
        said = _take_over(new, tmp_path / medium.name, shares)
        assert (said.status, why in said.error["message"]) == (1, True), said
    renamed = tmp_path / "ssc-439901-01-20991231T000000Z.sscb"
    renamed.write_bytes(content)
    assert "文件名" in _take_over(new, renamed, shares).error["message"]
    assert not (new / "store.db").exists()
    assert _take_over(alone.folder, medium, shares).error["code"] == "FolderTaken"
    assert _take_over(new, medium, shares).status == 0
    assert _take_over(new, medium, shares).error["code"] == "FolderTaken"


def test_an_older_one_is_not_taken_unawares(alone: Command, somebody: Somebody, tmp_path: Path) -> None:
    """Of a folder the newest is taken; an older one by its name only where it is said that it is older."""
    shares = _shares(alone)[:2]
    first = alone.folder.with_name("first.sscb")
    made = _backup(alone)
    first.write_bytes(made.read_bytes())
    kept = _receipt(alone, somebody)
    wait_until(lambda: f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}" not in made.name, what="a second, as their names tell it")
    newest = _backup(alone)
    first = first.rename(newest.with_name(made.name))
    assert first != newest, "a second apart by their names"
    refused = _take_over(tmp_path / "new", first, shares).error
    assert (refused["code"], newest.name in refused["message"]) == ("NewerBackup", True)
    assert _take_over(tmp_path / "new", first, shares, "--older").json["last_receipt"] is None
    assert _take_over(tmp_path / "newer", newest.parent, shares).json["last_receipt"] == kept


def test_of_several_windows_backups_in_one_folder_each_keeps_its_own_and_shares_find_theirs(
    alone: Command, somebody: Somebody, tmp_path: Path
) -> None:
    medium = tmp_path / "stick"
    one = alone.having(f"backup.folder={medium}", "window=01", "backup.keep=1")
    two = Command(tmp_path / "two", one.sets, inside=True).having("window=02")
    receipts = [_receipt(window, somebody) for window in (one, two)]
    shares = [_shares(window)[:2] for window in (one, two)]
    made = [_backup(window) for window in (one, two, one)]
    assert [path.exists() for path in made] == [made[0] == made[2], True, True], "each let its own old one go alone"
    states = {row["file"]: row["state"] for row in one("backup", "list").json["backups"]}
    assert states == {str(made[1]): "other-counter", str(made[2]): "good"}
    for window, (receipt, pair) in enumerate(zip(receipts, shares, strict=True), start=1):
        done = _take_over(tmp_path / f"new-{window}", medium, pair).json
        assert (done["window"], done["last_receipt"]) == (f"0{window}", receipt)
        kept = Command(tmp_path / f"new-{window}", inside=True)("settings").json["settings"]
        assert {one["value"] for one in kept if one["key"] == "window"} == {f"0{window}"}
        assert not [one for one in kept if one["key"] == "backup.folder" and one["value"]], "of the machine, not of it"
    assert code(_take_over(tmp_path / "new-3", made[1], shares[0])) == "ShareOfAnother"


def test_killed_on_the_way_it_is_known_for_half_of_one(alone: Command, tmp_path: Path) -> None:
    """A store without its mark opens to nobody and is not taken for a new folder; removed, it is done once more."""
    shares, medium, new = _shares(alone)[:2], _backup(alone), tmp_path / "new"
    assert _take_over(new, medium, shares).status == 0
    (new / "folder.json").unlink()
    with pytest.raises(Damaged):
        open_counter(new, []).store()
    assert _take_over(new, medium, shares).error["code"] == "FolderTaken"
    shutil.rmtree(new)
    assert _take_over(new, medium, shares).status == 0


def test_a_real_counter_is_enrolled_anew_and_works_under_its_clerks(
    real: Command, town: tuple[Platform, secure.Front], somebody: Somebody, tmp_path: Path
) -> None:
    """Nobody is signed in for it: two shares are two people, and stand in the trail with the reason. Until it is
    enrolled with a code of its own it sends nothing.
    """
    sign_in(real, "0501")
    shares, medium = _shares(real)[:2], tmp_path / "stick"
    shutil.copytree(_backup(real).parent, medium)
    sign_in(real, "0317")
    assert real.carry_out("formal-loss", somebody().holder.number, **LOST).status == 0
    shutil.rmtree(real.folder)
    done = _take_over(tmp_path / "new", medium, shares).json
    assert done["in_the_place_of"].startswith("C")
    new = Command(tmp_path / "new", inside=True)
    assert new("sync", "--until-empty").json["trouble"] == "NotEnrolled"
    assert code(sign_in(new, "0317")) != ""
    platform, _safe = town
    enrolled = new("enrol", given=a_code(platform)).json
    assert enrolled["counter"] == done["in_the_place_of"]
    assert code(sign_in(new, "0317")) == ""
    assert new.carry_out("formal-loss", somebody().holder.number, **LOST).json["settlement"] == "accepted"
    assert new("audit", "verify").json["whole"] is True
    (taken,) = audited(new, "store.taken_over")
    assert (taken.clerk, taken.facts["why"], taken.facts["shares"]) == ("", "机器丢了", "1 2")
    assert len(audited(new, "reconciliation.unknown")) == 1, "the one of after the backup"
