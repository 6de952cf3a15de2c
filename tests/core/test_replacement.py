"""Replacement, change of bank and resuming a making that failed: when lawful, what is asked, what is told. All pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from counter_app.desk.situations import refusal
from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.errors import MustWait, NotEligible
from counter_app.domain.holder import Person
from counter_app.domain.making import MakingState
from counter_app.domain.operation import Answer, OperationId, Verdict
from counter_app.domain.procedure import Procedure
from counter_app.domain.province import BankStatus
from counter_app.domain.text import Text
from counter_app.procedures import procedure
from tests.core import ordering as o
from tests.core.situations import HUNAN, NOW, person, situation, work_for

REPLACEMENT, BANK, RESUME = (procedure(n) for n in ("replacement", "bank-change", "resume-making"))
KEEPS = replace(HUNAN.banks[0], keeps_account=True)
MOVES = replace(HUNAN.banks[0], keeps_account=False)
OTHER = HUNAN.banks[1]


@pytest.mark.parametrize(
    ("state", "why", "how"),
    [
        (CardState.TEMPORARY_LOSS, "须先正式挂失", "正式挂失"),
        (CardState.CANCELLED, "注销", "申领"),
        (CardState.LOCKED, "锁定", "12333"),
        (CardState.UNKNOWN, "不知道", "联网"),
    ],
)
def test_a_replacement_is_refused_by_state_with_the_lawful_way(state: CardState, why: str, how: str) -> None:
    no = refusal(situation(REPLACEMENT, person(state)), REPLACEMENT)
    assert isinstance(no, NotEligible)
    assert why in no.message.zh
    assert how in no.what_next.zh


def test_without_a_card_or_with_an_order_under_way_nothing_is_replaced() -> None:
    for who in (o.nobody_yet(), replace(o.lost(), orders=(o.order(MakingState.MAKING),))):
        assert isinstance(refusal(situation(REPLACEMENT, who), REPLACEMENT), NotEligible)


def test_a_lost_card_is_replaced_from_formal_loss_and_its_reason_is_not_asked() -> None:
    now = situation(REPLACEMENT, o.lost(), province=o.with_bank(KEEPS, OTHER))
    assert refusal(now, REPLACEMENT) is None
    assert "reason" not in o.asked(now, REPLACEMENT)
    answers = o.submitted(now, REPLACEMENT, keep_account="yes")
    facts = REPLACEMENT.facts(now, answers)
    assert (facts["reason"], facts["keep_account"], facts["bank"]) == ("lost", "yes", KEEPS.code)
    assert REPLACEMENT.changes(now, answers) == {}


@pytest.mark.parametrize("who", [o.ready(), person(CardState.SEALED, BankState.INACTIVE)])
def test_a_card_missing_before_it_was_enabled_is_ordered_anew_without_a_loss_report(who: Person) -> None:
    """What the loss report refers to is true: 找不到请补卡."""
    for name in ("temporary-loss", "formal-loss"):
        no = refusal(situation(procedure(name), who), procedure(name))
        assert no is not None
        assert "找不到请补卡" in no.what_next.zh
    now = situation(REPLACEMENT, who, province=o.with_bank(KEEPS, OTHER))
    assert refusal(now, REPLACEMENT) is None
    reason = o.asked(now, REPLACEMENT)["reason"]
    assert ([c.value for c in reason.choices], reason.initial) == (["lost"], ""), "said by the clerk, not filled in"
    answers = o.submitted(now, REPLACEMENT, reason="lost", keep_account="yes")
    assert REPLACEMENT.facts(now, answers)["reason"] == "lost"
    assert "作废" in o.said(REPLACEMENT.warnings(now, answers))
    again = situation(REPLACEMENT, who, work=(o.waiting(who, "replacement"),))
    assert refusal(again, REPLACEMENT) is not None


def test_a_new_card_beside_an_old_one_is_ordered_a_second_time_only_as_missing() -> None:
    """The old card stays what it is about until the new one lies ready; then bank and account are those of the first
    order, and nothing but its loss is a reason.
    """
    old = o.lost()
    assert old.card is not None
    being_made = replace(old, orders=(o.order(MakingState.MAKING, replaces=old.card.number),))
    assert REPLACEMENT.about(being_made) is being_made
    no = refusal(situation(REPLACEMENT, being_made), REPLACEMENT)
    assert isinstance(no, NotEligible)
    assert no.message.zh == "正在制卡"
    for keeps, said in ((True, "yes"), (False, "no")):
        made = o.order(card_number="B00000027", replaces=old.card.number, bank="B02", keeps_account=keeps)
        both = REPLACEMENT.about(replace(old, cards=(*old.cards, o.sealed(code="B02")), orders=(made,)))
        assert both.chosen == "B00000027"
        now = situation(REPLACEMENT, both)
        assert refusal(now, REPLACEMENT) is None
        asked = o.asked(now, REPLACEMENT)
        assert [c.value for c in asked["reason"].choices] == ["lost"]
        assert not {"keep_account", "bank", "told_payers"} & set(asked)
        answers = o.submitted(now, REPLACEMENT, reason="lost")
        facts = REPLACEMENT.facts(now, answers)
        assert (facts["reason"], facts["bank"], facts["keep_account"]) == ("lost", "B02", said)
        assert "旧卡照旧" in REPLACEMENT.outcome(now, answers).means[1].zh
        again = situation(REPLACEMENT, both, work=(o.waiting(both, "replacement"),))
        assert refusal(again, REPLACEMENT) is not None


def test_a_card_in_use_is_never_replaced_as_lost() -> None:
    field = o.asked(situation(REPLACEMENT, person()), REPLACEMENT)["reason"]
    fault = field.fault("lost")
    assert fault is not None
    assert fault.zh == "须先正式挂失"
    assert all(field.fault(reason) is None for reason in ("damaged", "expired", "unreadable", "data"))


def test_whether_the_account_stays_is_asked_first_and_only_where_the_bank_can() -> None:
    now = situation(REPLACEMENT, person(), province=o.with_bank(KEEPS, OTHER))
    first = REPLACEMENT.steps[0].fields(now, {})[0]
    assert (first.name, first.initial) == ("keep_account", "")
    kept = o.visit(now, REPLACEMENT, {"keep_account": "yes", "reason": "damaged"})
    assert [kept.procedure.steps[i].id for i in kept.asked] == ["replace", "confirm"], "no bank is chosen then"
    assert kept.forward().step.confirms
    assert kept.forward().back() is not None
    moved = o.visit(now, REPLACEMENT, {"keep_account": "no", "reason": "damaged"})
    assert [moved.procedure.steps[i].id for i in moved.asked] == ["replace", "bank", "confirm"]
    plain = situation(REPLACEMENT, person(), province=o.with_bank(MOVES, OTHER))
    assert "keep_account" not in o.asked(plain, REPLACEMENT)
    closed = situation(REPLACEMENT, person(bank=BankState.CLOSED), province=o.with_bank(KEEPS, OTHER))
    assert "keep_account" not in o.asked(closed, REPLACEMENT)


def test_a_changed_account_is_told_to_the_holder_with_who_must_hear_of_it() -> None:
    """Guangdong art. 8: the notice names the rule where the pack has one."""
    basis = replace(HUNAN.temporary_loss_basis, text=Text("广东省条例第八条", "art. 8"), example=False)
    pack = replace(o.with_bank(KEEPS, OTHER), account_notice=basis)
    now = situation(REPLACEMENT, person(), province=pack)
    given = {"keep_account": "no", "reason": "damaged", "bank": OTHER.code}
    field = o.asked(now, REPLACEMENT, **given)["told_payers"]
    assert field.required
    assert field.initial == ""
    assert field.fault("") is not None
    answers = o.submitted(now, REPLACEMENT, **given, told_payers="yes")
    rows = {r.label.zh: r.value.zh for r in REPLACEMENT.rows(now, answers)}
    assert "住房公积金" in rows["账号变更"]
    assert "广东省条例第八条" in rows["账号变更"]
    assert "旧账号不会自动转账" in o.said(REPLACEMENT.warnings(now, answers))
    kept = o.submitted(now, REPLACEMENT, keep_account="yes", reason="damaged")
    assert "账号变更" not in {r.label.zh for r in REPLACEMENT.rows(now, kept)}
    assert "told_payers" not in o.asked(now, REPLACEMENT, keep_account="yes", reason="damaged")


def test_present_holders_of_a_bank_without_new_cards_are_served_on() -> None:
    """Guangdong art. 20."""
    stopped = replace(MOVES, status=BankStatus.NO_NEW_CARDS)
    now = situation(REPLACEMENT, person(), province=o.with_bank(stopped, OTHER))
    assert o.asked(now, REPLACEMENT)["bank"].fault(stopped.code) is None
    keeps = replace(KEEPS, status=BankStatus.NO_NEW_CARDS)
    assert "keep_account" in o.asked(situation(REPLACEMENT, person(), province=o.with_bank(keeps)), REPLACEMENT)
    ended = replace(KEEPS, status=BankStatus.ENDED)
    gone = situation(REPLACEMENT, person(), province=o.with_bank(ended, OTHER))
    assert o.asked(gone, REPLACEMENT)["bank"].fault(ended.code) is not None
    assert "keep_account" not in o.asked(gone, REPLACEMENT)


@pytest.mark.parametrize("which", [REPLACEMENT, BANK])
def test_nothing_is_ordered_on_top_of_work_that_waits(which: Procedure) -> None:
    who = person()
    waiting = (work_for(who, {Half.SSC: CardState.FORMAL_LOSS.value}),)
    no = refusal(situation(which, who, work=waiting), which)
    assert isinstance(no, MustWait)
    assert no.message.zh == "须等平台确认"


def test_a_proof_that_waits_to_be_told_holds_nothing_back() -> None:
    """What is as good as done when it is recorded changes nothing that the platform could refuse."""
    who = person()
    assert refusal(situation(REPLACEMENT, who, work=(o.waiting(who, "status-proof"),)), REPLACEMENT) is None
    assert isinstance(
        refusal(situation(REPLACEMENT, who, work=(o.waiting(who, "data-change"),)), REPLACEMENT), MustWait
    )


@pytest.mark.parametrize(
    ("who", "how"),
    [
        (o.lost(), "补"),
        (person(CardState.TEMPORARY_LOSS), "正式挂失"),
        (person(CardState.SEALED), "领卡启用"),
        (person(CardState.CANCELLED), "申领"),
        (o.nobody_yet(), "申领"),
        (person(CardState.LOCKED), "12333"),
        (replace(person(), orders=(o.order(MakingState.MAKING),)), "领卡启用"),
    ],
)
def test_a_bank_is_changed_for_a_card_in_use_only(who: Person, how: str) -> None:
    no = refusal(situation(BANK, who), BANK)
    assert isinstance(no, NotEligible)
    assert how in no.what_next.zh


def test_a_change_of_bank_needs_another_bank_that_takes_new_cards() -> None:
    now = situation(BANK, person())
    assert refusal(now, BANK) is None
    field = o.asked(now, BANK)["bank"]
    assert field.fault("B01") is not None, "the present one"
    assert field.fault("B02") is None
    alone = situation(BANK, person(), province=o.with_bank(MOVES, replace(OTHER, status=BankStatus.NO_NEW_CARDS)))
    no = refusal(alone, BANK)
    assert isinstance(no, NotEligible)
    assert no.message.zh == "没有别的银行办新卡"
    answers = o.submitted(now, BANK, bank="B02", told_payers="yes")
    facts = BANK.facts(now, answers)
    assert (facts["bank"], facts["told_payers"], facts["actor"]) == ("B02", "yes", "self")
    rows = {r.label.zh: r.value.zh for r in BANK.rows(now, answers)}
    assert (rows["现在的银行"], rows["服务银行"]) == ("示例银行一", "示例银行二")


@pytest.mark.parametrize("state", [s for s in MakingState if s is not MakingState.FAILED])
def test_only_a_failed_making_is_resumed(state: MakingState) -> None:
    who = replace(o.nobody_yet(), orders=(o.order(state),))
    assert isinstance(refusal(situation(RESUME, who), RESUME), NotEligible)


def test_resuming_names_the_same_order_and_batch() -> None:
    why = Text("打印机缺料", "Printer out of stock")
    who = replace(o.nobody_yet(), orders=(o.order(MakingState.FAILED, reason=why),))
    now = situation(RESUME, who)
    assert refusal(now, RESUME) is None
    answers = o.submitted(now, RESUME)
    assert RESUME.facts(now, answers) == {"order": "M2026031800017", "identity": "none"}
    rows = {r.label.zh: r.value.zh for r in RESUME.rows(now, answers)}
    assert (rows["批次"], rows["失败原因"]) == ("P20260318", "打印机缺料")
    assert isinstance(refusal(situation(RESUME, who, work=(o.waiting(who, "resume-making"),)), RESUME), MustWait)


def test_the_platforms_own_day_goes_before_the_packs_once_it_has_confirmed() -> None:
    who = person()
    now = situation(REPLACEMENT, who)
    answers = {"reason": "damaged", "keep_account": "yes"}
    after = replace(who, orders=(o.order(MakingState.MAKING, promised_on=date(2026, 3, 25)),))
    lines = REPLACEMENT.confirmed(now, answers, Answer(OperationId("1"), Verdict.ACCEPTED, NOW, person=after))
    assert "2026年3月25日" in o.said(lines.happened)
    assert "旧卡照常使用" in o.said(lines.means)


@pytest.mark.parametrize(("reason", "asks"), [("data", True), ("damaged", False), ("expired", False)])
def test_a_new_photo_is_asked_for_where_what_stands_on_the_card_has_changed(reason: str, asks: bool) -> None:
    """As before unless somebody says otherwise; a picture then goes with the operation, and paper says whence."""
    now = replace(situation(REPLACEMENT, person()), pictures={"ab" * 32: b"a picture"})
    fields = {f.name: f for f in REPLACEMENT.steps[0].fields(now, {"reason": reason})}
    assert ("photo" in fields) is asks
    assert "picture" not in fields
    if not asks:
        return
    assert fields["photo"].initial == "before"
    asked = {f.name: f for f in REPLACEMENT.steps[0].fields(now, {"reason": reason, "photo": "brought"})}
    assert asked["picture"].fault("ab" * 32) is None
    told = {"reason": reason, "photo": "brought", "picture": "ab" * 32}
    assert REPLACEMENT.facts(now, told)["photo_digest"] == "ab" * 32
    rows = {row.label.zh: row.value.zh for row in REPLACEMENT.rows(now, told)}
    assert rows["照片"] == "自带照片"
    rows = {row.label.zh: row.value.zh for row in REPLACEMENT.rows(now, {"reason": reason, "photo": "before"})}
    assert rows["照片"] == "沿用原照片"
