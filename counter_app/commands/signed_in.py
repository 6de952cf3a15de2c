"""Who uses a command: whoever signed in with `counter sign-in`, else a person asked for at the terminal, for this one
command. In a practice folder a practice clerk, named with --clerk or the first whose role may.

What is used is on record with that number, also where nothing changes. Refuses a number as an argument for real: it is
proved by its password, which is never one.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Annotated

import typer

from counter_app.clerks import ClerkSession
from counter_app.commands.asking import ask_number, ask_password
from counter_app.commands.talk import UsedWrongly
from counter_app.desk.desk import Desk
from counter_app.desk.duty import PRACTICE_CLERKS
from counter_app.desk.on_duty import session_of
from counter_app.desk.views import Session
from counter_app.domain.errors import Damaged, NotSignedIn
from counter_app.domain.operation import AuditEntry
from counter_app.domain.sign_in_errors import NobodySignedIn
from counter_app.domain.text import Text
from counter_app.enrolment import EnrolmentState
from counter_app.rights import NotAllowed, Right, make_sure, may
from counter_app.sign_in_wiring import signing_in
from counter_app.wiring import Counter

Clerk = Annotated[
    str,
    typer.Option(
        "--clerk",
        metavar="NUMBER",
        help="练习工号，只用于练习文件夹 / practice clerk number, in a practice folder only",
    ),
]


@contextmanager
def by_whom(counter: Counter, command: str, right: Right | None, *, clerk: str = "") -> Iterator[Session]:
    """Whoever uses that command, who has that right (None: anybody who is signed in); on record. `clerk`: practice
    number, "" for the first practice clerk whose role may. Raises NobodySignedIn, NotAllowed, UsedWrongly, what
    `SigningIn.prove` says, StoreTrouble.
    """
    if counter.practice:
        session = _practising(clerk, right)
        _judged(counter, session, command, right)
        yield session
        return
    with _proved(counter, clerk) as signed:
        session = session_of(signed)
        _judged(counter, session, command, right)
        yield session


@contextmanager
def at_desk(counter: Counter, command: str, right: Right, *, clerk: str = "") -> Iterator[Desk]:
    """A desk of its own seat with that person on duty. Raises as `by_whom`, and RulesNotInForce."""
    if counter.practice:
        with by_whom(counter, command, right, clerk=clerk) as session:
            desk = counter.desk(seat=counter.command_seat())
            desk.sign_in(session.clerk)
            yield desk
        return
    with _proved(counter, clerk) as signed:
        _judged(counter, session_of(signed), command, right)
        desk = counter.desk(seat=counter.command_seat())
        desk.take_duty(signed)
        yield desk


@contextmanager
def by_whom_once_enrolled(counter: Counter, command: str, right: Right | None) -> Iterator[Session | None]:
    """As `by_whom`; of a real counter that was never enrolled, where nobody can sign in yet, anybody may (None). On
    record.
    """
    if counter.practice or counter.enrolling.enrolled() is not None:
        with by_whom(counter, command, right) as session:
            yield session
    else:
        _note(counter, "command.used", "", {"command": command})
        yield None


@contextmanager
def by_whom_while_in_force(counter: Counter, command: str, right: Right | None) -> Iterator[None]:
    """As `by_whom`; of a real counter whose key does not hold (none, run out, revoked, unreadable), where nobody can
    sign in, anybody may. On record.
    """
    if counter.practice or _in_force(counter):
        with by_whom(counter, command, right):
            yield
    else:
        _note(counter, "command.used", "", {"command": command})
        yield


def _in_force(counter: Counter) -> bool:
    try:
        enrolled = counter.enrolling.enrolled()
    except Damaged:
        return False
    return enrolled is not None and enrolled.state(counter.onward.now()) is EnrolmentState.IN_FORCE


def _practising(clerk: str, right: Right | None) -> Session:
    """Raises NotSignedIn for a number no practice clerk has."""
    named = clerk.strip()
    fits = (one for one in PRACTICE_CLERKS if one.clerk == named) if named else _who_may(right)
    found = next(fits, None)
    if found is None:
        raise NotSignedIn
    return found


def _who_may(right: Right | None) -> Iterator[Session]:
    return (one for one in PRACTICE_CLERKS if right is None or may(one.roles, right))


@contextmanager
def _proved(counter: Counter, clerk: str) -> Iterator[ClerkSession]:
    """The ticket's person, else whoever proves it at the terminal, until the command ends. Raises UsedWrongly,
    NobodySignedIn.
    """
    if clerk:
        why = Text("--clerk 只用于练习文件夹，请先 counter sign-in", "--clerk is for practice; use counter sign-in")
        raise UsedWrongly(why=why)
    signing = signing_in(counter)
    try:
        signed, asked = signing.who(), False
    except NobodySignedIn:
        if not sys.stdin.isatty():
            raise
        number = ask_number()
        with ask_password() as password:
            signed, asked = signing.prove(number, password), True
        _note(counter, "clerk.signed_in", number, {"line": "yes" if signed.with_line else "no", "for": "command"})
    try:
        yield signed
    finally:
        if asked:
            signing.leave(signed)
            _note(counter, "clerk.signed_out", signed.clerk.number)


def _judged(counter: Counter, session: Session, command: str, right: Right | None) -> None:
    """On record, whether it may or not. Raises NotAllowed."""
    try:
        if right is not None:
            make_sure(session.roles, right)
    except NotAllowed:
        _note(counter, "right.refused", session.clerk, {"right": str(right), "command": command})
        raise
    _note(counter, "command.used", session.clerk, {"command": command})


def _note(counter: Counter, what: str, clerk: str, facts: Mapping[str, str] | None = None) -> None:
    at = counter.onward.now()
    outlet, window = counter.settings["outlet"], counter.settings["window"]
    counter.store().note(AuditEntry(what, at, clerk, outlet, window, facts=dict(facts or {})))
