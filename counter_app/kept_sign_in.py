"""Signing in without a line: what the platform said of a clerk, with a verifier of the password that was made here.

Kept in the Secrets port, one name a clerk. It is over `days` after the last sign-in at the platform, by the latest
moment ever seen, and when the platform says no. While the machine's clock is behind that moment nobody is let in, so
that a clock set back lengthens nothing. Refuses to judge a password before the try is on disk, and to keep one.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from math import ceil
from typing import TYPE_CHECKING, Any, Protocol

from counter_app.clerks import Clerk, Role, SignedIn
from counter_app.domain import password as passwords
from counter_app.domain.lockout import LONGEST, Lockout
from counter_app.domain.password import Password
from counter_app.domain.sign_in_errors import ClerkLocked, ClockSetBack, NoSignInWithoutLine, WrongClerkOrPassword
from counter_app.ports import Secrets

if TYPE_CHECKING:
    from argon2 import Parameters

NAME = "sign-in"
PUT_RIGHT = timedelta(minutes=1)
"""A clock that falls behind by no more is being kept right."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptSignIn:
    """`since`: the last sign-in at the platform; `seen`: the latest moment known when it was last looked at."""

    clerk: Clerk
    verifier: str
    since: datetime
    days: int
    seen: datetime
    lockout: Lockout = field(default_factory=Lockout)

    @property
    def until(self) -> datetime:
        """To when the clerk can sign in without a line."""
        return self.since + timedelta(days=self.days)

    def at(self, now: datetime) -> KeptSignIn:
        """Looked at now: a clock that says less than before is not believed."""
        return replace(self, seen=max(self.seen, now))

    @property
    def over(self) -> bool:
        """Whether its days have passed."""
        return self.seen >= self.until


class NoticingClock(Protocol):
    """A clock that notices being set back: `counter_app.clock.OnwardClock`."""

    def now(self) -> datetime:
        """Aware UTC, never before what is on record."""
        ...

    def set_back(self) -> timedelta:
        """By how much the machine's clock is behind that."""
        ...


@dataclass(frozen=True, slots=True)
class KeptSignIns:
    """Those of one counter. `turn` keeps other processes of the folder away, so that no try is counted once for two;
    `cost` of a verifier, None: as `passwords.verifier` says. Methods raise StoreTrouble.
    """

    secrets: Callable[[], Secrets]
    clock: NoticingClock
    turn: Callable[[], AbstractContextManager[object]]
    cost: Parameters | None = None

    def remember(self, told: SignedIn, password: Password) -> KeptSignIn | None:
        """The platform has signed the clerk in just now; None where it grants no day without a line."""
        if told.offline_days <= 0:
            self.forget(told.clerk.number)
            return None
        verifier = passwords.verifier(password, self.cost)
        now = self.clock.now()
        kept = KeptSignIn(told.clerk, verifier, since=now, days=told.offline_days, seen=now)
        with self.turn():
            write(self.secrets(), kept)
        return kept

    def judge(self, clerk: str, password: Password) -> KeptSignIn:
        """The clerk of that number and password, without a line. Raises NoSignInWithoutLine, ClockSetBack, ClerkLocked,
        WrongClerkOrPassword.
        """
        with self.turn():
            kept = self._look(clerk)
            if kept is None:
                raise NoSignInWithoutLine
            if kept.seen - self._machine() > PUT_RIGHT:
                raise ClockSetBack
            shut = kept.lockout.shut(kept.seen)
            if shut is not None:
                write(self.secrets(), kept)
                raise ClerkLocked(minutes=ceil((shut - kept.seen) / timedelta(minutes=1)))
            write(self.secrets(), replace(kept, lockout=kept.lockout.tried(kept.seen)))
            if not passwords.fits(kept.verifier, password):
                raise WrongClerkOrPassword
            good = replace(kept, lockout=Lockout())
            write(self.secrets(), good)
            return good

    def turned_down(self, clerk: str, password: Password) -> None:
        """The platform does not take what would be taken here: password changed elsewhere, or the clerk is gone. A slip
        of the finger, which would not be taken here either, forgets nothing.
        """
        with self.turn():
            kept = self._look(clerk)
            if kept is not None and passwords.fits(kept.verifier, password):
                write_none(self.secrets(), clerk)

    def forget(self, clerk: str) -> None:
        """The platform says that the clerk may not."""
        with self.turn():
            if read(self.secrets(), clerk) is not None:
                write_none(self.secrets(), clerk)

    def lock(self, clerk: str, minutes: int) -> None:
        """The platform has locked the number: pulling the plug opens nothing. For `LONGEST` at most."""
        with self.turn():
            kept = self._look(clerk)
            if kept is not None:
                until = kept.seen + min(timedelta(minutes=minutes), LONGEST)
                write(self.secrets(), replace(kept, lockout=kept.lockout.shut_until(until)))

    def _machine(self) -> datetime:
        """The machine's own moment."""
        return self.clock.now() - self.clock.set_back()

    def _look(self, clerk: str) -> KeptSignIn | None:
        """What is kept, unless its days have passed: then it is removed."""
        kept = read(self.secrets(), clerk)
        if kept is None:
            return None
        kept = kept.at(self.clock.now())
        if kept.over:
            write_none(self.secrets(), clerk)
            return None
        return kept


def read(secrets: Secrets, clerk: str) -> KeptSignIn | None:
    """What is kept of that clerk; None too for what is not of our making: it signs nobody in. Raises StoreTrouble."""
    text = secrets.get(f"{NAME}/{clerk}")
    if not text:
        return None
    try:
        return _of(json.loads(text))
    except (ValueError, KeyError, TypeError, RecursionError, OverflowError):
        _log.warning("what was kept for signing in without a line cannot be read")
        return None


def write(secrets: Secrets, kept: KeptSignIn) -> None:
    """Keep it in the place of what was. Raises StoreTrouble."""
    until = kept.lockout.until
    tree = {
        "clerk": clerk_tree(kept.clerk),
        "verifier": kept.verifier,
        "since": kept.since.isoformat(),
        "days": kept.days,
        "seen": kept.seen.isoformat(),
        "failures": kept.lockout.failures,
        "shut": None if until is None else until.isoformat(),
    }
    secrets.put(f"{NAME}/{kept.clerk.number}", json.dumps(tree, ensure_ascii=False))


def write_none(secrets: Secrets, clerk: str) -> None:
    """Nothing is kept of that clerk any more. Raises StoreTrouble."""
    secrets.put(f"{NAME}/{clerk}", "")


def clerk_tree(clerk: Clerk) -> dict[str, Any]:
    """A clerk as JSON."""
    return {
        "number": clerk.number,
        "name": clerk.name,
        "roles": [role.value for role in clerk.roles],
        "outlets": list(clerk.outlets),
        "bank": clerk.bank,
        "entrusted": clerk.entrusted,
        "person": clerk.person,
    }


def clerk_of(tree: dict[str, Any]) -> Clerk:
    """A clerk of its JSON. Raises ValueError, KeyError, TypeError."""
    roles, outlets = tuple(Role(one) for one in tree["roles"]), tuple(str(one) for one in tree["outlets"])
    bank, person = str(tree["bank"]), str(tree.get("person", ""))
    return Clerk(str(tree["number"]), str(tree["name"]), roles, outlets, bank, bool(tree["entrusted"]), person)


def _of(tree: dict[str, Any]) -> KeptSignIn:
    since, seen = (datetime.fromisoformat(tree[name]) for name in ("since", "seen"))
    shut = tree["shut"] and datetime.fromisoformat(tree["shut"])
    lockout = Lockout(int(tree["failures"]), shut)
    return KeptSignIn(clerk_of(tree["clerk"]), str(tree["verifier"]), since, int(tree["days"]), seen, lockout)
