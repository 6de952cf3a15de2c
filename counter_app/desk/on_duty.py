"""Who has signed in comes on duty at this window or for this command, with roles, bank and entrustment.

Refuses to judge a password: whoever comes here has signed in already, and that is on record.
"""

from __future__ import annotations

from counter_app.clerks import ClerkSession
from counter_app.desk.standing_words import clock_trouble
from counter_app.desk.station import Station
from counter_app.desk.views import Session


def session_of(signed: ClerkSession) -> Session:
    """What a window needs to know of a sign-in."""
    who = signed.clerk
    return Session(who.number, who.name, who.roles, who.person, who.bank, who.entrusted)


def take(station: Station, signed: ClerkSession) -> Session:
    """On duty from now on, in the place of whoever was; a clock set back since is told of and audited."""
    station.session, station.clerk_session = session_of(signed), signed
    clock_trouble(station)
    return station.session
