"""Never blind: right before something that must not be done without the platform, the platform is asked whether it is
there.

Refuses to trust what was heard half a minute ago, and to ask where nothing depends on it. What it finds is kept as the
state of the line, so that the whole desk knows it from then on. Blocks for a few seconds at most.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from counter_app.contact import greeted
from counter_app.desk import situations
from counter_app.desk.station import Station
from counter_app.domain.errors import ForbiddenOffline, NoNetwork, NotNow, PlatformTrouble
from counter_app.domain.procedure import Procedure, Situation
from counter_app.domain.text import Text
from counter_app.ports import Line, LineKind

log = logging.getLogger(__name__)
WITHIN = 3.0
"""Seconds the platform has for its answer: the holder and the clerk are waiting."""
FRESH = 3.0
"""Seconds for which an answer is good: beginning and submitting at once ask one time."""


def make_sure(station: Station) -> None:
    """The platform answers now. Raises ForbiddenOffline when it does not."""
    if not station.online or not _answers(station):
        raise ForbiddenOffline


def make_sure_for(station: Station, now: Situation, procedure: Procedure) -> None:
    """The platform answers now, where `procedure` would be refused without a line. Raises that very refusal.

    `now`: a situation in which it is lawful.
    """
    blind = situations.refusal(replace(now, online=False), procedure)
    if blind is not None and not _answers(station):
        raise blind


def _answers(station: Station) -> bool:
    """Whether it answers in time; an answer to anything in the last few seconds will do."""
    if _just_heard(station):
        return True
    try:
        greeting = greeted(lambda: station.platform.greet(within=WITHIN), machine=station.clock)
        greeting.keep(station.store, station.clock.now())
    except PlatformTrouble as trouble:
        log.info("no answer right before it was needed: %s", trouble.code)
        _keep_line(station, trouble)
        return False
    station.answered_at = station.clock.now()
    return True


def _just_heard(station: Station) -> bool:
    if station.answered_at is None:
        return False
    return 0 <= (station.clock.now() - station.answered_at).total_seconds() < FRESH


def _keep_line(station: Station, trouble: PlatformTrouble) -> None:
    """The courier finds out by itself when it stands again."""
    station.answered_at = None
    kind = LineKind.NO_PLATFORM
    if isinstance(trouble, NotNow):
        kind = LineKind.NOT_NOW
    elif isinstance(trouble, NoNetwork):
        kind = LineKind.NO_NETWORK
    why = trouble.facts.get("why")
    detail = why if isinstance(why, Text) else trouble.message
    station.store.keep_line(Line(kind, station.clock.now(), detail=detail))
