"""How it was checked who acts: when it is asked, what stands in facts and rows, by every rule a pack may have. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from counter_app.desk.pin_views import PROOFS
from counter_app.domain.card import BankState, CardState
from counter_app.domain.document import DocumentType, IdentityDocument
from counter_app.domain.identity_check import seen_by_clerk
from counter_app.domain.procedure import FieldKind, Procedure, Situation
from counter_app.domain.province import IdentityRule, Province
from counter_app.procedures import all_procedures, procedure
from tests.core import ordering as o
from tests.core.situations import HUNAN, person, situation

RELEASE, LOSS = procedure("release"), procedure("temporary-loss")
ACTIVATION, CANCEL = procedure("activation"), procedure("cancellation")
LOST = person(CardState.TEMPORARY_LOSS, BankState.TEMPORARY_LOSS)
AGENT = {
    "actor": "agent",
    "actor_name": "余家人",
    "actor_number": o.number_of("19860203"),
    "relation": "spouse",
    "relation_proof": "letter",
}
CARD = IdentityDocument(
    DocumentType.RESIDENT, "余家人", "1", date(1986, 2, 3), AGENT["actor_number"], valid_to=date(2040, 1, 1)
)
NOT_ASKED = {"temporary-loss", "status-proof", "resume-making", "pin-change"}


def ruled(which: Procedure, rule: IdentityRule, province: Province = HUNAN) -> Province:
    """The pack with that rule for one procedure."""
    rules = replace(province.procedures[which.id], identity=rule)
    return replace(province, procedures={**province.procedures, which.id: rules})


def checks(now: Situation, which: Procedure, **answers: str) -> set[str]:
    """The questions of this kind that are asked."""
    return {name for name in o.asked(now, which, **answers) if name in ("identity_checked", "actor_checked")}


def told(now: Situation, which: Procedure, answers: Mapping[str, str]) -> tuple[str, str]:
    """How whoever acts, and how the holder, was identified."""
    facts = which.facts(now, {"scope": "both", "reason": "found", **answers})
    return facts.get("identity", ""), facts.get("holder_identity", "")


def rows(now: Situation, which: Procedure, answers: Mapping[str, str]) -> dict[str, str]:
    return {row.label.zh: row.value.zh for row in which.rows(now, answers)}


def test_the_base_pack_asks_by_purpose() -> None:
    """A loss is told as by telephone, a state is only told; whatever opens, moves or ends something is checked."""
    free = {name for name, rules in HUNAN.procedures.items() if rules.identity is IdentityRule.NONE}
    assert free == NOT_ASKED
    assert {r.identity for n, r in HUNAN.procedures.items() if n not in NOT_ASKED} == {IdentityRule.CHECKED}
    assert all(rules.identity_basis is not None for rules in HUNAN.procedures.values())


@pytest.mark.parametrize("which", all_procedures(), ids=lambda p: p.id)
def test_every_procedure_asks_when_a_pack_says_so_and_only_then(which: Procedure) -> None:
    """Nothing is filled in: the clerk says it. The last page asks, so that it costs no page."""
    for rule, asks in ((IdentityRule.NONE, False), (IdentityRule.CHECKED, True)):
        now = situation(which, LOST, province=ruled(which, rule))
        assert bool(checks(now, which)) is asks
        last = which.steps[-1]
        asked = {field.name: field for field in last.fields(now, {})}
        assert ("identity_checked" in asked) is asks
        if asks:
            field = asked["identity_checked"]
            assert (field.initial, field.kind) == ("", FieldKind.SEGMENTS)
            assert field.fault("") is not None
            assert field.fault("other-seen") is None


def test_the_words_are_those_of_the_page_of_the_pin() -> None:
    field = o.asked(situation(RELEASE, LOST), RELEASE)["identity_checked"]
    assert tuple((c.value, c.title) for c in field.choices) == PROOFS == seen_by_clerk()


def test_what_the_clerk_says_stands_in_facts_and_rows() -> None:
    now = situation(RELEASE, LOST)
    answers = {"actor": "self", "identity_checked": "other-seen"}
    assert told(now, RELEASE, answers) == ("other-seen", "")
    assert rows(now, RELEASE, answers)["身份核实"] == "看过本人其他有效证件原件"
    assert rows(now, RELEASE, {})["身份核实"] == "未选"


def test_a_document_that_was_read_asks_nothing_and_stands_there() -> None:
    now = replace(situation(RELEASE, LOST), proven=True)
    assert not checks(now, RELEASE)
    assert told(now, RELEASE, {"actor": "self"}) == ("document", "")
    assert rows(now, RELEASE, {})["身份核实"] == "已在本窗口读取证件"


def test_the_card_itself_counts_where_the_pack_takes_it_but_never_where_a_document_must_be_read() -> None:
    now = replace(situation(RELEASE, LOST), card_proves=True)
    assert not checks(now, RELEASE)
    assert told(now, RELEASE, {"actor": "self"}) == ("card-chip", "")
    strict = replace(situation(RELEASE, LOST, province=ruled(RELEASE, IdentityRule.DOCUMENT)), card_proves=True)
    assert checks(strict, RELEASE) == {"identity_checked"}


def test_where_it_is_not_asked_it_says_so_and_a_document_still_counts() -> None:
    now = situation(LOSS, person())
    assert LOSS.facts(now, {"scope": "both"})["identity"] == "none"
    assert "身份核实" not in rows(now, LOSS, {"scope": "both"})
    assert LOSS.facts(replace(now, proven=True), {"scope": "both"})["identity"] == "document"


def test_an_agents_document_is_asked_for_and_the_holders_besides_where_the_papers_name_it() -> None:
    """The holder's document proves nothing of the agent."""
    now = situation(RELEASE, LOST)
    assert checks(now, RELEASE, **AGENT) == {"actor_checked", "identity_checked"}
    assert checks(replace(now, proven=True), RELEASE, **AGENT) == {"actor_checked"}
    no_papers = replace(now, rules=replace(now.rules, materials=()))
    assert checks(no_papers, RELEASE, **AGENT) == {"actor_checked"}
    said = {**AGENT, "actor_checked": "card-seen", "identity_checked": "other-seen"}
    assert told(now, RELEASE, said) == ("card-seen", "other-seen")
    shown = rows(now, RELEASE, said)
    assert shown["身份核实"] == "看过代办人身份证原件，读卡器读不了"
    assert shown["持卡人证件"] == "看过持卡人其他有效证件原件"


def test_what_was_said_of_the_holder_is_not_said_of_an_agent_who_is_chosen_afterwards() -> None:
    now = situation(RELEASE, LOST)
    visit = o.visit(now, RELEASE, {"identity_checked": "card-seen", "actor_checked": "", **AGENT})
    missing = visit.missing_anywhere()
    assert missing is not None
    assert missing[1].name == "actor_checked"


@pytest.mark.parametrize(
    ("changed", "proven"),
    [
        ({}, True),
        ({"actor_name": "余别人"}, False),
        ({"actor_number": o.number_of("19860204")}, False),
    ],
    ids=["as read", "another name", "another number"],
)
def test_an_agents_document_counts_for_the_very_name_and_number_on_it(changed: dict[str, str], proven: bool) -> None:
    now = replace(situation(RELEASE, LOST), actor_document=CARD, proven=True)
    answers = {**AGENT, **changed}
    fields = o.asked(now, RELEASE, **answers)
    assert ("actor_checked" not in fields) is proven
    assert fields["actor_name"].read is fields["actor_number"].read is proven
    assert (told(now, RELEASE, answers)[0] == "document") is proven


def test_an_agents_document_that_ran_out_fills_in_and_proves_nothing() -> None:
    old = replace(CARD, valid_to=date(2024, 1, 1))
    now = replace(situation(RELEASE, LOST), actor_document=old, proven=True)
    fields = o.asked(now, RELEASE, **AGENT)
    assert "actor_checked" in fields
    assert "2024-01-01 已到期" in fields["actor_number"].note.zh


def test_where_a_document_must_be_read_nothing_else_can_be_chosen() -> None:
    now = situation(RELEASE, LOST, province=ruled(RELEASE, IdentityRule.DOCUMENT))
    field = o.asked(now, RELEASE)["identity_checked"]
    assert field.kind is FieldKind.TILES, "tiles show why"
    assert all(choice.refused is not None for choice in field.choices)
    assert field.fault("card-seen") is not None
    assert not checks(replace(now, proven=True), RELEASE)


def test_without_a_line_nothing_is_handed_to_an_agent_whose_document_was_not_read() -> None:
    """The holder's own document was read, as the hand-over wants; the agent's has to be too."""
    now = replace(situation(ACTIVATION, o.ready(), online=False), proven=True, outlet=o.OUTLET)
    field = o.asked(now, ACTIVATION, **AGENT)["actor_checked"]
    assert all(choice.refused is not None for choice in field.choices)
    assert not checks(replace(now, actor_document=CARD), ACTIVATION, **AGENT)
    assert not checks(now, ACTIVATION)


def test_nobody_is_asked_for_the_document_of_a_dead_holder() -> None:
    now = situation(CANCEL, replace(person(), life="dead"))
    assert checks(now, CANCEL, ground="death", **AGENT) == {"actor_checked"}
