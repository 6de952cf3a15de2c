"""How many wrong passwords a door takes, whoever tries and whenever."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.lockout import FIRST, LONGEST, TRIES, Lockout

BEGUN = datetime(2026, 11, 21, 8, tzinfo=UTC)
steps = st.lists(st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=30)), max_size=80)


@given(steps)
def test_nobody_guesses_more_often_than_the_rule_says(waits: list[timedelta]) -> None:
    """Whatever pauses a guesser makes: never more than five between two waits, and each wait as long as was said."""
    lockout, now, judged = Lockout(), BEGUN, [BEGUN - LONGEST]
    for wait in waits:
        now += wait
        if lockout.shut(now) is not None:
            continue
        lockout = lockout.tried(now)
        judged.append(now)
    tries = judged[1:]
    for number, (first, sixth) in enumerate(zip(tries[TRIES - 1 :: TRIES], tries[TRIES::TRIES], strict=False)):
        assert sixth - first >= min(FIRST * 2**number, LONGEST)
    assert lockout.failures == len(tries)


@given(steps)
def test_it_opens_by_itself_and_at_the_time_it_said(waits: list[timedelta]) -> None:
    lockout, now = Lockout(), BEGUN
    for wait in waits:
        now += wait
        lockout = lockout.tried(now)
        until = lockout.shut(now)
        assert (until is not None) is (lockout.failures % TRIES == 0)
        if until is not None:
            assert timedelta(0) < until - now <= LONGEST
            assert lockout.shut(until) is None


def test_the_first_four_wrong_ones_shut_nothing_and_a_day_takes_five_and_thirty() -> None:
    lockout, now, tries = Lockout(), BEGUN, 0
    while now < BEGUN + timedelta(hours=24):
        until = lockout.shut(now)
        if until is not None:
            now = until
            continue
        lockout, tries = lockout.tried(now), tries + 1
        assert lockout.shut(now) is None or tries >= TRIES
    assert tries == 35


def test_somebody_elses_lock_is_never_shortened() -> None:
    later, sooner = BEGUN + timedelta(hours=2), BEGUN + timedelta(hours=1)
    assert Lockout(3).shut_until(later).shut_until(sooner) == Lockout(3, later)
