"""Consent at the desk: asked on the page turned to the holder, bound into the operation, told on paper and in the
trail, taken by the platform, asked anew where the words change, and withdrawn at a window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from counter_app.desk import carrying
from counter_app.desk.desk import Desk
from counter_app.desk.views import OutcomeView, VisitView
from counter_app.domain.holder import Person
from counter_app.domain.operation import OperationId
from counter_app.domain.procedure import FieldKind
from counter_app.domain.purposes import Purpose
from counter_app.domain.text import Text
from tests.desk.conftest import Office
from tests.parts.seen import SEEN

Somebody = Callable[[], Person]
ANSWERS = {**SEEN, "told_payers": "yes"}


def to_confirm(desk: Desk, visit: str, procedure: str, answers: dict[str, str]) -> VisitView:
    """The page that confirms, with everything answered but consents."""
    page: VisitView | OutcomeView = desk.begin(visit, procedure)
    while isinstance(page, VisitView):
        names = {f.field.name for f in page.fields}
        free = [c.value for f in page.fields if f.field.name == "bank" for c in f.field.choices if c.refused is None]
        given = answers | ({"bank": free[0]} if free else {})
        page = desk.answer(visit, {name: said for name, said in given.items() if name in names})
        if page.confirm:
            return page
        assert page.missing is None, page.missing
        page = desk.forward(visit)
    raise AssertionError("no page confirms")


def recorded(page: VisitView | OutcomeView) -> OutcomeView:
    assert isinstance(page, OutcomeView), getattr(page, "missing", "")
    return page


def test_what_the_holder_agreed_to_is_bound_to_the_operation_its_paper_and_its_trail(
    office: Office, somebody: Somebody
) -> None:
    counter, desk = office.open()
    visit = desk.open_number(somebody().holder.number).visit_id
    page = to_confirm(desk, visit, "bank-change", ANSWERS)
    assert page.missing == "consent_bank"
    assert [n.title.zh for n in page.notices] == ["个人信息告知"]
    question = next(f for f in page.fields if f.field.kind is FieldKind.CONSENT)
    assert question.value == ""
    assert isinstance(desk.forward(visit), VisitView), "nothing goes on without a word"
    no = desk.answer(visit, {"consent_bank": "no"})
    assert no.missing == "consent_bank"
    assert isinstance(desk.forward(visit), VisitView), "nor against it"
    desk.answer(visit, {"consent_bank": "yes"})
    done = recorded(desk.forward(visit))
    facts = done.work.operation.facts
    word, version, digest, who = facts["consent_bank"].split(" ")
    assert (word, version, who, len(digest)) == ("agreed", "2026.1", "self", 64)
    assert facts["consent_service"].startswith("told 2026.1 ")
    row = next(r for r in done.receipt.draft.rows if r.label.zh == "个人信息")
    assert row.value.zh == "按告知 2026.1 处理；同意把信息提供给服务银行（2026.1）"
    trail = counter.store().entries("consent.answered", since=datetime(2026, 1, 1, tzinfo=UTC))
    said = [e.facts["bank"].split(" ")[0] for e in trail if e.subject == done.work.operation.id]
    assert sorted(said) == ["agreed", "declined"]
    counter.courier().pass_once()
    assert desk.outcome(visit).kind == "ok"


def test_other_words_are_asked_anew(office: Office, somebody: Somebody) -> None:
    """The pack has other words the next moment: what was agreed to counts for nothing, and cannot be submitted."""
    station = office.stand()
    desk = Desk(station)
    visit = desk.open_number(somebody().holder.number).visit_id
    to_confirm(desk, visit, "bank-change", ANSWERS)
    assert desk.answer(visit, {"consent_bank": "yes"}).missing is None
    words = station.province.purposes[Purpose.BANK]
    changed = replace(words, text=Text(f"{words.text.zh}，并用于营销", words.text.en))
    station.province = replace(station.province, purposes={**station.province.purposes, Purpose.BANK: changed})
    page = desk.visit(visit)
    assert page.missing == "consent_bank"
    assert next(f for f in page.fields if f.field.name == "consent_bank").value not in ("yes", "")
    assert isinstance(desk.forward(visit), VisitView)
    operation = OperationId(carrying.record_of(station, visit).operation_id)
    assert station.store.work(operation) is None


def test_a_consent_is_withdrawn_at_the_window_with_its_own_record(office: Office, somebody: Somebody) -> None:
    counter, desk = office.open()
    visit = desk.open_number(somebody().holder.number).visit_id
    to_confirm(desk, visit, "consent-withdrawal", SEEN)
    desk.answer(visit, {"withdrawn": "messages"})
    done = recorded(desk.forward(visit))
    assert done.work.operation.facts["withdrawn"] == "messages"
    rows = {r.label.zh: r.value.zh for r in done.receipt.draft.rows}
    assert rows["撤回的同意"] == "用手机号发短信提醒"
    assert rows["撤回以后"] == "不再发短信提醒"
    counter.courier().pass_once()
    assert desk.outcome(visit).kind == "ok"


def test_a_loss_report_asks_nothing_and_tells_what_it_rests_on(office: Office, somebody: Somebody) -> None:
    _, desk = office.open()
    visit = desk.open_number(somebody().holder.number).visit_id
    page = to_confirm(desk, visit, "temporary-loss", {})
    assert not [f for f in page.fields if f.field.kind is FieldKind.CONSENT]
    assert page.notices
    assert page.missing is None
