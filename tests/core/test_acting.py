"""Who stands at the window for the holder, by the pack's matrix: asked, checked, told. All pure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.desk.situations import refusal
from counter_app.domain.card import BankState, CardState
from counter_app.domain.errors import NotEligible
from counter_app.domain.holder import Holder
from counter_app.domain.procedure import FieldKind, Situation
from counter_app.domain.province import Acting, Actor, PersonKind, Relation
from counter_app.domain.text import Text, same
from counter_app.procedures import _acting as acting
from counter_app.procedures import procedure
from tests.core import ordering as o
from tests.core.situations import HUNAN, person, situation

APPLICATION = procedure("application")
BASIS = HUNAN.temporary_loss_basis
GROWN_UP = frozenset({PersonKind.RESIDENT, PersonKind.HMT, PersonKind.FOREIGNER})
MINOR = frozenset({PersonKind.MINOR})
PARENT, OTHER = Relation("parent", Text("父母", "Parent")), Relation("other", Text("其他", "Other"))
BIRTH, LETTER = Relation("birth", Text("出生医学证明", "Birth certificate")), Relation("letter", same("委托书"))
SELF = Acting(Actor.SELF, BASIS, GROWN_UP)
GUARDIAN = Acting(Actor.GUARDIAN, BASIS, MINOR, (PARENT, OTHER), (BIRTH,))
AGENT = Acting(Actor.AGENT, BASIS, GROWN_UP, (OTHER,), (LETTER,))


def seen(born: str, *matrix: Acting) -> Situation:
    """An application of somebody born that day under that matrix."""
    rules = replace(HUNAN.procedures["application"], acting=matrix)
    pack = replace(HUNAN, procedures={**HUNAN.procedures, "application": rules})
    return situation(APPLICATION, o.nobody_yet(born), province=pack)


def fault(now: Situation, number: str, who: str = "guardian") -> str:
    """What is said of that actor's number, "" when nothing."""
    said = o.asked(now, APPLICATION, actor=who)["actor_number"].fault(number)
    return said.zh if said is not None else ""


def test_where_only_the_holder_may_act_nothing_is_asked() -> None:
    for matrix in ((), (SELF,)):
        now = seen("19900101", *matrix)
        assert not {"actor", "actor_name", "actor_number"} & set(o.asked(now, APPLICATION))
        answers = o.submitted(now, APPLICATION, ground="live", bank="B01")
        assert APPLICATION.facts(now, answers)["actor"] == "self"


def test_the_holder_is_filled_in_where_an_agent_may_act_too() -> None:
    now = seen("19900101", SELF, AGENT, GUARDIAN)
    field = o.asked(now, APPLICATION)["actor"]
    assert ([c.value for c in field.choices], field.initial) == (["self", "agent"], "self")
    assert "actor_name" not in o.asked(now, APPLICATION)


def test_under_16_a_guardian_must_act_and_the_holder_alone_is_refused_with_words() -> None:
    now = seen("20150601", SELF, AGENT, GUARDIAN)
    fields = o.asked(now, APPLICATION)
    refused = next(c for c in fields["actor"].choices if c.value == "self")
    assert refused.refused is not None
    assert "未满 16 周岁须监护人代办" in refused.refused.zh
    assert fields["actor"].initial == "guardian"
    assert {"actor_name", "actor_number", "relation"} <= set(fields)
    assert "relation_proof" not in fields, "the pack knows one proof only"


@pytest.mark.parametrize("matrix", [(), (SELF, AGENT)])
def test_under_16_nobody_may_act_where_the_pack_names_no_guardian(matrix: tuple[Acting, ...]) -> None:
    no = refusal(seen("20150601", *matrix), APPLICATION)
    assert isinstance(no, NotEligible)
    assert "未满 16 周岁" in no.message.zh
    assert "监护人" in no.what_next.zh


def test_on_the_sixteenth_birthday_one_acts_alone() -> None:
    """The tests' day is 18 March 2026."""
    assert refusal(seen("20100318", SELF), APPLICATION) is None
    assert refusal(seen("20100319", SELF), APPLICATION) is not None


def test_the_number_of_whoever_acts_is_checked() -> None:
    child, grown = seen("20150601", GUARDIAN), seen("19900101", SELF, AGENT)
    assert fault(child, o.PARENT) == ""
    assert fault(child, child.person.holder.number) == "监护人不能是持卡人本人"
    assert fault(child, o.SIBLING) == "监护人比持卡人年幼，请核对"
    assert fault(child, o.number_of("20090101")) == "监护人须年满 18 周岁"
    assert fault(grown, grown.person.holder.number, "agent") == "代办人不能是持卡人本人"
    assert fault(grown, o.number_of("20100101"), "agent") == "代办人须年满 18 周岁"
    assert "18 位" in fault(child, o.PARENT[:17]) or fault(child, o.PARENT[:17])
    assert "末位" in fault(child, o.PARENT[:17] + ("1" if o.PARENT[17] != "1" else "2"))


def test_a_holder_is_no_agent_under_another_form_of_the_number() -> None:
    """Two digits behind the number of a pass count its renewals: registered without them, brought with them."""
    now = seen("19900101", SELF, AGENT)
    for registered, typed in (
        ("H12345678", "H1234567801"),
        ("H1234567801", "h12345678"),
        ("H1234567801", "H1234567802"),
        ("12345678", "1234567801"),
    ):
        holder = replace(now.person.holder, number=registered)
        told = acting.check_number(typed, holder=holder, who=Actor.AGENT, day=acting.today(now))
        assert told is not None
        assert told.zh == "代办人不能是持卡人本人"
    holder = replace(now.person.holder, number="H12345678")
    assert acting.check_number("H12345679", holder=holder, who=Actor.AGENT, day=acting.today(now)) is None


def test_a_daughter_may_be_the_guardian_of_her_mother_and_says_why() -> None:
    """Ages are compared for a child's guardian only; the proof is one of a grown-up who cannot act."""
    now = situation(APPLICATION, o.nobody_yet("19400101"))
    assert fault(now, o.PARENT) == ""
    asked = o.asked(now, APPLICATION, actor="guardian")
    assert {"child", "spouse"} <= {c.value for c in asked["relation"].choices}
    assert {c.value for c in asked["relation_proof"].choices} == {"guardianship", "capacity-judgment"}
    who = {"actor": "guardian", "actor_name": "林国栋", "actor_number": o.PARENT}
    answers = o.submitted(
        now, APPLICATION, ground="live", bank="B01", relation="child", relation_proof="guardianship", **who
    )
    assert APPLICATION.facts(now, answers)["without_capacity"] == "yes"
    assert "代理原因" in {r.label.zh for r in APPLICATION.rows(now, answers)}


def test_a_childs_guardian_is_no_spouse_and_no_child_of_it() -> None:
    now = situation(APPLICATION, o.nobody_yet("20150601"))
    asked = o.asked(now, APPLICATION, actor="guardian")
    assert not {"spouse", "child"} & {c.value for c in asked["relation"].choices}
    assert "capacity-judgment" not in {c.value for c in asked["relation_proof"].choices}
    who = {"actor_name": "林国栋", "actor_number": o.PARENT}
    answers = o.submitted(now, APPLICATION, ground="live", bank="B01", relation="parent", relation_proof="birth", **who)
    assert "without_capacity" not in APPLICATION.facts(now, answers)


@pytest.mark.parametrize("name", ["formal-loss", "release", "status-proof"])
def test_for_a_child_a_guardian_reports_releases_and_asks(name: str) -> None:
    """A grown-up who comes alone answers nothing more than before."""
    which = procedure(name)
    lost = name == "release"
    grown = person(*((CardState.FORMAL_LOSS, BankState.FORMAL_LOSS) if lost else ()))
    now = situation(which, grown)
    assert which.facts(now, o.submitted(now, which))["actor"] == "self"
    child = replace(grown, holder=Holder(o.CHILD, "林小禾"))
    now = situation(which, child)
    assert refusal(now, which) is None
    assert o.visit(now, which, {}).missing_anywhere() is not None, "who the guardian is must be said"
    who = {"actor_name": "林国栋", "actor_number": o.PARENT, "relation": "parent", "relation_proof": "birth"}
    facts = which.facts(now, o.submitted(now, which, **who))
    assert (facts["actor"], facts["actor_number"], facts["relation"]) == ("guardian", o.PARENT, "parent")
    assert "监护人" in {r.label.zh for r in which.rows(now, o.submitted(now, which, **who))}


def test_anybody_may_report_a_temporary_loss_and_is_called_what_is_known_of_them() -> None:
    which = procedure("temporary-loss")
    for proven, said in ((False, "reporter"), (True, "self")):
        now = replace(situation(which, person()), proven=proven)
        assert which.facts(now, o.submitted(now, which))["actor"] == said


@pytest.mark.parametrize("name", ["formal-loss", "release", "status-proof"])
def test_nobody_comes_himself_after_his_death(name: str) -> None:
    which = procedure(name)
    now = situation(which, replace(person(CardState.TEMPORARY_LOSS, BankState.TEMPORARY_LOSS), life="dead"))
    if name != "status-proof":
        no = refusal(now, which)
        assert isinstance(no, NotEligible)
        assert "死亡" in no.message.zh
    else:
        assert "self" not in {c.value for c in o.asked(now, which)["actor"].choices}


def test_who_acted_goes_to_the_platform_whole_and_onto_paper_masked() -> None:
    now = seen("20150601", GUARDIAN)
    given = {"actor_name": "林 国栋", "actor_number": f" {o.PARENT} ", "relation": "parent"}
    answers = o.submitted(now, APPLICATION, ground="live", bank="B01", **given)
    facts = APPLICATION.facts(now, answers)
    assert {k: v for k, v in facts.items() if k.startswith(("actor", "relation"))} == {
        "actor": "guardian",
        "actor_name": "林 国栋",
        "actor_number": o.PARENT,
        "relation": "parent",
        "relation_proof": "birth",
    }
    rows = {r.label.zh: r.value.zh for r in APPLICATION.rows(now, answers)}
    assert rows["监护人"].endswith("（父母）")
    assert rows["证明"] == "出生医学证明"
    assert o.PARENT not in " ".join(rows.values())
    assert "国栋" not in " ".join(rows.values())


def test_answers_about_an_agent_are_dropped_when_the_holder_comes_after_all() -> None:
    now = seen("19900101", SELF, AGENT)
    answers = o.submitted(now, APPLICATION, ground="live", bank="B01", actor="self", actor_name="某人")
    assert "actor_name" not in APPLICATION.facts(now, answers)


def test_the_numbers_field_is_one_for_identity_numbers() -> None:
    fields = o.asked(seen("19900101", SELF, AGENT), APPLICATION, actor="agent")
    assert fields["actor_number"].kind is FieldKind.IDENTITY


def test_a_dead_holder_has_no_representative() -> None:
    now = seen("19900101", SELF, AGENT)
    no = refusal(replace(now, person=replace(now.person, life="dead")), APPLICATION)
    assert isinstance(no, NotEligible)
    assert "死亡" in no.message.zh
    assert "注销" in no.what_next.zh
