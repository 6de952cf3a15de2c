"""Four eyes at the platform, over real HTTP: nobody approves his own work, late, twice, for other answers, without the
role, or for another counter; and work of high risk is taken only where somebody else has agreed to just that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from counter_app.approving import ApprovalState, MayNotDecide, NotOpen
from counter_app.clerks import SignedIn
from counter_app.domain import four_eyes
from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation, Verdict, new_operation_id
from counter_app.domain.password import Password, verifier
from counter_app.domain.sign_in_errors import NobodySignedIn
from practice.clerks import PASSWORD
from practice.platform import rules
from sync.client import HttpPlatform
from tests.parts import practice_platform
from tests.parts.clerks import CHEAP
from tests.parts.four_eyes import approval_request
from tests.parts.practice_platform import Platform
from tests.parts.whole_life import agreed, agreed_by_nobody, ask
from tests.sync.conftest import closing_client

Somebody = Callable[[], Person]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """A platform of these tests' own, whose passwords are cheap to judge."""
    with practice_platform.running(tmp_path_factory.mktemp("approvals") / "platform.db") as at:
        at.change("UPDATE clerk SET verifier = ?", verifier(Password(PASSWORD), CHEAP))
        yield at


@pytest.fixture
def line(own: Platform) -> Iterator[HttpPlatform]:
    with closing_client(own.url) as client:
        yield client


def session(line: HttpPlatform, clerk: str) -> str:
    told = line.sign_in(clerk, Password(PASSWORD))
    assert isinstance(told, SignedIn)
    return told.token


def work(somebody: Somebody, *, clerk: str = "0317", **facts: str) -> Operation:
    """A PIN that was reset, before anybody agreed to it."""
    bare = agreed_by_nobody(replace(ask(somebody(), "pin-reset"), clerk=clerk))
    return replace(bare, facts={**bare.facts, **facts})


def code(line: HttpPlatform, operation: Operation) -> str:
    """What the platform says to it, "" for taken."""
    (answer,) = line.send([operation], on_hand_over=lambda: None)
    assert (answer.verdict is Verdict.ACCEPTED) == (answer.code == "")
    return answer.code


def test_high_risk_is_taken_only_with_somebody_else_who_agreed_to_just_that(
    line: HttpPlatform, somebody: Somebody
) -> None:
    one = work(somebody)
    assert code(line, one) == rules.NOT_AGREED, "nobody"
    for wrong in ("0317", "0323", "9999", "0401"):  # himself, his other number, nobody's number, no clerk
        tried = replace(one, id=new_operation_id())
        assert code(line, agreed(tried, by=wrong)) == rules.NOT_AGREED, wrong
    other = agreed(replace(one, id=new_operation_id()))
    assert code(line, replace(other, id=new_operation_id())) == rules.NOT_AGREED, "agreed to another operation"
    assert code(line, replace(other, facts={**other.facts, "actor": "guardian"})) == rules.NOT_AGREED, "other answers"
    assert code(line, agreed(replace(one, id=new_operation_id()), way=four_eyes.AFAR)) == rules.NOT_AGREED, (
        "never asked"
    )
    assert code(line, agreed(replace(one, id=new_operation_id()))) == ""


def test_a_release_by_an_agent_another_name_and_what_is_done_anew_are_of_high_risk(
    line: HttpPlatform, somebody: Somebody
) -> None:
    for procedure, facts in (
        ("release", {"actor": "agent"}),
        ("data-change", {"new_name": "林晓明"}),
        ("data-change", {"replaces": new_operation_id()}),
    ):
        alone = agreed_by_nobody(ask(somebody(), procedure, actor=facts))
        assert code(line, alone) == rules.NOT_AGREED, procedure
    assert code(line, ask(somebody(), "temporary-loss", actor={"replaces": new_operation_id()})) == ""


def test_a_supervisor_elsewhere_approves_and_the_platform_takes_it(line: HttpPlatform, somebody: Somebody) -> None:
    one = work(somebody)
    request = approval_request(one)
    asked = line.ask_approval(request)
    assert (asked.state, asked.by) == (ApprovalState.OPEN, "")
    assert line.ask_approval(request) == asked, "again is harmless"
    token = session(line, "0318")
    (waits,) = [o for o in line.open_approvals(token) if o.request.operation_id == one.id]
    assert waits.request == request
    assert code(line, agreed(replace(one, id=new_operation_id()), way=four_eyes.AFAR)) == rules.NOT_AGREED
    told = line.decide_approval(token, request, approved=True, words="看过材料")
    assert (told.state, told.by, told.words) == (ApprovalState.APPROVED, "0318", "看过材料")
    assert line.approval(one.id) == told
    assert [o for o in line.open_approvals(token) if o.request.operation_id == one.id] == []
    changed = replace(one, facts={**one.facts, "actor": "guardian"})
    assert code(line, agreed(changed, way=four_eyes.AFAR)) == rules.NOT_AGREED, "the answers were changed after it"
    (again,) = [work(somebody)]
    assert code(line, agreed(again, way=four_eyes.AFAR)) == rules.NOT_AGREED, "an approval replayed for another"


def test_an_approved_operation_is_taken(line: HttpPlatform, somebody: Somebody) -> None:
    one = work(somebody)
    request = approval_request(one)
    line.ask_approval(request)
    line.decide_approval(session(line, "0318"), request, approved=True, words="")
    assert code(line, agreed(one, way=four_eyes.AFAR)) == ""


def test_nobody_decides_his_own_work_without_the_role_or_twice(line: HttpPlatform, somebody: Somebody) -> None:
    one = work(somebody)
    request = approval_request(one)
    line.ask_approval(request)
    second_number, clerk, supervisor = (session(line, number) for number in ("0323", "0319", "0318"))
    assert one.id not in [o.request.operation_id for o in line.open_approvals(second_number)]
    with pytest.raises(MayNotDecide):
        line.decide_approval(second_number, request, approved=True, words="")
    with pytest.raises(MayNotDecide):
        line.open_approvals(clerk)
    with pytest.raises(MayNotDecide):
        line.decide_approval(clerk, request, approved=True, words="")
    with pytest.raises(NobodySignedIn):
        line.decide_approval("x" * 30, request, approved=True, words="")
    with pytest.raises(NotOpen):
        line.decide_approval(supervisor, replace(request, digest="0" * 64), approved=True, words="")
    line.decide_approval(supervisor, request, approved=False, words="材料不全")
    with pytest.raises(NotOpen):
        line.decide_approval(supervisor, request, approved=True, words="")
    assert line.ask_approval(request).state is ApprovalState.REFUSED, "nobody asks until somebody says yes"
    assert code(line, agreed(one, way=four_eyes.AFAR)) == rules.NOT_AGREED


def test_a_changed_answer_makes_an_approval_void_and_time_ends_one(
    line: HttpPlatform, own: Platform, somebody: Somebody
) -> None:
    one, token = work(somebody), session(line, "0318")
    request = approval_request(one)
    line.ask_approval(request)
    line.decide_approval(token, request, approved=True, words="")
    changed = approval_request(replace(one, facts={**one.facts, "actor": "guardian"}))
    assert line.ask_approval(changed).state is ApprovalState.OPEN
    assert code(line, agreed(one, way=four_eyes.AFAR)) == rules.NOT_AGREED, "the earlier word is gone"
    own.change("UPDATE approval SET until = ?", "2026-01-01T00:00:00.000000Z")
    late = line.approval(one.id)
    assert late is not None
    assert late.state is ApprovalState.EXPIRED
    with pytest.raises(NotOpen):
        line.decide_approval(token, changed, approved=True, words="")


def test_what_another_counter_asked_is_nobody_elses(line: HttpPlatform, own: Platform, somebody: Somebody) -> None:
    one = work(somebody)
    line.ask_approval(approval_request(one))
    own.change("UPDATE approval SET counter = ?", "C-of-somebody-else")
    assert line.approval(one.id) is None
    with pytest.raises(NotOpen):
        line.ask_approval(approval_request(one))


def test_the_platforms_list_of_high_risk_is_that_of_the_packs() -> None:
    """Each was written apart; neither drifts."""
    from counter_app import provinces
    from practice.platform import approvals

    facts = [{}, {"actor": "agent"}, {"new_name": "x"}, {"replaces": "x"}]
    for name in provinces.available():
        for procedure, its in provinces.load(name).procedures.items():
            for given in facts:
                assert bool(four_eyes.reasons(its.high_risk, given)) == approvals.high_risk(procedure, given), procedure
