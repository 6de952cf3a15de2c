"""Change of data: only what changed goes out, checked. Proof of the state: what was known when, and nothing more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.desk.situations import refusal
from counter_app.domain.card import CardState, Half
from counter_app.domain.nations import NATIONS, nation_code, nation_name
from counter_app.domain.procedure import Answers, Field, Situation
from counter_app.procedures import procedure
from tests.core.situations import NOW, person, situation, work_for

DATA, PROOF = procedure("data-change"), procedure("status-proof")


def fault(now: Situation, name: str, typed: str, **answers: str) -> str:
    fields: dict[str, Field] = {f.name: f for f in DATA.steps[0].fields(now, {**answers, name: typed})}
    found = fields[name].fault(typed)
    return found.zh if found else ""


def sent(now: Situation, **answers: str) -> Answers:
    kept = {"mobile": now.person.holder.mobile, "name": now.person.holder.name}
    return DATA.facts(now, {**kept, **answers})


def test_only_what_changed_goes_out() -> None:
    now = situation(DATA, person())
    assert sent(now, mobile="138 0731 2046") == {"new_mobile": "13807312046", "actor": "self"}
    assert sent(now, nation="土家族") == {"new_nation": "15", "actor": "self"}
    named = sent(now, name="林晓岚•一", proof="police")
    assert named == {"new_name": "林晓岚·一", "proof_of_change": "police", "actor": "self"}


def test_nothing_changed_and_impossible_values_are_told() -> None:
    now = situation(DATA, person())
    assert fault(now, "mobile", now.person.holder.mobile) == "没有改动，改好再继续"
    assert fault(now, "mobile", "1380731204") == "手机号应为 11 位，现为 10 位"
    assert "两位代码" in fault(now, "nation", "火星")
    assert fault(now, "name", "长" * 51) == "姓名最多 50 字，现为 51 字"


def test_a_new_name_asks_for_a_proof_and_leads_to_a_new_card() -> None:
    now = situation(DATA, person())
    asked = [f.name for f in DATA.steps[0].fields(now, {"name": "林晓"})]
    assert "proof" in asked
    assert "proof" not in [f.name for f in DATA.steps[0].fields(now, {"mobile": "13800000000"})]
    assert any("补换" in text.zh for text in DATA.warnings(now, {"name": "林晓", "proof": "police"}))


def test_rows_are_masked() -> None:
    now = situation(DATA, person())
    rows = {row.label.zh: row.value.zh for row in DATA.rows(now, {"mobile": "13807312046", "name": "林晓云"})}
    assert rows["新联系电话"] == "138 **** 2046"
    assert rows["新姓名"] == "林*云"


@pytest.mark.parametrize(("typed", "code"), [("汉", "01"), ("汉族", "01"), ("1", "01"), ("56", "56"), ("57", None)])
def test_nationalities_by_name_and_by_code(typed: str, code: str | None) -> None:
    assert nation_code(typed) == code


def test_every_nationality_reads_back() -> None:
    assert len(NATIONS) == 56
    assert all(nation_code(nation_name(code)) == code for code in NATIONS)
    assert (nation_name(""), nation_name("97")) == ("", "97")


def test_a_proof_tells_the_confirmed_state_and_names_what_waits() -> None:
    """A loss that waits is not proven: it may be turned down."""
    who = person()
    now = situation(PROOF, who, work=(work_for(who, {Half.SSC: CardState.FORMAL_LOSS.value}),), online=False)
    assert refusal(now, PROOF) is None
    rows = {row.label.zh: row.value.zh for row in PROOF.rows(now, {"what": "status"})}
    assert rows["社保功能"] == "正常"
    assert rows["数据时间"] == "2026-03-18 10:46（平台记录）"
    assert any("另有 1 笔业务待平台确认，没有计入" in text.zh for text in PROOF.warnings(now, {}))


def test_the_as_of_time_is_the_earliest_of_what_is_told() -> None:
    who = person()
    card = who.card
    assert card is not None
    assert card.bank is not None
    older = replace(card, bank=replace(card.bank, as_of=NOW - timedelta(hours=1)))
    now = situation(PROOF, replace(who, cards=(older,)))
    assert PROOF.facts(now, {"what": "status"})["as_of"] == "2026-03-18T01:46:00Z"


def test_whoever_has_no_card_gets_that_on_paper_and_somebody_unknown_gets_nothing() -> None:
    none = situation(PROOF, replace(person(), cards=()))
    assert {row.label.zh: row.value.zh for row in PROOF.rows(none, {})}["卡号"] == "平台记录中没有卡"
    unknown = refusal(situation(PROOF, person(known=False)), PROOF)
    assert unknown is not None
    assert unknown.what_next.zh


def test_the_paper_has_its_own_title_and_no_whole_number() -> None:
    assert PROOF.paper_title is not None
    assert PROOF.paper_title.zh == "社会保障卡状态证明"
    now = situation(PROOF, person())
    said = "".join(row.value.zh for row in PROOF.rows(now, {"what": "card"}))
    assert now.person.holder.number not in said
    assert now.person.holder.name not in said
