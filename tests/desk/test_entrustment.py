"""What a bank's clerk may do: the bank side of the own bank's cards always, the rest only under an entrustment of the
pack and of the clerk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from counter_app.desk.desk import Desk
from counter_app.desk.views import OutcomeView, Session, VisitView
from counter_app.domain.card import Half
from counter_app.domain.entrustment import NotEntrusted
from counter_app.domain.holder import Person
from counter_app.domain.province import Province
from counter_app.procedures import all_procedures
from counter_app.provinces import load
from tests.desk.conftest import Office

CLERK = Session("0319", "王芳", bank="B01", entrusted=True)
LOSS = {"reason": "lost", "identity_checked": "card-seen"}


def at(office: Office, clerk: Session, province: Province) -> Desk:
    station = office.stand()
    station.session, station.province = clerk, province
    return Desk(station)


def of_bank(somebody: Callable[[], Person], code: str) -> Person:
    """Somebody whose card is of that bank."""
    people = (somebody() for _ in range(60))
    return next(p for p in people if p.card is not None and p.card.bank is not None and p.card.bank.bank == code)


def report(desk: Desk, person: Person, scope: str) -> VisitView | OutcomeView:
    """A formal loss of those halves, up to its last word."""
    page: VisitView | OutcomeView = desk.begin(desk.open_number(person.holder.number).visit_id, "formal-loss")
    while isinstance(page, VisitView):
        asked = {one.field.name for one in page.fields}
        page = desk.answer(page.visit_id, {k: v for k, v in {**LOSS, "scope": scope}.items() if k in asked})
        page = desk.forward(page.visit_id)
    return page


def test_without_an_entrustment_in_the_pack_there_is_the_own_banks_side_alone(
    office: Office, somebody: Callable[[], Person]
) -> None:
    """Also for a clerk the platform calls entrusted: Hunan's draft entrusts no bank."""
    desk = at(office, CLERK, load("hunan"))
    person = of_bank(somebody, "B01")
    actions = {one.procedure: one for one in desk.open_number(person.holder.number).actions}
    open_ = {name for name, one in actions.items() if one.lawful}
    assert "formal-loss" in open_
    assert open_ <= {"temporary-loss", "formal-loss", "release"}
    assert "银行工作人员" in str(actions["replacement"].refused)
    with pytest.raises(NotEntrusted):
        report(desk, person, "both")
    desk.end(desk.open_number(person.holder.number).visit_id)
    done = report(desk, person, "bank")
    assert isinstance(done, OutcomeView)
    assert set(done.work.operation.changes) == {Half.BANK}


def test_of_another_banks_card_not_even_the_bank_side(office: Office, somebody: Callable[[], Person]) -> None:
    desk = at(office, CLERK, load("hunan"))
    opened = desk.open_number(of_bank(somebody, "B02").holder.number)
    assert not [one.procedure for one in opened.actions if one.lawful]
    with pytest.raises(NotEntrusted, match="bank's clerk"):
        desk.begin(opened.visit_id, "formal-loss")


def test_what_the_pack_entrusts_is_done_by_whoever_is_entrusted(office: Office, somebody: Callable[[], Person]) -> None:
    """Guangdong, art. 12(3): a list, and only for a clerk the platform calls entrusted; the refusal names it."""
    person = of_bank(somebody, "B02")
    not_hers = at(office, replace(CLERK, entrusted=False), load("guangdong"))
    refused = {a.procedure: a for a in not_hers.open_number(person.holder.number).actions}["formal-loss"]
    assert refused.advice is not None
    assert "第十二条第三款" in refused.advice.zh
    desk = at(office, CLERK, load("guangdong"))
    done = report(desk, person, "both")
    assert isinstance(done, OutcomeView)
    assert done.work.operation.clerk == "0319"
    with pytest.raises(NotEntrusted):
        desk.begin(desk.open_number(somebody().holder.number).visit_id, "cancellation")


def test_the_chips_pin_is_social_security_work(office: Office, somebody: Callable[[], Person]) -> None:
    from counter_app.desk import pin_acting

    station = office.stand()
    person = somebody()
    visit = Desk(station).open_number(person.holder.number).visit_id
    (record,) = (one for one in station.visits() if one.id == visit)
    assert not isinstance(pin_acting.refusal(station, record, "reset"), NotEntrusted)
    station.session = CLERK
    assert isinstance(pin_acting.refusal(station, record, "reset"), NotEntrusted)
    station.province = load("guangdong")
    assert not isinstance(pin_acting.refusal(station, record, "reset"), NotEntrusted)
    assert isinstance(pin_acting.refusal(station, record, "unblock"), NotEntrusted)


def test_each_entrusted_procedure_is_one(tmp_path: Path) -> None:
    known = {one.id for one in all_procedures()} | {"pin-change", "pin-reset", "pin-unblock"}
    given = load("guangdong").entrustment
    assert given is not None
    assert given.procedures <= known
