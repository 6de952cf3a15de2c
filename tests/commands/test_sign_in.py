"""`counter sign-in`, `who`, `sign-out`, `change-password`: at the platform, without a line, and after every no there
is.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter_app.domain.lockout import TRIES
from counter_app.domain.operation import AuditEntry
from counter_app.domain.password import Password, verifier
from counter_app.domain.signature import sm3
from counter_app.wiring import open_counter
from practice.clerks import PASSWORD
from practice.supervisor import DATABASE
from tests.commands.test_enrol import MAKE_REAL, a_code
from tests.parts import practice_platform, secure
from tests.parts.clerks import CHEAP
from tests.parts.command import Command, Said
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
WRONG, FRESH = "lianxi-guitai-27", "xin-mima-2026-guitai"


@pytest.fixture
def own(folder: Path) -> Iterator[tuple[Command, Platform]]:
    """The command on a folder whose own practice platform runs already: its clerks may be locked."""
    with practice_platform.running(folder / DATABASE) as running:
        running.change("UPDATE clerk SET verifier = ?", verifier(Password(PASSWORD), CHEAP))
        yield Command(folder, (f"platform.url={running.url}",), inside=True), running


def cut_off(command: Command) -> Command:
    """The same counter without a line."""
    return replace(command, sets=(f"platform.url={NOWHERE}",))


def sign_in(command: Command, clerk: str, words: str = PASSWORD) -> Said:
    return command("sign-in", clerk, given=f"{words}\n")


def code(said: Said) -> str:
    """ "" for a good answer, else the code of the trouble."""
    return "" if said.status == 0 else said.error["code"]


def audited(command: Command) -> list[tuple[str, str, str]]:
    """(what, clerk, line or why) of everything about signing in."""
    counter = open_counter(command.folder, [])
    try:
        kinds = ("clerk.signed_in", "clerk.sign_in_refused", "clerk.signed_out", "clerk.password_changed")
        found = [entry for kind in kinds for entry in counter.store().entries(kind, since=BEGINNING)]
    finally:
        counter.close()
    return [(one.what, one.clerk, "".join(one.facts.values())) for one in sorted(found, key=_moment)]


def _moment(entry: AuditEntry) -> datetime:
    return entry.at


def test_whoever_signed_in_is_known_to_the_commands_that_follow(own: tuple[Command, Platform]) -> None:
    """And is on record, with the number and nothing else; the next clerk takes the place of the one before."""
    command, platform = own
    assert code(command("who")) == "NobodySignedIn"
    first = sign_in(command, "0318")
    assert (first.json["name"], first.json["roles"], first.json["with_line"]) == ("李强", ["clerk", "supervisor"], True)
    assert command("who").json == first.json
    assert "李强" in command.words("who").out
    assert sign_in(command, "0319").json["entrusted"] is True
    assert platform.rows("SELECT clerk FROM clerk_session") == [("0319",)]
    assert command("sign-out").json == {"left_at_platform": False}
    assert platform.rows("SELECT clerk FROM clerk_session") == []
    assert code(command("who")) == code(command("sign-out")) == "NobodySignedIn"
    assert audited(command) == [
        ("clerk.signed_in", "0318", "yes"),
        ("clerk.signed_out", "0318", ""),
        ("clerk.signed_in", "0319", "yes"),
        ("clerk.signed_out", "0319", ""),
    ]


def test_without_a_line_it_works_for_whoever_signed_in_here_and_locks_over_restarts(
    own: tuple[Command, Platform],
) -> None:
    command, _platform = own
    alone = cut_off(command)
    assert code(sign_in(alone, "0317")) == "NoSignInWithoutLine"
    assert code(sign_in(command, "0317")) == ""
    without = sign_in(alone, "0317")
    assert (without.json["with_line"], without.json["offline_until"] is not None) == (False, True)
    assert alone("who").json["with_line"] is False
    assert alone("sign-out").json == {"left_at_platform": False}
    assert [code(sign_in(alone, "0317", WRONG)) for _ in range(TRIES)] == ["WrongClerkOrPassword"] * TRIES
    locked = sign_in(alone, "0317")
    assert code(locked) == "ClerkLocked"
    assert "分钟" in locked.error["advice"]
    assert code(alone("who")) == "NobodySignedIn"
    assert code(sign_in(command, "0317")) == ""  # the platform has locked nobody, and its word counts
    assert code(sign_in(alone, "0317")) == ""


def test_the_platforms_no_is_a_no_here_too(own: tuple[Command, Platform]) -> None:
    """Of a clerk who is gone, one of another outlet, one who is locked, and one who must change the password."""
    command, platform = own
    alone = cut_off(command)
    assert code(sign_in(command, "0319")) == ""
    platform.change("DELETE FROM clerk WHERE number = '0319'")
    assert code(sign_in(command, "0319")) == "WrongClerkOrPassword"
    assert code(sign_in(alone, "0319")) == "NoSignInWithoutLine"
    assert code(sign_in(command, "0321")) == "NotOfThisOutlet"
    assert code(sign_in(command, "0318")) == ""
    others = (sm3(b"0318"), TRIES - 1, None, datetime.now(UTC).isoformat())
    platform.change("INSERT INTO sign_in_failure VALUES (?,?,?,?)", *others)
    assert code(sign_in(command, "0318", WRONG)) == "WrongClerkOrPassword"
    assert code(sign_in(command, "0318")) == "ClerkLocked"
    assert code(sign_in(alone, "0318")) == "ClerkLocked"
    assert code(sign_in(command, "0322")) == "PasswordToBeChanged"


def test_a_password_is_changed_and_nothing_that_is_kept_knows_it(own: tuple[Command, Platform]) -> None:
    command, platform = own

    def change(*lines: str) -> Said:
        return command("change-password", "0322", given="".join(f"{line}\n" for line in lines))

    said = [change(PASSWORD, FRESH, WRONG), change(PASSWORD, "0322-2026-guitai", "0322-2026-guitai")]
    assert [code(one) for one in said] == ["BadInput", "NewPasswordUnfit"]
    said += [change(WRONG, FRESH, FRESH), change(PASSWORD, PASSWORD, PASSWORD), change(PASSWORD, FRESH, FRESH)]
    assert [code(one) for one in said[2:]] == ["WrongClerkOrPassword", "NewPasswordUnfit", ""]
    said += [sign_in(command, "0322"), sign_in(command, "0322", FRESH), sign_in(cut_off(command), "0322", FRESH)]
    assert [code(one) for one in said[5:]] == ["WrongClerkOrPassword", "", ""]
    written = "".join(one.out + one.err for one in said).encode()
    written += b"".join(file.read_bytes() for file in command.folder.rglob("*") if file.is_file())
    assert platform.database.parent == command.folder
    assert not [word for word in (PASSWORD, WRONG, FRESH) if word.encode() in written]


@pytest.mark.parametrize(
    ("words", "given"),
    [
        (("sign-in", "0317", PASSWORD), ""),
        (("sign-in", "0317"), ""),
        (("sign-in", "0317"), "\n"),
        (("sign-in", "03 17"), f"{PASSWORD}\n"),
        (("change-password", "0317"), f"{PASSWORD}\n"),
    ],
    ids=["as an argument", "nothing", "an empty line", "no number", "no new one"],
)
def test_what_is_used_wrongly_is_told_and_goes_on_no_record(folder: Path, words: tuple[str, ...], given: str) -> None:
    command = Command(folder, (f"platform.url={NOWHERE}",), inside=True)
    assert command(*words, given=given).status == 2
    assert audited(command) == []


def test_the_practice_clerks_are_listed_with_their_password(folder: Path) -> None:
    listed = Command(folder, inside=True)("practice", "clerks").json
    assert listed["password"] == PASSWORD
    assert {"0317", "0318", "0319"} <= {one["clerk"] for one in listed["clerks"]}


def test_a_real_counter_keeps_ticket_and_verifier_in_the_keyring(
    keyring_service: dict[str, str], own: tuple[Command, Platform], tmp_path: Path
) -> None:
    """Which the next process finds, with and without a line."""
    command, platform = own
    making = [sys.executable, "-c", MAKE_REAL, str(tmp_path / "real")]
    subprocess.run(making, env={**os.environ, **keyring_service}, check=True, timeout=60)
    real = replace(command, folder=tmp_path / "real", sets=(), env=keyring_service, inside=False)
    with secure.front(platform.port, tmp_path) as safe:
        safe.settle(real.folder)
        assert real("enrol", given=a_code(platform)).status == 0
        assert sign_in(real, "0317").json["with_line"] is True
    assert sign_in(real, "0317").json["with_line"] is False
    assert not list(real.folder.glob("*.key"))
