"""Moments in words. The counter keeps UTC and shows China Standard Time (UTC+8, no daylight saving since 1991)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

from counter_app.domain.text import Text, same

CHINA = timezone(timedelta(hours=8), "CST")


def local(moment: datetime) -> datetime:
    """The same moment on a Chinese wall clock."""
    return moment.astimezone(CHINA)


def today_in_china() -> date:
    """The calendar day at the counter."""
    return local(datetime.now(UTC)).date()


def start_of_day(moment: datetime) -> datetime:
    """Midnight (China) of the day of `moment`, as UTC."""
    return local(moment).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def say_clock(moment: datetime) -> str:
    """10:12."""
    return f"{local(moment):%H:%M}"


def say_full(moment: datetime) -> str:
    """2026-03-18 10:46, as on paper."""
    return f"{local(moment):%Y-%m-%d %H:%M}"


def say_moment(moment: datetime, *, now: datetime) -> Text:
    """今天 10:12 on the same day, else 3月17日 10:12, with the year when it is another one."""
    there, here = local(moment), local(now)
    if there.date() == here.date():
        return Text(f"今天 {there:%H:%M}", f"today {there:%H:%M}")
    if there.year == here.year:
        return Text(f"{there.month}月{there.day}日 {there:%H:%M}", f"{there.day} {there:%b} {there:%H:%M}")
    return Text(
        f"{there.year}年{there.month}月{there.day}日 {there:%H:%M}",
        f"{there.day} {there:%b} {there.year} {there:%H:%M}",
    )


def say_stamp(moment: datetime) -> Text:
    """A full moment, the same in both languages."""
    return same(say_full(moment))
