"""A picture goes over in pieces: over any line that lets a piece through now and then, with each byte sent about once,
through kills and restarts; over a real line to a real platform."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import pytest

from counter_app.domain.errors import NoPlatform
from counter_app.domain.photo import Picture, picture_of
from counter_app.domain.picture_errors import PictureUnderWay
from counter_app.enrolment import PrivateKey, new_key
from counter_app.ports import LineKind, Store
from practice.platform import database as db
from practice.platform import uploads
from practice.platform.connection import Connection
from sync import attaching
from sync.attachment_door import LARGEST_PIECE, SMALLEST_PIECE
from sync.client import HttpPlatform
from sync.signing import Signer
from tests.parts import counter_folder as parts
from tests.parts.dropping import dropping
from tests.parts.newcomers import newcomer
from tests.parts.postgres import Peopled
from tests.parts.practice_platform import Platform
from tests.parts.processes import wait_until
from tests.parts.proxy import Proxy, answer
from tests.parts.signing import Ring, admit_at, signer
from tests.parts.whole_life import ask
from tests.sync.conftest import closing_client
from tests.sync.test_pictures import Applied, kept, record

SIZE = 40 * 1024
TUS = "Tus-Resumable: 1.0.0"


def photo(size: int = SIZE) -> Picture:
    """A picture of that many bytes, another one at each call."""
    return picture_of(b"\xff\xd8" + random.randbytes(size - 4) + b"\xff\xd9")


def nothing() -> None:
    """For whoever need not know that a byte has left."""


def newly_admitted(platform: Platform) -> PrivateKey:
    """A counter of a test's own, which the platform knows."""
    fresh = new_key()
    key = PrivateKey(f"C-{fresh.key_id}", fresh.private, fresh.public)
    admit_at(platform.database, key)
    return key


@pytest.fixture
def apply(platform: Platform) -> Callable[[Store], Applied]:
    """Records an application with a large picture, for another new person at each call."""

    def make(store: Store) -> Applied:
        picture = photo()
        operation = ask(newcomer(platform), "application", photo="brought", photo_digest=picture.digest)
        return record(store, operation, picture), picture

    return make


def test_a_photo_of_forty_kilobytes_costs_four_calls_on_a_good_line(platform: Platform) -> None:
    picture = photo()
    with dropping(platform.port, after=None) as line, closing_client(line.url) as client:
        client.attach(picture, on_hand_over=nothing)
    assert [words.split(" ")[0] for words, _ in line.requests()] == ["POST", "PATCH", "PATCH", "PATCH"]
    assert line.sent_by("PATCH") == SIZE
    assert kept(platform, picture) == [(picture.body, None)]


@pytest.mark.parametrize(("after", "share"), [(40_000, 1.2), (20_000, 1.2), (6_000, 1.4), (4_000, 1.4)])
def test_over_a_line_that_drops_it_gets_there_with_each_byte_sent_about_once(
    platform: Platform, after: int, share: float
) -> None:
    """What was cut is the only loss: without going on, nothing below forty kilobytes would ever get there."""
    picture = photo()
    with dropping(platform.port, after=after) as line, closing_client(line.url) as client:
        client.longest_for_a_picture = 60.0
        client.attach(picture, on_hand_over=nothing)
    assert len(line.heard) > 1
    assert kept(platform, picture) == [(picture.body, None)]
    assert SIZE <= line.sent_by("PATCH") <= share * SIZE


def test_on_such_a_line_the_courier_brings_it_over(
    tmp_path: Path, platform: Platform, apply: Callable[[Store], Applied]
) -> None:
    with (
        parts.open_store(tmp_path / "counter") as store,
        dropping(platform.port, after=7_000) as line,
        closing_client(line.url) as client,
    ):
        operation, picture = apply(store)
        courier = parts.courier(tmp_path / "counter", store, client)
        accepted = 0
        for _ in range(10):
            accepted += courier.pass_once().accepted
            if accepted:
                break
        assert kept(platform, picture) == [(picture.body, operation.id)]


def test_out_of_time_the_rest_goes_with_the_next_pass_at_once_and_the_line_is_well(
    tmp_path: Path, platform: Platform, apply: Callable[[Store], Applied]
) -> None:
    """One piece a pass here; store, client and courier are made anew in between, and no byte goes twice."""
    with parts.open_store(tmp_path / "counter") as store:
        operation, picture = apply(store)
    told = []
    with dropping(platform.port, after=None) as line:
        for _ in range(3):
            with parts.open_store(tmp_path / "counter") as store, closing_client(line.url) as client:
                client.longest_for_a_picture = 0.0
                report = parts.courier(tmp_path / "counter", store, client).pass_once()
                told.append((report.accepted, report.more, report.line.kind, store.trials()))
    well = LineKind.ONLINE
    assert told == [(0, True, well, ()), (0, True, well, ()), (1, False, well, ())]
    assert line.sent_by("PATCH") == SIZE
    assert kept(platform, picture) == [(picture.body, operation.id)]


def test_killed_in_the_middle_of_a_piece_a_new_program_goes_on_from_the_one_before(
    tmp_path: Path, platform: Platform, between: Proxy, client: HttpPlatform, apply: Callable[[Store], Applied]
) -> None:
    with parts.open_store(tmp_path / "counter") as store:
        operation, picture = apply(store)
    second = picture.body[LARGEST_PIECE : 2 * LARGEST_PIECE]
    between.poison, between.poisoned = second, "hang"
    command = [sys.executable, "-m", "tests.parts.counter_folder", str(tmp_path / "counter"), between.url]
    with subprocess.Popen(command) as counter:
        wait_until(lambda: any(exchange.body == second for exchange in between.exchanges))
        counter.send_signal(signal.SIGKILL)
    between.poison = b""
    with parts.open_store(tmp_path / "counter") as store:
        assert parts.courier(tmp_path / "counter", store, client).pass_once().accepted == 1
    pieces = [exchange.body for exchange in between.exchanges if exchange.head.startswith("PATCH")]
    assert pieces == [picture.body[:LARGEST_PIECE], second, second, picture.body[2 * LARGEST_PIECE :]]
    assert kept(platform, picture) == [(picture.body, operation.id)]


def test_a_piece_whose_answer_was_lost_does_not_go_again(
    platform: Platform, between: Proxy, client: HttpPlatform
) -> None:
    picture = photo()
    between.poison, between.poisoned = picture.body[:LARGEST_PIECE], "cut-after"
    client.attach(picture, on_hand_over=nothing)
    methods = [exchange.head.split(" ")[0] for exchange in between.exchanges]
    assert methods == ["POST", "PATCH", "HEAD", "PATCH", "PATCH"]
    assert kept(platform, picture) == [(picture.body, None)]


def test_a_line_that_sends_each_call_twice_brings_it_over_too(
    platform: Platform, between: Proxy, client: HttpPlatform
) -> None:
    """What is handed back is the platform's word on the second one, which it has turned down: how far it is decides."""
    picture = photo()
    between.mode = "twice"
    client.attach(picture, on_hand_over=nothing)
    assert sum(len(exchange.body) for exchange in between.exchanges) == SIZE
    assert kept(platform, picture) == [(picture.body, None)]


def test_where_no_piece_gets_through_it_is_held_back_for_itself(platform: Platform) -> None:
    """Down to the smallest piece, and not for ever; where some got there it is the line's fault, and told apart."""
    picture = photo()
    with dropping(platform.port, after=1_800) as line, closing_client(line.url) as client:
        with pytest.raises(NoPlatform) as caught:
            client.attach(picture, on_hand_over=nothing)
        assert not isinstance(caught.value, PictureUnderWay)
        assert len(line.heard) < 10
        line.after = 20_000
        client.attach(picture, on_hand_over=nothing)
    assert kept(platform, picture) == [(picture.body, None)]


def test_a_break_for_good_after_some_of_it_is_told_as_such(
    platform: Platform, between: Proxy, client: HttpPlatform
) -> None:
    picture = photo()
    between.poison, between.poisoned = picture.body[LARGEST_PIECE : LARGEST_PIECE + SMALLEST_PIECE], "500"
    with pytest.raises(PictureUnderWay) as caught:
        client.attach(picture, on_hand_over=nothing)
    assert caught.value.facts["broken"] is True
    assert kept(platform, picture) == []


def test_the_courier_does_not_set_aside_what_grows(
    tmp_path: Path, platform: Platform, between: Proxy, client: HttpPlatform, apply: Callable[[Store], Applied]
) -> None:
    """The line is in trouble; the operation and its picture are not."""
    with parts.open_store(tmp_path / "counter") as store:
        _operation, picture = apply(store)
        between.poison, between.poisoned = picture.body[LARGEST_PIECE : 2 * LARGEST_PIECE], "500"
        courier = parts.courier(tmp_path / "counter", store, client)
        report = courier.pass_once()
        assert (report.line.kind, report.trouble) == (LineKind.NO_PLATFORM, PictureUnderWay(broken=True).code)
        assert store.trials() == ()
        courier.pass_once()
        assert len(store.trials()) == 1, "now nothing of it gets through"


def test_of_several_the_one_that_is_slow_lets_no_other_picture_go_before_a_loss_could(
    tmp_path: Path, platform: Platform, between: Proxy, client: HttpPlatform, apply: Callable[[Store], Applied]
) -> None:
    """No more than one picture's time passes before the next look for what is urgent."""
    client.longest_for_a_picture = 0.0
    with parts.open_store(tmp_path / "counter") as store:
        for _ in range(attaching.MOST_AT_ONCE):
            apply(store)
        parts.courier(tmp_path / "counter", store, client).pass_once()
    assert len([exchange for exchange in between.exchanges if exchange.head.startswith("PATCH")]) == 1


def test_a_counter_revoked_between_a_break_and_the_question_how_far_it_is_hears_that_and_sets_nothing_aside(
    tmp_path: Path, platform: Platform, between: Proxy, apply: Callable[[Store], Applied]
) -> None:
    """The answer to that question (HEAD) has no body, so that it cannot say why nothing is taken."""
    key = newly_admitted(platform)
    with (
        parts.open_store(tmp_path / "counter") as store,
        closing(HttpPlatform(lambda: between.url, version="1.0.0", signer=signer(key))) as line,
    ):
        operation, picture = apply(store)
        between.poison, between.poisoned, between.only = picture.body[:LARGEST_PIECE], "cut-after", "/v1/uploads/"
        revoke = "UPDATE counter_key SET state = 'revoked' WHERE key_id = ?"
        between.after_work = lambda: platform.change(revoke, key.key_id)
        courier = parts.courier(tmp_path / "counter", store, line)
        assert courier.pass_once().trouble == "EnrolmentRevoked"
        assert any(exchange.head.startswith("HEAD") for exchange in between.exchanges)
        assert store.trials() == ()
        between.after_work, between.poison = nothing, b""
        platform.change("UPDATE counter_key SET state = 'in_force' WHERE key_id = ?", key.key_id)
        assert courier.pass_once().accepted == 1
    assert kept(platform, picture) == [(picture.body, operation.id)]


def test_a_clock_set_wrong_between_a_break_and_the_question_how_far_it_is_stops_no_picture(
    platform: Platform, between: Proxy
) -> None:
    """How far the clock is off is learnt from an answer with a body, and each piece still goes once."""
    key, picture, off = newly_admitted(platform), photo(), [0.0]
    between.poison, between.poisoned, between.only = picture.body[:LARGEST_PIECE], "cut-after", "/v1/uploads/"
    between.after_work = lambda: off.__setitem__(0, 3600.0)
    hand = Signer(lambda: Ring(key), clock=lambda: time.time() + off[0])
    with closing(HttpPlatform(lambda: between.url, version="1.0.0", signer=hand)) as line:
        line.attach(picture, on_hand_over=nothing)
    assert sum(len(exchange.body) for exchange in between.exchanges) == SIZE
    assert kept(platform, picture) == [(picture.body, None)]


@pytest.mark.parametrize(
    "said",
    [
        answer("204 No Content", b""),
        answer("201 Created", b"", TUS),
        answer("201 Created", b"", TUS, "Upload-Offset: -1"),
        answer("201 Created", b"", TUS, f"Upload-Offset: {SIZE + 1}"),
        answer("201 Created", b"", "Upload-Offset: 0"),
        answer("200 OK", b"{}", "Content-Type: application/json", TUS, "Upload-Offset: 0"),
    ],
)
def test_what_is_no_answer_of_the_contract_begins_nothing(
    platform: Platform, between: Proxy, client: HttpPlatform, said: bytes
) -> None:
    between.mode, between.own = "own", said
    with pytest.raises(NoPlatform):
        client.attach(photo(), on_hand_over=nothing)
    assert len(between.exchanges) == 1


def test_a_platform_that_says_another_offset_than_it_must_is_not_believed(
    platform: Platform, between: Proxy, client: HttpPlatform
) -> None:
    picture = photo()
    between.poison, between.poisoned = picture.body[:LARGEST_PIECE], "own"
    between.own = answer("204 No Content", b"", TUS, f"Upload-Offset: {SIZE}")
    with pytest.raises(NoPlatform):
        client.attach(picture, on_hand_over=nothing)
    assert kept(platform, picture) == []


def test_two_platforms_on_one_postgresql_take_it_together_and_each_piece_once(postgresql: Peopled) -> None:
    """Each piece comes to both at the same moment; one of them keeps it, the other says that it is there."""
    picture, now, together = photo(), datetime.now(UTC), Barrier(2)
    pieces = [(at, picture.body[at : at + LARGEST_PIECE]) for at in range(0, SIZE, LARGEST_PIECE)]

    def take(connection: Connection) -> int:
        taken = 0
        for at, piece in pieces:
            together.wait(20)
            with suppress(uploads.WrongOffset):
                uploads.go_on(connection, "C-one", picture.digest, at, piece, now)
                taken += 1
        return taken

    with ExitStack() as stack:
        address = stack.enter_context(postgresql.new_database())
        platforms = [stack.enter_context(closing(db.opened(address))) for _ in range(2)]
        for connection in platforms:
            assert uploads.begin(connection, "C-one", picture.digest, SIZE, now).offset == 0
        with ThreadPoolExecutor(2) as threads:
            assert sum(threads.map(take, platforms)) == len(pieces)
        for connection in platforms:
            assert uploads.begin(connection, "C-other", picture.digest, SIZE, now).offset == SIZE
            row = connection.execute("SELECT body FROM attachment WHERE digest = ?", (picture.digest,)).fetchone()
            assert row is not None
            assert bytes(row[0]) == picture.body
