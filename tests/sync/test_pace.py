"""When the courier tries again: never too often, never too seldom, never all counters at once."""

from hypothesis import given
from hypothesis import strategies as st

from sync.pace import FIRST_WAIT, HEARTBEAT, SHORTEST_WAIT, History, next_wait

dice = st.floats(0, 1, exclude_max=True)
waits = st.floats(0.05, 3600)


@given(failures=st.integers(1, 10**6), longest=waits, draw=dice)
def test_a_failure_waits_between_the_shortest_and_the_longest(failures: int, longest: float, draw: float) -> None:
    wait = next_wait(History(failures=failures), longest=longest, draw=draw)
    assert min(SHORTEST_WAIT, longest) <= wait <= longest or wait == SHORTEST_WAIT <= longest


@given(failures=st.integers(1, 60), longest=waits, draw=dice)
def test_more_failures_never_make_the_wait_shorter(failures: int, longest: float, draw: float) -> None:
    one, next_one = (next_wait(History(failures=n), longest=longest, draw=draw) for n in (failures, failures + 1))
    assert one <= next_one <= max(2 * one, SHORTEST_WAIT)


@given(draw=dice, longest=st.floats(FIRST_WAIT, 3600))
def test_full_jitter_spreads_tries_over_the_whole_ceiling(draw: float, longest: float) -> None:
    assert next_wait(History(failures=30), longest=longest, draw=draw) == max(SHORTEST_WAIT, draw * longest)


@given(asked=st.floats(1, 3600), failures=st.integers(0, 50), longest=waits, draw=dice)
def test_the_platform_is_left_alone_as_long_as_it_asked(
    asked: float, failures: int, longest: float, draw: float
) -> None:
    """Even where that is longer than the longest wait; those who were asked at once come back spread over the whole
    ceiling of the back-off.
    """
    history = History(failures=failures, retry_after=asked, more=True)
    back_off = min(longest, FIRST_WAIT * 2.0 ** max(failures - 1, 0))
    assert next_wait(history, longest=longest, draw=draw) == asked + draw * back_off


@given(longest=waits, draw=dice)
def test_more_work_goes_at_once_and_an_idle_line_has_a_heartbeat(longest: float, draw: float) -> None:
    assert next_wait(History(more=True), longest=longest, draw=draw) == 0
    assert 0.8 * min(longest, HEARTBEAT) <= next_wait(History(), longest=longest, draw=draw) <= min(longest, HEARTBEAT)


def test_after_trouble_work_that_could_go_waits_too() -> None:
    assert next_wait(History(failures=1, more=True), longest=3, draw=0.9) == 0.9
