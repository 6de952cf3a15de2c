"""Signing in without a line: for the days the platform gave and no longer, locked by wrong passwords over a restart."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app import kept_sign_in
from counter_app.clock import OnwardClock
from counter_app.domain.errors import CounterError
from counter_app.domain.lockout import LONGEST, TRIES, Lockout
from counter_app.domain.password import Password
from counter_app.domain.sign_in_errors import ClerkLocked, ClockSetBack, NoSignInWithoutLine, WrongClerkOrPassword
from tests.parts.clerks import BEGUN, CLERK, InMemory, Watch, granted, kept_in

RIGHT, WRONG = "guitai-ribao-26", "guitai-ribao-27"
hours = st.integers(min_value=-400, max_value=400).map(lambda number: timedelta(hours=number))


def outcome(secrets: InMemory, clock: Watch, words: str) -> str:
    """What a counter that has just been started says to a try: "in", or the code of its no."""
    try:
        kept_in(secrets, clock).judge(CLERK.number, Password(words))
    except CounterError as error:
        return error.code
    return "in"


@given(steps=st.lists(hours, max_size=12), days=st.integers(min_value=0, max_value=31))
def test_the_days_end_by_the_latest_moment_ever_seen(steps: list[timedelta], days: int) -> None:
    """However the clock is set, back or on: in while that moment is within the days and the clock is not behind it, and
    once over, over for good.
    """
    secrets, clock = InMemory(), Watch()
    kept_in(secrets, clock).remember(granted(days=days), Password(RIGHT))
    latest = BEGUN
    for step in steps:
        clock.later(step)
        latest = max(latest, clock.at)
        within = "in" if latest == clock.at else "ClockSetBack"
        expected = within if latest < BEGUN + timedelta(days=days) else "NoSignInWithoutLine"
        assert outcome(secrets, clock, RIGHT) == expected


@given(st.lists(st.tuples(st.booleans(), hours), max_size=40))
def test_wrong_ones_are_counted_over_restarts_and_by_no_clock_that_was_set_back(
    tries: list[tuple[bool, timedelta]],
) -> None:
    """The rule of `Lockout`, kept by a counter that is started anew for each try."""
    secrets, clock, lockout, latest = InMemory(), Watch(), Lockout(), BEGUN
    kept_in(secrets, clock).remember(granted(days=30), Password(RIGHT))
    for right, step in tries:
        clock.later(step)
        latest = max(latest, clock.at)
        said = outcome(secrets, clock, RIGHT if right else WRONG)
        if latest >= BEGUN + timedelta(days=30):
            assert said == "NoSignInWithoutLine"
        elif clock.at < latest:
            assert said == "ClockSetBack"
        elif lockout.shut(latest):
            assert said == "ClerkLocked"
        else:
            lockout = Lockout() if right else lockout.tried(latest)
            assert said == ("in" if right else "WrongClerkOrPassword")


def test_a_try_is_on_disk_before_it_is_judged() -> None:
    """Whoever pulls the plug while a password is judged has used up a try."""

    class Unplugged(Exception):
        """The power is gone."""

    class Plug(InMemory):
        def put(self, name: str, value: str) -> None:
            super().put(name, value)
            raise Unplugged

    clock, wall = Watch(), InMemory()
    kept_in(wall, clock).remember(granted(), Password(RIGHT))
    for _ in range(TRIES):
        with pytest.raises(Unplugged):
            kept_in(Plug(wall.kept), clock).judge(CLERK.number, Password(RIGHT))
    with pytest.raises(ClerkLocked) as locked:
        kept_in(wall, clock).judge(CLERK.number, Password(RIGHT))
    assert locked.value.minutes == 15


@pytest.mark.parametrize(("days", "error"), [(2, NoSignInWithoutLine), (3, ClockSetBack)])
def test_the_counters_own_clock_lengthens_nothing_either(days: int, error: type[CounterError]) -> None:
    """`OnwardClock` knows what was recorded last, so that even what was never looked at here ends in time."""
    secrets, clock = InMemory(), Watch()
    kept_in(secrets, clock).remember(granted(days=days), Password(RIGHT))
    recorded = BEGUN + timedelta(days=2)
    with pytest.raises(error):
        kept_in(secrets, OnwardClock(clock, lambda: recorded)).judge(CLERK.number, Password(RIGHT))


def test_a_sign_in_under_a_clock_far_ahead_gives_no_years() -> None:
    """Put right again, it lets nobody in until the clerk has signed in with a line; a second of correction is none."""
    secrets, clock = InMemory(), Watch(BEGUN + timedelta(days=365))
    kept_in(secrets, clock).remember(granted(), Password(RIGHT))
    clock.at = BEGUN
    assert outcome(secrets, clock, RIGHT) == "ClockSetBack"
    kept_in(secrets, clock).remember(granted(), Password(RIGHT))
    clock.later(-timedelta(seconds=30))
    assert outcome(secrets, clock, RIGHT) == "in"
    clock.later(timedelta(days=7, seconds=30))
    assert outcome(secrets, clock, RIGHT) == "NoSignInWithoutLine"


def test_what_the_platform_says_counts_here() -> None:
    clock, password = Watch(), Password(RIGHT)

    def fresh() -> InMemory:
        secrets = InMemory()
        kept_in(secrets, clock).remember(granted(), password)
        return secrets

    secrets = fresh()
    kept_in(secrets, clock).turned_down(CLERK.number, Password(WRONG))
    assert outcome(secrets, clock, RIGHT) == "in"  # a slip of the finger takes nothing away
    kept_in(secrets, clock).turned_down(CLERK.number, password)
    assert outcome(secrets, clock, RIGHT) == "NoSignInWithoutLine"
    secrets = fresh()
    kept_in(secrets, clock).forget(CLERK.number)
    assert outcome(secrets, clock, RIGHT) == "NoSignInWithoutLine"
    secrets = fresh()
    kept_in(secrets, clock).lock(CLERK.number, 15)
    assert outcome(secrets, clock, RIGHT) == "ClerkLocked"
    clock.later(timedelta(minutes=15))
    assert outcome(secrets, clock, RIGHT) == "in"
    kept_in(secrets, clock).remember(granted(days=0), password)
    assert outcome(secrets, clock, RIGHT) == "NoSignInWithoutLine"


@pytest.mark.parametrize("minutes", [60 * 24 * 3, 60 * 24 * 365 * 9000], ids=["days", "past-all-time"])
def test_a_platform_that_locks_for_longer_than_there_is_a_lock_locks_for_the_longest(minutes: int) -> None:
    secrets, clock = InMemory(), Watch()
    kept_in(secrets, clock).remember(granted(), Password(RIGHT))
    kept_in(secrets, clock).lock(CLERK.number, minutes)
    clock.later(LONGEST - timedelta(minutes=1))
    assert outcome(secrets, clock, RIGHT) == "ClerkLocked"
    clock.later(timedelta(minutes=1))
    assert outcome(secrets, clock, RIGHT) == "in"


def test_the_password_is_in_nothing_that_is_kept_and_others_are_not_touched() -> None:
    secrets, clock = InMemory(), Watch()
    kept_in(secrets, clock).remember(granted(), Password(RIGHT))
    assert RIGHT not in "".join(secrets.kept.values())
    with pytest.raises(NoSignInWithoutLine):
        kept_in(secrets, clock).judge("0318", Password(RIGHT))
    with pytest.raises(WrongClerkOrPassword):
        kept_in(secrets, clock).judge(CLERK.number, Password(WRONG))
    assert set(secrets.kept) == {"sign-in/0317"}


@pytest.mark.parametrize("text", ["{}", "no json", '{"clerk": 7}', "[]", "null", '"x"'])
def test_what_cannot_be_read_signs_nobody_in(text: str) -> None:
    secrets = InMemory({"sign-in/0317": text})
    assert kept_sign_in.read(secrets, "0317") is None
    assert outcome(secrets, Watch(), RIGHT) == "NoSignInWithoutLine"
