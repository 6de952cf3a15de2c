"""Collection and activation: which card, to whom, what is enabled, and when it is never done blind. All pure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.desk.situations import refusal
from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.errors import ForbiddenOffline, MustWait, NeedsDocument, NotEligible
from counter_app.domain.holder import Person
from counter_app.domain.making import MakingState, OrderKind
from counter_app.domain.operation import Answer, HalfAnswer, OperationId, Verdict
from counter_app.domain.procedure import Situation
from counter_app.domain.province import Province
from counter_app.procedures import procedure
from counter_app.procedures.activation import about
from tests.core import ordering as o
from tests.core.situations import HUNAN, NOW, person, situation, work_for

ACTIVATION = procedure("activation")


def seen(who: Person, *, online: bool = True, proven: bool = False, province: Province = HUNAN) -> Situation:
    """The situation as the desk makes it: about the sealed card, at this outlet."""
    now = situation(ACTIVATION, about(who), online=online, province=province)
    return replace(now, outlet=o.OUTLET, proven=proven)


def with_old_card(state: CardState = CardState.FORMAL_LOSS) -> Person:
    """A lost card or one in that state, and the one that takes its place."""
    old = person(state, BankState.NORMAL if state is CardState.NORMAL else BankState.FORMAL_LOSS)
    made = o.order(kind=OrderKind.REPLACEMENT, card_number="B00000027", replaces="B00000019")
    return replace(old, cards=(*old.cards, o.sealed()), orders=(made,))


def test_a_ready_card_is_handed_over_and_only_what_was_agreed_to_is_enabled() -> None:
    now = seen(o.ready())
    assert refusal(now, ACTIVATION) is None
    assert now.person.card is not None
    assert now.person.card.number == "B00000027"
    taken = o.submitted(now, ACTIVATION, bank_side="taken")
    assert ACTIVATION.changes(now, taken) == {Half.SSC: "1", Half.BANK: "normal"}
    declined = o.submitted(now, ACTIVATION, bank_side="declined")
    assert ACTIVATION.changes(now, declined) == {Half.SSC: "1"}
    facts = ACTIVATION.facts(now, declined)
    assert (facts["collected_by"], facts["bank_side"], facts["actor"]) == ("self", "declined", "self")
    rows = {r.label.zh: r.value.zh for r in ACTIVATION.rows(now, declined)}
    assert "0000-95501" in rows["金融功能"], "where it can be activated later"


def test_the_bank_side_is_offered_with_nothing_chosen() -> None:
    field = o.asked(seen(o.ready()), ACTIVATION)["bank_side"]
    assert field.initial == ""
    assert field.fault("") is not None


@pytest.mark.parametrize("bank", [BankState.NORMAL, BankState.CLOSED])
def test_a_bank_side_that_is_not_waiting_is_not_offered(bank: BankState) -> None:
    who = replace(o.ready(), cards=(o.sealed(bank=bank),))
    assert "bank_side" not in o.asked(seen(who), ACTIVATION)


def test_the_bank_side_is_for_the_holder_alone_and_for_a_bank_the_platform_tells() -> None:
    agent = {"actor": "agent", "actor_name": "林国栋", "actor_number": o.PARENT}
    assert "bank_side" not in o.asked(seen(o.ready()), ACTIVATION, **agent)
    separate = replace(o.ready(), cards=(o.sealed(code="B03"),))
    now = seen(separate)
    assert "bank_side" not in o.asked(now, ACTIVATION)
    assert set(ACTIVATION.changes(now, o.submitted(now, ACTIVATION))) == {Half.SSC}


def test_the_old_card_is_named_as_the_one_that_stops() -> None:
    now = seen(with_old_card())
    assert refusal(now, ACTIVATION) is None
    rows = {r.label.zh: r.value.zh for r in ACTIVATION.rows(now, o.submitted(now, ACTIVATION, bank_side="taken"))}
    assert rows["卡号"] == "B0000 **27"
    assert rows["旧卡同时停用"] == "B0000 **19"


@pytest.mark.parametrize(
    ("who", "why", "how"),
    [
        (person(), "没有待领的卡", "申领"),
        (o.nobody_yet(), "没有待领的卡", "申领"),
        (replace(o.nobody_yet(), orders=(o.order(MakingState.MAKING),)), "正在制卡", "2026年4月1日"),
        (replace(o.nobody_yet(), orders=(o.order(MakingState.FAILED),)), "制卡失败", "恢复制卡"),
        (replace(o.nobody_yet(), orders=(o.order(),)), "还没有收到", "联网"),
        (replace(o.ready(), life="dead"), "死亡", "注销"),
        (replace(o.ready(), orders=(o.order(MakingState.FAILED, card_number="B00000027"),)), "制卡失败", "恢复"),
    ],
)
def test_without_a_ready_card_it_is_refused_with_the_lawful_way(who: Person, why: str, how: str) -> None:
    no = refusal(seen(who), ACTIVATION)
    assert isinstance(no, NotEligible)
    assert why in no.message.zh
    assert how in no.what_next.zh


def test_a_sealed_card_without_an_order_is_enabled_with_a_line_only() -> None:
    who = replace(o.nobody_yet(), cards=(o.sealed(),))
    assert refusal(seen(who), ACTIVATION) is None
    assert isinstance(refusal(seen(who, online=False, proven=True), ACTIVATION), ForbiddenOffline)


def test_offline_it_takes_the_identity_card_read_here_and_the_card_on_this_outlets_list() -> None:
    assert isinstance(refusal(seen(o.ready(), online=False), ACTIVATION), NeedsDocument)
    assert refusal(seen(o.ready(), online=False, proven=True), ACTIVATION) is None
    elsewhere = o.ready(outlet="439902")
    no = refusal(seen(elsewhere, online=False, proven=True), ACTIVATION)
    assert isinstance(no, ForbiddenOffline)
    assert not isinstance(no, NeedsDocument)
    assert refusal(seen(elsewhere), ACTIVATION) is None
    assert "别的网点" in o.said(ACTIVATION.warnings(seen(elsewhere), {}))


def test_accepted_once_it_is_not_done_again() -> None:
    who = about(o.ready())
    again = situation(ACTIVATION, who, work=(work_for(who, {Half.SSC: CardState.NORMAL.value}),))
    assert isinstance(refusal(again, ACTIVATION), MustWait)
    no = ACTIVATION.unlawful(again)
    assert no is not None
    assert no.message.zh == "已受理启用"


def test_the_words_never_call_the_bank_side_active_unless_it_was_taken() -> None:
    now = seen(o.ready())
    half = HalfAnswer(Half.SSC, Verdict.ACCEPTED, "1", effective_at=NOW)
    answer = Answer(OperationId("1"), Verdict.ACCEPTED, NOW, (half,))
    declined = ACTIVATION.confirmed(now, {"bank_side": "declined"}, answer)
    assert "没有激活" in o.said(declined.means)
    taken = ACTIVATION.confirmed(now, {"bank_side": "taken"}, answer)
    assert "已激活" in o.said(taken.means)
    assert "妥善保管卡和密码" in o.said(declined.next)
    assert "妥善保管" in o.said(ACTIVATION.reminders)


def test_an_old_card_is_spoken_of_only_where_there_is_one() -> None:
    half = HalfAnswer(Half.SSC, Verdict.ACCEPTED, "1", effective_at=NOW)
    answer = Answer(OperationId("1"), Verdict.ACCEPTED, NOW, (half,))
    first, second = seen(o.ready()), seen(with_old_card())
    gone = person(CardState.CANCELLED, BankState.CLOSED)
    after = replace(second, person=replace(gone, cards=(*gone.cards, replace(o.sealed(), state=CardState.NORMAL))))
    worn = seen(with_old_card(CardState.NORMAL))
    for now, done, stops, taken in (
        (first, first, False, False),
        (second, after, True, False),
        (worn, after, True, True),
    ):
        facts = ACTIVATION.facts(now, {"bank_side": "declined"})
        assert ("旧卡" in o.said(ACTIVATION.outcome(now, {}).means)) is stops
        assert ("收回旧卡" in o.said(ACTIVATION.confirmed(done, facts, answer).next)) is taken, "a lost card is nowhere"


@pytest.mark.parametrize(
    ("old_card", "wanted"),
    [
        ({"old_card": "in-hand", "old_card_back": "yes"}, "旧卡剪角保管"),
        ({"old_card": "in-hand", "old_card_back": "no"}, "旧卡没有交回，已停用"),
        ({"old_card": "in-hand"}, "收回旧卡"),
        ({}, "交给领卡人"),
    ],
)
def test_the_clerk_is_told_of_the_old_card_what_they_said_of_it(old_card: dict[str, str], wanted: str) -> None:
    half = HalfAnswer(Half.SSC, Verdict.ACCEPTED, "1", effective_at=NOW)
    answer = Answer(OperationId("1"), Verdict.ACCEPTED, NOW, (half,))
    said = o.said(ACTIVATION.confirmed(seen(o.ready()), {"bank_side": "declined", **old_card}, answer).next)
    assert wanted in said
    assert ("收回旧卡" in said) is (wanted == "收回旧卡")


def test_a_kept_account_that_works_goes_on_and_one_that_was_stopped_says_so() -> None:
    def kept(state: CardState) -> Situation:
        who = with_old_card(state)
        return seen(replace(who, orders=(replace(who.orders[0], keeps_account=True),)))

    worn, lost = kept(CardState.NORMAL), kept(CardState.FORMAL_LOSS)
    assert "bank_side" not in o.asked(worn, ACTIVATION)
    assert "照常使用" in {r.label.zh: r.value.zh for r in ACTIVATION.rows(worn, {})}["金融功能"]
    assert ACTIVATION.warnings(worn, {}) == ()
    assert "bank_side" in o.asked(lost, ACTIVATION)
    assert "发放和代扣会停" in o.said(ACTIVATION.warnings(lost, {"bank_side": "declined"}))
    assert ACTIVATION.warnings(lost, o.submitted(lost, ACTIVATION, bank_side="taken")) == ()


def test_a_card_that_stopped_long_ago_is_not_said_to_stop_now() -> None:
    """One that went missing before it was enabled is void already."""
    now = seen(with_old_card(CardState.CANCELLED))
    assert "旧卡同时停用" not in {r.label.zh for r in ACTIVATION.rows(now, {"bank_side": "declined"})}
    assert "old_card" not in ACTIVATION.facts(now, {"bank_side": "declined"})


def test_a_card_of_another_outlets_list_is_said_to_be_in_hand() -> None:
    """With a line; without one only this outlet's own list counts, and no outlet is not this one."""
    elsewhere, here = seen(o.ready(outlet="439902")), seen(o.ready())
    field = o.asked(elsewhere, ACTIVATION)["lies_here"]
    assert (field.required, field.initial) == (True, "")
    assert "lies_here" not in o.asked(here, ACTIVATION)
    assert ACTIVATION.facts(elsewhere, {"bank_side": "declined", "lies_here": "yes"})["lies_here"] == "yes"
    nowhere = seen(o.ready(outlet=""), online=False, proven=True)
    assert isinstance(refusal(nowhere, ACTIVATION), ForbiddenOffline)
