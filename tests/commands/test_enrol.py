"""A counter's key by command: a practice journey needs no step of its own, a real folder enrols with a code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter_app.domain.holder import Person
from counter_app.enrolment import Scope, ScopeKind
from practice.platform.database import open_database
from practice.platform.enrolment import issue_code
from practice.supervisor import DATABASE
from tests.parts import practice_platform
from tests.parts.command import Command
from tests.parts.practice_platform import Platform

MAKE_REAL = """
import sys
from pathlib import Path
from local_store.folder import open_or_make
open_or_make(Path(sys.argv[1]), practice=False).store.close()
"""
CITY = Scope(ScopeKind.CITY, "4399", limit=700)


@pytest.fixture
def own(folder: Path) -> Iterator[tuple[Command, Platform]]:
    """The command on a folder whose own practice platform runs already."""
    with practice_platform.running(folder / DATABASE) as running:
        yield Command(folder, (f"platform.url={running.url}",), inside=True), running


def a_code(platform: Platform) -> str:
    with closing(open_database(platform.database)) as connection:
        return issue_code(connection, CITY, datetime.now(UTC))


def _row(command: Command) -> dict[str, str]:
    parts = command("doctor").json["parts"]
    return next(part for part in parts if part["part"] == "enrolment")


def test_a_practice_counter_sends_work_without_a_step_for_its_key(
    own: tuple[Command, Platform], somebody: Callable[[], Person]
) -> None:
    """Revoked, what is recorded waits and says why; enrolled with a code, it goes. Nothing is done twice."""
    command, platform = own
    assert _row(command)["state"] == "off"
    first = command.carry_out("temporary-loss", somebody().holder.number)
    assert first.status == 0, first
    assert command("sync", "--until-empty", "--for", "30").json["left"] == 0
    assert _row(command)["state"] == "ok"
    assert command("practice", "enrolment", "revoke").json == {"revoked": True}
    second = command.carry_out("temporary-loss", somebody().holder.number)
    assert second.status == 0, second
    said = command("sync")
    assert (said.status, said.json["left"], said.json["trouble"]) == (1, 1, "EnrolmentRevoked")
    told = command.words("sync").out
    assert "停用" in told
    assert "counter enrol" in told
    row = _row(command)
    assert row["state"] == "trouble"
    assert "counter enrol" in row["advice"]
    code = command("practice", "enrolment", "code").json["code"]
    enrolled = command("enrol", given=f"{code}\n")
    assert enrolled.status == 0, enrolled
    assert command("sync", "--until-empty", "--for", "30").json["left"] == 0
    operation = second.json["operation"]
    assert len(platform.effects(operation)) == 2


def test_a_code_comes_from_standard_input_and_a_wrong_one_is_told(own: tuple[Command, Platform]) -> None:
    """It is no argument, and appears in no answer and in no log."""
    command, platform = own
    refused = command("enrol", given="0000-0000\n")
    assert (refused.status, refused.error["code"]) == (1, "CodeRefused")
    assert command("enrol", given="\n").status == 2
    code = a_code(platform)
    assert command("enrol", code).status == 2
    done = command("enrol", given=code)
    assert done.json["scope"] == {"kind": "city", "code": "4399", "limit": 700}
    log = "".join(file.read_text(encoding="utf-8") for file in command.folder.rglob("*.log"))
    assert code not in done.out + done.err + log
    assert command("practice", "enrolment", "other").status == 2


def test_a_real_folder_can_be_enrolled_and_stays_closed_for_work(
    keyring_service: dict[str, str], own: tuple[Command, Platform], tmp_path: Path
) -> None:
    """Its key stands in the keyring, which the next process finds; nothing enrols by itself."""
    command, platform = own
    making = [sys.executable, "-c", MAKE_REAL, str(tmp_path / "real")]
    subprocess.run(making, env={**os.environ, **keyring_service}, check=True, timeout=60)
    real = replace(command, folder=tmp_path / "real", env=keyring_service, inside=False)
    row = _row(real)
    assert (row["state"], "counter enrol" in row["advice"]) == ("trouble", True)
    assert real("enrol", given=a_code(platform)).status == 0
    assert _row(real)["state"] == "ok"
    assert not list(real.folder.glob("*.key"))
    assert real("sync").error["code"] == "RealFolder"
