"""While a long queue goes on the platform is greeted now and then, not before each batch; trouble is found anyway."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from counter_app.domain.operation import Operation
from counter_app.ports import LineKind, Store
from sync.client import HttpPlatform
from sync.courier import GREETED_EVERY, LineCourier
from tests.parts import counter_folder as parts
from tests.parts.proxy import Proxy

HELLO, OPERATIONS = "/v1/hello", "/v1/operations"


class StillClock(parts.SetClock):
    """Stands wherever a test moves it, however slow the machine."""

    def __init__(self) -> None:
        super().__init__()
        self._begun = super().now()

    def now(self) -> datetime:
        return self._begun + self.ahead


@pytest.fixture
def clock() -> parts.SetClock:
    return StillClock()


@pytest.fixture
def courier(tmp_path: Path, store: Store, client: HttpPlatform, clock: parts.SetClock) -> LineCourier:
    return parts.courier(tmp_path / "counter", store, client, clock=clock, batch=1)


@pytest.fixture
def queue(store: Store, loss: Callable[[], Operation]) -> None:
    """Five losses of five people, to go one by one."""
    for _ in range(5):
        parts.record(store, loss())


@pytest.mark.usefixtures("queue")
def test_the_platform_is_greeted_at_the_beginning_and_again_after_a_while(
    store: Store, courier: LineCourier, clock: parts.SetClock, between: Proxy
) -> None:
    courier.pass_once()
    clock.ahead -= timedelta(seconds=1)  # a clock that was set: nothing is known of how long ago that was
    courier.pass_once()
    assert between.paths() == [HELLO, OPERATIONS] * 2
    report = courier.pass_once()
    assert (report.accepted, report.reached, report.trouble) == (1, True, "")
    assert between.paths()[4:] == [OPERATIONS]
    clock.ahead += timedelta(seconds=GREETED_EVERY)
    while store.waiting().unsent:
        courier.pass_once()
    assert between.paths()[5:] == [HELLO, OPERATIONS, OPERATIONS]
    courier.pass_once()
    assert between.paths()[8:] == [HELLO], "the queue is over"


@pytest.mark.usefixtures("queue")
@pytest.mark.parametrize("mode", ["cut-before", "cut-after", "500", "portal"])
def test_a_line_that_is_lost_between_two_batches_is_greeted_first_when_it_is_tried_again(
    store: Store, courier: LineCourier, between: Proxy, mode: str
) -> None:
    courier.pass_once()
    between.mode = mode
    between.exchanges.clear()
    report = courier.pass_once()
    assert (report.reached, report.accepted, report.line.kind) == (False, 0, LineKind.NO_PLATFORM)
    assert between.paths()[0] == OPERATIONS
    between.mode = "pass"
    between.exchanges.clear()
    assert courier.pass_once().accepted > 0
    assert between.paths()[0] == HELLO
    while store.waiting().unsent:
        assert courier.pass_once().accepted > 0
