"""Signing in at a practice counter. Real sign-in with passwords belongs to real data folders, which this version
refuses.
"""

from __future__ import annotations

from counter_app.clerks import Role
from counter_app.desk.standing_words import clock_trouble
from counter_app.desk.station import Station
from counter_app.desk.views import Session
from counter_app.domain.errors import NotSignedIn, RealFolder, WrongPassword
from counter_app.domain.operation import Waiting
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import Text

PRACTICE_CLERKS: tuple[Session, ...] = (
    Session("0317", "张敏", person="P0317"),
    Session("0318", "李强", (Role.CLERK, Role.SUPERVISOR), person="P0318"),
    Session("0319", "王芳", person="P0319", bank="B01", entrusted=True),
    Session("0320", "赵磊", person="P0320", bank="B02"),
    Session("0401", "周洁", (Role.AUDITOR,), person="P0401"),
    Session("0501", "吴涛", (Role.ADMINISTRATOR,), person="P0501"),
    Session("0601", "郑云", (Role.TRAINER,), person="P0601"),
)
"""As the practice platform knows them; a test compares both."""

SECOND_NUMBER = Session("0323", "张敏", (Role.CLERK, Role.SUPERVISOR), person="P0317")
"""The other number of 0317, who may not agree to his own work under it; no button signs it in."""

_PRACTICE_PASSWORDS = {"0317": b"170317", "0318": b"180318", "0319": b"190319", "0323": b"230323"}
"""Known to everybody who practises: they guard nothing but the habit."""


def known(station: Station, clerk: str, password: SecretDigits) -> Session:
    """The clerk of that number and password. Raises WrongPassword, RealFolder."""
    if not station.place.practice:
        raise RealFolder
    number = clerk.strip()
    with SecretDigits(bytearray(_PRACTICE_PASSWORDS.get(number, b"0"))) as right:
        session = next((s for s in (*PRACTICE_CLERKS, SECOND_NUMBER) if s.clerk == number), None)
        if session is None or not password.same_as(right):
            raise WrongPassword
    return session


def practice_words() -> Text:
    """Numbers and passwords for practice, to be shown beside the question."""
    said = "，".join(
        f"{number} {password.decode()}"
        for number, password in _PRACTICE_PASSWORDS.items()
        if number != SECOND_NUMBER.clerk
    )
    return Text(f"练习用：{said}", f"For practice: {said.replace('，', ', ')}")


def sign_in(station: Station, clerk: str) -> Session:
    """Sign a practice clerk in by number; audited. Raises NotSignedIn for a number nobody has, RealFolder elsewhere."""
    if not station.place.practice:
        raise RealFolder
    session = next((s for s in PRACTICE_CLERKS if s.clerk == clerk.strip()), None)
    if session is None:
        raise NotSignedIn
    station.session = session
    station.store.note(station.entry("clerk.signed_in"))
    clock_trouble(station)
    return session


def sign_out(station: Station) -> Waiting:
    """End the session; audited. What is left to whoever comes next: how much waits, how much was turned down."""
    left = station.store.waiting()
    if station.session is not None:
        facts = {"unsent": str(left.unsent), "refused": str(left.refused)}
        station.store.note(station.entry("clerk.signed_out", facts=facts))
        station.session = None
    return left
