"""A clerk signs in at this counter: at the platform where there is a line, else by what the platform said last time.

What the platform says counts: its no is a no here too, and nothing kept here stands against it. Audited with the
number, whatever comes of it. Refuses to keep a password, to let a counter sign in whose own key is no longer good, and
to count an answer that was lost as a no.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

from counter_app import ticket
from counter_app.clerk_door import ClerkDoor
from counter_app.clerks import ChangeFirst, ClerkSession, SignedIn
from counter_app.domain.errors import BadInput, CounterError, NotNow, PlatformTrouble, Refused, Unreachable
from counter_app.domain.operation import AuditEntry
from counter_app.domain.password import Password, weakness
from counter_app.domain.sign_in_errors import (
    ClerkLocked,
    NewPasswordUnfit,
    NobodySignedIn,
    NotOfThisOutlet,
    PasswordToBeChanged,
    WrongClerkOrPassword,
)
from counter_app.domain.text import Text
from counter_app.kept_sign_in import PUT_RIGHT, KeptSignIn, KeptSignIns, NoticingClock
from counter_app.ports import Secrets

LONGEST = timedelta(hours=8)
"""No longer than a working day, whatever the platform grants (NIST SP 800-63B-4 section 2.2.3: 24 h at most)."""
NUMBER = re.compile(r"[0-9A-Za-z-]{1,20}")
_NO_LINE = (Unreachable, NotNow)
_Told = TypeVar("_Told")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SigningIn:
    """Of one counter. `note` appends to the audit, `clock` is that of what goes on record, `place` is outlet and
    window. Passwords are wiped by whoever brings them. Methods raise StoreTrouble.
    """

    door: ClerkDoor
    secrets: Callable[[], Secrets]
    kept: KeptSignIns
    note: Callable[[AuditEntry], None]
    clock: NoticingClock
    place: tuple[str, str]

    def sign_in(self, clerk: str, password: Password) -> ClerkSession:
        """Sign a clerk in; whoever was signed in before is signed out. Raises BadInput for what is no number,
        WrongClerkOrPassword, ClerkLocked, PasswordToBeChanged, NotOfThisOutlet; without a line NoSignInWithoutLine,
        ClockSetBack; PlatformTrouble where the platform takes nothing from this counter.
        """
        number = checked(clerk)
        return self._ticketed(number, self._proved(number, lambda: self._sign_in(number, password)))

    def prove(self, clerk: str, password: Password) -> ClerkSession:
        """Who that is, judged as a sign-in is and on no ticket: for the window, and for a second person at it. A no is
        audited, the rest is the caller's, who ends it with `leave`. Raises as `sign_in`.
        """
        number = checked(clerk)
        return self._proved(number, lambda: self._sign_in(number, password))

    def prove_anew(self, clerk: str, old: Password, new: Password) -> ClerkSession:
        """Change a password at the platform; who that is, on no ticket. Raises as `change_password`."""
        number = checked(clerk)
        lacks = weakness(new, clerk=number, known=self.place)
        if lacks is not None:
            raise NewPasswordUnfit(why=lacks)
        session = self._proved(number, lambda: self._taken(self._changed(number, old, new), new))
        self.note(self._entry("clerk.password_changed", number))
        return session

    def leave(self, session: ClerkSession) -> bool:
        """End what `prove` gave, at the platform where there is a line: whether nothing of it is left there."""
        return self._told_out(session)

    def change_password(self, clerk: str, old: Password, new: Password) -> ClerkSession:
        """Change a password at the platform and sign in by it. Raises as `sign_in`, NewPasswordUnfit, and
        PlatformTrouble without a line.
        """
        return self._ticketed(checked(clerk), self.prove_anew(clerk, old, new))

    def who(self) -> ClerkSession:
        """Who is signed in. Raises NobodySignedIn, also while the machine's clock was set back."""
        session = ticket.read(self.secrets())
        if session is None or not session.holds(self.clock.now()) or self.clock.set_back() > PUT_RIGHT:
            raise NobodySignedIn
        return session

    def sign_out(self) -> bool:
        """End it here, and at the platform where there is a line: whether nothing of it is left there. Raises
        NobodySignedIn.
        """
        session = ticket.read(self.secrets())
        if session is None:
            raise NobodySignedIn
        self._end(session)
        return self._told_out(session)

    def _sign_in(self, number: str, password: Password) -> ClerkSession:
        try:
            told = self._platforms_word(number, password, lambda: self.door.sign_in(number, password))
        except _NO_LINE:
            return self._without_line(self.kept.judge(number, password))
        if isinstance(told, ChangeFirst):
            self.kept.forget(number)
            raise PasswordToBeChanged
        return self._taken(told, password)

    def _changed(self, number: str, old: Password, new: Password) -> SignedIn:
        told = self._platforms_word(number, old, lambda: self.door.sign_in(number, old))
        change = partial(self.door.change_password, told.token, old, new, clerk=number)
        try:
            return self._platforms_word(number, old, change)
        except CounterError:
            self._ended_there(told.token)  # nobody would: it is on no ticket, and good for hours
            raise

    def _platforms_word(self, number: str, password: Password, ask: Callable[[], _Told]) -> _Told:
        """Its answer; a no reaches what is kept here."""
        try:
            return ask()
        except WrongClerkOrPassword:
            self.kept.turned_down(number, password)
            raise
        except ClerkLocked as locked:
            self.kept.lock(number, locked.minutes)
            raise
        except NotOfThisOutlet:
            self.kept.forget(number)
            raise

    def _taken(self, told: SignedIn, password: Password) -> ClerkSession:
        kept = self.kept.remember(told, password)
        now = self.clock.now()
        until = now + min(told.lasts, LONGEST)
        return ClerkSession(told.clerk, now, until, kept.until if kept else None, told.token)

    def _without_line(self, kept: KeptSignIn) -> ClerkSession:
        return ClerkSession(kept.clerk, kept.seen, min(kept.seen + LONGEST, kept.until), kept.until)

    def _proved(self, number: str, ask: Callable[[], ClerkSession]) -> ClerkSession:
        try:
            return ask()
        except Refused as error:
            self.note(self._entry("clerk.sign_in_refused", number, {"why": error.code}))
            raise

    def _ticketed(self, number: str, session: ClerkSession) -> ClerkSession:
        """Signed in once that is on record, and not before."""
        before = ticket.read(self.secrets())
        if before is not None:
            self._end(before)
            if session.with_line:
                self._told_out(before)
        self.note(self._entry("clerk.signed_in", number, {"line": "yes" if session.with_line else "no"}))
        ticket.keep(self.secrets(), session)
        return session

    def _end(self, session: ClerkSession) -> None:
        ticket.tear(self.secrets())
        self.note(self._entry("clerk.signed_out", session.clerk.number))

    def _told_out(self, session: ClerkSession) -> bool:
        """Whether nothing of it is left at the platform."""
        return not session.with_line or self._ended_there(session.token)

    def _ended_there(self, token: str) -> bool:
        """End what that token is for, where there is a line: whether it is."""
        try:
            self.door.sign_out(token)
        except NobodySignedIn:
            return True
        except PlatformTrouble as error:
            _log.info("the platform was not told of a sign-out, the sign-in ends there by itself: %s", error.code)
            return False
        return True

    def _entry(self, what: str, number: str, facts: Mapping[str, str] | None = None) -> AuditEntry:
        outlet, window = self.place
        return AuditEntry(what, self.clock.now(), number, outlet, window, facts=dict(facts or {}))


def checked(clerk: str) -> str:
    """The number without blanks around it. Raises BadInput for what cannot be one: it goes on no record, for it may be
    a password in the wrong place.
    """
    number = clerk.strip()
    if not NUMBER.fullmatch(number):
        raise BadInput(what=Text("工号", "clerk number"), why=Text("应为字母、数字", "letters and digits are wanted"))
    return number
