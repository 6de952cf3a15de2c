"""A real folder from nothing to the first operation, by commands alone; and who may use them there."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import keyring.core
import pytest

from counter_app import ticket
from counter_app.domain.holder import Person
from counter_app.domain.operation import AuditEntry
from counter_app.domain.password import Password, verifier
from counter_app.signing_in import LONGEST
from counter_app.wiring import open_counter
from practice.clerks import PASSWORD
from practice.supervisor import DATABASE
from tests.commands.test_enrol import a_code
from tests.parts import practice_platform, secure
from tests.parts.clerks import CHEAP
from tests.parts.command import Command, Said
from tests.parts.practice_platform import Platform

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
LOST = {"reason": "lost", "identity_checked": "card-seen"}


@pytest.fixture
def in_keyring(keyring_service: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program here keeps its keys in the keyring of this test's own."""
    before = keyring.get_keyring()
    for name, value in keyring_service.items():
        monkeypatch.setenv(name, value)
    keyring.set_keyring(keyring.core.load_keyring("keyring.backends.SecretService.Keyring"))
    yield
    keyring.set_keyring(before)


@pytest.fixture
def town(folder: Path, tmp_path: Path) -> Iterator[tuple[Platform, secure.Front]]:
    """A practice platform behind TLS, whose clerks are quickly judged."""
    with practice_platform.running(folder / DATABASE) as running:
        running.change("UPDATE clerk SET verifier = ?", verifier(Password(PASSWORD), CHEAP))
        with secure.front(running.port, tmp_path) as safe:
            yield running, safe


@pytest.fixture
def real(in_keyring: None, town: tuple[Platform, secure.Front], tmp_path: Path) -> Command:
    """A real counter that was set up and enrolled by commands; nobody is signed in."""
    platform, safe = town
    command = Command(tmp_path / "real", inside=True)
    made = command("set-up")
    assert (made.status, len(made.json["shares"]), made.json["needed"]) == (0, 3, 2)
    assert command("set-up").error["code"] == "FolderTaken"
    settled = ("--set", f"platform.ca={safe.root}", "--set", f"platform.url={safe.url}", "--set", "province=guangdong")
    assert command("settings", *settled).status == 0
    assert command("enrol", given=a_code(platform)).status == 0
    return command


def sign_in(command: Command, clerk: str) -> Said:
    return command("sign-in", clerk, given=f"{PASSWORD}\n")


def code(said: Said) -> str:
    return "" if said.status == 0 else said.error["code"]


def typed_at_a_terminal(line: list[str], number: str, password: str) -> tuple[str, int]:
    """What a command says that is used at a terminal, where its two questions are answered, and its status."""
    ours, theirs = os.openpty()
    with (
        os.fdopen(ours, "wb", buffering=0) as keys,
        subprocess.Popen(
            line, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        ) as process,
    ):
        os.close(theirs)
        assert process.stdout is not None
        said = b""
        for answer, question in ((number, b"number: "), (password, b"password: ")):
            while not said.endswith(question):
                said += process.stdout.read(1) or pytest.fail(said.decode())
            keys.write(f"{answer}\n".encode())
        said += process.stdout.read()
        return said.decode(), process.wait(60)


def audited(command: Command, what: str) -> tuple[AuditEntry, ...]:
    counter = open_counter(command.folder, [])
    try:
        return counter.store().entries(what, since=BEGINNING)
    finally:
        counter.close()


def test_from_nothing_to_an_operation_that_the_platform_has(real: Command, somebody: Callable[[], Person]) -> None:
    """Set up, enrolled, signed in, a loss carried out and sent under that name; the trail is whole and says so. What
    the clerk has no right to is refused and on record: settings, a new enrolment, the trail, somebody else's number
    or agreement.
    """
    number = somebody().holder.number
    assert code(real.carry_out("formal-loss", number, **LOST)) == "NobodySignedIn"
    assert code(sign_in(real, "0317")) == ""
    done = real.carry_out("formal-loss", number, **LOST)
    assert done.json.get("settlement") == "accepted", done
    assert code(real("choices")) == code(real("notices")) == "NotAllowed"
    assert code(real("settings", "--set", "window=09")) == code(real("enrol", given="1")) == "NotAllowed"
    lent = real("exceptions", "--clerk", "0318")
    second = real("carry-out", "cancellation", "--answers", "-", "--second", "0318", given='{"holder": {}}')
    assert (lent.status, second.status) == (2, 2)
    assert real("audit", "verify").json["whole"] is True
    used = [(one.clerk, one.facts["command"]) for one in audited(real, "command.used")]
    assert used == [("", "settings"), ("", "enrol"), ("0317", "carry-out formal-loss")]
    refused = [(one.clerk, one.facts["right"], one.facts["command"]) for one in audited(real, "right.refused")]
    rights = ("read_audit", "choices"), ("supervise", "notices"), ("settings", "settings"), ("settings", "enrol")
    assert refused == [("0317", *one) for one in rights]
    (recorded,) = audited(real, "operation.recorded")
    assert recorded.clerk == "0317"
    eight_hours_later(real)
    assert code(real.carry_out("formal-loss", number, **LOST)) == code(real("outbox")) == "NobodySignedIn"
    assert [one.facts["command"] for one in audited(real, "command.used")][-1] == "carry-out formal-loss"


def eight_hours_later(command: Command) -> None:
    """The ticket is that of somebody who signed in eight hours ago."""
    counter = open_counter(command.folder, [])
    try:
        signed = ticket.read(counter.secrets())
        assert signed is not None
        ticket.keep(counter.secrets(), replace(signed, since=signed.since - LONGEST, until=signed.until - LONGEST))
    finally:
        counter.close()


def test_nobody_works_unsigned_and_an_administrator_sees_nobody(real: Command) -> None:
    """But for what prints counts and judges the trail alone; and nothing of practice is to be had. Who proves it at
    the terminal is signed in for that command only.
    """
    people = ("outbox",), ("exceptions",), ("receipt", "x"), ("read", "card")
    unsigned = (*people, ("sync",), ("settings",), ("notices",), ("transfer", "export", "."))
    assert {code(real(*words)) for words in unsigned} == {"NobodySignedIn"}
    assert real("sync", "--until-empty").status == real("audit", "verify").status == 0
    sign_in(real, "0501")
    assert {code(real(*words)) for words in people} == {"NotAllowed"}
    assert real("settings", "--set", "window=09").status == 0
    practised = ("practice", "people"), ("carry-out", "formal-loss", "--example")
    assert {code(real(*words)) for words in practised} == {"RealFolder"}
    assert not (real.folder / DATABASE).exists()
    real("sign-out")
    asked, status = typed_at_a_terminal(real.line("outbox"), "0317", PASSWORD)
    assert (status, PASSWORD in asked) == (0, False), asked
    assert code(real("who")) == "NobodySignedIn"
    (last,) = (one for one in audited(real, "clerk.signed_in") if one.facts.get("for") == "command")
    assert last.clerk == audited(real, "clerk.signed_out")[-1].clerk == "0317"
