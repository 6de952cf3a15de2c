"""Work carried on a stick: real stores, a real platform over HTTP, files that are carried, lost, doubled and spoilt.
Each effect once, in order, whatever happens to the file and to the line."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from counter_app.domain import sealed_file
from counter_app.domain.errors import NotEligible
from counter_app.domain.holder import Person
from counter_app.domain.operation import AuditEntry, Operation, Settlement, WorkState
from counter_app.domain.period import LAPSED_UNSENT
from counter_app.domain.photo import picture_of
from counter_app.domain.reconciling import NOT_RESENDABLE
from counter_app.domain.text import Text
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
from local_store.folder import open_or_make
from sync.client import HttpPlatform
from sync.transfer import Transfers, answers_beside, keep_answers
from tests.contracts.samples import entry
from tests.local_store.raw import opened
from tests.parts import carried
from tests.parts.carried import CLERK, Outlet
from tests.parts.counter_folder import SetClock
from tests.parts.newcomers import newcomer
from tests.parts.practice_platform import Platform
from tests.parts.processes import program
from tests.parts.whole_life import ask

FULL = 'mount -t tmpfs -o size=16k tmpfs "$1" && there="$1" && shift && "$@"; ls -A "$there"'
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)


@contextmanager
def opened_file(far: Outlet) -> Iterator[sqlcipher.Connection]:
    """Past the store, into its file."""
    key = str(json.loads((far.folder / "practice.key").read_text(encoding="utf-8"))["store-key"])
    with opened(far.folder, key) as connection:
        yield connection


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


def test_pictures_go_in_the_file_and_what_has_lost_its_picture_stays_with_all_that_follows(
    far: Outlet, near: Outlet, stick: Path, platform: Platform
) -> None:
    whole, broken = newcomer(platform), newcomer(platform)
    picture = picture_of(b"\xff\xd8 drawn for one \xff\xd9")
    applied = far.record(ask(whole, "application", photo="brought", photo_digest=picture.digest), picture)
    gone = picture_of(b"\xff\xd8 drawn for another \xff\xd9")
    lacking = far.record(ask(broken, "application", photo="brought", photo_digest=gone.digest), gone)
    follower = far.record(ask(broken, "data-change"))
    with opened_file(far) as connection:
        connection.execute("UPDATE attachments SET body = NULL WHERE operation_id = ?", (lacking.id,))
    made = far.transfers.take_out(stick, clerk=CLERK)
    assert (made.operations, made.pictures, made.left) == (1, 1, 2)
    assert [far.state(work) for work in (lacking, follower)] == [WorkState.WAITING] * 2, "they can be withdrawn still"
    assert near.transfers.hand_in(made.path, clerk=CLERK).accepted == 1
    assert platform.rows("SELECT body FROM attachment WHERE digest = ?", picture.digest) == [(picture.body,)]
    assert times(platform, applied) == 1


def test_what_was_taken_out_cannot_be_withdrawn_and_is_in_the_next_file_again(
    far: Outlet, near: Outlet, stick: Path, platform: Platform, somebody: Callable[[], Person]
) -> None:
    first = far.record(ask(somebody(), "temporary-loss"))
    lost = far.transfers.take_out(stick, clerk=CLERK)
    entry = AuditEntry("withdrawn", far.clock.now(), CLERK, "439901", "01", first.id)
    with pytest.raises(NotEligible):
        far.store.withdraw(first.id, "换人", entry)
    second = far.record(ask(somebody(), "formal-loss"))
    made = far.transfers.take_out(stick, clerk=CLERK)
    assert (made.operations, made.serial) == (2, lost.serial + 1)
    assert near.transfers.hand_in(made.path, clerk=CLERK).accepted == 2
    assert near.transfers.hand_in(lost.path, clerk=CLERK).known == 1
    assert [len(platform.effects(work.id)) for work in (first, second)] == [2, 2]


def test_killed_between_the_commit_and_the_file_nothing_is_lost(
    far: Outlet, near: Outlet, stick: Path, platform: Platform, somebody: Callable[[], Person]
) -> None:
    """A real process dies with everything committed and no file; the next export holds it, once."""
    loss = far.record(ask(somebody(), "temporary-loss"))
    key = (far.key.private + far.key.public).hex()
    command = [sys.executable, "-m", carried.__name__, str(far.folder), str(stick), key, "before-the-name"]
    died = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL, died.stderr
    assert [path.suffix for path in stick.iterdir()] == [".part"], "no file of that name, and no half of one"
    assert far.state(loss) is WorkState.IN_FLIGHT
    made = far.transfers.take_out(stick, clerk=CLERK)
    assert (made.operations, made.serial) == (1, 2)
    assert near.transfers.hand_in(made.path, clerk=CLERK).accepted == 1
    assert len(platform.effects(loss.id)) == 2


def test_a_stick_that_is_full_is_told_and_nothing_is_lost(
    far: Outlet, near: Outlet, stick: Path, tmp_path: Path, platform: Platform
) -> None:
    """A real one of 16 KiB, which takes the name and not the photo: no half file under a name, and the next has it."""
    picture = picture_of(b"\xff\xd8" + bytes(40_000) + b"\xff\xd9")
    far.record(ask(newcomer(platform), "application", photo="brought", photo_digest=picture.digest), picture)
    small = tmp_path / "small"
    small.mkdir()
    unshare = [program("unshare", package="util-linux"), "--mount"]
    if os.geteuid() != 0:
        unshare += ["--user", "--map-root-user"]
    key = (far.key.private + far.key.public).hex()
    export = [sys.executable, "-m", carried.__name__, str(far.folder), str(small), key, ""]
    run = subprocess.run(
        [*unshare, "sh", "-c", FULL, "sh", str(small), *export], capture_output=True, text=True, check=False, timeout=60
    )
    assert "StickTrouble" in run.stderr, run
    assert "磁盘已满" in run.stderr
    assert run.stdout == "", "nothing is left on it, whole or half"
    made = far.transfers.take_out(stick, clerk=CLERK)
    assert (made.operations, made.pictures, made.serial) == (1, 1, 2)
    assert near.transfers.hand_in(made.path, clerk=CLERK).accepted == 1


def test_a_loss_whose_period_is_over_never_leaves_by_a_file_either(
    far: Outlet, stick: Path, somebody: Callable[[], Person]
) -> None:
    late = replace(ask(somebody(), "temporary-loss"), accepted_at=far.clock.now() - timedelta(days=8))
    far.record(late)
    with pytest.raises(NothingToTransfer):
        far.transfers.take_out(stick, clerk=CLERK)
    work = far.store.work(late.id)
    assert work is not None
    assert work.answer is not None
    assert (work.state, work.answer.code) == (WorkState.REFUSED, LAPSED_UNSENT)
    assert list(stick.iterdir()) == []


def test_what_lapsed_before_it_left_again_by_a_file_is_not_told_as_never_sent(
    far: Outlet, near: Outlet, stick: Path, somebody: Callable[[], Person]
) -> None:
    late = far.record(replace(ask(somebody(), "temporary-loss"), accepted_at=far.clock.now() - timedelta(days=8)))
    far.store.hand_over([late.id], late.accepted_at)
    _, answers = carry(far, near, stick)
    assert far.transfers.take_back(answers, clerk=CLERK).accepted == 1
    [accepted] = far.store.works(states=(WorkState.SETTLED,), limit=2)
    assert far.store.send_again([(accepted, entry())]) == (late.id,)
    with pytest.raises(NothingToTransfer):
        far.transfers.take_out(stick, clerk=CLERK)
    [work] = far.store.works(states=(WorkState.REFUSED,), limit=2)
    assert work.answer is not None
    assert work.answer.code == NOT_RESENDABLE


def test_a_stick_that_takes_nothing_is_told_and_nothing_has_left(
    far: Outlet, tmp_path: Path, stick: Path, somebody: Callable[[], Person]
) -> None:
    loss = far.record(ask(somebody(), "temporary-loss"))
    named = stick / "mine.ssct"
    named.write_bytes(b"something else")
    for where in (tmp_path / "pulled out", named):
        with pytest.raises(StickTrouble):
            far.transfers.take_out(where / "deeper" if where != named else named, clerk=CLERK)
    assert named.read_bytes() == b"something else"
    assert far.state(loss) is WorkState.WAITING


def test_without_the_platforms_key_it_says_what_to_do(tmp_path: Path, stick: Path, platform: Platform) -> None:
    opened = open_or_make(tmp_path / "never", practice=True)
    line = HttpPlatform(lambda: platform.url, version="1.0.0")
    never = Transfers(opened.store, line, opened.secrets, SetClock(), new_key, "439901", "01")
    with pytest.raises(NoTransferKey) as told:
        never.take_out(stick, clerk=CLERK)
    line.close()
    opened.store.close()
    assert "counter sync" in told.value.what_next.zh
    assert list(stick.iterdir()) == []


def test_files_that_are_not_good_change_nothing_anywhere(
    far: Outlet, near: Outlet, stick: Path, platform: Platform, somebody: Callable[[], Person]
) -> None:
    """Cut off, altered, of another kind, too large: each said in words of its own, at whichever side finds it."""
    loss = far.record(ask(somebody(), "temporary-loss"))
    good = far.transfers.take_out(stick, clerk=CLERK).path.read_bytes()
    at = good.index(b'"content":"') + 40
    other = b"A" if good[at : at + 1] != b"A" else b"B"
    spoilt = {
        "不完整": good[:-20],
        "签名不对": good[:at] + other + good[at + 1 :],
        "不是转送文件": b"PK\x03\x04" + good,
        "格式是 ssc-transfer/9": good.replace(b"ssc-transfer/1", b"ssc-transfer/9"),
        "过大": good + b" " * sealed_file.LARGEST,
    }
    for words, content in spoilt.items():
        file = stick / "spoilt.ssct"
        file.write_bytes(content)
        with pytest.raises((BadTransferFile, TransferTurnedDown)) as told:
            near.transfers.hand_in(file, clerk=CLERK)
        assert words in told.value.message.zh, words
        assert told.value.what_next.en.startswith("Nothing was changed"), words
    assert times(platform, loss) == 0
    assert near.store.entries("transfer.handed_in", since=loss.accepted_at) == ()


def test_a_file_of_a_stranger_of_a_revoked_counter_or_for_another_platform_is_turned_down(
    far: Outlet, near: Outlet, stick: Path, platform: Platform, somebody: Callable[[], Person]
) -> None:
    loss = far.record(ask(somebody(), "temporary-loss"))
    keys = far.store.platform_keys()
    assert keys is not None
    stranger = replace(far.transfers, key=lambda: replace(new_key(), counter_id="C-nobody"))
    unknown = stranger.take_out(stick / "unknown.ssct", clerk=CLERK).path
    far.store.keep_platform_keys(replace(keys, transfer=new_key().public))
    elsewhere = far.transfers.take_out(stick / "elsewhere.ssct", clerk=CLERK).path
    far.store.keep_platform_keys(keys)
    good = far.transfers.take_out(stick / "good.ssct", clerk=CLERK).path
    assert _why(near, unknown) == "制作它的柜台没有登记"
    assert _why(near, elsewhere) == "它是封给另一个平台的"
    platform.change("UPDATE counter_key SET state = 'revoked' WHERE key_id = ?", far.key.key_id)
    assert _why(near, good) == "制作它的柜台已被停用"
    assert times(platform, loss) == 0
    platform.change("UPDATE counter_key SET state = 'replaced' WHERE key_id = ?", far.key.key_id)
    assert near.transfers.hand_in(good, clerk=CLERK).accepted == 1, "renewed since it was made"


def _why(near: Outlet, file: Path) -> str:
    with pytest.raises(TransferTurnedDown) as told:
        near.transfers.hand_in(file, clerk=CLERK)
    why = told.value.facts["why"]
    assert isinstance(why, Text)
    return why.zh


def test_answers_of_somebody_else_or_not_signed_by_the_platform_change_nothing(
    far: Outlet, near: Outlet, stick: Path, somebody: Callable[[], Person]
) -> None:
    loss = far.record(ask(somebody(), "temporary-loss"))
    file, answers = carry(far, near, stick)
    with pytest.raises(OthersAnswers):
        near.transfers.take_back(answers, clerk=CLERK)
    with pytest.raises(BadTransferFile, match="holds work"):
        far.transfers.take_back(file, clerk=CLERK)
    line, _, _ = answers.read_bytes().partition(b"\n")
    forged = base64.b64encode(far.key.sign(line))
    answers.write_bytes(line + b"\n" + forged + b"\n")
    with pytest.raises(NotTheirSignature):
        far.transfers.take_back(answers, clerk=CLERK)
    assert far.state(loss) is WorkState.IN_FLIGHT


def test_neither_who_carries_it_nor_the_outlet_that_hands_it_in_can_read_it(
    far: Outlet, near: Outlet, stick: Path, somebody: Callable[[], Person]
) -> None:
    person = somebody()
    far.record(ask(person, "temporary-loss"))
    for path in carry(far, near, stick):
        content = path.read_bytes()
        tree = json.loads(content.partition(b"\n")[0])
        assert set(json.loads(tree["header"])) == {
            "type", "counter", "signed_with", "sealed_for", "made_at", "serial", "count",
        }  # fmt: skip
        for secret in (person.holder.number, person.holder.name, person.cards[0].number):
            for form in (secret.encode(), base64.b64encode(secret.encode())[:-2]):
                assert form not in content
    log = "\n".join(str(one) for one in near.store.entries("transfer.handed_in", since=EARLIEST))
    assert person.holder.number not in log
