"""What reconciliation brought to the exceptions page, when a later comparison finds the platform otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from counter_app.desk import reconciling
from counter_app.domain.errors import NotEligible
from counter_app.domain.holder import Person
from counter_app.domain.operation import WorkState
from counter_app.domain.reconciling import NOT_RESENDABLE, PLATFORM_ACCEPTED, PLATFORM_REFUSED, Gap, Outcome
from tests.desk.conftest import Office
from tests.desk.province import Ahead, Province
from tests.parts.calendar_day import lasting_today
from tests.parts.whole_life import ask


def test_the_row_the_words_and_the_ways_follow_what_the_platform_says_now(
    province: Province, somebody: Callable[[], Person], office: Office
) -> None:
    """It was missing and not to be sent again; then the platform is the one that has it after all, and back again."""
    today = lasting_today()
    old = ask(somebody(), "temporary-loss")
    province.record(old)

    def hold(window: str, verdict: str = "accepted") -> None:
        """Another window's book has it then: of this one the platform has nothing."""
        say = "UPDATE reckoned SET counter_window = ?, verdict = ? WHERE operation_id = ?"
        province.platform.change(say, window, verdict, old.id)

    def compared() -> tuple[Gap, str, str, bool]:
        state = province.desk.reconcile(today)
        [one] = state.differences
        assert (state.outcome is Outcome.EQUAL) == one.explained
        assert province.works(old)[0][0] is (WorkState.SETTLED if one.explained else WorkState.REFUSED)
        return one.gap, one.there.value if one.there is not None else "", province.code(old), one.explained

    missing, accepted = (Gap.NOT_RESENDABLE, "", NOT_RESENDABLE), (Gap.OTHER_ANSWER, "accepted", PLATFORM_ACCEPTED)
    hold("77")
    assert reconciling.send_again(replace(office.stand(url=province.platform.url), clock=Ahead()), today) == ()
    assert compared() == (*missing, False)
    hold("01")
    assert compared() == (*accepted, False)
    assert [words.zh for one in province.desk.waiting().exceptions for words in one.means] == [
        "平台记为办成，以平台为准"
    ]
    with pytest.raises(NotEligible):
        province.desk.settle(old.id, "close", "已与平台核对")
    hold("77")
    assert compared() == (*missing, False)
    province.desk.settle(old.id, "close", "已电话核实")
    assert compared() == (*missing, True)
    hold("01")
    assert compared() == (*accepted, False), "a clerk settled what was missing, not this"
    province.desk.settle(old.id, "already", "已与平台核对")
    assert compared() == (*accepted, True)
    hold("01", "refused")
    assert compared() == (Gap.OTHER_ANSWER, "refused", PLATFORM_REFUSED, False)
    hold("77")
    [forgotten] = province.desk.reconcile(today).differences
    assert (forgotten.gap, forgotten.matters) == (Gap.REFUSAL_FORGOTTEN, False), "not done on either side"
    assert (province.works(old), province.code(old)) == ([(WorkState.REFUSED, None)], PLATFORM_REFUSED)
    assert province.counter.store().verify_audit().whole
