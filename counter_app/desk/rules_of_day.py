"""The province's rules change at midnight, while the window stays open: a procedure begins under those of its own day.

Refuses to touch what was recorded: an operation keeps the version and the basis it was done under.
"""

from __future__ import annotations

from dataclasses import replace

from counter_app.desk.station import Station
from counter_app.domain.moments import local


def take_up(station: Station) -> None:
    """Have the rules of today read, once a day and when the platform has signed something new about them. Raises what
    reading them raises: BadInput, StoreTrouble, Refused.
    """
    today = local(station.clock.now()).date()
    mark = station.signed() if station.signed is not None else 0
    if station.renew is None or (station.rules_day == today and station.rules_mark == mark):
        return
    station.province = rules = station.renew(today)
    station.place = replace(
        station.place, province_name=rules.name, pack=rules.version, draft=rules.draft, hotline=rules.hotline
    )
    station.rules_day, station.rules_mark = today, mark
