"""A counter without work hears all the same that it was revoked, or that another area was granted to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter_app.domain.operation import Operation
from counter_app.enrolment import EnrolmentState, Scope, ScopeKind
from counter_app.ports import LineKind, PassReport, Store
from local_store.courier_lock import courier_lock
from practice.enrolment import OPEN_CODE
from sync.courier import LineCourier
from sync.standing import Standing
from tests.parts import counter_folder as parts
from tests.parts.practice_platform import Platform
from tests.parts.proxy import HTML, Proxy, answer
from tests.sync.test_enrolling import Outlet, code, opened, revoked

__all__ = ["code", "opened"]
ASKED = "/v1/counters/current"


@dataclass
class Idle:
    """A courier with nothing to carry, and its clock in seconds."""

    one: Outlet
    store: Store
    between: Proxy
    seconds: float = 0.0

    def __post_init__(self) -> None:
        standing = Standing(self.one.ring.ask, self.one.ring.key, every=300.0, ticking=lambda: self.seconds)
        self.courier = LineCourier(
            store=self.store,
            platform=self.one.line,
            clock=self.one.clock,
            lock=lambda: courier_lock(self.one.folder),
            longest_wait=3.0,
            standing=standing,
        )

    def passes(self, times: int = 1) -> PassReport:
        """The last of so many passes, three seconds apart."""
        for _ in range(times - 1):
            self.passes()
        self.seconds += 3.0
        return self.courier.pass_once()

    def asked(self) -> int:
        """How often the platform was asked so far."""
        return self.between.paths().count(ASKED)


@pytest.fixture
def idle(opened: Callable[..., Outlet], between: Proxy, tmp_path: Path) -> Iterator[Idle]:
    with parts.open_store(tmp_path / "counter") as store:
        yield Idle(opened(open_code=OPEN_CODE), store, between)


@contextmanager
def spoilt(between: Proxy, mode: str, only: str = "") -> Iterator[None]:
    between.mode, between.only = mode, only
    try:
        yield
    finally:
        between.mode, between.only = "pass", ""


def test_it_is_asked_at_first_then_now_and_then_and_at_once_after_a_break(idle: Idle) -> None:
    assert idle.passes(50).trouble == ""
    assert idle.asked() == 1
    idle.passes(60)
    assert idle.asked() == 2
    with spoilt(idle.between, "500"):
        assert idle.passes().reached is False
    idle.passes(2)
    assert idle.asked() == 3


def test_a_revoked_counter_without_work_says_so_and_asks_no_more_until_it_has_another_key(
    idle: Idle, platform: Platform, code: str
) -> None:
    """The line says it with every pass, a greeting is no contact any more, and what else is asked for goes on."""
    idle.passes()
    enrolled, heard = idle.one.ring.enrolled(), idle.store.contact().heard
    assert enrolled is not None
    revoked(platform, enrolled.grant.counter_id)
    assert idle.passes().trouble == "", "it is not asked each time"
    idle.seconds += 300.0
    for _ in range(3):
        report = idle.passes()
        assert (report.trouble, report.reached, report.line.kind) == ("EnrolmentRevoked", True, LineKind.NO_PLATFORM)
        assert report.line.detail is not None
        assert "停用" in report.line.detail.zh
    assert idle.asked() == 2
    assert idle.store.contact().heard == heard
    told = idle.one.ring.enrolled()
    assert told is not None
    assert told.state(datetime.now(UTC)) is EnrolmentState.REVOKED
    idle.one.ring.enrol(code)
    assert idle.passes().trouble == ""
    assert idle.asked() == 3


@pytest.mark.parametrize("mode", ["cut-after", "500", "portal", "own"])
def test_silence_is_no_word_on_the_counter(idle: Idle, platform: Platform, mode: str) -> None:
    """Nor is a platform of an earlier contract, which has no such door (`own`: 404): the line is well, and it
    is asked again after the usual time only.
    """
    idle.passes()
    idle.between.own = answer("404 Not Found", b"<html>", HTML)
    idle.seconds += 300.0
    with spoilt(idle.between, mode, ASKED):
        assert idle.passes(20).trouble == ""
        assert idle.asked() == 2
    enrolled = idle.one.ring.enrolled()
    assert enrolled is not None
    assert not enrolled.revoked


def test_a_platform_that_has_no_time_is_left_alone_as_long_as_it_asked(idle: Idle, platform: Platform) -> None:
    with spoilt(idle.between, "own", ASKED):
        idle.between.own = answer("429 Too Many Requests", b"{}", "Content-Type: text/plain", "Retry-After: 40")
        report = idle.passes()
    assert report.line.kind is LineKind.NOT_NOW
    assert idle.courier.delay_after(report) > 35


def test_another_area_is_taken_up(idle: Idle, platform: Platform) -> None:
    """And kept: the next start has it."""
    idle.passes()
    before = idle.one.ring.enrolled()
    assert before is not None
    place = (ScopeKind.TOWNSHIP.value, "439901001", 77, before.key.key_id)
    platform.change("UPDATE counter_key SET kind = ?, code = ?, most = ? WHERE key_id = ?", *place)
    idle.passes()
    assert idle.one.ring.enrolled() == before
    idle.seconds += 300.0
    assert idle.passes().trouble == ""
    after = idle.one.ring.enrolled()
    assert after == replace(before, grant=replace(before.grant, scope=Scope(ScopeKind.TOWNSHIP, "439901001", 77)))


def test_work_that_goes_says_enough(idle: Idle, platform: Platform, loss: Callable[[], Operation]) -> None:
    """A pass that hands work over asks nothing besides."""
    parts.record(idle.store, loss())
    assert idle.passes().accepted == 1
    assert idle.asked() == 0
