"""Three moments of an operation, the platform's clock beside ours, and a loss that lapsed before it was sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from counter_app.clock import OnwardClock
from counter_app.domain.operation import Operation, WorkState
from counter_app.domain.period import COUNTS_FROM, LAPSED_UNSENT
from counter_app.domain.reconciling import NOT_RESENDABLE
from counter_app.ports import Store
from practice.population import minute_of
from sync.client import HttpPlatform
from sync.courier import LAPSED, LAPSED_AGAIN, LineCourier
from tests.contracts.samples import entry
from tests.parts import counter_folder as parts
from tests.parts.practice_platform import Platform
from tests.parts.proxy import Proxy

Loss = Callable[..., Operation]
LONG_AGO = timedelta(days=8)


@pytest.fixture
def courier(tmp_path: Path, store: Store, client: HttpPlatform, clock: parts.SetClock) -> LineCourier:
    return parts.courier(tmp_path / "counter", store, client, clock=clock)


def old(operation: Operation) -> Operation:
    """The same, accepted before its period began to be over."""
    return replace(operation, accepted_at=datetime.now(UTC) - LONG_AGO)


def test_each_greeting_measures_how_far_the_platforms_clock_is(
    store: Store, courier: LineCourier, clock: parts.SetClock
) -> None:
    began = datetime.now(UTC)
    courier.pass_once()
    known = store.contact()
    assert known.offset is not None
    assert abs(known.offset) < 30
    assert known.heard >= began
    clock.ahead = timedelta(hours=-3)
    courier.pass_once()
    assert abs((store.contact().offset or 0) - 3 * 3600) < 30


def test_an_idle_greeting_is_not_written_again_and_again(store: Store, courier: LineCourier) -> None:
    courier.pass_once()
    known = store.contact()
    courier.pass_once()
    assert store.contact() == known


def test_a_line_that_is_gone_leaves_the_last_greeting_standing(
    store: Store, courier: LineCourier, between: Proxy, clock: parts.SetClock
) -> None:
    """So that days without the platform count on over a restart."""
    courier.pass_once()
    heard = store.contact().heard
    between.mode, clock.ahead = "nothing", timedelta(days=9)
    courier.pass_once()
    assert store.contact().heard == heard


def test_accepted_sent_and_in_effect_are_three_facts(store: Store, courier: LineCourier, loss: Loss) -> None:
    made = replace(loss(), accepted_at=datetime.now(UTC) - timedelta(hours=4))
    parts.record(store, made)
    began = datetime.now(UTC)
    courier.pass_once()
    work = store.work(made.id)
    assert work is not None
    assert work.sent_at is not None
    assert work.answer is not None
    effective = work.answer.halves[0].effective_at
    assert effective is not None
    assert work.operation.accepted_at == made.accepted_at < began <= work.sent_at
    assert effective > made.accepted_at


def test_a_loss_that_lapsed_before_it_was_sent_goes_to_a_clerk_and_not_to_the_platform(
    store: Store, courier: LineCourier, platform: Platform, loss: Loss
) -> None:
    lapsed, fresh = old(loss()), loss()
    for operation in (lapsed, fresh):
        parts.record(store, operation)
    report = courier.pass_once()
    assert (report.accepted, report.refused) == (1, 1)
    work = store.work(lapsed.id)
    assert work is not None
    assert (work.state, work.sent_at) == (WorkState.REFUSED, None)
    assert work.answer is not None
    assert work.answer.code == LAPSED_UNSENT
    assert platform.rows("SELECT 1 FROM answer WHERE operation_id = ?", lapsed.id) == []
    assert store.times(LAPSED, lapsed.id) == 1
    assert store.verify_audit().whole


def test_one_that_was_handed_over_in_time_goes_again_however_late(
    store: Store, courier: LineCourier, platform: Platform, between: Proxy, loss: Loss
) -> None:
    """The platform may have it already: only its answer counts."""
    made = old(loss())
    parts.record(store, made)
    store.hand_over([made.id], made.accepted_at)
    assert courier.pass_once().accepted == 1
    assert len(platform.effects(made.id)) == 2


def test_one_that_lapsed_before_it_was_sent_again_is_not_told_as_never_sent(
    store: Store, courier: LineCourier, platform: Platform, loss: Loss
) -> None:
    made = old(loss())
    parts.record(store, made)
    store.hand_over([made.id], made.accepted_at)
    assert courier.pass_once().accepted == 1
    accepted = store.work(made.id)
    assert accepted is not None
    assert store.send_again([(accepted, entry())]) == (made.id,)
    assert courier.pass_once().refused == 1
    work = store.work(made.id)
    assert work is not None
    assert work.answer is not None
    assert work.answer.reason is not None
    assert (work.state, work.sent_at, work.answer.code) == (WorkState.REFUSED, accepted.sent_at, NOT_RESENDABLE)
    assert "没有送出" not in work.answer.reason.zh
    assert (store.times(LAPSED, made.id), store.times(LAPSED_AGAIN, made.id)) == (0, 1)
    assert len(platform.effects(made.id)) == 2
    assert store.verify_audit().whole


def test_a_wrong_clock_alone_lapses_nothing(
    store: Store, courier: LineCourier, clock: parts.SetClock, loss: Loss
) -> None:
    """The machine says that eight days have passed, the platform does not."""
    made = loss()
    parts.record(store, made)
    clock.ahead = LONG_AGO
    assert courier.pass_once().accepted == 1


@pytest.mark.parametrize("counts_from", ["", "effect", "acceptance"])
def test_the_period_counts_from_what_the_pack_names(
    store: Store, courier: LineCourier, platform: Platform, loss: Loss, counts_from: str
) -> None:
    made = replace(loss(), accepted_at=datetime.now(UTC) - timedelta(days=2))
    made = replace(made, facts={**made.facts, COUNTS_FROM: counts_from} if counts_from else made.facts)
    parts.record(store, made)
    courier.pass_once()
    work = store.work(made.id)
    assert work is not None
    assert work.answer is not None
    half = work.answer.halves[0]
    assert half.effective_at is not None
    since = made.accepted_at if counts_from == "acceptance" else half.effective_at
    assert half.until == minute_of(since) + timedelta(days=7)


def test_a_clock_set_back_makes_no_hand_over_earlier_than_the_acceptance(
    tmp_path: Path, store: Store, client: HttpPlatform, clock: parts.SetClock, loss: Loss
) -> None:
    made = loss()
    parts.record(store, made)
    clock.ahead = timedelta(hours=-2)
    onward = OnwardClock(clock, store.last_moment)
    courier = parts.courier(tmp_path / "counter", store, client, clock=clock, moments=onward)
    assert courier.pass_once().accepted == 1
    work = store.work(made.id)
    assert work is not None
    assert work.sent_at is not None
    assert work.sent_at >= made.accepted_at
