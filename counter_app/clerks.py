"""Who a clerk is and may be, as the platform says it, and what it answers to a sign-in.

A token is a secret: it is in no representation. Refuses to judge what a role may do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class Role(StrEnum):
    """What a person is at the counters of a province; a closed list."""

    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    TRAINER = "trainer"


@dataclass(frozen=True, slots=True)
class Clerk:
    """One person. `bank`: code of the bank that employs the clerk, "" for none; `entrusted`: a bank's clerk who may do
    social-security work under an entrustment; `person`: who stands behind the number, the platform's own word for one
    natural person, who may have two numbers, "" where it does not say.
    """

    number: str
    name: str
    roles: tuple[Role, ...]
    outlets: tuple[str, ...]
    bank: str = ""
    entrusted: bool = False
    person: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """The platform's good answer. `lasts`: how long the token holds; `offline_days`: for how long from now on the clerk
    may sign in here without a line, 0 for never.
    """

    clerk: Clerk
    token: str = field(repr=False)
    lasts: timedelta
    offline_days: int


@dataclass(frozen=True, slots=True)
class ChangeFirst:
    """The password is right and must be changed: the token is good for that alone."""

    token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ClerkSession:
    """A clerk who is signed in at this counter, by its own clock. `token`: "" where there was no line. `offline_until`:
    to when the clerk can sign in here without one, None for not at all.
    """

    clerk: Clerk
    since: datetime
    until: datetime
    offline_until: datetime | None
    token: str = field(default="", repr=False)

    @property
    def with_line(self) -> bool:
        """Whether the platform itself has signed the clerk in."""
        return bool(self.token)

    def holds(self, now: datetime) -> bool:
        """Whether it holds at that moment. A clock set back behind its beginning ends it and lengthens nothing."""
        return self.since <= now < self.until
