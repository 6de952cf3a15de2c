"""Cancellation: which grounds for whom, what must be ended first, who acts; and that it needs a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from counter_app import provinces
from counter_app.desk.situations import refusal
from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.errors import ForbiddenOffline, MustWait, NotEligible
from counter_app.domain.holder import Holder, Person
from counter_app.domain.making import CardOrder, MakingState
from counter_app.domain.numbers import identity_check_digit
from counter_app.domain.procedure import Choice, Field, Situation
from counter_app.procedures import procedure
from tests.core.ordering import asked, order
from tests.core.situations import HUNAN, person, situation, work_for

CANCEL = procedure("cancellation")
HMT = "81000019910101001"


def field(now: Situation, name: str, **answers: str) -> Field:
    return next(f for step in CANCEL.steps for f in step.fields(now, answers) if f.name == name)


def grounds(now: Situation) -> dict[str, Choice]:
    return {choice.value: choice for choice in field(now, "ground").choices}


def of_number(who: Person, number: str) -> Person:
    whole = number + identity_check_digit(number)
    return replace(who, holder=Holder(whole, who.holder.name, "1", None))


def test_an_open_account_leaves_death_only_and_the_bank_is_named() -> None:
    offered = grounds(situation(CANCEL, person()))
    assert offered["death"].refused is None
    for name in set(offered) - {"death"}:
        why = offered[name].refused
        assert why is not None
        assert "先到 示例银行一 0000-95501 销户" in why.zh
    closed = grounds(situation(CANCEL, person(bank=BankState.CLOSED)))
    assert all(choice.refused is None for choice in closed.values())
    assert all(choice.refused is None for choice in grounds(situation(CANCEL, person(bank=None))).values())


def test_grounds_fit_the_person() -> None:
    resident = grounds(situation(CANCEL, person(bank=None)))
    assert {"nationality", "moved", "abroad"} <= set(resident)
    assert not {"left", "superseded", "own-wish"} & set(resident)
    other = grounds(situation(CANCEL, of_number(person(bank=None), HMT)))
    assert "left" in other
    assert "nationality" not in other
    child = Holder("M00000055", "某某", "2", date(2016, 10, 9))
    assert "left" in grounds(situation(CANCEL, replace(person(bank=None), holder=child))), "at any age"


def test_own_wish_is_a_ground_only_where_a_pack_opens_it() -> None:
    province = provinces.load("chongqing")
    assert "own-wish" in province.procedures["cancellation"].grounds
    assert "own-wish" in grounds(situation(CANCEL, person(bank=None), province=province))
    assert "own-wish" not in grounds(situation(CANCEL, person(bank=None), province=HUNAN))


def test_after_a_death_somebody_else_acts() -> None:
    now = situation(CANCEL, person())
    actor = field(now, "actor", ground="death")
    refused = {choice.value: choice.refused for choice in actor.choices}
    assert refused["self"] is not None
    assert refused["self"].zh == "死亡注销由家属或继承人办"
    assert refused[actor.initial] is None
    told = CANCEL.facts(now, {"ground": "death", "card_handed_in": "yes"})
    assert told["actor"] != "self"
    assert CANCEL.facts(now, {"ground": "moved", "card_handed_in": "yes"})["actor"] == "self"


DEATH = {"ground": "death", "card_handed_in": "no", "relation": "child", "relation_proof": "kinship"}


def test_a_death_the_platform_knows_nothing_of_needs_a_named_proof_and_a_second_clerk() -> None:
    now = situation(CANCEL, person())
    proof = field(now, "death_proof", ground="death")
    assert [choice.value for choice in proof.choices] == [one.id for one in now.rules.death_proofs] != []
    assert proof.required
    assert CANCEL.second_person(now, DEATH)
    answers = {**DEATH, "death_proof": "household-ended"}
    rows = {row.label.zh: row.value.zh for row in CANCEL.rows(now, answers)}
    assert rows["死亡记录"] == "平台记录持卡人在世，按死亡证明办理"
    assert rows["死亡证明"] == "户口注销证明"
    assert CANCEL.facts(now, answers)["death_proof"] == "household-ended"
    assert not CANCEL.second_person(now, {**DEATH, "ground": "moved"})


def test_a_death_on_record_needs_neither_and_is_filled_in() -> None:
    now = situation(CANCEL, replace(person(), life="dead"))
    assert not asked(now, CANCEL, ground="death").keys() & {"death_proof"}
    assert field(now, "ground").initial == "death"
    assert field(now, "actor").initial != "self"  # also while nothing was typed
    assert not CANCEL.second_person(now, DEATH)
    assert "death_proof" not in CANCEL.facts(now, DEATH)
    missing = situation(CANCEL, replace(person(), life="missing"))
    assert field(missing, "ground").initial == ""
    assert CANCEL.second_person(missing, DEATH)


def test_without_a_proof_named_by_the_pack_a_living_holder_is_never_cancelled_as_dead() -> None:
    rules = replace(HUNAN.procedures["cancellation"], death_proofs=())
    province = replace(HUNAN, procedures={**HUNAN.procedures, "cancellation": rules})
    assert grounds(situation(CANCEL, person(), province=province))["death"].refused is not None
    assert grounds(situation(CANCEL, replace(person(), life="dead"), province=province))["death"].refused is None


def test_after_a_death_nobody_acts_on_the_holders_own_mandate() -> None:
    fields = asked(situation(CANCEL, person()), CANCEL, ground="death", actor="agent")
    refused = {(name, c.value) for name, one in fields.items() for c in one.choices if c.refused is not None}
    assert {("relation", "other"), ("relation_proof", "letter")} <= refused
    alive = asked(situation(CANCEL, person()), CANCEL, ground="moved", actor="agent")
    assert all(c.refused is None for name in ("relation", "relation_proof") for c in alive[name].choices)


@pytest.mark.parametrize(
    ("under_way", "said"),
    [
        (order(MakingState.MAKING), "制卡订单 M2026031800017（制卡中）"),
        (order(card_number="B00000027"), "（待领）"),
    ],
)
def test_a_card_under_way_that_ends_with_a_death_is_named(under_way: CardOrder, said: str) -> None:
    now = situation(CANCEL, replace(person(), orders=(under_way,)))
    rows = {row.label.zh: row.value.zh for row in CANCEL.rows(now, DEATH)}
    assert said in rows["同时停办"]
    assert "同时停办" not in {row.label.zh for row in CANCEL.rows(now, {**DEATH, "ground": "moved"})}


def test_only_the_social_security_half_is_ever_changed_and_it_is_said_to_be_final() -> None:
    now = situation(CANCEL, person())
    answers = {"ground": "death", "card_handed_in": "lost"}
    assert CANCEL.changes(now, answers) == {Half.SSC: CardState.CANCELLED.value}
    warned = [text.zh for text in CANCEL.warnings(now, answers)]
    assert "注销不能恢复" in warned[0]
    assert any("账户没有销户" in words for words in warned)


def test_never_blind_and_never_over_work_that_waits() -> None:
    who = person(bank=None)
    assert isinstance(refusal(situation(CANCEL, who, online=False), CANCEL), ForbiddenOffline)
    waiting = (work_for(who, {Half.SSC: CardState.FORMAL_LOSS.value}),)
    assert isinstance(refusal(situation(CANCEL, who, work=waiting), CANCEL), MustWait)


@pytest.mark.parametrize(
    ("state", "way"),
    [(CardState.LOCKED, "由平台解锁，请拨 12333"), (CardState.CANCELLED, "不用再办；要用卡须重新申领")],
)
def test_a_state_that_leads_nowhere_says_what_instead(state: CardState, way: str) -> None:
    no = refusal(situation(CANCEL, person(state)), CANCEL)
    assert isinstance(no, NotEligible)
    assert no.what_next.zh == way
