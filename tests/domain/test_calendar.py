"""Until when a promise of working days holds: weekends, days off, days worked besides."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.calendar import due_on, is_working, say_day
from counter_app.domain.province import Calendar

PLAIN = Calendar()
FRIDAY = date(2026, 9, 25)
"""Mid-autumn of 2026 begins on this Friday; the Sunday before was worked for it."""
AUTUMN = Calendar(
    rest=frozenset(FRIDAY + timedelta(days=n) for n in range(3)), work=frozenset({FRIDAY - timedelta(days=5)})
)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2026, 3, 18), 0, date(2026, 3, 18)),
        (date(2026, 3, 18), 1, date(2026, 3, 19)),
        (date(2026, 3, 20), 1, date(2026, 3, 23)),
        (date(2026, 3, 21), 1, date(2026, 3, 23)),
        (date(2026, 3, 18), 10, date(2026, 4, 1)),
    ],
)
def test_the_day_it_was_promised_and_weekends_do_not_count(start: date, days: int, due: date) -> None:
    assert due_on(PLAIN, start, days) == due


def test_days_off_are_left_out_and_days_worked_besides_count() -> None:
    assert due_on(AUTUMN, date(2026, 9, 24), 1) == date(2026, 9, 28)
    assert due_on(AUTUMN, date(2026, 9, 18), 1) == date(2026, 9, 20), "a Sunday that is worked"
    assert is_working(AUTUMN, date(2026, 9, 20))
    assert not is_working(AUTUMN, FRIDAY)


def test_a_promise_of_fewer_than_no_days_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="fewer"):
        due_on(PLAIN, FRIDAY, -1)


@given(st.dates(date(2000, 1, 1), date(2099, 1, 1)), st.integers(1, 60))
def test_it_is_due_on_a_working_day_with_as_many_between(start: date, days: int) -> None:
    due = due_on(PLAIN, start, days)
    between = [start + timedelta(days=n) for n in range(1, (due - start).days + 1)]
    assert sum(is_working(PLAIN, day) for day in between) == days
    assert is_working(PLAIN, due)


def test_a_day_is_said_in_both_languages() -> None:
    assert (say_day(date(2026, 4, 1)).zh, say_day(date(2026, 4, 1)).en) == ("2026年4月1日", "1 April 2026")
