"""A platform that answers 500, garbage, nothing, or hangs up after it has worked: the same id again, effective once.

Over real HTTP through a proxy that spoils what passes; counted on both sides.
"""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from counter_app.domain.holder import Person
from practice.platform import database as db
from tests.parts import proxy as spoiling
from tests.parts.command import Command
from tests.parts.counting import effective_once, recorded
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform

Somebody = Callable[[], Person]
SPOILT = [*spoiling.CANNED, "cut-before", "cut-after", "half-body", "hang"]


@pytest.fixture
def between(platform: Platform) -> Iterator[spoiling.Proxy]:
    """A proxy in front of the platform."""
    with spoiling.proxy(platform.port) as standing:
        yield standing


@pytest.fixture
def waiting(inside: Command, somebody: Somebody) -> tuple[Command, Person]:
    """A counter where one loss report waits, recorded with no line."""
    person = somebody()
    away = replace(inside, sets=(f"platform.url={NOWHERE}", "platform.timeout=0.4"))
    assert away.carry_out("temporary-loss", person.holder.number).json["state"] == "waiting"
    return away, person


def at(command: Command, url: str) -> Command:
    """The same command with the platform at another address."""
    return command.having(f"platform.url={url}")


def one_left(command: Command, state: str, line: str) -> None:
    """One pass changes nothing, and never says that all is sent."""
    said = command("sync")
    assert (said.status, said.json["left"], said.json["accepted"], said.json["line"]) == (1, 1, 0, line)
    box = command("outbox").json
    assert [row["state"] for row in box["operations"]] == [state]
    assert box["waiting"] + box["in_flight"] == 1


@pytest.mark.parametrize("mode", SPOILT)
def test_an_answer_that_is_spoilt_is_asked_for_again(
    mode: str, waiting: tuple[Command, Person], between: spoiling.Proxy, platform: Platform
) -> None:
    """Greeting passes, the answer to the operation does not: in flight, sent twice more under its id, one effect."""
    command, person = waiting
    command = at(command, between.url)
    between.mode, between.only = mode, "/v1/operations"
    for _ in range(2):
        one_left(command, "in_flight", "no_platform")
    between.mode = "pass"
    sent = command("sync", "--until-empty", "--for", "20")
    assert (sent.status, sent.json["accepted"], sent.json["line"]) == (0, 1, "online")
    bodies = [json.loads(e.body)["operations"] for e in between.exchanges if e.path == "/v1/operations"]
    work = recorded(command.folder)
    assert len(bodies) == 3
    assert {tuple(one["id"] for one in body) for body in bodies} == {(work[0].operation.id,)}
    assert bodies[0] == bodies[1] == bodies[2], "the same words too, or the platform would call it another operation"
    effective_once(platform, work, [person.holder.number])


@pytest.mark.parametrize("mode", SPOILT)
def test_a_spoilt_greeting_is_no_try(
    mode: str, waiting: tuple[Command, Person], between: spoiling.Proxy, platform: Platform
) -> None:
    """Whatever stands there is no platform: nothing of the operation goes out, it waits."""
    command, person = waiting
    between.mode = mode
    one_left(at(command, between.url), "waiting", "no_platform")
    assert between.paths() == ["/v1/hello"]
    assert platform.rows("SELECT 1 FROM answer WHERE holder = ?", person.holder.number) == []


@pytest.mark.parametrize(
    ("url", "line"), [(NOWHERE, "no_platform"), ("http://platform.invalid", "no_network"), ("nonsense", "no_platform")]
)
def test_a_failed_connect_or_look_up_is_no_try(url: str, line: str, waiting: tuple[Command, Person]) -> None:
    one_left(at(waiting[0], url), "waiting", line)


def test_a_platform_that_says_not_now_is_left_alone_as_long_as_it_asked(
    waiting: tuple[Command, Person], platform: Platform
) -> None:
    """503 with Retry-After: told apart from a broken line; `--for` ends all the same; afterwards it goes."""
    command, person = waiting
    command = at(command, platform.url)
    platform.switch(db.NOT_NOW, "30")
    try:
        one_left(command, "waiting", "not_now")
        begun = time.monotonic()
        assert command("sync", "--until-empty", "--for", "0.5").json["line"] == "not_now"
        assert time.monotonic() - begun < 5
    finally:
        platform.switch(db.NOT_NOW, None)
    assert command("sync").json["accepted"] == 1
    effective_once(platform, recorded(command.folder), [person.holder.number])


def test_a_bank_that_is_silent_leaves_the_report_in_flight_and_both_halves_go_once(
    waiting: tuple[Command, Person], platform: Platform
) -> None:
    """The platform's word on one operation is not now: the other half took effect, the report goes again."""
    command, person = waiting
    command = at(command, platform.url)
    assert person.card is not None
    assert person.card.bank is not None
    platform.switch(db.BANK_SILENT, person.card.bank.bank)
    try:
        one_left(command, "in_flight", "not_now")
    finally:
        platform.switch(db.BANK_SILENT, None)
    assert command("sync").json["accepted"] == 1
    effective_once(platform, recorded(command.folder), [person.holder.number])
