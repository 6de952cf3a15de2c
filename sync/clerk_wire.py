"""JSON of `/v1/clerks` in `docs/platform.openapi.yaml` <-> a clerk who signs in.

Refuses an answer that does not keep the contract (`NoPlatform`). A role it does not know gives no right and is left
out.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import Literal

from pydantic import Field

from counter_app.clerks import ChangeFirst, Clerk, Role, SignedIn
from counter_app.domain.errors import NoPlatform
from counter_app.domain.lockout import LONGEST
from counter_app.domain.password import Password
from counter_app.domain.sign_in_errors import ClerkLocked
from counter_app.domain.text import Text
from sync.body import GARBAGE, read, write
from sync.shapes import Moment, Shape, Words

_Token = Field(pattern=r"^[0-9A-Za-z_-]{20,100}$", repr=False)


class _Clerk(Shape):
    number: str = Field(pattern=r"^[0-9A-Za-z-]{1,20}$")
    name: str = Field(min_length=1, max_length=50)
    roles: list[str] = Field(max_length=10)
    outlets: list[str] = Field(max_length=10)
    bank: str | None = Field(max_length=10)
    entrusted: bool
    person: str = Field(default="", max_length=40)

    def domain(self) -> Clerk:
        roles = tuple(role for role in Role if role.value in self.roles)
        outlets, bank = tuple(self.outlets), self.bank or ""
        return Clerk(self.number, self.name, roles, outlets, bank, self.entrusted, self.person)


class _SignedIn(Shape):
    session: str = _Token
    signed_in_at: Moment
    expires_at: Moment
    offline_days: int = Field(ge=0, le=31)
    clerk: _Clerk


class _ChangeFirst(Shape):
    type: Literal["urn:ssc-platform:password-to-be-changed"]
    session: str = _Token


class _Locked(Shape):
    opens_at: Moment
    server_time: Moment


class _Unfit(Shape):
    reason: Words


class _Type(Shape):
    type: str


def write_sign_in(clerk: str, password: Password) -> bytes:
    """The body of `POST /v1/clerks/sign-ins`."""
    return write({"clerk": clerk, "password": password.words()})


def write_change(old: Password, new: Password) -> bytes:
    """The body of `PUT /v1/clerks/current/password`."""
    return write({"old": old.words(), "new": new.words()})


def read_signed_in(body: bytes, *, clerk: str) -> SignedIn:
    """Who was signed in; `clerk`: whose number was asked with. Raises NoPlatform, for another clerk too."""
    told = read(_SignedIn, body)
    lasts = told.expires_at - told.signed_in_at
    if lasts <= timedelta(0) or told.clerk.number != clerk:
        raise NoPlatform(why=GARBAGE, fields=("session",), handed_over=True)
    return SignedIn(told.clerk.domain(), told.session, lasts, told.offline_days)


def read_change_first(body: bytes) -> ChangeFirst:
    """A session to change the password by. Raises NoPlatform."""
    return ChangeFirst(read(_ChangeFirst, body).session)


def read_locked(body: bytes) -> ClerkLocked:
    """For how long a number is locked, by the platform's own clock: no longer than there is a lock. Raises
    NoPlatform.
    """
    told = read(_Locked, body)
    span = min(told.opens_at - told.server_time, LONGEST)
    return ClerkLocked(minutes=max(1, ceil(span / timedelta(minutes=1))))


def read_unfit(body: bytes) -> Text:
    """Why a new password will not do. Raises NoPlatform."""
    return read(_Unfit, body).reason.domain()


def type_of(body: bytes) -> str:
    """What kind of problem it is, without `urn:ssc-platform:`. Raises NoPlatform."""
    return read(_Type, body).type.removeprefix("urn:ssc-platform:")


def read_ended(body: bytes) -> None:
    """A sign-in has ended. Raises NoPlatform."""
    read(_Ended, body)


def read_standing(body: bytes) -> None:
    """A sign-in holds. Raises NoPlatform."""
    read(_Standing, body)


class _Standing(Shape):
    expires_at: Moment


class _Ended(Shape):
    ended: Literal[True]
