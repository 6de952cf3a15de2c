"""Work carried on a stick: real stores, a real platform over HTTP, files that are carried, lost, doubled and spoilt.
Each effect once, in order, whatever happens to the file and to the line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.domain.errors import BadInput, NotEligible
from counter_app.domain.holder import Person
from counter_app.domain.operation import AuditEntry, Operation, Settlement, WorkState
from counter_app.domain.photo import picture_of
from counter_app.domain.transfer_errors import (
    BadTransferFile,
    NothingToTransfer,
    NoTransferKey,
    NotTheirSignature,
    OthersAnswers,
    StickTrouble,
    TransferTurnedDown,
)
from counter_app.enrolment import new_key
from practice.platform import database as db
from sync.client import HttpPlatform
from sync.transfer import answers_beside, keep_answers
from tests.parts import carried
from tests.parts.carried import CLERK, Outlet
from tests.parts.newcomers import newcomer
from tests.parts.practice_platform import Platform, running
from tests.parts.whole_life import ask


@pytest.fixture
def far(tmp_path: Path, platform: Platform) -> Iterator[Outlet]:
    """The outlet without a line: tests use its line only where it comes back."""
    with carried.outlet(tmp_path / "far", platform) as made:
        yield made


@pytest.fixture
def near(tmp_path: Path, platform: Platform) -> Iterator[Outlet]:
    """The outlet with a line."""
    with carried.outlet(tmp_path / "near", platform) as made:
        yield made


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


def carry(far: Outlet, near: Outlet, stick: Path) -> tuple[Path, Path]:
    """Out, in, and the answers beside: where both files are."""
    file = far.transfers.take_out(stick, clerk=CLERK).path
    answers = answers_beside(file)
    keep_answers(answers, near.transfers.hand_in(file, clerk=CLERK).answers)
    return file, answers


def times(platform: Platform, operation: Operation) -> int:
    """How often the platform holds it."""
    return len(platform.rows("SELECT 1 FROM answer WHERE operation_id = ?", operation.id))


def test_two_steps_on_one_card_go_out_in_one_file_and_come_back_answered(
    far: Outlet, near: Outlet, stick: Path, platform: Platform, somebody: Callable[[], Person]
) -> None:
    """A loss and its release, recorded with no line: both take effect once, the loss first; twice changes nothing."""
    one, other = somebody(), somebody()
    loss, release = far.record(ask(one, "temporary-loss")), far.record(ask(one, "release"))
    formal = far.record(ask(other, "formal-loss"))
    made = far.transfers.take_out(stick, clerk=CLERK)
    assert (made.operations, made.left, made.serial) == (3, 0, 1)
    assert {far.state(work) for work in (loss, release, formal)} == {WorkState.IN_FLIGHT}
    assert platform.effects(loss.id) == [], "nothing is there before the file is"
    handed = near.transfers.hand_in(made.path, clerk=CLERK)
    assert (handed.accepted, handed.refused, handed.left, handed.known) == (3, 0, 0, 0)
    again = near.transfers.hand_in(made.path, clerk=CLERK)
    assert (again.accepted, again.known) == (3, 3)
    answers = answers_beside(made.path)
    keep_answers(answers, again.answers)
    taken = far.transfers.take_back(answers, clerk=CLERK)
    assert (taken.serial, taken.accepted, taken.before) == (1, 3, 0)
    assert far.transfers.take_back(answers, clerk=CLERK).before == 3
    far.drain()
    assert far.store.waiting().unsent == 0
    assert [len(platform.effects(work.id)) for work in (loss, release, formal)] == [2, 2, 2]
    order = platform.rows(
        "SELECT operation_id FROM effect WHERE operation_id IN (?, ?) ORDER BY id", loss.id, release.id
    )
    assert [row[0] for row in order] == [loss.id] * 2 + [release.id] * 2
    assert far.store.verify_audit().whole
    assert near.store.works() == (), "the outlet that carries keeps nothing of it"


def test_the_line_comes_back_before_the_file_is_handed_in(
    far: Outlet, near: Outlet, stick: Path, platform: Platform, somebody: Callable[[], Person]
) -> None:
    loss = far.record(ask(somebody(), "temporary-loss"))
    file = far.transfers.take_out(stick, clerk=CLERK).path
    far.drain()
    assert far.state(loss) is WorkState.SETTLED
    handed = near.transfers.hand_in(file, clerk=CLERK)
    assert (handed.accepted, handed.known) == (1, 1)
    keep_answers(answers_beside(file), handed.answers)
    assert far.transfers.take_back(answers_beside(file), clerk=CLERK).before == 1
    assert len(platform.effects(loss.id)) == 2


def test_answers_that_never_come_back_come_over_the_line_as_known(
    far: Outlet, near: Outlet, stick: Path, platform: Platform, somebody: Callable[[], Person]
) -> None:
    loss, release = (far.record(ask(person, "temporary-loss")) for person in (somebody(), somebody()))
    carry(far, near, stick)
    far.drain()
    works = [far.store.work(work.id) for work in (loss, release)]
    assert [work.answer.known for work in works if work is not None and work.answer is not None] == [True, True]
    assert [len(platform.effects(work.id)) for work in (loss, release)] == [2, 2]


def test_what_follows_a_refused_one_is_left_alone_on_both_sides_until_a_clerk_has_settled_that(
    far: Outlet, near: Outlet, stick: Path, platform: Platform, somebody: Callable[[], Person]
) -> None:
    """The loss passes it. The follower waits behind the refused one here too, though it is in flight by the file."""
    person = somebody()
    refused = far.record(ask(person, "cancellation"))
    follower = far.record(ask(person, "data-change"))
    loss = far.record(ask(person, "temporary-loss"))
    file, answers = carry(far, near, stick)
    assert times(platform, follower) == 0
    taken = far.transfers.take_back(answers, clerk=CLERK)
    assert (taken.refused, taken.accepted) == (1, 1)
    states = [far.state(work) for work in (refused, follower, loss)]
    assert states == [WorkState.REFUSED, WorkState.IN_FLIGHT, WorkState.SETTLED]
    held = far.store.work(follower.id)
    assert held is not None
    assert held.held_by == refused.id
    far.drain()
    assert near.transfers.hand_in(file, clerk=CLERK).left == 1
    assert times(platform, follower) == 0
    entry = AuditEntry("settled", far.clock.now(), CLERK, "439901", "01", refused.id)
    far.store.settle(refused.id, Settlement.CLOSED, "核对后不办", entry)
    far.drain()
    assert far.state(follower) is WorkState.SETTLED
    assert times(platform, follower) == 1

