"""The second person 第二人: somebody else agrees at this window, with number and password, before something is recorded.

What was agreed to is one operation with its very answers (`four_eyes.digest`): another answer, another clerk at the
window or the end of the visit, and it must be agreed to anew. Kept in memory only. Refuses whoever does the work, by
number and by person, whoever has worked on it before, and a wrong password; a password is overwritten here, whatever
happens. With a line the platform is told by the second person's own sign-in, so that it need not believe this counter.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC

from counter_app import rights
from counter_app.clerks import ClerkSession
from counter_app.desk import duty, elsewhere
from counter_app.desk.station import Agreement, Station
from counter_app.desk.views import Session
from counter_app.desk.views_second import SecondView
from counter_app.domain import four_eyes
from counter_app.domain.errors import NeedsSecond, NotEligible, RealFolder, Refused
from counter_app.domain.operation import Operation
from counter_app.domain.password import Password
from counter_app.domain.receipt import Row
from counter_app.domain.secret import SecretDigits
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord

_OTHER = Text("请另一位柜员输入工号和密码", "Another clerk types number and password")
_PRACTICE_DIGITS = 6


def agree(
    station: Station, record: VisitRecord, operation: Operation, clerk: str, password: SecretDigits | Password
) -> None:
    """`clerk` agrees to the operation of this visit as it stands; audited, refused or not. Raises NotEligible for
    whoever does or did the work, NotAllowed, WrongPassword, MayNotDecide, and what a sign-in raises.
    """
    with password:
        try:
            with _proved(station, clerk, password) as second:
                rights.make_sure(second.session.roles, rights.Right.SECOND)
                _somebody_else(station, record, second.session)
                told = _told(station, operation, second.signed)
        except Refused as error:
            station.store.note(station.entry("second.refused", subject=operation.id, facts={"why": error.code}))
            raise
    way = four_eyes.PRACTISED if second.signed is None else four_eyes.HERE
    given = Agreement(second.session.clerk, four_eyes.digest(operation), station.moment(), way)
    facts = {"second": given.clerk, "of": given.of, "line": "yes" if told else "no"}
    station.store.note(station.entry("second.agreed", subject=operation.id, facts=facts))
    station.agreements[record.id] = given


@dataclass(frozen=True, slots=True)
class _Second:
    """`signed`: by which sign-in he has proved himself, None by a password of practice."""

    session: Session
    signed: ClerkSession | None = None


@contextmanager
def _proved(station: Station, number: str, password: SecretDigits | Password) -> Iterator[_Second]:
    """Who that is; the sign-in ends with it, whatever comes. Raises WrongPassword, and what a sign-in raises."""
    digits = _digits_of_practice(station, password)
    if digits is not None:
        with digits:
            yield _Second(duty.known(station, number, digits))
        return
    if station.prove is None or isinstance(password, SecretDigits):
        raise RealFolder
    signed = station.prove.stay(number, password)
    try:
        who = signed.clerk
        yield _Second(Session(who.number, who.name, who.roles, who.person, who.bank, who.entrusted), signed)
    finally:
        station.prove.leave(signed)


def _digits_of_practice(station: Station, password: SecretDigits | Password) -> SecretDigits | None:
    """A practice clerk's password for this page, None for what is another."""
    if isinstance(password, SecretDigits):
        return password
    letters = password.letters()
    practised = station.place.practice and len(letters) == _PRACTICE_DIGITS and letters.isdigit()
    return SecretDigits(bytearray(letters)) if practised else None


def _told(station: Station, operation: Operation, signed: ClerkSession | None) -> bool:
    """Whether the platform has it from the second person's own sign-in: without a line it cannot, and judges the
    counter's word later. Raises MayNotDecide, PlatformTrouble.
    """
    if signed is None or not signed.with_line:
        return False
    station.platform.agree_here(signed.token, operation.id, four_eyes.digest(operation), clerk=operation.clerk)
    return True


def _somebody_else(station: Station, record: VisitRecord, second: Session) -> None:
    """Raises NotEligible."""
    first = station.session
    if second.clerk == station.clerk:
        raise NotEligible(why=Text("经办人不能自己复核", "Nobody agrees to his own work"), how=_OTHER)
    if first is not None and second.person and second.person == first.person:
        why = Text("这是经办人自己的另一个工号", "This is another number of the clerk who does the work")
        raise NotEligible(why=why, how=_OTHER)
    if second.clerk in elsewhere.workers(station, record) or second.person in record.persons:
        raise NotEligible(why=Text("这位柜员经手过这笔业务", "This clerk has worked on it"), how=_OTHER)


def page(
    station: Station,
    record: VisitRecord,
    operation: Operation | None,
    *,
    task: Text,
    why: tuple[Text, ...],
    rows: tuple[Row, ...],
) -> SecondView:
    """What the second person is asked: the task, `why` two must agree, what the holder was shown, masked, and how it
    stands with somebody who was asked elsewhere.
    """
    hint = duty.practice_words() if station.place.practice else None
    afar = None if operation is None else elsewhere.look(station, record, operation)
    agreed = None if operation is None else given(station, record, operation)
    return SecondView(
        record.id, task, hint, why=why, rows=rows, afar=afar, agreed=agreed.clerk if agreed is not None else ""
    )


def given(station: Station, record: VisitRecord, operation: Operation) -> Agreement | None:
    """Who agreed to this very operation, None for nobody."""
    agreed = station.agreements.get(record.id)
    if agreed is None or agreed.clerk == operation.clerk or agreed.of != four_eyes.digest(operation):
        return None
    return agreed


def signed(station: Station, record: VisitRecord, operation: Operation, *, needed: bool) -> Operation:
    """The operation with who agreed to it, when, where, and to what. Raises NeedsSecond while nobody else has, where it
    is `needed`.
    """
    agreed = given(station, record, operation)
    if agreed is None:
        if needed:
            raise NeedsSecond
        return operation
    said = {
        four_eyes.SECOND: agreed.clerk,
        four_eyes.SECOND_AT: agreed.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        four_eyes.SECOND_OF: agreed.of,
        four_eyes.SECOND_WAY: agreed.way,
    }
    return replace(operation, facts={**operation.facts, **said})
