"""Whom whoever is signed in may see: a bank's clerk who is not entrusted with social-security work, the holders of that
bank's cards alone; anybody else who serves, everybody.

Refuses to tell more of the others than that there are some. Each refusal to open somebody is audited.
"""

from __future__ import annotations

from collections.abc import Iterable

from counter_app.desk.station import Station
from counter_app.domain import entrustment
from counter_app.domain.entrustment import Employer, NotOfThisBank
from counter_app.domain.holder import Hit
from counter_app.domain.text import Text

HIDDEN = Text("查到的人没有本行的卡，不显示", "Whoever was found has no card of this bank and is not shown")


def among(station: Station, hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Those of them who may be seen."""
    return tuple(hit for hit in hits if _may(station, hit.number))


def make_sure(station: Station, number: str) -> None:
    """Raises NotOfThisBank for somebody who may not be opened, also where nobody here knows whose cards those are."""
    if not _may(station, number):
        station.store.note(station.entry("right.refused", facts={"right": "serve", "number": number}))
        raise NotOfThisBank


def _may(station: Station, number: str) -> bool:
    who = station.session
    employer = Employer() if who is None else Employer(who.bank, who.entrusted)
    return not employer.bank or entrustment.may_see(employer, station.province, station.store.person(number))
