"""Files of work at the practice platform, on each database it runs on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain import sealed_file, signature
from counter_app.domain.operation import Operation
from counter_app.domain.sealed_file import Header
from practice.platform import database as db
from practice.platform import transfers
from practice.platform.connection import Connection
from practice.population import cast
from sync import transfer_wire, wire
from tests.parts.signing import TEST_KEY, admit
from tests.parts.whole_life import ask

NOW = datetime.now(UTC)
ANSWER_PAIR = signature.new_pair()


@pytest.fixture
def connection(platform_database: Path | str) -> Iterator[Connection]:
    opened = db.opened(platform_database)
    admit(opened)
    yield opened
    opened.close()


def contents(*operations: Operation) -> dict[str, Any]:
    batch: dict[str, Any] = json.loads(wire.write_batch(operations))
    return batch | {"pictures": [], "answer_key": ANSWER_PAIR[1].hex()}


def file_of(connection: Connection, tree: object, **changes: object) -> bytes:
    """A file as the counter of the tests would seal and sign it, whatever stands in it."""
    reader = signature.public_key(json.loads(str(transfers.told_key(connection, NOW)["statement"]))["public_key"])
    header = Header(
        sealed_file.WORK, TEST_KEY.counter_id, TEST_KEY.key_id, signature.name_of(reader), NOW, serial=1, count=1
    )
    told = replace(header, **changes)  # type: ignore[arg-type]
    return sealed_file.seal(json.dumps(tree).encode(), header=told, reader=reader, sign=TEST_KEY.sign)


def taken(connection: Connection, file: bytes) -> dict[str, Any]:
    taking = transfers.opened(connection, file)
    for _step in taking.steps(NOW):
        pass
    return taking.result(NOW)


def test_each_effect_once_and_the_answers_open_for_the_maker_alone(connection: Connection) -> None:
    """What is refused holds back what follows it, and no loss; nobody else is kept waiting."""
    people = cast(now=NOW)
    lost, other = people["normal"], people["two-cards"]
    refused, held = ask(lost, "cancellation"), ask(lost, "data-change")
    loss, stranger = ask(lost, "temporary-loss"), ask(other, "data-change")
    file = file_of(connection, contents(refused, held, loss, stranger))
    first, again = taken(connection, file), taken(connection, file)
    counts = {name: first[name] for name in ("accepted", "refused", "put_off", "left", "known")}
    assert counts == {"accepted": 2, "refused": 1, "put_off": 0, "left": 1, "known": 0}
    assert (again["known"], again["left"]) == (3, 1)
    effects = connection.execute("SELECT half FROM effect WHERE operation_id = ?", (loss.id,)).fetchall()
    assert len(effects) == 2
    answers = sealed_file.read(str(again["answers"]).encode(), kind=sealed_file.ANSWERS)
    assert (answers.header.counter, answers.header.serial) == (TEST_KEY.counter_id, 1)
    told = {one.operation_id for one in transfer_wire.read_answers(answers.opened(ANSWER_PAIR[0]))}
    assert told == {refused.id, loss.id, stranger.id}


def test_what_was_put_off_holds_back_a_loss_too(connection: Connection) -> None:
    """As over the line, where work in flight is never passed."""
    person = cast(now=NOW)["adult-no-card"]
    applied = ask(person, "application", photo="brought", photo_digest="0" * 64)
    result = taken(connection, file_of(connection, contents(applied, ask(person, "temporary-loss"))))
    assert (result["put_off"], result["left"]) == (1, 1)


UNFIT: tuple[tuple[object, dict[str, object], str], ...] = (
    ({}, {}, "不合约定"),
    ([], {}, "不合约定"),
    ({"operations": [], "pictures": [], "answer_key": ANSWER_PAIR[1].hex()}, {}, "不合约定"),
    ({"operations": [{"id": "1"}], "pictures": [], "answer_key": ANSWER_PAIR[1].hex()}, {}, "不合约定"),
    ({"operations": [{}], "pictures": [], "answer_key": "00" * 64}, {}, "不合约定"),
    ({}, {"counter": "C-other"}, "没有登记"),
    ({}, {"sealed_for": "0" * 16}, "另一个平台"),
    ({}, {"made_at": NOW + timedelta(days=900)}, "已过期"),
)


def test_what_is_signed_and_still_unfit_is_turned_down(connection: Connection) -> None:
    for tree, changes, words in UNFIT:
        with pytest.raises(transfers.TurnedDown) as told:
            transfers.opened(connection, file_of(connection, tree, **changes))
        assert words in told.value.why.zh, (tree, changes)
