"""A line that sends every request twice and hands back only the second answer: replays stay refused, and the work gets
there all the same.

Over real HTTP through a proxy that doubles all that passes; counted on both sides.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation
from tests.parts import counter_folder as parts
from tests.parts import proxy as spoiling
from tests.parts.command import Command
from tests.parts.counting import effective_once, recorded, working
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform
from tests.sync.conftest import temporary_loss

OPERATIONS, PEOPLE = 20, 5


@pytest.fixture
def between(platform: Platform) -> Iterator[spoiling.Proxy]:
    """A proxy in front of the platform that doubles whatever it carries."""
    with spoiling.proxy(platform.port) as standing:
        standing.mode = "twice"
        yield standing


def in_turn(people: list[Person]) -> Iterator[Operation]:
    """Lost, found, lost, found: each person's in this order, all of them mixed."""
    for turn in range(OPERATIONS // PEOPLE):
        for person in people:
            loss = temporary_loss(person)
            yield loss if turn % 2 == 0 else _found(loss)


def _found(loss: Operation) -> Operation:
    normal = {Half.SSC: CardState.NORMAL.value, Half.BANK: BankState.NORMAL.value}
    return replace(loss, procedure="release", changes=normal, facts={}, urgent=False)


def record(folder: Path, operations: Iterator[Operation]) -> None:
    """They wait, as recorded with no line."""
    with working(folder, f"platform.url={NOWHERE}") as counter:
        for operation in operations:
            parts.record(counter.store(), operation)


def test_twenty_operations_get_there_and_each_takes_effect_once(
    inside: Command, somebody: Callable[[], Person], platform: Platform, between: spoiling.Proxy
) -> None:
    """The counter is not even enrolled when it begins: that is asked for twice as well."""
    people = [somebody() for _ in range(PEOPLE)]
    record(inside.folder, in_turn(people))
    said = inside.having(f"platform.url={between.url}")("sync", "--until-empty", "--for", "60")
    assert (said.status, said.json["left"], said.json["line"]) == (0, 0, "online")
    work = recorded(inside.folder)
    assert len(work) == OPERATIONS
    effective_once(platform, work, [person.holder.number for person in people])
    for person in people:
        mine = [one.operation.id for one in work if one.operation.holder_number == person.holder.number]
        rows = platform.rows("SELECT operation_id FROM effect WHERE card = ? ORDER BY id", person.cards[0].number)
        assert list(dict.fromkeys(row[0] for row in rows)) == mine
    told = [json.loads(e.answer.partition(b"\r\n\r\n")[2]) for e in between.exchanges if e.path == "/v1/operations"]
    assert {one.get("type") for one in told} == {"urn:ssc-platform:replayed"}, "no mutating call is answered twice"
