"""Words of a result: what was turned down is named with whom to call, and nothing half done is called done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from counter_app.desk.results import confirmed_rows, half_result, headline, kind_of, not_stopped, refused_lines
from counter_app.desk.situations import refusal
from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.moments import say_full
from counter_app.domain.operation import Answer, HalfAnswer, Settlement, Verdict, Work, WorkState
from counter_app.domain.projection import project, was_refused
from counter_app.domain.receipt import Row
from counter_app.domain.reconciling import NOT_RESENDABLE, OTHER_BODY, PLATFORM_ACCEPTED, PLATFORM_REFUSED
from counter_app.domain.text import Text, same
from counter_app.procedures import all_procedures, procedure
from tests.core.situations import HUNAN, NOW, person, situation, work_for

TITLE = Text("临时挂失", "Temporary loss")
LOSS = {Half.SSC: CardState.TEMPORARY_LOSS.value, Half.BANK: BankState.TEMPORARY_LOSS.value}


def test_a_bank_half_turned_down_names_the_bank_and_its_telephone_and_not_the_hotline() -> None:
    who = person()
    work = work_for(who, LOSS, state=WorkState.REFUSED)
    ssc = HalfAnswer(Half.SSC, Verdict.ACCEPTED, CardState.TEMPORARY_LOSS.value, effective_at=NOW)
    bank = HalfAnswer(Half.BANK, Verdict.REFUSED, BankState.FROZEN.value, "1303", Text("账户冻结", "Frozen"))
    partly = replace(work, answer=Answer(work.operation.id, Verdict.REFUSED, NOW, (ssc, bank), "1303"))
    calls = not_stopped(who, HUNAN, partly)
    assert [c.zh for c in calls] == ["银行账户没有挂失，要挂失请拨 示例银行一 0000-95501"]
    lines = refused_lines(partly, TITLE, calls)
    assert lines.next[0].zh == "告诉持卡人只办成一半，给新打的回执"
    assert lines.next[1] == calls[0]
    assert lines.means[1].zh == "社保功能已办成"


def test_a_report_turned_down_whole_takes_the_receipt_back() -> None:
    who = person()
    work = work_for(who, LOSS, state=WorkState.REFUSED)
    refused = replace(
        work, answer=Answer(work.operation.id, Verdict.REFUSED, NOW, (), "1207", Text("姓名不符", "Name"))
    )
    calls = not_stopped(who, HUNAN, refused)
    assert "12333" in calls[0].zh
    assert "12333" not in calls[1].zh
    assert "没有办成" in refused_lines(refused, TITLE, calls).next[0].zh


def test_a_release_turned_down_leaves_the_loss_and_calls_nobody() -> None:
    who = person(CardState.TEMPORARY_LOSS, BankState.TEMPORARY_LOSS)
    work = work_for(who, {Half.SSC: CardState.NORMAL.value}, state=WorkState.REFUSED)
    refused = replace(
        work, answer=Answer(work.operation.id, Verdict.REFUSED, NOW, (), "1209", Text("已补卡", "Replaced"))
    )
    assert not_stopped(who, HUNAN, refused) == ()


def _confirmed(*untils: datetime | None) -> dict[str, str]:
    halves = tuple(
        HalfAnswer(half, Verdict.ACCEPTED, LOSS[half], effective_at=NOW, until=until)
        for half, until in zip(LOSS, untils, strict=True)
    )
    work = work_for(person(), LOSS, state=WorkState.SETTLED)
    done = replace(work, answer=Answer(work.operation.id, Verdict.ACCEPTED, NOW, halves))
    promised = (Row(Text("生效时间", "In effect from"), same("?")), Row(Text("期限", "Period"), same("?")))
    return {row.label.zh: row.value.zh for row in confirmed_rows(promised, done)}


def test_a_confirmed_temporary_loss_says_until_when_as_the_platform_said() -> None:
    """The promise is a number of days; the answer is a moment, and what it does not say stays the promise."""
    first, second = datetime(2026, 11, 28, 3, 12, tzinfo=UTC), datetime(2026, 11, 29, 3, 12, tzinfo=UTC)
    assert _confirmed(first, first)["期限"] == f"至 {say_full(first)}（自动解除）"
    both = f"社保功能至 {say_full(first)}，金融功能至 {say_full(second)}（自动解除）"
    assert _confirmed(first, second)["期限"] == both
    assert _confirmed(first, None)["期限"] == f"社保功能至 {say_full(first)}（自动解除）"
    assert _confirmed(None, None)["期限"] == "?"


def _in_flight(*halves: HalfAnswer) -> Work:
    work = work_for(person(), LOSS, state=WorkState.IN_FLIGHT)
    return replace(work, answer=Answer(work.operation.id, Verdict.NOT_NOW, NOW, halves))


def test_each_half_shows_its_own_answer_while_the_other_is_put_off() -> None:
    ssc = HalfAnswer(Half.SSC, Verdict.ACCEPTED, CardState.TEMPORARY_LOSS.value, effective_at=NOW)
    work = _in_flight(ssc, HalfAnswer(Half.BANK, Verdict.NOT_NOW))
    assert [half_result(work, half).kind for half in Half] == ["ok", "wait"]
    assert kind_of(work) == "wait"
    view = project(person(CardState.TEMPORARY_LOSS).card, [work])
    assert view.ssc.waiting is None
    assert view.bank.waiting is work
    assert view.bank.shown is BankState.TEMPORARY_LOSS


def test_an_accepted_answer_that_is_silent_on_a_half_confirms_nothing_of_it() -> None:
    work = work_for(person(), LOSS, state=WorkState.SETTLED)
    silent = replace(work, settlement=Settlement.ACCEPTED, answer=Answer(work.operation.id, Verdict.ACCEPTED, NOW))
    assert [half_result(silent, half).kind for half in Half] == ["wait", "wait"]


def test_a_refusal_with_an_undecided_half_never_calls_that_half_done() -> None:
    work = work_for(person(), LOSS, state=WorkState.REFUSED)
    ssc = HalfAnswer(Half.SSC, Verdict.REFUSED, code="1209", reason=Text("不行", "No"))
    answer = Answer(work.operation.id, Verdict.REFUSED, NOW, (ssc, HalfAnswer(Half.BANK, Verdict.NOT_NOW)), "1209")
    assert was_refused(replace(work, answer=answer), Half.BANK)


@pytest.mark.parametrize("cards", [("1", "1"), ("9", "1"), ("1", "9"), ("9", "9")])
def test_the_card_at_hand_is_the_one_it_is_about_unless_it_is_cancelled(cards: tuple[str, str]) -> None:
    card = person().card
    assert card is not None
    first = replace(card, number="B00000203", state=CardState(cards[0]))
    second = replace(card, number="B00000211", state=CardState(cards[1]))
    who = replace(person(), cards=(first, second))
    both = cards == ("1", "1")
    assert who.undecided is both
    chosen = replace(who, chosen=first.number)
    assert not chosen.undecided or cards[0] == "9"
    expected = first if cards[0] == "1" or cards == ("9", "9") else second
    assert chosen.card == expected


def test_with_two_cards_in_use_and_none_chosen_nothing_may_be_done() -> None:
    card = person().card
    assert card is not None
    who = replace(person(), cards=(card, replace(card, number="B00000211")))
    for which in all_procedures():
        no = refusal(situation(which, who), which)
        assert no is not None
        assert no.message.zh == "名下有两张在用卡"
    temporary = procedure("temporary-loss")
    chosen = replace(who, chosen=card.number)
    assert refusal(situation(temporary, chosen), temporary) is None


def _without_halves(verdict: Verdict, code: str = "", reason: Text | None = None) -> Work:
    who = person()
    state = WorkState.SETTLED if verdict is Verdict.ACCEPTED else WorkState.REFUSED
    settlement = Settlement.ACCEPTED if verdict is Verdict.ACCEPTED else None
    work = work_for(who, {}, state=state)
    return replace(work, settlement=settlement, answer=Answer(work.operation.id, verdict, NOW, (), code, reason))


def test_an_operation_without_halves_takes_effect_when_the_platform_accepts_it_as_a_whole() -> None:
    promise = Row(Text("生效时间", "In effect"), Text("平台确认后生效", "When confirmed"))
    work = _without_halves(Verdict.ACCEPTED)
    rows = confirmed_rows((promise,), work)
    assert [(row.label.zh, row.value.zh) for row in rows] == [("生效时间", say_full(NOW))]
    assert kind_of(work) == "ok"


def test_an_operation_without_halves_that_was_turned_down_says_why_in_one_row() -> None:
    promise = Row(Text("生效时间", "In effect"), Text("平台确认后生效", "When confirmed"))
    work = _without_halves(Verdict.REFUSED, "1210", Text("已有一张卡在制", "A card is being made already"))
    rows = confirmed_rows((promise,), work)
    assert [row.value.zh for row in rows] == ["未生效", "被退回：已有一张卡在制"]
    lines = refused_lines(work, Text("申领", "Application"))
    assert lines.means[0] == Text("没有办成申领", "Application was not done")
    assert lines.means[1].zh == "卡的状态没有变"
    assert lines.next[0].zh == "告诉持卡人没有办成，回执要收回"


BY_RECORD, OPEN_QUESTION = "平台记为办成，以平台为准", "办没办成待核查"


@pytest.mark.parametrize("changes", [LOSS, {}])
@pytest.mark.parametrize(
    ("code", "settled", "found"),
    [
        (PLATFORM_ACCEPTED, Settlement.ELSEWHERE, BY_RECORD),
        (OTHER_BODY, Settlement.CLOSED, OPEN_QUESTION),
        (NOT_RESENDABLE, Settlement.CLOSED, OPEN_QUESTION),
    ],
)
def test_what_was_reconciled_otherwise_is_never_told_as_not_done(
    code: str, settled: Settlement, found: str, changes: dict[Half, str]
) -> None:
    """Page, chips, receipt and what the holder is told; before a clerk has settled it and after."""
    who = person()
    asked = work_for(who, changes, state=WorkState.REFUSED)
    work = replace(asked, answer=Answer(asked.operation.id, Verdict.REFUSED, NOW, (), code, Text("对账", "Reconciled")))
    promise = Row(Text("生效时间", "In effect"), Text("平台确认后生效", "When confirmed"))
    rows = confirmed_rows((promise,), work)
    assert {row.value.zh for row in rows} == {found}
    assert len(rows) == 1 + max(1, len(changes))
    assert {half_result(work, half).words.zh for half in changes} <= {found}
    calls = not_stopped(who, HUNAN, work)
    lines = refused_lines(work, TITLE, calls)
    said = [words.zh for words in (*lines.happened, *lines.means, *lines.next, *calls)]
    assert not [words for words in said if any(claim in words for claim in ("没有", "未办成", "收回", "退回："))]
    assert lines.happened[1].zh == f"编码 {code}"
    assert lines.means[0].zh == f"临时挂失{found}"
    assert [("待核查" in call.zh, "请拨" in call.zh) for call in calls] == [(True, True)] * (
        len(changes) if found == OPEN_QUESTION else 0
    )
    assert headline(work).zh == "与平台不符，须处理"
    assert headline(replace(work, state=WorkState.SETTLED, settlement=settled)).zh == found


def test_what_the_platform_records_as_turned_down_was_not_done() -> None:
    who = person()
    asked = work_for(who, LOSS, state=WorkState.REFUSED)
    work = replace(asked, answer=Answer(asked.operation.id, Verdict.REFUSED, NOW, (), PLATFORM_REFUSED))
    assert "没有办成" in refused_lines(work, TITLE).means[0].zh
    assert "没有挂失" in not_stopped(who, HUNAN, work)[0].zh
