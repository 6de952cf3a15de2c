"""Answers that were carried back, signed by the platform and still not what was asked: nothing is taken for settled."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain import sealed_file, signature
from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation, WorkState
from counter_app.domain.sealed_file import Header
from counter_app.domain.transfer_errors import BadTransferFile
from practice.platform import database as db
from practice.platform import packs
from sync.transfer import ANSWER_KEY
from tests.parts import carried
from tests.parts.carried import CLERK, Outlet
from tests.parts.practice_platform import Platform
from tests.parts.whole_life import ask


@pytest.fixture
def far(tmp_path: Path, platform: Platform) -> Iterator[Outlet]:
    with carried.outlet(tmp_path / "far", platform) as made:
        yield made


@pytest.fixture
def loss(far: Outlet, tmp_path: Path, somebody: Callable[[], Person]) -> Operation:
    """A loss report that has left by a file."""
    made = far.record(ask(somebody(), "temporary-loss"))
    far.transfers.take_out(tmp_path / "out.ssct", clerk=CLERK)
    return made


def answered(loss: Operation, *halves: tuple[str, str], verdict: str = "accepted") -> dict[str, Any]:
    """An answer of the contract for these halves and states."""
    now = datetime.now(UTC).isoformat()[:-6] + "Z"
    said = [
        {"half": half, "verdict": "accepted", "state": state, "code": "", "reason": None, "effective_at": now}
        | {"until": None}
        for half, state in halves
    ]
    about = {"operation_id": loss.id, "verdict": verdict, "known": False, "answered_at": now, "halves": said}
    return about | {"code": "", "reason": None, "card_number": None, "person": None}


def told(far: Outlet, platform: Platform, tree: object, path: Path, *, sealed_for: str = "") -> Path:
    """A file the platform itself has signed for that outlet, whatever stands in it."""
    reader = bytes.fromhex(str(far.secrets.get(ANSWER_KEY)))[signature.PRIVATE :]
    name = sealed_for or signature.name_of(reader)
    header = Header(sealed_file.ANSWERS, far.key.counter_id, "platform", name, datetime.now(UTC), serial=1, count=1)
    with closing(db.open_database(platform.database)) as connection:
        content = json.dumps(tree).encode()
        sign = lambda line: packs.signed(connection, line)[0]  # noqa: E731 - while the database is open
        path.write_bytes(sealed_file.seal(content, header=header, reader=reader, sign=sign))
    return path


def test_an_answer_that_does_not_speak_of_what_was_asked_is_left_out(
    far: Outlet, platform: Platform, loss: Operation, tmp_path: Path
) -> None:
    both = (("ssc", "4"), ("bank", "temporary-loss"))
    halves = (both[:1], (("ssc", "9"), both[1]), ())
    for said in halves:
        file = told(far, platform, {"answers": [answered(loss, *said)]}, tmp_path / "answers")
        taken = far.transfers.take_back(file, clerk=CLERK)
        assert (taken.unread, taken.accepted) == (1, 0), said
        assert far.state(loss) is WorkState.IN_FLIGHT
    good = told(far, platform, {"answers": [answered(loss, *both)]}, tmp_path / "answers")
    assert far.transfers.take_back(good, clerk=CLERK).accepted == 1
    assert far.state(loss) is WorkState.SETTLED


def test_an_answer_to_work_nobody_here_knows_is_left_out(
    far: Outlet, platform: Platform, loss: Operation, tmp_path: Path, somebody: Callable[[], Person]
) -> None:
    file = told(far, platform, {"answers": [answered(ask(somebody(), "status-proof"))]}, tmp_path / "answers")
    assert far.transfers.take_back(file, clerk=CLERK).unread == 1
    assert far.state(loss) is WorkState.IN_FLIGHT


@pytest.mark.parametrize("tree", [{}, [], {"answers": [{}]}, {"answers": "none"}], ids=str)
def test_what_is_no_list_of_answers_is_said(
    far: Outlet, platform: Platform, loss: Operation, tmp_path: Path, tree: object
) -> None:
    with pytest.raises(BadTransferFile):
        far.transfers.take_back(told(far, platform, tree, tmp_path / "answers"), clerk=CLERK)
    assert far.state(loss) is WorkState.IN_FLIGHT


def test_answers_to_another_machine_of_the_same_counter_do_not_open(
    far: Outlet, platform: Platform, loss: Operation, tmp_path: Path
) -> None:
    file = told(far, platform, {"answers": []}, tmp_path / "answers", sealed_for="0" * 16)
    with pytest.raises(BadTransferFile, match="not sealed for this counter"):
        far.transfers.take_back(file, clerk=CLERK)
    assert far.state(loss) is WorkState.IN_FLIGHT
