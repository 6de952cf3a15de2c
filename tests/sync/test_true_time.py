"""A clock that once stood far ahead: true time counts again once the platform shows that the clock is right."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counter_app import enrolment
from counter_app.clock import OnwardClock
from counter_app.domain.operation import Operation, WorkState
from counter_app.domain.period import LAPSED_UNSENT
from counter_app.ports import Courier, Store
from sync.client import HttpPlatform
from sync.courier import LineCourier
from sync.news import NewsCourier
from sync.true_time import TAKEN_BACK, TrueTime
from tests.contracts.samples import entry
from tests.parts import counter_folder as parts
from tests.parts.carried import outlet
from tests.parts.practice_platform import Platform
from tests.parts.signing import admit_at, signer

Loss = Callable[..., Operation]
FAR = timedelta(days=27_000)


def onward_of(store: Store, clock: parts.SetClock) -> OnwardClock:
    return OnwardClock(clock, store.last_moment, store.clock_taken_back)


def courier(folder: Path, store: Store, line: HttpPlatform, clock: parts.SetClock, onward: OnwardClock) -> Courier:
    """As it is wired: after each pass that reached the platform true time is seen to."""
    inner: LineCourier = parts.courier(folder, store, line, clock=clock, moments=onward)
    return NewsCourier(inner, (TrueTime(store, onward, ("439901", "01")),))


def jumped(store: Store, clock: parts.SetClock, onward: OnwardClock, made: Operation) -> Operation:
    """The clock stands in the next century for a moment, and just then work is recorded."""
    clock.ahead = FAR
    made = replace(made, accepted_at=onward.now())
    parts.record(store, made)
    clock.ahead = timedelta(0)
    return made


def test_true_time_counts_again_and_the_trail_has_both_moments(
    tmp_path: Path, store: Store, client: HttpPlatform, clock: parts.SetClock, loss: Loss
) -> None:
    onward, began = onward_of(store, clock), datetime.now(UTC)
    far = jumped(store, clock, onward, loss())
    assert onward.set_back() > FAR - timedelta(minutes=1)
    greeted = client.greet()
    line = courier(tmp_path / "counter", store, client, clock, onward)
    assert line.pass_once().accepted == 1
    assert onward.set_back() == timedelta(0)
    assert greeted <= onward.now() < datetime.now(UTC) + timedelta(seconds=1)
    (told,) = store.entries(TAKEN_BACK, since=began)
    assert (told.clerk, told.facts["from"] >= far.accepted_at.isoformat()) == ("courier", True)
    assert began <= told.at == datetime.fromisoformat(told.facts["to"])
    assert onward_of(store, clock).set_back() == timedelta(0), "a restart remembers nothing else"
    line.pass_once()
    assert len(store.entries(TAKEN_BACK, since=began)) == 1
    assert store.verify_audit().whole
    work = store.work(far.id)
    assert work is not None
    assert work.operation == far, "what was recorded stays as it was"


def test_days_without_the_platform_are_not_counted_from_a_moment_far_ahead(
    tmp_path: Path, store: Store, client: HttpPlatform, clock: parts.SetClock
) -> None:
    """The platform was greeted while the clock was wrong."""
    onward = onward_of(store, clock)
    clock.ahead = FAR
    courier(tmp_path / "counter", store, client, clock, onward).pass_once()
    clock.ahead = timedelta(days=9)  # right, nine days later, and no line
    known = store.contact()
    assert timedelta(days=8.9) < clock.now() - known.heard_by(clock.now()) < timedelta(days=9.1)


@pytest.mark.parametrize("ahead", [FAR, timedelta(minutes=2), -timedelta(minutes=2)])
def test_a_clock_that_is_not_right_takes_nothing_back(
    tmp_path: Path, store: Store, client: HttpPlatform, clock: parts.SetClock, loss: Loss, ahead: timedelta
) -> None:
    onward = onward_of(store, clock)
    far = jumped(store, clock, onward, loss())
    clock.ahead = ahead
    courier(tmp_path / "counter", store, client, clock, onward).pass_once()
    assert onward.now() >= far.accepted_at
    assert store.clock_taken_back() is None


def test_without_a_line_nothing_is_taken_back(tmp_path: Path, store: Store, clock: parts.SetClock, loss: Loss) -> None:
    onward = onward_of(store, clock)
    jumped(store, clock, onward, loss())
    with closing(HttpPlatform(lambda: "http://127.0.0.1:1", version="1.0.0", signer=signer())) as nowhere:
        courier(tmp_path / "counter", store, nowhere, clock, onward).pass_once()
    assert store.clock_taken_back() is None


def test_a_platform_that_turns_the_counter_away_is_not_believed(
    tmp_path: Path, store: Store, platform: Platform, clock: parts.SetClock, loss: Loss
) -> None:
    onward, key = onward_of(store, clock), enrolment.new_key()
    admit_at(platform.database, key)
    platform.change("UPDATE counter_key SET state = 'revoked' WHERE key_id = ?", key.key_id)
    jumped(store, clock, onward, loss())
    with closing(HttpPlatform(lambda: platform.url, version="1.0.0", signer=signer(key))) as line:
        assert courier(tmp_path / "counter", store, line, clock, onward).pass_once().trouble == "EnrolmentRevoked"
    assert store.clock_taken_back() is None


def test_only_a_greeting_of_this_moment_counts(store: Store, clock: parts.SetClock, loss: Loss) -> None:
    """Of a counter that is turned away since, the last good greeting stands and grows old."""
    onward = onward_of(store, clock)
    jumped(store, clock, onward, loss())
    for minutes, taken in ((10, False), (0, True)):
        store.keep_contact(datetime.now(UTC) - timedelta(minutes=minutes), 0.0)
        TrueTime(store, onward, ("439901", "01"))()
        assert (store.clock_taken_back() is not None) is taken


@pytest.mark.parametrize(("days", "state"), [(6, WorkState.SETTLED), (8, WorkState.REFUSED)])
def test_a_loss_accepted_far_ahead_lapses_from_when_the_clock_was_taken_back(
    tmp_path: Path, store: Store, client: HttpPlatform, clock: parts.SetClock, loss: Loss, days: int, state: WorkState
) -> None:
    """Never before its days are over; what was accepted since goes by its own moment."""
    onward, ago = onward_of(store, clock), datetime.now(UTC) - timedelta(days=days)
    far = jumped(store, clock, onward, loss())
    assert store.take_clock_back(ago, entry(TAKEN_BACK, at=ago))
    fresh = replace(loss(), accepted_at=onward.now())
    parts.record(store, fresh)
    courier(tmp_path / "counter", store, client, clock, onward).pass_once()
    works = {made.id: store.work(made.id) for made in (far, fresh)}
    assert [work.state for work in works.values() if work is not None] == [state, WorkState.SETTLED]
    if state is WorkState.REFUSED:
        work = works[far.id]
        assert work is not None
        assert work.answer is not None
        assert work.answer.code == LAPSED_UNSENT


def test_a_file_takes_losses_out_though_moments_on_record_are_far_ahead(
    tmp_path: Path, platform: Platform, loss: Loss
) -> None:
    """No line for weeks: nobody can take the clock back, and no loss has lapsed for it."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with outlet(tmp_path / "far", platform) as far:
        onward = onward_of(far.store, far.clock)
        made = loss()
        parts.record(far.store, made)
        jumped(far.store, far.clock, onward, loss())
        out = replace(far.transfers, clock=onward, machine=far.clock).take_out(stick, clerk="0317")
        assert out.operations == 2
        assert far.state(made) is WorkState.IN_FLIGHT
