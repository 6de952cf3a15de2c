"""The packs that ship say what their regulations say: whole, with a basis for every rule, drafts marked as such."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from datetime import date
from typing import get_args

import pytest

from counter_app import provinces
from counter_app.domain.errors import BadInput
from counter_app.domain.four_eyes import Risk
from counter_app.domain.province import (
    Actor,
    BankLoss,
    BankStatus,
    Basis,
    Fee,
    OfflineRule,
    PersonKind,
    ProcedureRules,
    Province,
)
from counter_app.procedures import all_procedures
from counter_app.provinces.checks import NEEDED
from counter_app.provinces.forms import Strict
from counter_app.provinces.schema import Pack
from tests.provinces.samples import LEAST, read, shipped_text

FIVE = ["chongqing", "guangdong", "guangxi", "hainan", "hunan"]
DAY = date(2026, 11, 20)


def bases_in(thing: object) -> Iterator[Basis]:
    """Every basis that stands anywhere in a loaded pack."""
    if isinstance(thing, Basis):
        yield thing
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        for one in dataclasses.fields(thing):
            yield from bases_in(getattr(thing, one.name))
    elif isinstance(thing, tuple | frozenset):
        for item in thing:
            yield from bases_in(item)
    elif isinstance(thing, dict):
        for item in thing.values():
            yield from bases_in(item)


def rules(pack: str, procedure: str) -> ProcedureRules:
    return provinces.load(pack, on=DAY).procedures[procedure]


def articles(pack: str, procedure: str) -> list[str]:
    return [b.words.zh for b in rules(pack, procedure).basis]


def test_the_five_seed_provinces_ship() -> None:
    assert list(provinces.available()) == FIVE


@pytest.mark.parametrize("name", FIVE)
def test_every_pack_rules_on_every_procedure_with_a_basis_people_papers_fee_and_time(name: str) -> None:
    pack = provinces.load(name, on=DAY)
    assert {one.id for one in all_procedures()} <= set(pack.procedures)
    assert set(NEEDED) <= set(pack.procedures)
    for one in pack.procedures.values():
        assert one.guide
        assert one.basis
        assert one.fee is not None
        assert one.promise is not None
        assert one.conditions is not None
        assert one.steps
        assert one.acting


@pytest.mark.parametrize("name", FIVE)
def test_every_rule_names_its_article_or_says_that_it_is_an_example(name: str) -> None:
    """A basis is never empty, and one with no article is marked （示例）."""
    found = list(bases_in(provinces.load(name, on=DAY)))
    assert len(found) > 50
    for one in found:
        assert "第" in one.text.zh or one.example, one
        assert one.words.zh.endswith("（示例）") is one.example


@pytest.mark.parametrize("name", FIVE)
def test_no_regulation_names_a_number_of_days_but_the_state_councils_ten_for_a_first_card(name: str) -> None:
    """社会保险经办条例 art. 6. The five texts were read for it: every other promise and period is an example."""
    pack = provinces.load(name, on=DAY)
    assert pack.temporary_loss_basis.example
    named = {
        (key, one.promise.days, one.promise.basis.text.zh)
        for key, one in pack.procedures.items()
        if one.promise is not None and not one.promise.basis.example
    }
    assert named <= {("application", 10, "社会保险经办条例第六条")}


def test_every_table_of_a_pack_that_rules_something_must_have_a_basis() -> None:
    """A form with none is a name, a sentence or a part of a rule that has one: each is listed here by hand."""
    parts = {
        "Pack",
        "Words",
        "Names",
        "PaperName",
        "Regulation",
        "BasisForm",
        "GuideForm",
        "PinStates",
        "RetentionForm",
    }
    without: set[str] = set()
    seen: set[type[Strict]] = set()
    left: list[type[Strict]] = [Pack]
    while left:
        form = left.pop()
        seen.add(form)
        needed = [field for key, field in form.model_fields.items() if key == "basis" and field.is_required()]
        if not needed:
            without.add(form.__name__)
        for field in form.model_fields.values():
            left += [one for one in _forms(field.annotation) if one not in seen]
    assert len(seen) > 20
    assert without <= parts, without - parts


def _forms(annotation: object) -> list[type[Strict]]:
    """Forms anywhere in a type."""
    if isinstance(annotation, type) and issubclass(annotation, Strict):
        return [annotation]
    return [one for part in get_args(annotation) for one in _forms(part)]


@pytest.mark.parametrize("name", FIVE)
def test_a_draft_marks_every_basis_of_its_own_and_a_regulation_in_force_none(name: str) -> None:
    pack = provinces.load(name, on=DAY)
    own = [b for b in bases_in(pack) if b.text.zh.startswith(pack.name.zh)]
    assert own
    assert {"（草案）" in b.words.zh for b in own} == {pack.draft}
    assert pack.draft is (name in ("hunan", "guangxi"))


@pytest.mark.parametrize("name", FIVE)
def test_every_article_a_pack_names_stands_in_its_regulation(name: str) -> None:
    """No article beyond the last one, and none that the regulation skips (Hunan's draft has no article 10). Articles of
    other laws say whose they are.
    """
    last = {"chongqing": 23, "guangdong": 22, "guangxi": 23, "hainan": 19, "hunan": 20}[name]
    numbers = {int(n) for n in re.findall(r'en = "art\. (\d+)[^}]*\}(?!, regulation)', shipped_text(name))}
    assert numbers <= set(range(1, last + 1)) - ({10} if name == "hunan" else set())


@pytest.mark.parametrize("name", FIVE)
def test_everybody_has_somebody_who_may_act_and_children_a_guardian_only(name: str) -> None:
    for key, one in provinces.load(name, on=DAY).procedures.items():
        for kind in PersonKind:
            who = {line.who for line in one.acting if kind in line.kinds}
            assert who, (key, kind)
        assert Actor.SELF not in {line.who for line in one.acting if PersonKind.MINOR in line.kinds}
        for line in one.acting:
            assert bool(line.relations and line.proofs) is (line.who is not Actor.SELF)


@pytest.mark.parametrize("name", FIVE)
def test_each_kind_of_person_brings_papers_of_its_own(name: str) -> None:
    papers = rules(name, "application").materials
    mine = {kind: {m.id for m in papers if kind in m.kinds and Actor.SELF in m.actors} for kind in PersonKind}
    assert "id-card" in mine[PersonKind.RESIDENT]
    assert "hmt-permit" in mine[PersonKind.HMT]
    assert "foreign-permit" in mine[PersonKind.FOREIGNER]
    assert "id-or-register" in mine[PersonKind.MINOR]
    agents = {m.id for m in papers if Actor.AGENT in m.actors and Actor.SELF not in m.actors}
    assert agents == {"agent-letter", "agent-id"}  # the letter brings the agent's own paper along


@pytest.mark.parametrize("name", FIVE)
def test_what_must_not_be_done_blind_never_is(name: str) -> None:
    pack = provinces.load(name, on=DAY).procedures
    blind = {key for key, one in pack.items() if one.offline is OfflineRule.NEVER}
    assert blind == {"release", "cancellation", "bank-change", "resume-making", "pin-reset", "pin-unblock"}
    final = {key for key, one in pack.items() if one.offline is OfflineRule.FINAL}
    assert final == {"status-proof", "pin-change", "data-copy"}


@pytest.mark.parametrize("name", FIVE)
def test_what_builds_on_waiting_work(name: str) -> None:
    pack = provinces.load(name, on=DAY).procedures
    builds = {key for key, one in pack.items() if one.builds_on_waiting}
    here = {"status-proof", "pin-change", "data-copy", "consent-withdrawal"}  # nothing of these waits for an answer
    assert builds - here == {"temporary-loss", "formal-loss", "data-change", "application"}


def test_hunan_article_3_names_four_grounds() -> None:
    grounds = provinces.load("hunan").grounds
    assert [g.id for g in grounds] == ["live", "work", "insured", "service"]
    assert {g.basis.words.zh for g in grounds} == {"湖南省条例第三条（草案）"}


def test_hunan_article_8_makes_the_whole_life_free() -> None:
    """No fee of any procedure is more than nothing, and none can be set. It does not speak of people's data."""
    rules = dict(provinces.load("hunan").procedures)
    for fee in (rules.pop(one).fee for one in ("data-copy", "consent-withdrawal")):
        assert fee is not None
        assert (fee.fen, fee.free) == (0, False)
    for key, one in rules.items():
        assert one.fee is not None
        assert (one.fee.fen, one.fee.free) == (0, True), key
        assert one.fee.basis.words.zh == "湖南省条例第八条第二款（草案）"


def test_a_fee_that_is_free_by_regulation_cannot_be_booked() -> None:
    basis = rules("hunan", "replacement").basis[0]
    with pytest.raises(ValueError, match="cannot be booked"):
        Fee(2000, free=True, basis=basis)


def test_hunan_article_8_makes_cards_on_the_spot() -> None:
    promise = rules("hunan", "application").promise
    assert promise is not None
    assert promise.days == 0
    assert promise.basis.words.zh == "湖南省条例第八条第二款（草案）（示例）"  # 即时制卡 names no number of days


def test_hunan_names_the_misuse_of_article_17_when_a_card_is_handed_over() -> None:
    assert any("湖南省条例第十七条（草案）" in w.zh for w in rules("hunan", "activation").warnings)


def test_hunan_article_8_opens_bank_outlets_for_transit_and_nearby_work() -> None:
    assert any("公交卡" in line.text.zh for line in provinces.load("hunan").outlets)


def test_hainan_article_6_asks_for_household_or_entitlement() -> None:
    assert [g.id for g in provinces.load("hainan").grounds] == ["household", "entitled"]


def test_hainan_article_7_wants_times_and_the_days_are_examples() -> None:
    pack = provinces.load("hainan")
    promise = pack.procedures["replacement"].promise
    assert promise is not None
    assert promise.basis.words.zh == "海南省条例第七条（示例）"
    assert pack.temporary_loss_days == 10
    assert articles("hainan", "release") == ["海南省条例第七条"]


def test_hainan_article_11_a_refusal_has_a_reason_with_a_code() -> None:
    reasons = provinces.load("hainan").refusals
    assert len({r.code for r in reasons}) == len(reasons) >= 5
    assert {r.basis.words.zh for r in reasons} == {"海南省条例第十一条（示例）"}


def test_hainan_articles_13_and_14_are_told_with_the_card() -> None:
    said = " ".join(w.zh for w in rules("hainan", "activation").warnings)
    assert "海南省条例第十三条第二款" in said
    assert "诚信档案" in said


def test_hainan_article_10_serves_the_whole_province() -> None:
    assert any("跨地区" in line.text.zh for line in provinces.load("hainan").outlets)


def test_guangdong_article_5_says_who_may_apply_and_names_the_procedures() -> None:
    assert [g.id for g in provinces.load("guangdong").grounds] == ["live", "work", "insured", "service"]
    for named in ("temporary-loss", "formal-loss", "cancellation", "replacement"):
        assert articles("guangdong", named)[0] == "广东省条例第五条第三款"
    assert rules("guangdong", "release").basis[0].example  # not named


def test_guangdong_article_5_lets_the_bank_change_and_keeps_the_account() -> None:
    assert "广东省条例第五条第五款" in articles("guangdong", "bank-change")
    assert any(b.keeps_account for b in provinces.load("guangdong").banks)


def test_guangdong_article_8_has_a_changed_account_told() -> None:
    notice = provinces.load("guangdong").account_notice
    assert notice is not None
    assert notice.words.zh == "广东省条例第八条第一款"
    assert provinces.load("chongqing").account_notice is None


def test_guangdong_article_10_gives_residents_of_hong_kong_macao_and_taiwan_a_card() -> None:
    assert "广东省条例第十条第一款" in articles("guangdong", "application")


def test_guangdong_article_19_names_the_fine() -> None:
    assert any("1000 元以上 10000 元以下" in w.zh for w in rules("guangdong", "application").warnings)


def test_guangdong_article_20_stops_new_cards_of_one_bank() -> None:
    bank = provinces.load("guangdong").bank("B04")
    assert bank is not None
    assert bank.status is BankStatus.NO_NEW_CARDS
    assert bank.basis.words.zh == "广东省条例第二十条第一款（示例）"


def test_guangdong_article_21_stands_behind_the_second_clerk_at_cancelling() -> None:
    cancelling = rules("guangdong", "cancellation")
    assert [risk.basis.words.zh for risk in cancelling.high_risk if risk.when is Risk.ALWAYS] == [
        "广东省条例第二十一条（示例）"
    ]
    assert cancelling.basis[-1].words.zh == "广东省条例第二十一条（示例）"


def test_what_is_of_high_risk_is_the_same_everywhere_and_a_loss_report_is_never() -> None:
    """Cancelling, a PIN without the old one, a release by an agent, another name, and what is done anew."""
    for name in provinces.available():
        pack = provinces.load(name)
        risks = {key: {risk.when for risk in one.high_risk} for key, one in pack.procedures.items() if one.high_risk}
        assert risks["cancellation"] == {Risk.ALWAYS, Risk.ANEW}, name
        assert risks["pin-reset"] == risks["pin-unblock"] == {Risk.ALWAYS}, name
        assert risks["release"] == {Risk.AGENT, Risk.ANEW}, name
        assert risks["data-change"] == {Risk.NAME, Risk.ANEW}, name
        assert not risks.keys() & {"temporary-loss", "formal-loss", "pin-change", "status-proof", "data-copy"}, name


def test_a_province_adds_a_rule_of_high_risk_and_takes_one_away() -> None:
    added = read(
        LEAST
        + """
[high_risk.name]
procedures = []
[high_risk.own]
procedures = ["activation"]
why = { zh = "试", en = "try" }
basis = { example = true }
"""
    )
    assert Risk.NAME not in {risk.when for risk in added.procedures["data-change"].high_risk}
    assert [risk.why.zh for risk in added.procedures["activation"].high_risk if risk.when is Risk.ALWAYS] == ["试"]


def test_guangdong_articles_5_and_11_name_ways_to_be_served_and_heard() -> None:
    said = " ".join(line.text.zh for line in provinces.load("guangdong").channels)
    assert "自助终端" in said
    assert "投诉" in said


def test_chongqing_article_15_stands_behind_what_is_made_public() -> None:
    pack = provinces.load("chongqing")
    for key, one in pack.procedures.items():
        assert one.basis[0].words.zh == "重庆市条例第十五条第一款（示例）", key
    assert pack.outlets


def test_chongqing_article_18_serves_cards_of_sichuan() -> None:
    sichuan = next(a for a in provinces.load("chongqing").abroad if a.prefix == "51")
    assert "status-proof" in sichuan.procedures
    assert sichuan.basis.text.zh == "重庆市条例第十八条第一款"


def test_chongqing_article_20_names_telephone_and_web_for_complaints() -> None:
    complaints = next(line for line in provinces.load("chongqing").channels if line.heading.zh == "投诉")
    assert "12333" in complaints.text.zh
    assert "网上投诉" in complaints.text.zh


def test_chongqing_article_21_names_the_misuse() -> None:
    assert any("重庆市条例第二十一条" in w.zh for w in rules("chongqing", "replacement").warnings)


def test_guangxi_article_6_names_the_procedures_and_13_the_choice_of_bank() -> None:
    assert articles("guangxi", "application") == ["广西条例第六条第二款（草案）"]
    assert articles("guangxi", "bank-change") == ["广西条例第十三条第二款（草案）"]


def test_guangxi_article_17_has_a_green_lane_and_article_21_warns_at_the_pin() -> None:
    pack = provinces.load("guangxi")
    assert any(line.heading.zh == "绿色通道" for line in pack.channels)
    assert any("密码" in w.zh for w in pack.procedures["pin-change"].warnings)


def test_banks_say_who_tells_them() -> None:
    for name in FIVE:
        pack: Province = provinces.load(name)
        assert {b.loss for b in pack.banks} == {BankLoss.JOINT, BankLoss.SEPARATE}
        assert all(b.phone for b in pack.banks)


def test_an_unknown_pack_names_the_known_ones() -> None:
    with pytest.raises(BadInput, match="hunan"):
        provinces.load("atlantis")
    with pytest.raises(BadInput, match="no such pack"):
        provinces.load("../provinces/hunan")


def test_peek_gives_name_and_version_without_checking() -> None:
    words, version = provinces.peek("hunan")
    assert words.zh == "湖南"
    assert version == provinces.load("hunan").version
