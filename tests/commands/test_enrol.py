"""A counter's key by command: a practice journey needs no step of its own, a real folder enrols with a code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counter_app import enrolment
from counter_app.commands.checkup_enrolment import enrolment_row
from counter_app.domain.holder import Person
from counter_app.enrolment import Grant, Scope, ScopeKind
from practice.platform.database import open_database
from practice.platform.enrolment import issue_code
from practice.supervisor import DATABASE
from tests.parts import practice_platform, secure
from tests.parts.command import Command
from tests.parts.counting import working
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform
from tests.parts.signing import SCOPE, TEST_KEY

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


@pytest.mark.parametrize(("off", "state"), [(-400, "ok"), (0, "trouble")])
def test_doctor_judges_an_enrolment_by_the_platforms_clock(tmp_path: Path, off: int, state: str) -> None:
    """A machine that is 400 days ahead of the platform: the key holds there; its clock is told in a row of its own."""
    now = datetime.now(UTC)
    grant = Grant("C-1", now - timedelta(days=35), SCOPE)
    with working(tmp_path) as counter:
        enrolment.keep(counter.secrets(), enrolment.Kept(enrolment.Enrolled(TEST_KEY, grant, since=now)))
        counter.store().keep_contact(now, timedelta(days=off).total_seconds())
        row = enrolment_row(counter)
    assert row.state == state
    assert (row.advice is None) is (state == "ok")


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
    away = command.having(f"platform.url={NOWHERE}")
    second = away.carry_out("temporary-loss", somebody().holder.number)
    assert second.status == 0, second
    assert command("practice", "enrolment", "revoke").json == {"revoked": True}
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


def test_a_real_folder_can_be_enrolled_and_nobody_works_there_unsigned(
    keyring_service: dict[str, str], own: tuple[Command, Platform], tmp_path: Path
) -> None:
    """Its key stands in the keyring, which the next process finds; nothing enrols by itself."""
    command, platform = own
    making = [sys.executable, "-c", MAKE_REAL, str(tmp_path / "real")]
    subprocess.run(making, env={**os.environ, **keyring_service}, check=True, timeout=60)
    real = replace(command, folder=tmp_path / "real", sets=(), env=keyring_service, inside=False)
    row = _row(real)
    assert (row["state"], "counter enrol" in row["advice"]) == ("trouble", True)
    with secure.front(platform.port, tmp_path) as safe:
        safe.settle(real.folder)
        assert real("enrol", given=a_code(platform)).status == 0
    assert _row(real)["state"] == "ok"
    assert not list(real.folder.glob("*.key"))
    assert real("sync").error["code"] == "NobodySignedIn"
