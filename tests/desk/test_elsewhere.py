"""A supervisor elsewhere agrees through the platform: to these answers and no others, also over a restart."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.approving import ApprovalState, NotOpen, OpenApproval
from counter_app.desk.desk import Desk
from counter_app.desk.views import OutcomeView, VisitView
from counter_app.domain.errors import BadInput, NeedsSecond, NotEligible, PlatformTrouble
from counter_app.domain.holder import Person
from counter_app.domain.operation import Settlement, WorkState
from counter_app.domain.password import Password
from counter_app.domain.sign_in_errors import NobodySignedIn, WrongClerkOrPassword
from counter_app.rights import NotAllowed
from counter_app.sign_in_wiring import signing_in
from counter_app.wiring import Counter
from practice.clerks import PASSWORD
from tests.desk.at_pin import SEEN as SAW
from tests.desk.at_pin import Make
from tests.desk.conftest import Office
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform
from tests.parts.seen import SEEN
from tests.readers.pin_desk import pin_of

Somebody = Callable[[], Person]
WHY = "本网点只有一人"
RENAMED = {"name": "林晓明", "proof": "household-register"}


def supervisor(counter: Counter) -> Desk:
    """Another window, where the supervisor has signed in by one click."""
    desk = counter.desk(seat="elsewhere")
    desk.sign_in("0318")
    return desk


def waits(desk: Desk, operation: str, *, password: bool = True) -> OpenApproval:
    """What that supervisor sees of it."""
    shown = desk.open_approvals(Password(PASSWORD) if password else None)
    (one,) = [found for found in shown.waiting if found.request.operation_id == operation]
    return one


def renamed(desk: Desk, person: Person) -> str:
    """A change of the holder's name, before its last Enter."""
    visit = desk.open_number(person.holder.number).visit_id
    page = desk.begin(visit, "data-change")
    while not page.confirm:
        for _ in range(2):  # the new name brings the question what proves it
            desk.answer(visit, RENAMED)
        onward = desk.forward(visit)
        assert isinstance(onward, VisitView)
        page = onward
    desk.answer(visit, SEEN)
    return visit


def operation_of(desk: Desk, visit: str) -> str:
    (record,) = [one for one in desk._station.visits() if one.id == visit]  # noqa: SLF001 - the id no page shows
    return record.operation_id


def test_a_supervisor_elsewhere_agrees_and_it_is_recorded_and_taken(make: Make, somebody: Somebody) -> None:
    at = make(somebody())
    at.lay_on()
    asked = at.desk.pin_second_page(at.visit, "reset", seen=SAW)
    assert (asked.afar, asked.agreed, len(asked.why)) == (None, "", 1)
    assert at.person.holder.number not in repr(asked), "masked"
    operation = operation_of(at.desk, at.visit)
    for reason in ("  ", "持卡人 439901199001011234 在等"):
        with pytest.raises(BadInput):
            at.desk.ask_elsewhere(at.visit, reason)
    shown = at.desk.ask_elsewhere(at.visit, WHY)
    assert shown.afar is not None
    assert shown.afar.state is ApprovalState.OPEN
    with pytest.raises(NeedsSecond):
        at.desk.pin_task(at.visit, "reset", pin_of("161803"), pin_of("161803"), seen=SAW)
    other = supervisor(at.counter)
    with pytest.raises(NobodySignedIn):
        other.open_approvals()
    one = waits(other, operation)
    assert (one.request.reason, one.request.clerk) == (WHY, "0317")
    assert [row.value for row in one.request.rows] == [row.value for row in asked.rows]
    with pytest.raises(BadInput):
        other.decide(one.request, approved=False, words=" ")
    left = other.decide(one.request, approved=True, words="看过")
    assert operation not in [found.request.operation_id for found in left.waiting]
    with pytest.raises(NotOpen):
        other.decide(one.request, approved=True, words="")
    told = at.desk.second_again(at.visit)
    assert told.agreed == "0318"
    at.desk.pin_task(at.visit, "reset", pin_of("161803"), pin_of("161803"), seen=SAW)
    while at.counter.courier().pass_once().more:
        pass
    work = at.counter.store().work(operation)  # type: ignore[arg-type]
    assert work is not None
    assert work.settlement is Settlement.ACCEPTED
    assert (work.operation.facts["second_person"], work.operation.facts["second_way"]) == ("0318", "platform")
    counted = [at.counter.store().times(f"approval.{what}", operation) for what in ("asked", "answered", "decided")]
    assert counted == [1, 1, 1]
    with pytest.raises(NeedsSecond):
        at.desk.pin_task(at.visit, "reset", pin_of("271828"), pin_of("271828"), seen=SAW)
    assert at.desk.pin_second_page(at.visit, "reset", seen=SAW).agreed == "", "used once"


def test_changed_answers_make_it_void_a_no_is_told_and_a_restart_loses_nothing(
    office: Office, somebody: Somebody
) -> None:
    counter, desk = office.open()
    person = somebody()
    visit = renamed(desk, person)
    with pytest.raises(NeedsSecond):
        desk.forward(visit)
    desk.ask_elsewhere(visit, WHY)
    operation, other = operation_of(desk, visit), supervisor(counter)
    one = waits(other, operation)
    with pytest.raises(NotOpen):
        other.decide(replace(one.request, digest="0" * 64), approved=True, words="")
    other.decide(one.request, approved=True, words="")
    desk.back(visit)
    desk.answer(visit, {"name": "林晓光"})
    desk.forward(visit)
    void = desk.second_again(visit)
    assert (void.afar, void.agreed) == (None, "")
    with pytest.raises(NeedsSecond):
        desk.forward(visit)
    desk.ask_elsewhere(visit, WHY)
    other.decide(waits(other, operation, password=False).request, approved=False, words="证明看不清")
    refused = desk.second_again(visit)
    assert refused.afar is not None
    assert refused.afar.state is ApprovalState.REFUSED
    assert "证明看不清" in refused.afar.words.zh
    desk.back(visit)
    desk.answer(visit, {"name": "林晓明"})
    desk.forward(visit)
    desk.ask_elsewhere(visit, WHY)
    other.decide(waits(other, operation, password=False).request, approved=True, words="")
    _counter, again = office.open()
    assert again.second_again(visit).agreed == "0318", "the program was started anew"
    assert isinstance(again.forward(visit), OutcomeView)


def test_without_a_line_nobody_elsewhere_can_be_asked_and_who_was_asked_before_is_told(
    office: Office, somebody: Somebody
) -> None:
    _counter, desk = office.open()
    visit = renamed(desk, somebody())
    desk.ask_elsewhere(visit, WHY)
    _cut, off = office.open(url=NOWHERE)
    shown = off.second_again(visit)
    assert shown.afar is not None
    assert shown.afar.state is None
    with pytest.raises(PlatformTrouble):
        off.ask_elsewhere(visit, WHY)


def test_at_this_window_a_real_password_is_judged_as_a_sign_in_and_signs_nobody_in(
    office: Office, platform: Platform, somebody: Somebody
) -> None:
    """Neither the session at the window nor the ticket of the commands is another one's afterwards."""
    counter, desk = office.open()
    visit = renamed(desk, somebody())
    for number in ("9998", "0401"):  # nobody's number; an auditor's with the right password
        with pytest.raises((WrongClerkOrPassword, NotAllowed)):
            desk.agree(visit, number, Password(PASSWORD))
    with pytest.raises(NotEligible):
        desk.agree(visit, "0323", Password(PASSWORD))
    desk.agree(visit, "0318", Password(PASSWORD))
    done = desk.forward(visit)
    assert isinstance(done, OutcomeView)
    facts = done.work.operation.facts
    assert (facts["second_person"], facts["second_way"], done.work.operation.clerk) == ("0318", "window", "0317")
    operation = done.work.operation.id
    (agreed,) = counter.store().entries("second.agreed", since=done.work.operation.accepted_at - timedelta(hours=1))
    assert (agreed.subject, agreed.facts["line"]) == (operation, "yes")
    assert platform.rows("SELECT clerk FROM agreement WHERE operation_id = ?", operation) == [("0318",)]
    counter.courier().pass_once()
    sent = counter.store().work(operation)
    assert sent is not None
    assert sent.state is WorkState.SETTLED, "the platform need not believe this counter"
    assert ("复核", "0318") in [(row.label.zh, row.value.zh) for row in done.receipt.draft.rows]
    with pytest.raises(NobodySignedIn):
        signing_in(counter).who()


def test_only_a_supervisor_sees_and_decides(office: Office) -> None:
    _counter, desk = office.open()
    with pytest.raises(NotAllowed):
        desk.open_approvals()
