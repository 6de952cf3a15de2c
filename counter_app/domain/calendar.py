"""Working days of a province (工作日): until when a promise holds.

Refuses to know holidays: the pack's calendar lists the days off and the days worked besides.
"""

from __future__ import annotations

from datetime import date, timedelta

from counter_app.domain.province import Calendar
from counter_app.domain.text import Text

_SATURDAY = 5


def is_working(calendar: Calendar, day: date) -> bool:
    """True on a day that is worked: Monday to Friday but for the days off, and the days worked besides."""
    return day in calendar.work or (day.weekday() < _SATURDAY and day not in calendar.rest)


def due_on(calendar: Calendar, start: date, days: int) -> date:
    """The last day on which a promise of `days` working days made on `start` is kept.

    The day it was made does not count (民法典 art. 201); 0 days is `start` itself. `days` below 0 raises ValueError.
    """
    if days < 0:
        raise ValueError("a promise of fewer than no days")
    day = start
    for _ in range(days):
        day += timedelta(days=1)
        while not is_working(calendar, day):
            day += timedelta(days=1)
    return day


def is_settled(calendar: Calendar, day: date) -> bool:
    """False for a day whose rest has not been published yet: it is counted by the law's own holidays alone."""
    return calendar.published_until is None or day <= calendar.published_until


def say_day(day: date) -> Text:
    """2026年4月1日, 1 April 2026."""
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {day:%B %Y}")
