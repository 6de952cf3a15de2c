"""What doctor says of the counter's key at the platform. Refuses to ask the platform: what is kept here is told."""

from __future__ import annotations

from datetime import UTC, datetime

from counter_app.commands.enrolling import words
from counter_app.commands.findings import OFF, OK, TROUBLE, Finding, trouble
from counter_app.domain.enrolment_errors import EnrolmentLapsed, EnrolmentRevoked, NotEnrolled, TakenOver
from counter_app.domain.errors import CounterError
from counter_app.domain.text import Text
from counter_app.enrolment import Enrolled, EnrolmentState
from counter_app.wiring import Counter

_TITLE = Text("在省平台登记", "Enrolment")
_BY_ITSELF = Text(
    "还没有登记，第一次连上练习平台时自动登记", "not yet; by itself with the first practice platform it meets"
)


def enrolment_row(counter: Counter) -> Finding:
    """Enrolled until when, not yet, run out, revoked or taken over."""
    try:
        enrolled = counter.enrolling.enrolled()
    except CounterError as error:
        return trouble("enrolment", _TITLE, error)
    if enrolled is None:
        if counter.practice:
            return Finding("enrolment", _TITLE, OFF, _BY_ITSELF)
        return trouble("enrolment", _TITLE, NotEnrolled())
    try:  # the platform judges by its own clock
        now = counter.store().contact().by_platform(datetime.now(UTC))
    except CounterError as error:
        return trouble("enrolment", _TITLE, error)
    return _standing(enrolled, now)


def _standing(enrolled: Enrolled, now: datetime) -> Finding:
    state, said = enrolled.state(now), words(enrolled, now)
    if state is EnrolmentState.IN_FORCE:
        return Finding("enrolment", _TITLE, OK, said)
    if state is not EnrolmentState.REVOKED:
        return Finding("enrolment", _TITLE, TROUBLE, said, EnrolmentLapsed.advice)
    if enrolled.taken_over:
        return Finding("enrolment", _TITLE, TROUBLE, TakenOver.happened, TakenOver.advice)
    return Finding("enrolment", _TITLE, TROUBLE, said, EnrolmentRevoked.advice)
