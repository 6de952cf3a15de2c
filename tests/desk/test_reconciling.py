"""A day is compared with the platform: equal, or each difference by its receipt; what the platform lost goes again
once, in order, and what it answered differently comes to the exceptions page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from counter_app.commands.checkup_days import days_row
from counter_app.commands.findings import OK, TROUBLE
from counter_app.desk import reconciling
from counter_app.desk.desk import Desk
from counter_app.domain.errors import BadInput, NoPlatform, NotEligible, NotFound
from counter_app.domain.holder import Person
from counter_app.domain.operation import Operation, OperationId, Settlement, WorkState, new_operation_id
from counter_app.domain.reconciling import (
    NOT_RESENDABLE,
    OTHER_BODY,
    PLATFORM_ACCEPTED,
    PLATFORM_REFUSED,
    Gap,
    Outcome,
)
from tests.contracts.samples import draft, entry
from tests.desk.conftest import Office
from tests.desk.province import Ahead, Province
from tests.parts import whole_life
from tests.parts.calendar_day import lasting_today
from tests.parts.practice_folder import NOWHERE

Somebody = Callable[[], Person]


@pytest.fixture
def today() -> date:
    return lasting_today()


DONE = (WorkState.SETTLED, Settlement.ACCEPTED)


def loss(person: Person) -> Operation:
    return whole_life.ask(person, "temporary-loss")


def release(person: Person) -> Operation:
    return whole_life.ask(person, "release")


def refusable(person: Person) -> Operation:
    """Number and name do not match: refused."""
    return replace(loss(person), holder_name="贺知秋")


def gaps(desk: Desk, day: date) -> dict[OperationId, Gap]:
    return {one.operation_id: one.gap for one in desk.reconcile(day).differences}


def test_a_day_that_is_equal_is_kept_and_can_be_compared_again(
    province: Province, somebody: Somebody, today: date
) -> None:
    one, two = loss(somebody()), loss(somebody())
    refused = refusable(somebody())
    province.record(one, two, refused)
    state = province.desk.reconcile(today)
    assert (state.works, state.outcome, state.differences) == (3, Outcome.OPEN, ())  # a refusal wants a clerk
    province.desk.settle(refused.id, "close", "持卡人已知悉")
    for _twice in range(2):
        assert province.desk.reconcile(today).outcome is Outcome.EQUAL
    assert province.desk.reconciling().today.outcome is Outcome.EQUAL
    store = province.counter.store()
    assert store.times(reconciling.DONE, today.isoformat()) == 3
    province.record(loss(somebody()))
    assert province.desk.reconciling().today.outcome is None  # what came after it was not compared
    assert store.verify_audit().whole


def test_what_the_platform_lost_is_listed_and_goes_again_once_and_in_order(
    province: Province, somebody: Somebody, today: date
) -> None:
    """Its database is put back to yesterday's copy for real. Both of one card were lost: the loss goes before the
    release, although a loss is urgent and everything is sent at once.
    """
    person = somebody()
    lost = [loss(person), release(person), loss(somebody())]
    province.record(*lost)
    assert province.desk.reconcile(today).outcome is Outcome.EQUAL
    province.put_back()
    assert gaps(province.desk, today) == dict.fromkeys((one.id for one in lost), Gap.MISSING)
    assert province.desk.reconciling().today.outcome is Outcome.DIFFERENT
    assert set(province.desk.send_again(today)) == {one.id for one in lost}
    assert province.desk.reconcile(today).results[0].under_way == tuple(one.id for one in lost)
    held = province.counter.store().work(lost[1].id)
    assert held is not None
    assert (held.state, held.held_by) == (WorkState.WAITING, lost[0].id)
    with pytest.raises(NotEligible):
        province.desk.settle(lost[0].id, "withdraw", "不要了")
    province.pass_until_still()
    assert province.works(*lost) == [DONE] * 3
    assert province.desk.reconcile(today).outcome is Outcome.EQUAL
    for one in lost:
        assert len(province.platform.effects(one.id)) == 2
    after = province.platform.rows("SELECT operation_id, after FROM effect WHERE half = 'ssc' ORDER BY id")
    assert [row for row in after if row[0] in {lost[0].id, lost[1].id}] == [(lost[0].id, "4"), (lost[1].id, "1")]
    assert province.desk.send_again(today) == ()
    store = province.counter.store()
    assert [store.times(reconciling.RESENT, one.id) for one in lost] == [1, 1, 1]
    assert store.verify_audit().whole


def test_what_later_work_has_passed_is_never_sent_again(province: Province, somebody: Somebody, today: date) -> None:
    """The platform lost a release; since then a new loss of the same card was accepted: the release would undo it."""
    person = somebody()
    province.record(loss(person))
    province.keep_copy()
    passed, other = release(person), loss(somebody())
    province.record(passed, other)
    province.put_back()
    province.platform.change("UPDATE card SET state = '1' WHERE holder = ?", person.holder.number)
    later = whole_life.ask(person, "formal-loss")
    province.record(later)
    assert province.works(later) == [DONE]
    assert province.desk.send_again(today) == (other.id,)
    province.pass_until_still()
    assert (province.works(passed), province.code(passed)) == ([(WorkState.REFUSED, None)], NOT_RESENDABLE)
    assert gaps(province.desk, today) == {passed.id: Gap.NOT_RESENDABLE}
    assert province.platform.effects(passed.id) == []
    province.desk.settle(passed.id, "close", "已电话核实")
    state = province.desk.reconcile(today)
    assert (state.outcome, [one.explained for one in state.differences]) == (Outcome.EQUAL, [True])


def test_another_answer_or_another_body_comes_to_the_exceptions_page(
    province: Province, somebody: Somebody, today: date
) -> None:
    turned, other, refused = loss(somebody()), loss(somebody()), refusable(somebody())
    province.record(turned, other, refused)
    say = "UPDATE reckoned SET verdict = ?, code = ? WHERE operation_id = ?"
    province.platform.change(say, "refused", "1205", turned.id)
    province.platform.change(say, "accepted", "", refused.id)
    province.platform.change("UPDATE reckoned SET body = ? WHERE operation_id = ?", "0" * 64, other.id)
    expected = {turned.id: Gap.OTHER_ANSWER, other.id: Gap.OTHER_BODY, refused.id: Gap.OTHER_ANSWER}
    for _twice in range(2):
        assert gaps(province.desk, today) == expected
        assert province.works(turned, other, refused) == [(WorkState.REFUSED, None)] * 3
    assert [province.code(one) for one in (turned, other, refused)] == [PLATFORM_REFUSED, OTHER_BODY, PLATFORM_ACCEPTED]
    assert {work.operation.id for work in province.desk.waiting().refused} == set(expected)
    assert province.desk.send_again(today) == ()
    told = {one.operation_id: [words.zh for words in one.means] for one in province.desk.waiting().exceptions}
    assert told[refused.id] == ["平台记为办成，以平台为准"]
    assert told[other.id][0] == "办没办成待核查"
    assert told[turned.id][0] == "社保功能没有办成"
    with pytest.raises(NotEligible):  # the platform holds it as done: it is not closed as not done
        province.desk.settle(refused.id, "close", "已与平台核对")
    states = {turned.id: "没有办成", other.id: "办没办成待核查", refused.id: "平台记为办成，以平台为准"}
    for operation_id, state_words in states.items():
        way = "already" if operation_id == refused.id else "close"
        number = province.desk.settle(operation_id, way, "已与平台核对")
        step = province.counter.store().successor(number)
        assert step is not None
        assert step.paper is not None
        assert step.paper.state.zh == state_words
        assert ("没有办成" in " ".join(words.zh for words in step.paper.notes)) == (operation_id == turned.id)
    state = province.desk.reconcile(today)
    assert (state.outcome, len(state.differences)) == (Outcome.EQUAL, 3)
    store = province.counter.store()
    assert [store.times(reconciling.DISPUTED, one) for one in expected] == [1, 1, 1]
    assert store.verify_audit().whole


def test_what_this_counter_does_not_hold_is_told_and_audited_once(
    province: Province, somebody: Somebody, today: date
) -> None:
    province.record(loss(somebody()))
    foreign = new_operation_id()
    row = (foreign, "439901", "01", today.isoformat(), "release", "accepted", "", "1" * 64)
    province.platform.change("INSERT INTO reckoned VALUES (?,?,?,?,?,?,?,?)", *row)
    for _twice in range(2):
        assert gaps(province.desk, today) == {foreign: Gap.UNKNOWN}
    assert province.desk.reconciling().today.outcome is Outcome.DIFFERENT
    assert province.counter.store().times(reconciling.UNKNOWN, foreign) == 1


def test_what_only_the_platform_has_is_explained_by_a_clerk_and_the_day_is_equal(
    province: Province, somebody: Somebody, today: date
) -> None:
    """With a reason, in a clerk's name, without a line; another answer there, or another operation, asks anew."""
    province.record(loss(somebody()))
    foreign, other = new_operation_id(), new_operation_id()
    for one in (foreign, other):
        row = (one, "439901", "01", today.isoformat(), "release", "accepted", "", "1" * 64)
        province.platform.change("INSERT INTO reckoned VALUES (?,?,?,?,?,?,?,?)", *row)
    desk, store = province.desk, province.counter.store()
    with pytest.raises(NotFound):
        desk.explain(today, foreign, "没对过账")
    desk.reconcile(today)
    with pytest.raises(BadInput):
        desk.explain(today, foreign, " ")
    desk.explain(today, foreign, "数据恢复过")
    assert desk.reconciling().today.outcome is Outcome.DIFFERENT
    desk.explain(today, other, "换过机器")
    for state in (desk.reconciling().today, desk.reconcile(today)):
        assert (state.outcome, state.by_word) == (Outcome.EQUAL, True)
        assert {one.reason: one.clerk for one in state.said} == {"数据恢复过": "0317", "换过机器": "0317"}
    assert [store.times(reconciling.EXPLAINED, one) for one in (foreign, other)] == [1, 1]
    province.platform.change("UPDATE reckoned SET verdict = 'refused', code = '1205' WHERE operation_id = ?", foreign)
    assert desk.reconcile(today).outcome is Outcome.DIFFERENT
    assert store.verify_audit().whole


def test_a_day_of_long_ago_is_told_until_it_is_equal(province: Province, somebody: Somebody, today: date) -> None:
    """Beyond the 31 days it stays in the list and in doctor's row, and can be compared."""
    day = today - timedelta(days=40)
    old = whole_life.ask(somebody(), "status-proof")
    province.record(replaced(old, datetime.now(UTC) - timedelta(days=40)))
    view = province.desk.reconciling()
    assert ([one.day for one in view.earlier], view.overdue) == ([day], (day,))
    row = days_row(province.counter)
    assert (row.state, str(day) in row.advice.zh if row.advice is not None else None) == (TROUBLE, True)
    assert province.desk.reconcile(day).outcome is Outcome.EQUAL
    view = province.desk.reconciling()
    assert (view.earlier, view.overdue, days_row(province.counter).state) == ((), (), OK)


def test_the_earliest_day_told_is_one_that_is_not_equal(province: Province, somebody: Somebody, today: date) -> None:
    """Two days of long ago: the earlier one is made equal and stays in front; the other one is told."""
    earlier, later = today - timedelta(days=50), today - timedelta(days=40)
    for day in (earlier, later):
        old = whole_life.ask(somebody(), "status-proof")
        province.record(replaced(old, datetime.now(UTC) - (today - day)))
    assert province.desk.reconciling().overdue == (earlier, later)
    province.desk.reconcile(earlier)
    view = province.desk.reconciling(shown=earlier)
    assert (view.shown, view.overdue) == (earlier, (later,))


def test_work_under_way_is_no_difference(province: Province, somebody: Somebody, today: date) -> None:
    """Also where the platform has answered it and the answer was lost: it knows what the counter does not know yet."""
    waits = loss(somebody())
    province.counter.store().record(waits, draft(), entry())
    state = province.desk.reconcile(today)
    assert (state.outcome, state.differences, state.results[0].under_way) == (Outcome.OPEN, (), (waits.id,))
    province.counter.platform().send([waits], on_hand_over=lambda: None)
    state = province.desk.reconcile(today)
    assert (state.outcome, state.differences, state.results[0].under_way) == (Outcome.OPEN, (), (waits.id,))
    province.pass_until_still()
    assert province.desk.reconcile(today).outcome is Outcome.EQUAL


def test_without_a_line_nothing_is_kept_and_nothing_goes_again(
    province: Province, somebody: Somebody, office: Office, today: date
) -> None:
    """The line goes while the day is compared: kinds were told, single items were not."""
    mine = loss(somebody())
    province.record(mine)
    province.stop()
    for ask in (province.desk.reconcile, province.desk.send_again):
        with pytest.raises(NoPlatform):
            ask(today)
    _, away = office.open(url=NOWHERE)
    assert away.reconciling().today.results == ()
    assert province.works(mine) == [DONE]


def test_a_day_is_a_day_in_china_and_each_day_stands_alone(province: Province, somebody: Somebody, today: date) -> None:
    """Work of 23:59:59 and of midnight in China lies in two days, though in one of UTC."""
    midnight = datetime.combine(today, datetime.min.time(), tzinfo=UTC) - timedelta(hours=8)
    before = loss(somebody())
    on_both = [replaced(before, midnight - timedelta(seconds=1)), replaced(loss(somebody()), midnight)]
    province.record(*on_both)
    yesterday = today - timedelta(days=1)
    assert [one.day for one in province.desk.reconciling().earlier] == [yesterday]
    for day in (yesterday, today):
        state = province.desk.reconcile(day)
        assert (state.works, state.outcome) == (1, Outcome.EQUAL)
    assert province.desk.reconciling().earlier == ()
    days = province.platform.rows("SELECT day FROM reckoned ORDER BY day")
    assert [str(day) for (day,) in days] == [yesterday.isoformat(), today.isoformat()]
    for out_of_reach in (today + timedelta(days=1), today - timedelta(days=40)):
        with pytest.raises(BadInput):
            province.desk.reconcile(out_of_reach)


def test_days_offline_that_were_lost_go_again_together(province: Province, somebody: Somebody, today: date) -> None:
    """The loss of yesterday goes before the release of today, whichever day is asked for."""
    person = somebody()
    first, second = replaced(loss(person), datetime.now(UTC) - timedelta(days=1)), release(person)
    province.record(first, second)
    province.put_back()
    assert province.desk.send_again(today) == (first.id, second.id)
    province.pass_until_still()
    assert province.works(first, second) == [DONE] * 2
    assert province.desk.reconcile(today - timedelta(days=1)).outcome is Outcome.EQUAL


def test_a_temporary_loss_whose_period_is_over_is_not_sent_again(
    province: Province, somebody: Somebody, office: Office, today: date
) -> None:
    """It would stop a card once more that the holder believes to be free."""
    old = loss(somebody())
    province.record(old)
    for table in ("answer", "reckoned", "effect"):
        province.platform.change(f"DELETE FROM {table} WHERE operation_id = ?", old.id)
    later = replace(office.stand(url=province.platform.url), clock=Ahead())
    assert reconciling.reconcile(later, today).missing == (old.id,)
    assert reconciling.send_again(later, today) == ()
    assert (province.works(old), province.code(old)) == ([(WorkState.REFUSED, None)], NOT_RESENDABLE)


def replaced(operation: Operation, accepted_at: datetime) -> Operation:
    return replace(operation, accepted_at=accepted_at)
