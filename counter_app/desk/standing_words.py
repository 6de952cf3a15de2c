"""What the clerk is told of this counter itself: its clock, and how long it has gone on without the platform.

Refuses to set a clock: it says who must, and puts on record that one was set back.
"""

from __future__ import annotations

from datetime import timedelta

from counter_app.desk.station import Station
from counter_app.domain.alone import Alone, warning
from counter_app.domain.text import Text

FAR_OFF = timedelta(minutes=5)
"""A clock this far from the platform's makes wrong promises, and signed requests may be refused for it."""
SET_BACK = "clock.set_back"
FOUND_BY_ITSELF = "courier"
OTHER_COPY = Text(
    "本机数据不是最后留下的那一份（与省平台收存的链头不符），可能少了业务：请管理员核对，并从备份恢复",
    "These data are not those that were left (the platform has a later head): work may be missing. An administrator"
    " compares them and restores a backup",
)


def clock_trouble(station: Station) -> Text | None:
    """What is wrong with the clock of this machine and what to do, None while nothing is known to be. Raises
    StoreTrouble.
    """
    back = station.onward.set_back() if station.onward is not None else timedelta(0)
    note_set_back(station, back)
    return said_of(back, station.store.contact().offset)


def note_set_back(station: Station, back: timedelta) -> None:
    """Put it on record, once each time it happens, in the name of whoever is signed in."""
    if not back:
        station.set_back_told = False
    elif not station.set_back_told and station.session is not None:
        facts = {"seconds": str(round(back.total_seconds()))}
        station.store.note(station.entry(SET_BACK, facts=facts))
        station.set_back_told = True


def said_of(back: timedelta, offset: float | None) -> Text | None:
    """In words. `back`: behind what was recorded here last; `offset`: seconds the platform's clock is ahead."""
    if back:
        zh, en = _long(back)
        return Text(
            f"本机时钟被拨回 {zh}：受理时间按最后一笔记，请管理员校准时钟",
            f"This clock was set back by {en}: work keeps the last moment; have the clock set right",
        )
    if offset is None or abs(offset) < FAR_OFF.total_seconds():
        return None
    zh, en = _long(timedelta(seconds=abs(offset)))
    way_zh, way_en = ("慢", "behind") if offset > 0 else ("快", "ahead of")
    return Text(
        f"本机时钟比省平台{way_zh} {zh}，请管理员校准时钟；生效时间以平台为准",
        f"This clock is {en} {way_en} the platform's: have it set right; the platform's time counts",
    )


def warnings(station: Station, *, alone: Alone | None) -> tuple[Text | None, ...]:
    """What must be known before anything is begun."""
    too_long = warning(alone, station.province.limits) if alone is not None else None
    return too_long, clock_trouble(station), other_copy(station)


def other_copy(station: Station) -> Text | None:
    """That these data are not those that were left, until an administrator has put them back. Raises StoreTrouble."""
    known = station.store.restorations()
    return OTHER_COPY if known and known[-1].clerk == FOUND_BY_ITSELF else None


def _long(span: timedelta) -> tuple[str, str]:
    """1 分钟, 3 小时, 2 天: the largest unit that fits, at least a minute."""
    minutes = max(1, round(span.total_seconds() / 60))
    if minutes < 120:
        return f"{minutes} 分钟", f"{minutes} minutes"
    if minutes < 48 * 60:
        return f"{minutes // 60} 小时", f"{minutes // 60} hours"
    return f"{minutes // 1440} 天", f"{minutes // 1440} days"
