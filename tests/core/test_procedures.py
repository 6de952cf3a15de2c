"""Procedures as declared: when each is lawful, what it may reach, what it says. All pure."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from counter_app import provinces
from counter_app.desk.situations import refusal
from counter_app.domain import life
from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.errors import AlreadyLost, ForbiddenOffline, MustWait, NotEligible, NotLost, Refused
from counter_app.domain.holder import Person
from counter_app.domain.making import CardOrder, MakingState, OrderKind
from counter_app.domain.procedure import Answers, Procedure, Situation
from counter_app.ports import VisitRecord
from counter_app.procedures import all_procedures, procedure
from counter_app.visit import Visit, submitted_answers
from tests.core.situations import NOW, chip_of, person, situation, without_formal_release, work_for
from tests.parts.answering import answered

TEMPORARY, FORMAL, RELEASE = (procedure(n) for n in ("temporary-loss", "formal-loss", "release"))
STATES = list(product(CardState, [*BankState, None], ["B01", "B03"]))
ORDERS = [
    (),
    *((CardOrder("1", "2", OrderKind.NEW, state, "B01", "示例银行", "439901", NOW, NOW),) for state in MakingState),
]


def filled(now: Situation, which: Procedure, **given: str) -> Answers:
    """What would be submitted when the clerk only presses on, and answers what must be answered."""
    record = VisitRecord(
        "v", 0, now.person.holder.number, "", "typed", "asking", "0317", NOW, which.id, answers=tuple(given.items())
    )
    visit = answered(Visit(record, which, now))
    assert visit.missing_anywhere() is None, (which.id, visit.missing_anywhere())
    return submitted_answers(visit)


def with_answers(visit: Visit) -> Visit:
    """The visit with the answers of the example, given step by step; twice, for an answer may bring a question."""
    for step in (*range(len(visit.procedure.steps)),) * 2:
        visit = visit.at(step).answered(visit.procedure.example)
    return visit


def about(which: Procedure, who: Person, **given: Any) -> Situation:
    """The situation as the desk makes it: of the card the procedure is about."""
    return situation(which, which.about(who), **given)


def people() -> list[Person]:
    """Somebody in every pair of states; and with a card in order, lost, sealed, or none: an order in each state."""
    pairs = [person(ssc, bank, bank_code=code) for ssc, bank, code in STATES]
    sealed = person(CardState.SEALED, BankState.INACTIVE)
    few = [person(), person(CardState.FORMAL_LOSS, BankState.FORMAL_LOSS), sealed, replace(person(), cards=())]
    return [*pairs, *(replace(who, orders=order) for who in few for order in ORDERS)]


@pytest.mark.parametrize("which", all_procedures(), ids=lambda p: p.id)
@pytest.mark.parametrize("pack", provinces.available())
def test_in_every_state_a_procedure_is_refused_with_words_or_can_be_carried_out(which: Procedure, pack: str) -> None:
    """No state of the two halves breaks a procedure; a half that is changed goes to another state by the one table."""
    province = provinces.load(pack)
    lawful = 0
    for who in people():
        now = about(which, who, province=province)
        no = refusal(now, which)
        if no is not None:
            assert no.message.zh
            assert no.what_next.zh
            assert "{" not in no.message.zh + no.what_next.zh
            continue
        lawful += 1
        answers = filled(now, which)
        for half, target in which.changes(now, answers).items():
            shown = now.view.half(half).shown.value
            assert any(m.after == target and shown in m.before for m in life.MOVES[half].values()) or shown == "?"
        assert all(which.facts(now, answers).values())
        assert which.rows(now, answers)
        outcome = which.outcome(now, answers)
        said = (*outcome.happened, *outcome.means, *outcome.next)
        assert all(t.zh and t.en for t in said)
    assert lawful


@pytest.mark.parametrize("which", all_procedures(), ids=lambda p: p.id)
def test_a_separate_bank_is_never_told_of_a_loss(which: Procedure) -> None:
    """Where the pack says the holder must tell the bank, no answer may report or release its half."""
    for ssc, bank in product(CardState, BankState):
        now = situation(which, person(ssc, bank, bank_code="B03"))
        if refusal(now, which) is None:
            changes = which.changes(now, filled(now, which))
            assert changes.get(Half.BANK) in (None, life.after(life.Act.ENABLE)[Half.BANK])


def test_a_separate_bank_is_named_with_its_telephone_before_submitting_and_on_paper() -> None:
    now = situation(TEMPORARY, person(bank_code="B03"))
    said = TEMPORARY.warnings(now, filled(now, TEMPORARY))
    assert any("没有停用" in t.zh and "0000-95503" in t.zh for t in said)


def test_the_hotline_is_named_for_the_social_security_side_only() -> None:
    now = situation(TEMPORARY, person(ssc=CardState.NORMAL))
    bank_only = filled(now, TEMPORARY, scope="bank")
    assert all("12333" not in t.zh for t in TEMPORARY.pending(now, bank_only))
    both = TEMPORARY.pending(now, filled(now, TEMPORARY))
    assert [("12333" in t.zh, "0000-95501" in t.zh) for t in both] == [(True, False), (False, True)]


@pytest.mark.parametrize("which", all_procedures(), ids=lambda p: p.id)
def test_nothing_claims_more_than_accepted_before_the_platform_answers(which: Procedure) -> None:
    lawful = [now for who in people() if refusal(now := about(which, who), which) is None]
    for now in lawful:
        lines = which.outcome(now, filled(now, which))
        words = " ".join(t.zh for t in (*lines.happened, *lines.means, *lines.next))
        assert not any(claim in words for claim in ("成功", "完成", "已挂失", "即时生效"))


def test_a_temporary_loss_on_top_of_one_is_refused_and_formal_is_the_way() -> None:
    now = situation(TEMPORARY, person(CardState.TEMPORARY_LOSS, BankState.TEMPORARY_LOSS))
    assert isinstance(refusal(now, TEMPORARY), AlreadyLost)
    assert refusal(situation(FORMAL, now.person), FORMAL) is None


def test_a_waiting_loss_is_told_with_its_minute_and_can_be_made_formal() -> None:
    """Checks run on the projected state: platform plus waiting work."""
    who = person()
    waiting = (work_for(who, {Half.SSC: CardState.TEMPORARY_LOSS.value, Half.BANK: BankState.TEMPORARY_LOSS.value}),)
    no = refusal(situation(TEMPORARY, who, work=waiting), TEMPORARY)
    assert isinstance(no, NotEligible)
    assert no.message.zh == "已于 10:41 受理"
    assert refusal(situation(FORMAL, who, work=waiting), FORMAL) is None


def test_release_needs_a_line_a_loss_and_nothing_waiting() -> None:
    lost = person(CardState.TEMPORARY_LOSS, BankState.TEMPORARY_LOSS)
    assert refusal(situation(RELEASE, lost), RELEASE) is None
    assert isinstance(refusal(situation(RELEASE, lost, online=False), RELEASE), ForbiddenOffline)
    assert isinstance(refusal(situation(RELEASE, person()), RELEASE), NotLost)
    waiting = (work_for(lost, {Half.SSC: CardState.FORMAL_LOSS.value}),)
    assert isinstance(refusal(situation(RELEASE, lost, work=waiting), RELEASE), MustWait)
    assert isinstance(refusal(situation(RELEASE, lost, work=waiting, online=False), RELEASE), ForbiddenOffline)


def test_release_of_a_formal_loss_is_the_packs_word() -> None:
    lost = person(CardState.FORMAL_LOSS, BankState.FORMAL_LOSS)
    assert refusal(situation(RELEASE, lost), RELEASE) is None
    no = refusal(situation(RELEASE, lost, province=without_formal_release()), RELEASE)
    assert isinstance(no, NotEligible)


def test_a_bank_loss_at_a_separate_bank_is_released_by_the_bank() -> None:
    no = refusal(situation(RELEASE, person(CardState.NORMAL, BankState.FORMAL_LOSS, bank_code="B03")), RELEASE)
    assert isinstance(no, NotEligible)
    assert "0000-95503" in no.what_next.zh


@pytest.mark.parametrize("which", [TEMPORARY, FORMAL], ids=["temporary", "formal"])
def test_a_loss_of_the_very_card_on_the_reader_asks_why(which: Procedure) -> None:
    who = person()
    here = situation(which, who, chip=chip_of(who))
    names = [f.name for f in which.steps[0].fields(here, {})]
    assert "card_here" in names
    away = situation(which, who)
    assert "card_here" not in [f.name for f in which.steps[0].fields(away, {})]
    answers = filled(here, which, card_here="copied")
    assert which.facts(here, answers)["card_here"] == "copied"
    assert any(r.label.zh == "卡在场原因" for r in which.rows(here, answers))


@pytest.mark.parametrize("which", [TEMPORARY, FORMAL], ids=["temporary", "formal"])
def test_somebody_nobody_knows_gives_a_name_and_the_platform_finds_the_card(which: Procedure) -> None:
    now = situation(which, person(known=False), online=False)
    assert refusal(now, which) is None
    name = which.steps[0].fields(now, {})[0]
    assert name.name == "name"
    assert name.fault("") is not None
    assert name.fault("阿依古丽·买买提") is None
    assert name.fault("坏\u202e名") is not None
    answers = filled(now, which, name="阿依古丽•买买提")
    assert set(which.changes(now, answers)) == set(Half)
    assert any("阿**丽·买*提" in r.value.zh for r in which.rows(now, answers))


def test_locked_sealed_and_cancelled_cards_are_told_where_to_go() -> None:
    for state in (CardState.LOCKED, CardState.SEALED, CardState.CANCELLED):
        for which in (TEMPORARY, FORMAL):
            no = refusal(situation(which, person(state)), which)
            assert isinstance(no, Refused)
            assert no.what_next.zh


def test_a_wrong_mobile_number_says_how_long_it_is() -> None:
    field = next(f for f in FORMAL.steps[0].fields(situation(FORMAL, person()), {}) if f.name == "mobile")
    fault = field.fault("1380731204")
    assert fault is not None
    assert fault.zh == "手机号应为 11 位，现为 10 位"
    assert field.fault("138 0731 2046") is None
    assert field.fault("") is None


@pytest.mark.parametrize("which", all_procedures(), ids=lambda p: p.id)
def test_the_example_of_a_procedure_is_all_that_somebody_has_to_answer(which: Procedure) -> None:
    """With what is filled in, the example carries the procedure through for somebody for whom it is lawful."""
    lawful = [now for who in people() if refusal(now := about(which, who), which) is None]
    visits = [
        with_answers(Visit(VisitRecord("v", 0, "", "", "typed", "asking", "0317", NOW), which, now)) for now in lawful
    ]
    through = [visit for visit in visits if visit.missing_anywhere() is None]
    assert through
    assert any(set(which.example) <= set(visit.answers) for visit in through), "an answer nobody is asked for"


def test_only_loss_reports_are_urgent() -> None:
    assert {p.id for p in all_procedures() if p.urgent} == {"temporary-loss", "formal-loss"}


def test_keys_and_names_of_procedures_are_their_own() -> None:
    every = all_procedures()
    assert len({p.key for p in every}) == len({p.id for p in every}) == len(every)
