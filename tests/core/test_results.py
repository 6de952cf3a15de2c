"""Words of a result: what was turned down is named with whom to call, and nothing half done is called done."""

from __future__ import annotations

from dataclasses import replace

from counter_app.desk.results import not_stopped, refused_lines
from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.operation import Answer, HalfAnswer, Verdict, WorkState
from counter_app.domain.text import Text
from tests.core.situations import HUNAN, NOW, person, work_for

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
