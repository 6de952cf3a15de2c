"""Papers shrink where the platform's records hold what they prove, and only where the pack says so. All pure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.domain.holder import Person
from counter_app.domain.papers import COMPARED, on_record
from counter_app.domain.procedure import Procedure, Situation
from counter_app.domain.province import IdentityRule, OnRecord
from counter_app.procedures import _acting as acting
from counter_app.procedures import procedure
from counter_app.provinces import load
from tests.core import ordering as o
from tests.core.situations import person, situation

APPLICATION, CANCELLATION = procedure("application"), procedure("cancellation")
SPARING = ("hainan", "guangdong")


def papers(now: Situation, **answers: str) -> tuple[set[str], set[str]]:
    """Ids of the papers asked for, and of those spared."""
    asked, held = acting.materials(now, answers), acting.spared_materials(now, answers)
    return {m.id for m in asked}, {m.id for m in held}


def a_child(which: Procedure, pack: str, *, known: bool = True) -> Situation:
    """A child of eleven, registered with the platform or known by number only."""
    child = o.nobody_yet("20150601")
    return situation(which, child if known else replace(child, as_of=None), province=load(pack))


@pytest.mark.parametrize("pack", SPARING)
def test_a_household_register_is_not_asked_of_a_child_the_platform_has_on_record(pack: str) -> None:
    """海南条例 art. 12 (population base), 广东条例 art. 9(3)."""
    asked, held = papers(a_child(APPLICATION, pack), actor="guardian")
    assert held == {"id-or-register"}
    assert "id-or-register" not in asked
    assert {"guardian-proof", "guardian-id"} <= asked, "a relation is on no record here: it is still to be proven"


@pytest.mark.parametrize("pack", SPARING)
def test_whom_the_platform_never_told_of_brings_every_paper(pack: str) -> None:
    asked, held = papers(a_child(APPLICATION, pack, known=False), actor="guardian")
    assert "id-or-register" in asked
    assert held == set()


@pytest.mark.parametrize("pack", ["hunan", "chongqing", "guangxi"])
def test_where_no_pack_says_so_nothing_is_spared(pack: str) -> None:
    asked, held = papers(a_child(APPLICATION, pack), actor="guardian")
    assert "id-or-register" in asked
    assert held == set()


@pytest.mark.parametrize("pack", SPARING)
def test_a_death_on_record_needs_no_proof_and_proves_nothing_else(pack: str) -> None:
    dead = situation(CANCELLATION, replace(person(), life="dead"), province=load(pack))
    assert "cancel-proof" in papers(dead, ground="death", actor="agent")[1]
    assert "cancel-proof" in papers(dead, ground="superseded", actor="agent")[0]
    living = situation(CANCELLATION, person(), province=load(pack))
    assert "cancel-proof" in papers(living, ground="death", actor="agent")[0]


def test_confirmation_and_receipt_say_what_is_not_asked_for_and_the_platform_is_told() -> None:
    now = a_child(APPLICATION, "guangdong")
    for compared, label in (("", "应核对材料"), ("yes", "已核对材料")):
        answers = {"actor": "guardian", COMPARED: compared}
        rows = {r.label.zh: r.value for r in acting.material_row(now, answers)}
        assert rows["免提交"].zh == "身份证、户口簿或其他有效证件（平台已有）"
        assert rows["免提交"].en.endswith("(on record)")
        assert "户口簿" not in rows[label].zh
    facts = acting.material_facts(now, {"actor": "guardian", COMPARED: "yes"})
    assert facts["spared"] == "id-or-register"
    assert "id-or-register" not in facts["materials"]


@pytest.mark.parametrize(
    ("who", "held"),
    [
        (person(), {OnRecord.POPULATION}),
        (replace(person(), life="dead"), {OnRecord.POPULATION, OnRecord.DEATH}),
        (replace(person(), life="missing"), {OnRecord.POPULATION}),
        (replace(person(), as_of=None), set()),
        (person(known=False), set()),
    ],
)
def test_only_what_the_platform_told_is_on_record(who: Person, held: set[OnRecord]) -> None:
    assert on_record(who) == held


def test_where_the_card_is_evidence_no_identity_document_is_asked_for_besides() -> None:
    """湖南条例草案 art. 11: unless the pack wants the document itself read."""
    now = situation(procedure("bank-change"), person())
    assert "id-card" in papers(now)[0]
    by_card = replace(now, card_proves=True)
    assert "id-card" not in papers(by_card)[0]
    assert {"agent-letter", "agent-id"} <= papers(by_card, actor="agent")[0], "whoever acts brings their own"
    strict = replace(by_card, rules=replace(now.rules, identity=IdentityRule.DOCUMENT))
    assert "id-card" in papers(strict)[0]
