"""Signing in at a practice counter. Real sign-in with passwords belongs to real data folders, which this version
refuses.
"""

from __future__ import annotations

from counter_app.desk.station import Station
from counter_app.desk.views import Session
from counter_app.domain.errors import NotSignedIn, RealFolder

PRACTICE_CLERKS: tuple[Session, ...] = (Session("0317", "张敏"), Session("0318", "李强"), Session("0319", "王芳"))


def sign_in(station: Station, clerk: str) -> Session:
    """Sign a practice clerk in by number; audited. Raises NotSignedIn for a number nobody has, RealFolder elsewhere."""
    if not station.place.practice:
        raise RealFolder
    session = next((s for s in PRACTICE_CLERKS if s.clerk == clerk.strip()), None)
    if session is None:
        raise NotSignedIn
    station.session = session
    station.store.note(station.entry("clerk.signed_in"))
    return session


def sign_out(station: Station) -> None:
    """End the session; audited."""
    if station.session is not None:
        station.store.note(station.entry("clerk.signed_out"))
        station.session = None
