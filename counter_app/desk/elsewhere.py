"""Asking somebody elsewhere to agree: a supervisor at another window or outlet, through the platform.

The operation's id and digest are what is asked about, so that the answer holds over a restart and for no other answers.
Refuses a reason with a number in it, and a word of somebody who has worked on the visit.
"""

from __future__ import annotations

import re

from counter_app.approving import Approval, ApprovalRequest, ApprovalState, OpenApproval
from counter_app.clerks import ClerkSession
from counter_app.desk.handing_over import HANDED_OVER
from counter_app.desk.station import Agreement, Station
from counter_app.desk.views_second import Afar
from counter_app.domain import four_eyes
from counter_app.domain.errors import BadInput, PlatformTrouble
from counter_app.domain.moments import say_clock
from counter_app.domain.operation import Operation
from counter_app.domain.password import Password
from counter_app.domain.receipt import Row
from counter_app.domain.sign_in_errors import NobodySignedIn
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord

ASKED, ANSWERED, DECIDED = "approval.asked", "approval.answered", "approval.decided"
LONGEST = 200
_NUMBER = re.compile(r"\d{6}")
_REASON = Text("理由", "Reason")


def ask(
    station: Station,
    operation: Operation,
    *,
    task: Text,
    why: tuple[Text, ...],
    rows: tuple[Row, ...],
    reason: str,
) -> None:
    """Put it to whoever may decide; audited. Raises BadInput for no reason or one with a number, PlatformTrouble."""
    said = sentence(reason)
    if not said:
        raise BadInput(what=_REASON, why=Text("必填", "needed"))
    request = ApprovalRequest(
        operation_id=operation.id,
        digest=four_eyes.digest(operation),
        procedure=operation.procedure,
        task=task,
        rows=rows,
        why=why,
        reason=said,
        clerk=operation.clerk,
        outlet=operation.outlet,
        window=operation.window,
    )
    station.platform.ask_approval(request)
    facts = {"of": request.digest, "why": said}
    station.store.note(station.entry(ASKED, subject=operation.id, facts=facts))


def look(station: Station, record: VisitRecord, operation: Operation) -> Afar | None:
    """How it stands, None where nobody was asked about these answers. An agreement is kept with the visit's others."""
    if not station.store.times(ASKED, operation.id):
        return None
    try:
        told = station.platform.approval(operation.id)
    except PlatformTrouble as trouble:
        return Afar(Text(f"已提交远程复核；{trouble.message.zh}", f"Asked elsewhere; {trouble.message.en}"))
    if told is None or told.digest != four_eyes.digest(operation):
        return None
    if told.state is ApprovalState.APPROVED and told.by in workers(station, record):
        return Afar(
            Text(f"{told.by} 经手过这笔业务，不能复核", f"{told.by} has worked on it and cannot agree"), told.state
        )
    if told.state is ApprovalState.APPROVED and told.at is not None:
        station.agreements[record.id] = Agreement(told.by, told.digest, told.at, four_eyes.AFAR)
    if told.state in (ApprovalState.APPROVED, ApprovalState.REFUSED):
        _note_once(station, record, told)
    return Afar(_words(told), told.state)


def workers(station: Station, record: VisitRecord) -> frozenset[str]:
    """Numbers of everybody who has had this visit in hand: who began it, and between whom it was handed over."""
    handed = (one.facts for one in station.store.entries(HANDED_OVER, since=record.opened_at))
    both = [(facts["from"], facts["to"]) for facts in handed if facts.get("number") == record.holder_number]
    return frozenset((record.clerk, station.clerk, *(one for pair in both for one in pair)))


def waiting(station: Station, password: Password | None = None) -> tuple[OpenApproval, ...]:
    """What the supervisor who is signed in may decide. `password`: his own, where he has not proved himself at the
    platform; it is overwritten. Raises NobodySignedIn while he has not, MayNotDecide, PlatformTrouble.
    """
    if password is not None:
        with password:
            _prove(station, password)
    return station.platform.open_approvals(_token(station))


def decide(station: Station, request: ApprovalRequest, *, approved: bool, words: str) -> None:
    """Say yes or no to it; audited. Raises NobodySignedIn, MayNotDecide, NotOpen, BadInput, PlatformTrouble."""
    said = sentence(words)
    if not approved and not said:
        raise BadInput(what=_REASON, why=Text("不同意要写理由", "a no needs one"))
    station.platform.decide_approval(_token(station), request, approved=approved, words=said)
    facts = {
        "of": request.digest,
        "state": "approved" if approved else "refused",
        "asked_by": request.clerk,
        "why": said,
    }
    station.store.note(station.entry(DECIDED, subject=request.operation_id, facts=facts))


def sentence(words: str) -> str:
    """Words that may leave the counter. Raises BadInput for too many, and for numbers: nobody's belongs in them."""
    said = " ".join(words.split())
    if len(said) > LONGEST:
        raise BadInput(what=_REASON, why=Text(f"最多 {LONGEST} 字", f"{LONGEST} characters at most"))
    if _NUMBER.search(said):
        raise BadInput(what=_REASON, why=Text("不要写号码", "without numbers"))
    return said


def _prove(station: Station, password: Password) -> None:
    if station.prove is None:
        raise NobodySignedIn
    before, station.clerk_session = station.clerk_session, station.prove.stay(station.clerk, password)
    if before is not None:
        station.prove.leave(before)


def _token(station: Station) -> str:
    """The platform's session of whoever is signed in. Raises NobodySignedIn."""
    session: ClerkSession | None = station.clerk_session
    mine = session is not None and session.clerk.number == station.clerk and session.holds(station.moment())
    if session is None or not mine or not session.with_line:
        raise NobodySignedIn
    return session.token


def _note_once(station: Station, record: VisitRecord, told: Approval) -> None:
    answered = station.store.entries(ANSWERED, since=record.opened_at)
    if not any(one.subject == told.operation_id and one.facts.get("of") == told.digest for one in answered):
        facts = {"of": told.digest, "state": told.state.value, "second": told.by, "why": told.words}
        station.store.note(station.entry(ANSWERED, subject=told.operation_id, facts=facts))


def _words(told: Approval) -> Text:
    said = Text(f"：{told.words}", f": {told.words}") if told.words else Text("", "")
    match told.state:
        case ApprovalState.APPROVED:
            return Text(f"{told.by} 已远程同意{said.zh}", f"{told.by} has agreed from afar{said.en}")
        case ApprovalState.REFUSED:
            return Text(f"{told.by} 不同意{said.zh}", f"{told.by} has refused{said.en}")
        case ApprovalState.EXPIRED:
            return Text("没有人答复，已过时；可再提交", "Nobody answered in time; ask again")
    until = say_clock(told.until)
    return Text(f"已提交，等主管答复（到 {until}）", f"Asked, waiting for a supervisor (until {until})")
