"""What a row tells of the file it left in: the number of the last one, until the line has carried it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation, WorkState
from tests.parts import carried
from tests.parts.carried import CLERK, Outlet
from tests.parts.practice_platform import Platform
from tests.parts.whole_life import ask


@pytest.fixture
def far(tmp_path: Path, platform: Platform) -> Iterator[Outlet]:
    """The outlet without a line, which comes back at the end."""
    with carried.outlet(tmp_path / "far", platform) as made:
        yield made


def test_the_row_tells_the_file_it_is_in_until_the_line_has_carried_it(
    far: Outlet, tmp_path: Path, somebody: Callable[[], Person]
) -> None:
    """The last file of two; then the line loses the answer: from there on it was handed to the platform, and when."""
    stick = tmp_path / "stick"
    stick.mkdir()
    one, other = (far.record(ask(somebody(), "temporary-loss")) for _ in range(2))
    assert _file_of(far, one) is None
    far.transfers.take_out(stick, clerk=CLERK)
    last = far.transfers.take_out(stick, clerk=CLERK)
    assert [_file_of(far, work) for work in (one, other)] == [last.serial, last.serial] == [2, 2]
    far.store.hand_over([one.id], later := far.clock.now() + timedelta(hours=1))
    sent = far.store.work(one.id)
    assert sent is not None
    assert (sent.state, sent.carried, sent.sent_at) == (WorkState.IN_FLIGHT, None, later)
    assert far.transfers.take_out(stick, clerk=CLERK).operations == 2
    assert [_file_of(far, work) for work in (one, other)] == [None, 3]
    far.drain()
    assert [_file_of(far, work) for work in (one, other)] == [None, None]
    assert {far.state(work) for work in (one, other)} == {WorkState.SETTLED}


def _file_of(outlet: Outlet, operation: Operation) -> int | None:
    work = outlet.store.work(operation.id)
    assert work is not None
    return work.carried
