"""Application: who may, who acts, which bank, what goes to the platform and onto paper. All pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pytest

from counter_app.desk.situations import refusal
from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.errors import NotEligible
from counter_app.domain.making import MakingState
from counter_app.domain.papers import COMPARED
from counter_app.domain.procedure import FieldKind
from counter_app.domain.province import BankStatus, Fee, Promise
from counter_app.procedures import procedure
from tests.core import ordering as o
from tests.core.situations import HUNAN, person, situation, work_for

APPLICATION = procedure("application")
GIVEN = {"ground": "live", "bank": "B02"}
DIGEST = "ab" * 32


def test_somebody_without_a_card_may_apply_and_the_bank_is_an_answer_of_the_holder() -> None:
    now = replace(situation(APPLICATION, o.nobody_yet()), outlet=o.OUTLET, outlet_name="示例网点")
    assert refusal(now, APPLICATION) is None
    answers = o.submitted(now, APPLICATION, **GIVEN)
    facts = APPLICATION.facts(now, answers)
    assert APPLICATION.changes(now, answers) == {}
    assert {k: facts[k] for k in ("ground", "bank", "mobile", "photo", "outlet", "actor")} == {
        "ground": "live",
        "bank": "B02",
        "mobile": "13900000046",
        "photo": "file",
        "outlet": o.OUTLET,
        "actor": "self",
    }
    assert "materials" not in facts, "nobody has said that papers were compared"
    rows = {r.label.zh: r.value.zh for r in APPLICATION.rows(now, answers)}
    assert (rows["服务银行"], rows["联系电话"], rows["领卡网点"]) == ("示例银行二", "139 **** 0046", "示例网点")
    assert o.nobody_yet().holder.number not in " ".join(rows.values()), "numbers stand masked on paper"


def test_papers_were_compared_only_when_the_clerk_has_said_so_and_fit_the_answers() -> None:
    """The page says what submitting means; a photo from the identity card is none to bring."""
    now = situation(APPLICATION, o.nobody_yet())

    def said(answers: Mapping[str, str]) -> tuple[str, dict[str, str]]:
        return APPLICATION.facts(now, answers).get("materials", ""), {
            r.label.zh: r.value.zh for r in APPLICATION.rows(now, answers)
        }

    seen = replace(now, pictures={DIGEST: b"a picture"})
    asked = o.submitted(seen, APPLICATION, **GIVEN, photo="brought", picture=DIGEST)
    told, rows = said(asked)
    assert (told, "已核对材料" in rows) == ("", False)
    assert rows["应核对材料"].endswith("（提交即确认已核对）")
    told, rows = said({**asked, COMPARED: "yes"})
    assert told == "id-card,photo"
    assert "照" in rows["已核对材料"]
    told, rows = said({**o.submitted(now, APPLICATION, **GIVEN), COMPARED: "yes"})
    assert told == "id-card"


@pytest.mark.parametrize(
    ("who", "why", "how"),
    [
        (person(), "已有一张卡", "挂失"),
        (person(CardState.TEMPORARY_LOSS), "已有一张卡", "补卡"),
        (o.ready(), "已有卡待启用", "领卡启用"),
        (replace(o.nobody_yet(), orders=(o.order(MakingState.MAKING),)), "正在制卡", "2026年4月1日"),
        (replace(o.nobody_yet(), orders=(o.order(MakingState.FAILED),)), "制卡失败", "恢复制卡"),
        (replace(o.nobody_yet(), orders=(o.order(MakingState.UNKNOWN),)), "平台有一张卡在办", "12333"),
        (replace(o.nobody_yet(), life="dead"), "死亡", "注销"),
        (replace(o.nobody_yet(), life="missing"), "失踪", "注销"),
    ],
)
def test_what_stands_in_the_way_is_one_sentence_and_the_lawful_way(who: object, why: str, how: str) -> None:
    no = refusal(situation(APPLICATION, who), APPLICATION)  # type: ignore[arg-type]
    assert isinstance(no, NotEligible)
    assert why in no.message.zh
    assert how in no.what_next.zh


def test_after_cancellation_one_may_apply_again_also_while_it_still_waits() -> None:
    """Checks run on the projected state: a cancellation that waits counts as done here."""
    assert refusal(situation(APPLICATION, person(CardState.CANCELLED, BankState.CLOSED)), APPLICATION) is None
    who = person()
    gone = (work_for(who, {Half.SSC: CardState.CANCELLED.value}),)
    assert refusal(situation(APPLICATION, who, work=gone), APPLICATION) is None


@pytest.mark.parametrize("name", ["application", "replacement", "bank-change"])
def test_an_order_that_waits_for_the_platform_counts_as_under_way(name: str) -> None:
    who = o.nobody_yet()
    no = refusal(situation(APPLICATION, who, work=(o.waiting(who, name),)), APPLICATION)
    assert isinstance(no, NotEligible)
    assert no.message.zh == "已于 10:41 受理制卡"
    settled = replace(o.waiting(who, name), state=work_for(who, {}).state.SETTLED)
    assert refusal(situation(APPLICATION, who, work=(settled,)), APPLICATION) is None


def test_the_order_of_the_banks_is_drawn_for_each_visit_and_stays_the_same_within_it() -> None:
    now = situation(APPLICATION, o.nobody_yet())
    first: Counter[str] = Counter()
    for lot in range(600):
        drawn = [c.value for c in o.asked(replace(now, lot=f"visit-{lot}"), APPLICATION)["bank"].choices]
        again = [c.value for c in o.asked(replace(now, lot=f"visit-{lot}"), APPLICATION, **GIVEN)["bank"].choices]
        assert drawn == again
        first[drawn[0]] += 1
    assert set(first) == {b.code for b in HUNAN.banks}
    assert min(first.values()) > 600 / len(HUNAN.banks) * 0.7, "no bank is put first more often than chance does"


def test_no_bank_is_chosen_before_the_holder_chooses() -> None:
    field = o.asked(situation(APPLICATION, o.nobody_yet()), APPLICATION)["bank"]
    assert (field.initial, field.kind) == ("", FieldKind.TILES)
    assert field.fault("") is not None
    assert field.note.zh.startswith("顺序由抽签排定")


def test_a_bank_without_new_cards_is_shown_greyed_and_one_that_ended_is_not_shown() -> None:
    one, two, three = HUNAN.banks[:3]
    pack = o.with_bank(one, replace(two, status=BankStatus.NO_NEW_CARDS), replace(three, status=BankStatus.ENDED))
    field = o.asked(situation(APPLICATION, o.nobody_yet(), province=pack), APPLICATION)["bank"]
    assert {c.value: c.refused is None for c in field.choices} == {one.code: True, two.code: False}
    fault = field.fault(two.code)
    assert fault is not None
    assert "暂停办新卡" in fault.zh
    none = o.with_bank(replace(one, status=BankStatus.NO_NEW_CARDS))
    no = refusal(situation(APPLICATION, o.nobody_yet(), province=none), APPLICATION)
    assert isinstance(no, NotEligible)
    assert "没有银行" in no.message.zh


def test_a_single_ground_is_not_asked_and_goes_into_the_rows() -> None:
    pack = replace(HUNAN, grounds=HUNAN.grounds[:1])
    now = situation(APPLICATION, o.nobody_yet(), province=pack)
    assert "ground" not in o.asked(now, APPLICATION)
    answers = o.submitted(now, APPLICATION, bank="B01")
    assert APPLICATION.facts(now, answers)["ground"] == HUNAN.grounds[0].id
    assert any(r.value == HUNAN.grounds[0].name for r in APPLICATION.rows(now, answers))


def test_the_receipt_names_fee_and_promised_day_by_the_pack() -> None:
    basis = HUNAN.temporary_loss_basis
    rules = replace(HUNAN.procedures["application"], fee=Fee(2050, False, basis), promise=Promise(10, basis))
    pack = replace(HUNAN, procedures={**HUNAN.procedures, "application": rules})
    now = situation(APPLICATION, o.nobody_yet(), province=pack)
    rows = {r.label.zh: r.value.zh for r in APPLICATION.rows(now, o.submitted(now, APPLICATION, **GIVEN))}
    assert rows["费用"] == "20.50 元"
    assert rows["承诺办结"] == "2026年4月1日前（10 个工作日）"
    assert APPLICATION.facts(now, o.submitted(now, APPLICATION, **GIVEN))["promised_on"] == "2026-04-01"
    bare = replace(pack, procedures={**HUNAN.procedures, "application": replace(rules, fee=None, promise=None)})
    silent = situation(APPLICATION, o.nobody_yet(), province=bare)
    labels = {r.label.zh for r in APPLICATION.rows(silent, o.submitted(silent, APPLICATION, **GIVEN))}
    assert not labels & {"费用", "承诺办结"}, "what no rule says is not promised"
    assert "promised_on" not in APPLICATION.facts(silent, o.submitted(silent, APPLICATION, **GIVEN))


def test_a_small_child_needs_no_photo() -> None:
    small = situation(APPLICATION, o.nobody_yet("20220101"))
    assert o.asked(small, APPLICATION)["photo"].initial == "none"
    grown = o.asked(situation(APPLICATION, o.nobody_yet()), APPLICATION)["photo"]
    assert "none" not in {c.value for c in grown.choices}


def test_somebody_nobody_knows_here_may_apply_by_name_and_nothing_else_is_claimed() -> None:
    """Offline, by number alone: provisional until the platform answers; of a card nothing is known."""
    now = situation(APPLICATION, person(known=False), online=False)
    assert refusal(now, APPLICATION) is None
    answers = o.submitted(now, APPLICATION, **GIVEN, name="林晓岚", mobile="13900000046")
    assert any(r.value.zh == "林*岚" for r in APPLICATION.rows(now, answers))
    for other in ("replacement", "bank-change", "resume-making", "activation"):
        no = procedure(other).unlawful(situation(procedure(other), now.person, online=False))
        assert isinstance(no, NotEligible)
        assert no.message.zh == "不知道卡的状态"


@pytest.mark.parametrize(("source", "asks"), [("file", False), ("taken", True), ("brought", True)])
def test_a_picture_is_asked_for_where_one_is_taken_or_brought(source: str, asks: bool) -> None:
    now = situation(APPLICATION, o.nobody_yet())
    fields = {f.name: f for f in APPLICATION.steps[0].fields(now, {"photo": source})}
    assert ("picture" in fields) is asks
    assert fields["photo"].note.zh
    if asks:
        assert fields["picture"].kind is FieldKind.PHOTO
        assert fields["picture"].fault(DIGEST) is not None, "a digest nobody kept a picture for"
        assert APPLICATION.facts(now, {"photo": source, "picture": DIGEST})["photo_digest"] == DIGEST
    else:
        assert "photo_digest" not in APPLICATION.facts(now, {"photo": source})
