"""Who is on duty at a window: comes, covers it, uncovers it, hands it over, goes. Each of it goes on record.

Refuses to judge a password: whoever comes here has proved who it is, or is a practice clerk who was only named.
"""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.clerks import ClerkSession
from counter_app.desk import duty
from counter_app.desk.on_duty import session_of
from counter_app.desk.standing_words import clock_trouble
from counter_app.desk.station import Station
from counter_app.desk.views import Session
from counter_app.domain.errors import NotSignedIn, RealFolder


@dataclass(frozen=True, slots=True)
class Coming:
    """Who comes on duty. `proved`: by which sign-in, None for a practice clerk who was only named."""

    session: Session
    proved: ClerkSession | None = None


def proved(signed: ClerkSession) -> Coming:
    """Whoever has signed in with number and password."""
    return Coming(session_of(signed), signed)


def named(station: Station, clerk: str) -> Coming:
    """A practice clerk. Raises NotSignedIn for a number nobody has, RealFolder elsewhere."""
    if not station.place.practice:
        raise RealFolder
    session = next((one for one in duty.PRACTICE_CLERKS if one.clerk == clerk.strip()), None)
    if session is None:
        raise NotSignedIn
    return Coming(session)


def come(station: Station, coming: Coming) -> ClerkSession | None:
    """On duty from now on: anew, back at a covered window, or in the place of whoever was. What the one before was
    signed in by comes back, to be ended at the platform; None where nothing is.
    """
    before, replaced = station.session, station.clerk_session
    if before is not None and before.clerk == coming.session.clerk and station.locked:
        station.store.note(station.entry("window.unlocked"))
    else:
        _take_over(station, before, coming)
    station.session, station.clerk_session, station.locked = coming.session, coming.proved, False
    clock_trouble(station)
    return replaced


def _take_over(station: Station, before: Session | None, coming: Coming) -> None:
    """The one before signs out, unless nobody was; then whoever comes signs in."""
    if before is not None:
        duty.sign_out(station)
    station.session = coming.session
    line = {} if coming.proved is None else {"line": "yes" if coming.proved.with_line else "no"}
    station.store.note(station.entry("clerk.signed_in", facts=line))
    if before is not None and station.locked:
        facts = {"from": before.clerk, "to": coming.session.clerk}
        station.store.note(station.entry("window.handed_over", facts=facts))


def still(station: Station) -> bool:
    """Whether the platform still holds whoever is on duty for signed in; True where it never did. Raises
    PlatformTrouble.
    """
    session = station.clerk_session
    return session is None or not session.with_line or station.platform.still_signed_in(session.token)


def lock(station: Station, why: str) -> None:
    """The window is covered from now on; `why`: "asked", "idle" or "over". Once for each time. Raises NotSignedIn."""
    if station.session is None:
        raise NotSignedIn
    if not station.locked:
        station.store.note(station.entry("window.locked", facts={"why": why}))
        station.locked = True


def go(station: Station) -> ClerkSession | None:
    """Sign out; what it was signed in by, to be ended at the platform. Open visits stay for whoever comes next, and
    what lies on the readers then is read anew.
    """
    replaced = station.clerk_session
    duty.sign_out(station)
    station.clerk_session, station.locked = None, False
    station.card_here(None)
    station.document = None
    return replaced
