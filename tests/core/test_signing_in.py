"""Signing in: which trouble of the line means "without it", how long a sign-in holds, and what goes on record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from counter_app import ticket
from counter_app.clerks import ChangeFirst, SignedIn
from counter_app.clock import OnwardClock
from counter_app.domain.enrolment_errors import ClockOff, EnrolmentLapsed, EnrolmentRevoked, NotEnrolled
from counter_app.domain.errors import BadInput, CounterError, NoNetwork, NoPlatform, NotNow, PlatformTrouble, TooOld
from counter_app.domain.operation import AuditEntry
from counter_app.domain.password import Password
from counter_app.domain.sign_in_errors import NewPasswordUnfit, NobodySignedIn, NotOfThisOutlet, PasswordToBeChanged
from counter_app.domain.text import same
from counter_app.signing_in import LONGEST, SigningIn
from tests.parts.clerks import CLERK, InMemory, Watch, granted, kept_in

WORDS = "guitai-ribao-26"
LOST = NoPlatform(why=same("lost"), handed_over=True)


@dataclass
class Far:
    """A platform that answers what it is told to. `changing`, `ending`: what it raises to these instead."""

    says: SignedIn | ChangeFirst | CounterError
    changing: CounterError | None = None
    ending: CounterError | None = None
    ended: list[str] = field(default_factory=list)

    def sign_in(self, clerk: str, password: Password) -> SignedIn | ChangeFirst:
        if isinstance(self.says, CounterError):
            raise self.says
        return self.says

    def change_password(self, token: str, old: Password, new: Password, *, clerk: str) -> SignedIn:
        if self.changing is not None:
            raise self.changing
        return granted(token=f"changed-by-{token}-for-{clerk}")

    def still_signed_in(self, token: str) -> bool:
        return token not in self.ended

    def sign_out(self, token: str) -> None:
        if isinstance(self.says, CounterError):
            raise self.says
        self.ended.append(token)
        if self.ending is not None:
            raise self.ending


@dataclass
class Desk:
    """A counter with such a platform."""

    far: Far = field(default_factory=lambda: Far(granted()))
    secrets: InMemory = field(default_factory=InMemory)
    clock: Watch = field(default_factory=Watch)
    noted: list[AuditEntry] = field(default_factory=list)

    @property
    def door(self) -> SigningIn:
        """As the next command finds it."""
        kept = kept_in(self.secrets, self.clock)
        return SigningIn(self.far, lambda: self.secrets, kept, self.noted.append, self.clock, ("439901", "01"))

    def audit(self) -> Sequence[tuple[str, str, str]]:
        return [(one.what, one.clerk, "".join(one.facts.values())) for one in self.noted]


@pytest.mark.parametrize(
    "trouble", [NoNetwork(handed_over=False), LOST, NotNow(seconds=30, handed_over=True)], ids=lambda one: one.code
)
def test_without_an_answer_the_last_word_counts(trouble: PlatformTrouble) -> None:
    desk = Desk()
    desk.door.sign_in("0317", Password(WORDS))
    desk.far.says = trouble
    session = desk.door.sign_in(" 0317 ", Password(WORDS))
    assert (session.clerk, session.with_line) == (CLERK, False)
    assert [what for what, _, _ in desk.audit()] == ["clerk.signed_in", "clerk.signed_out", "clerk.signed_in"]


@pytest.mark.parametrize(
    "trouble",
    [
        NotEnrolled(handed_over=False),
        EnrolmentLapsed(handed_over=True),
        EnrolmentRevoked(handed_over=True),
        ClockOff(minutes=9, handed_over=True),
        TooOld(handed_over=True),
    ],
    ids=lambda one: one.code,
)
def test_a_counter_the_platform_takes_nothing_from_signs_nobody_in(trouble: PlatformTrouble) -> None:
    """Also not by what is kept: a stolen counter that was revoked would go on for days."""
    desk = Desk()
    desk.door.sign_in("0317", Password(WORDS))
    desk.door.sign_out()
    desk.far.says = trouble
    with pytest.raises(type(trouble)):
        desk.door.sign_in("0317", Password(WORDS))
    with pytest.raises(NobodySignedIn):
        desk.door.who()


def test_it_holds_for_eight_hours_at_most_and_no_clock_that_is_set_back_makes_it_longer() -> None:
    desk = Desk()
    desk.far.says = SignedIn(CLERK, "t" * 43, timedelta(hours=30), 7)
    begun = desk.clock.at
    assert desk.door.sign_in("0317", Password(WORDS)).until == begun + LONGEST
    onward = OnwardClock(desk.clock, lambda: begun + timedelta(hours=2))
    with pytest.raises(NobodySignedIn):
        replace(desk.door, clock=onward).who()
    for at, holds in ((LONGEST - timedelta(seconds=1), True), (LONGEST, False), (-timedelta(seconds=1), False)):
        desk.clock.at = begun + at
        if holds:
            assert desk.door.who().clerk == CLERK
        else:
            with pytest.raises(NobodySignedIn):
                desk.door.who()


def test_without_a_line_it_ends_with_the_days() -> None:
    desk = Desk(far=Far(granted(days=1)))
    desk.door.sign_in("0317", Password(WORDS))
    last = desk.clock.at + timedelta(days=1)
    desk.clock.at = last - timedelta(hours=2)
    desk.far.says = LOST
    assert desk.door.sign_in("0317", Password(WORDS)).until == last


def test_each_no_goes_on_record_with_the_number_and_what_is_no_number_does_not() -> None:
    desk = Desk(far=Far(NotOfThisOutlet()))
    with pytest.raises(NotOfThisOutlet):
        desk.door.sign_in("0317", Password(WORDS))
    desk.far.says = ChangeFirst("t" * 43)
    with pytest.raises(PasswordToBeChanged):
        desk.door.sign_in("0317", Password(WORDS))
    assert desk.audit() == [
        ("clerk.sign_in_refused", "0317", "NotOfThisOutlet"),
        ("clerk.sign_in_refused", "0317", "PasswordToBeChanged"),
    ]
    for typed in (WORDS + "!", "", "0" * 21, "０３１７"):
        with pytest.raises(BadInput):
            desk.door.sign_in(typed, Password(WORDS))
    assert len(desk.noted) == 2


def test_a_change_is_made_by_the_session_that_was_given_for_it() -> None:
    desk = Desk(far=Far(ChangeFirst("first")))
    session = desk.door.change_password("0317", Password(WORDS), Password("xin-mima-2026"))
    assert session.token == "changed-by-first-for-0317"
    assert [what for what, _, _ in desk.audit()] == ["clerk.password_changed", "clerk.signed_in"]
    desk.far.says = LOST
    assert desk.door.sign_in("0317", Password("xin-mima-2026")).with_line is False


@pytest.mark.parametrize("told", [granted(token="old"), ChangeFirst("old")], ids=["signed-in", "to-be-changed"])
@pytest.mark.parametrize("changing", [NewPasswordUnfit(why=same("used")), LOST], ids=lambda one: one.code)
@pytest.mark.parametrize("ending", [None, NobodySignedIn(), NoNetwork(handed_over=False)], ids=repr)
def test_a_change_that_fails_leaves_no_session_of_the_old_password(
    told: SignedIn | ChangeFirst, changing: CounterError, ending: CounterError | None
) -> None:
    """And what went wrong first is told, whatever comes of ending it; whoever is signed in here stays."""
    desk = Desk()
    before = desk.door.sign_in("0317", Password(WORDS))
    desk.far = Far(told, changing, ending)
    with pytest.raises(type(changing)):
        desk.door.change_password("0317", Password(WORDS), Password("xin-mima-2026"))
    assert desk.far.ended == ["old"]
    assert desk.door.who() == before


def test_signing_out_needs_no_line_and_says_what_is_left() -> None:
    desk = Desk()
    token = desk.door.sign_in("0317", Password(WORDS)).token
    desk.far.says = LOST
    assert desk.door.sign_out() is False
    with pytest.raises(NobodySignedIn):
        desk.door.sign_out()
    desk.far.says = granted()
    desk.door.sign_in("0317", Password(WORDS))
    assert desk.door.sign_out() is True
    assert desk.far.ended == [token]


@pytest.mark.parametrize("text", ["{}", "no json", "[]", "7", '{"clerk": {}}'])
def test_a_ticket_that_cannot_be_read_is_nobodys(text: str) -> None:
    desk = Desk(secrets=InMemory({ticket.NAME: text}))
    with pytest.raises(NobodySignedIn):
        desk.door.who()
    assert desk.door.sign_in("0317", Password(WORDS)).clerk == CLERK
