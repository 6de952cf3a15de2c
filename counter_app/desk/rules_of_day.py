"""The province's rules change at midnight, and when the platform has signed that a draft is in force, while the window
stays open: a procedure begins, goes on and is submitted under the rules that hold at that moment.

Refuses to touch what was recorded: an operation keeps the version and the basis it was done under.
"""

from __future__ import annotations

from dataclasses import replace

from counter_app.desk.station import Station
from counter_app.domain.moments import local
from counter_app.domain.text import Text

RENEWED = Text(
    "规则刚刚换成今天施行的，请按现在的页面再核对一遍再提交",
    "Other rules have just come into force: go over this page once more, then submit",
)


def take_up(station: Station) -> bool:
    """Have the rules of today read, once a day and when the platform has signed something new about them; True when
    they are others than before. Raises what reading them raises: BadInput, StoreTrouble, Refused.
    """
    today = local(station.clock.now()).date()
    mark = station.signed() if station.signed is not None else 0
    if station.renew is None or (station.rules_day == today and station.rules_mark == mark):
        return False
    before = station.province
    station.province = rules = station.renew(today)
    station.place = replace(
        station.place, province_name=rules.name, pack=rules.version, draft=rules.draft, hotline=rules.hotline
    )
    station.rules_day, station.rules_mark = today, mark
    if rules != before and station.session is not None:
        facts = {"from": before.version, "to": rules.version, "draft": "yes" if rules.draft else "no"}
        station.store.note(station.entry("pack.taken", subject=rules.version, facts=facts))
    return rules != before
