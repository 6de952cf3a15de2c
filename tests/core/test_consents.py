"""What people are told and asked of the use of their data: every procedure in every pack, and what an answer is bound
to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest

from counter_app import provinces
from counter_app.desk.situations import refusal
from counter_app.domain import signature
from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.holder import Person
from counter_app.domain.procedure import Field, FieldKind, Procedure, Situation
from counter_app.domain.province import Province
from counter_app.domain.purposes import Purpose, PurposeText, RestsOn
from counter_app.domain.text import Text
from counter_app.procedures import _consents as consents
from counter_app.procedures import all_procedures, procedure
from counter_app.visit import Visit, submitted_answers
from tests.core import ordering as o
from tests.core.situations import HUNAN, person, situation
from tests.parts.answering import answered
from tests.parts.seen import SEEN

CHANGE, APPLY, ENABLE = (procedure(name) for name in ("bank-change", "application", "activation"))
ON_LAW_ALONE = ("temporary-loss", "formal-loss", "release", "cancellation", "status-proof", "resume-making")
TO_B02 = {**SEEN, "bank": "B02", "told_payers": "yes"}


def asked(visit: Visit) -> dict[str, Field]:
    """The questions of consent on every page."""
    steps = range(len(visit.procedure.steps))
    return {f.name: f for i in steps for f in visit.at(i).fields() if f.kind is FieldKind.CONSENT}


def last(visit: Visit) -> Visit:
    """The visit on the page that confirms."""
    return visit.at(len(visit.procedure.steps) - 1)


def say(visit: Visit, **answers: str) -> Visit:
    """These said on the last page."""
    return last(visit).answered(answers)


def facts(visit: Visit) -> Mapping[str, str]:
    return consents.facts(visit.procedure, visit.situation, submitted_answers(visit))


def other_words(province: Province, purpose: Purpose) -> Province:
    """The pack with one letter more in the words of a purpose, and the same version."""
    words = province.purposes[purpose]
    changed = replace(words, text=Text(f"{words.text.zh}。", words.text.en))
    return replace(province, purposes={**province.purposes, purpose: changed})


def resting(province: Province, purpose: Purpose, on: RestsOn) -> Province:
    words = replace(province.purposes[purpose], rests_on=on)
    return replace(province, purposes={**province.purposes, purpose: words})


@pytest.mark.parametrize("pack", provinces.available())
def test_every_pack_has_every_purpose_in_words_with_its_basis_in_the_law(pack: str) -> None:
    province = provinces.load(pack)
    assert set(province.purposes) == set(Purpose)
    for words in province.purposes.values():
        assert "《个人信息保护法》" in words.foot.zh
        assert words.version in words.foot.zh
        said = words.filled(bank=Text("甲行", "A"), phone=Text("0", "0"))
        assert "{" not in said.text.zh + said.text.en + said.title.zh + said.title.en
        assert (words.way is not None) or words.rests_on is not RestsOn.CONSENT
    told = province.purposes[Purpose.SERVICE].text.zh
    assert province.hotline in told
    assert province.name.zh in told


@pytest.mark.parametrize("pack", provinces.available())
@pytest.mark.parametrize("which", all_procedures(), ids=lambda p: p.id)
def test_every_procedure_tells_what_it_is_for_and_keeps_the_digest_of_the_words(which: Procedure, pack: str) -> None:
    """Whoever it is lawful for: the notice stands on the page that confirms, what is asked there is kept as said."""
    province, found = provinces.load(pack), 0
    closed = person(CardState.NORMAL, BankState.CLOSED)
    who = [person(), closed, person(CardState.FORMAL_LOSS, BankState.FORMAL_LOSS), o.ready(), o.nobody_yet()]
    for now in (situation(which, which.about(one), province=province) for one in who):
        if refusal(now, which) is not None:
            continue
        found += 1
        visit = answered(o.visit(now, which, {}))
        visit = say(visit, **dict.fromkeys(asked(visit), "yes"))
        (notice,) = consents.notices(which, now, visit.answers)
        kept = facts(visit)
        assert kept["consent_service"].startswith(f"told {notice.version} {notice.digest} ")
        questions = asked(visit)
        assert all(kept[name].startswith("agreed ") for name in questions)
        assert all(f.initial == "" and f.choices[0].title.zh == "同意" for f in questions.values())
        (row,) = consents.rows(which, now, submitted_answers(visit))
        assert f"按告知 {notice.version} 处理" in row.value.zh
        assert row.value.zh.count("同意") == len(questions)
    assert found or which.id in ("resume-making", "cancellation"), "needs somebody else"


@pytest.mark.parametrize("pack", provinces.available())
@pytest.mark.parametrize("name", ON_LAW_ALONE)
def test_what_rests_on_the_law_asks_nothing(name: str, pack: str) -> None:
    """A loss report and its release are not one key longer: for nobody, in no state of the card, of no age."""
    which, province = procedure(name), provinces.load(pack)
    people = [person(ssc, bank) for ssc in CardState for bank in BankState] + [o.nobody_yet("20200101")]
    for now in (situation(which, which.about(one), province=province) for one in people):
        if refusal(now, which) is None:
            assert asked(answered(o.visit(now, which, {}))) == {}


def test_without_a_consent_that_is_needed_there_is_no_procedure_and_a_way_is_told() -> None:
    visit = o.visit(situation(CHANGE, person()), CHANGE, TO_B02)
    field = asked(visit)["consent_bank"]
    assert field.fault("") is not None, "silence is no consent"
    assert "示例银行二" in field.note.zh
    assert "0000-95502" in field.note.zh
    declined = say(visit, consent_bank="no")
    missing = declined.missing_anywhere()
    assert missing is not None
    why = missing[1].fault(declined.answers["consent_bank"])
    assert why is not None
    assert why.zh.startswith("不同意就不能办更换服务银行：")
    assert "12333" in why.zh
    assert facts(declined)["consent_bank"].startswith("declined ")
    agreed = say(declined, consent_bank="yes")
    assert agreed.missing_anywhere() is None


def test_an_answer_holds_for_the_very_words_the_bank_and_whoever_gave_it() -> None:
    now = situation(CHANGE, person())
    agreed = say(o.visit(now, CHANGE, TO_B02), consent_bank="yes")
    assert agreed.missing_anywhere() is None
    other = replace(agreed, situation=replace(now, province=other_words(HUNAN, Purpose.BANK)))
    missing = other.missing_anywhere()
    assert missing is not None, "the words changed: asked anew"
    assert missing[1].name == "consent_bank"
    banks = o.with_bank(*HUNAN.banks, replace(HUNAN.banks[0], code="B09", name=Text("另一家", "Another")))
    elsewhere = o.visit(replace(now, province=banks), CHANGE, {**agreed.typed, "bank": "B09"})
    assert elsewhere.missing_anywhere() is not None, "the data go to another bank: asked anew"
    agent = o.visit(now, CHANGE, {**agreed.typed, "actor": "agent"})
    assert asked(agent)["consent_bank"].fault(agreed.typed["consent_bank"]) is not None, "somebody else: asked anew"


def test_who_agrees_may_be_told_in_one_breath_with_the_consent() -> None:
    """As an answers file has them: the consent is the agent's, not the holder's."""
    given = {"actor": "agent", "actor_name": "余家人", "actor_number": "439901197001010012"}
    visit = o.visit(situation(ENABLE, o.ready()), ENABLE, SEEN)
    words = say(visit, **given, relation="child", relation_proof="letter", lies_here="yes")
    assert facts(words)["consent_service"].endswith(" agent")


def test_of_the_bank_side_only_what_was_agreed_is_enabled() -> None:
    """Wanting it is not agreeing that the bank is told; not agreeing costs nothing of the rest."""
    now = situation(ENABLE, o.ready())
    wanted = o.visit(now, ENABLE, {**SEEN, "bank_side": "taken", "lies_here": "yes"})
    assert wanted.missing_anywhere() is not None, "asked, and to be answered"
    no, yes = say(wanted, consent_account="no"), say(wanted, consent_account="yes")
    assert no.missing_anywhere() is None
    assert set(ENABLE.changes(now, submitted_answers(no))) == {Half.SSC}
    assert ENABLE.facts(now, submitted_answers(no))["bank_side"] == "declined"
    assert set(ENABLE.changes(now, submitted_answers(yes))) == {Half.SSC, Half.BANK}


def test_messages_are_voluntary_and_silence_is_no_consent() -> None:
    now = situation(APPLY, o.nobody_yet())
    given = {**SEEN, "ground": "live", "photo": "file", "mobile": "13900000046", "bank": "B01", "name": "林晓岚"}
    visit = say(o.visit(now, APPLY, given), consent_bank="yes")
    assert visit.missing_anywhere() is None, "nobody has to say anything of it"
    assert "consent_messages" not in facts(visit)
    assert facts(say(visit, consent_messages="no"))["consent_messages"].startswith("declined ")
    row = consents.rows(APPLY, now, submitted_answers(say(visit, consent_messages="no")))[0]
    assert "不同意用手机号发短信提醒" in row.value.zh


def test_under_fourteen_the_guardian_is_asked() -> None:
    for born, many in (("20160101", 1), ("20110101", 0)):  # 10 and 15 in March 2026
        who = o.nobody_yet(born)
        visit = o.visit(situation(APPLY, who), APPLY, {})
        assert len([name for name in asked(visit) if name == "consent_child"]) == many
        assert set(consents.facts(APPLY, visit.situation, {}).values()) != set()


def test_a_photo_is_asked_for_only_where_one_is_taken() -> None:
    now = situation(APPLY, o.nobody_yet())
    assert "consent_photo" not in asked(o.visit(now, APPLY, {"photo": "file"}))
    assert "consent_photo" in asked(o.visit(now, APPLY, {"photo": "taken"}))


def test_what_a_province_puts_on_the_law_is_told_and_not_asked() -> None:
    now = situation(CHANGE, person(), province=resting(HUNAN, Purpose.BANK, RestsOn.LAW))
    visit = o.visit(now, CHANGE, TO_B02)
    assert asked(visit) == {}
    assert [w.purpose for w in consents.notices(CHANGE, now, visit.answers)] == [Purpose.SERVICE, Purpose.BANK]
    assert facts(visit)["consent_bank"].startswith("told ")


def test_the_digest_is_the_one_the_contract_writes_out() -> None:
    words: PurposeText = HUNAN.purposes[Purpose.MESSAGES]
    told = {
        "purpose": "messages",
        "version": words.version,
        "title": {"zh": words.title.zh, "en": words.title.en},
        "text": {"zh": words.text.zh, "en": words.text.en},
        "basis": [{"zh": b.words.zh, "en": b.words.en} for b in words.basis],
    }
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert words.digest == signature.sm3(text.encode())


def test_words_of_a_pack_are_filled_in_literally() -> None:
    words = replace(HUNAN.purposes[Purpose.BANK], text=Text("{bank}{0.__class__}", "{bank}"))
    assert words.filled(bank=Text("甲", "A")).text == Text("甲{0.__class__}", "A")


def test_only_what_was_given_freely_can_be_withdrawn() -> None:
    which = procedure("consent-withdrawal")
    now: Situation = situation(which, person())
    field = o.asked(now, which)["withdrawn"]
    assert {c.value for c in field.choices} == {"account", "messages"}
    nobody: Person = replace(person(), as_of=None)
    assert refusal(situation(which, nobody), which) is not None
    firm = resting(resting(HUNAN, Purpose.ACCOUNT, RestsOn.LAW), Purpose.MESSAGES, RestsOn.LAW)
    assert refusal(situation(which, person(), province=firm), which) is not None
