"""What a second person agrees to at the asking window is proved to the platform, over real HTTP: by that person's own
sign-in, for one operation with its very answers; and what a counter says of itself counts only while nobody heard it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from counter_app.approving import MayNotDecide
from counter_app.clerks import SignedIn
from counter_app.domain import four_eyes
from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation, Verdict, new_operation_id
from counter_app.domain.password import Password, verifier
from counter_app.domain.sign_in_errors import NobodySignedIn
from practice.clerks import PASSWORD
from practice.platform import rules
from practice.platform.database import say_moment
from sync.client import HttpPlatform
from tests.parts import practice_platform, signing
from tests.parts.clerks import CHEAP
from tests.parts.practice_platform import Platform
from tests.parts.whole_life import agreed, agreed_by_nobody, ask
from tests.sync.conftest import closing_client

Somebody = Callable[[], Person]
HEARD = "INSERT INTO counter_heard (counter, since, until) VALUES (?,?,?)"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform of these tests' own, whose passwords are cheap to judge."""
    with practice_platform.running(tmp_path_factory.mktemp("agreements") / "platform.db") as at:
        at.change("UPDATE clerk SET verifier = ?", verifier(Password(PASSWORD), CHEAP))
        yield at


@pytest.fixture
def own(running: Platform) -> Platform:
    """It, while it has heard of no counter yet."""
    running.change("DELETE FROM counter_heard")
    return running


@pytest.fixture
def line(own: Platform) -> Iterator[HttpPlatform]:
    with closing_client(own.url) as client:
        yield client


def session(line: HttpPlatform, clerk: str) -> str:
    told = line.sign_in(clerk, Password(PASSWORD))
    assert isinstance(told, SignedIn)
    return told.token


def said(somebody: Somebody, *, by: str = "0318", at: datetime | None = None) -> Operation:
    """A PIN that was reset, to which somebody has agreed at the window, as the counter says."""
    one = agreed(agreed_by_nobody(ask(somebody(), "pin-reset")), by=by, way=four_eyes.HERE)
    return replace(one, facts={**one.facts, four_eyes.SECOND_AT: say_moment(at or datetime.now(UTC))})


def agree(line: HttpPlatform, operation: Operation, *, clerk: str = "0318") -> None:
    token = session(line, clerk)
    line.agree_here(token, operation.id, four_eyes.digest(operation), clerk=operation.clerk)
    line.sign_out(token)


def code(line: HttpPlatform, operation: Operation) -> str:
    """What the platform says to it, "" for taken."""
    (answer,) = line.send([operation], on_hand_over=lambda: None)
    assert (answer.verdict is Verdict.ACCEPTED) == (answer.code == "")
    return answer.code


def unproved(own: Platform, operation: Operation) -> list[tuple[object, ...]]:
    """What a supervisor is asked about it afterwards."""
    return own.rows("SELECT state, decided_by FROM approval WHERE operation_id = ?", operation.id)


def test_a_lying_counter_names_nobody_who_has_not_proved_himself_for_just_that(
    line: HttpPlatform, own: Platform, somebody: Somebody
) -> None:
    session(line, "0317")  # the platform hears of this counter: there is a line
    one = said(somebody)
    assert code(line, one) == rules.NOT_PROVED, "nobody has proved himself"
    agree(line, other := said(somebody))
    assert code(line, said(somebody)) == rules.NOT_PROVED, "an agreement replayed for another operation"
    changed = replace(other, facts={**other.facts, "actor": "guardian"})
    assert code(line, agreed(changed, way=four_eyes.HERE)) == rules.NOT_PROVED, "other answers"
    agree(line, third := said(somebody, by="0319"))
    assert code(line, third) == rules.NOT_PROVED, "0318 has agreed, and the counter names another"
    assert code(line, own_word := said(somebody, by="0318")) == rules.NOT_PROVED
    assert unproved(own, own_word) == []


def test_what_the_second_person_has_proved_is_taken(line: HttpPlatform, own: Platform, somebody: Somebody) -> None:
    one = said(somebody)
    agree(line, one)
    agree(line, one)  # again is harmless
    assert code(line, one) == ""
    assert unproved(own, one) == []


def test_nobody_agrees_to_his_own_work_without_the_role_or_without_a_session(
    line: HttpPlatform, somebody: Somebody
) -> None:
    one = said(somebody)
    for clerk in ("0317", "0323", "0401", "0501"):  # himself, his other number, an auditor, an administrator
        with pytest.raises(MayNotDecide):
            agree(line, one, clerk=clerk)
    with pytest.raises(NobodySignedIn):
        line.agree_here("x" * 30, one.id, four_eyes.digest(one), clerk=one.clerk)
    ended = session(line, "0318")
    line.sign_out(ended)
    with pytest.raises(NobodySignedIn):
        line.agree_here(ended, one.id, four_eyes.digest(one), clerk=one.clerk)
    liar = replace(one, clerk="0320")  # whoever did it is told otherwise: the digest names another
    with pytest.raises(MayNotDecide):
        agree(line, liar, clerk="0320")


def test_without_a_line_it_is_taken_and_a_supervisor_is_asked_about_it(
    line: HttpPlatform, own: Platform, somebody: Somebody
) -> None:
    """The platform heard the counter until ten to, and from ten past on; between the two nobody could ask."""
    now = datetime.now(UTC)
    own.change(
        HEARD, signing.TEST_KEY.counter_id, say_moment(now - timedelta(hours=2)), say_moment(now - timedelta(hours=1))
    )
    lies = said(somebody, at=now - timedelta(minutes=90))
    assert code(line, lies) == rules.NOT_PROVED, "there was a line"
    assert code(line, agreed(replace(lies, id=new_operation_id()), way="")) == rules.NOT_AGREED, (
        "nor does it help to say nothing of where"
    )
    nowhen = said(somebody)
    assert code(line, replace(nowhen, facts={**nowhen.facts, four_eyes.SECOND_AT: "soon"})) == rules.NOT_PROVED
    one = said(somebody, by="0319", at=now - timedelta(minutes=30))
    assert code(line, one) == ""
    assert unproved(own, one) == [("open", "")]
    token = session(line, "0318")
    (open_,) = [o for o in line.open_approvals(token) if o.request.operation_id == one.id]
    shown = "".join(row.value.zh for row in open_.request.rows)
    assert one.holder_number not in shown
    assert "0319" in shown
    line.decide_approval(token, open_.request, approved=True, words="问过 0319")
    assert unproved(own, one) == [("approved", "0318")]
    assert code(line, one) == "", "the first answer again"


def test_what_was_refused_from_afar_is_not_agreed_to_at_the_window_without_proof(
    line: HttpPlatform, somebody: Somebody
) -> None:
    from tests.parts.four_eyes import approval_request

    one = said(somebody, at=datetime.now(UTC) - timedelta(minutes=30))
    line.ask_approval(approval_request(one))
    line.decide_approval(session(line, "0318"), approval_request(one), approved=False, words="材料不全")
    assert code(line, one) == rules.NOT_AGREED


def test_the_passwords_of_practice_count_for_counters_of_practice_alone(
    line: HttpPlatform, own: Platform, somebody: Somebody
) -> None:
    own.change(
        "INSERT INTO enrolment_code (digest, kind, code, most, expires_at, used_by) VALUES (?,?,?,?,?,?)",
        *("0" * 64, "outlet", "439901", 10, "2026-01-01T00:00:00.000000Z", signing.TEST_KEY.key_id),
    )
    one = agreed(agreed_by_nobody(ask(somebody(), "pin-reset")), way=four_eyes.PRACTISED)
    assert code(line, one) == rules.NOT_AGREED, "this one was enrolled with a code of its own"
    own.change("DELETE FROM enrolment_code WHERE used_by = ?", signing.TEST_KEY.key_id)
    assert code(line, replace(one, id=new_operation_id())) == rules.NOT_AGREED
    assert code(line, agreed(agreed_by_nobody(replace(one, id=new_operation_id())), way=four_eyes.PRACTISED)) == ""
