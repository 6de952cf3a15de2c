"""What a bank's clerk may do: the bank side of the own bank's cards always, the rest only under an entrustment of the
pack and of the clerk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from counter_app.desk import seeing, situations
from counter_app.desk.desk import Desk
from counter_app.desk.views import OutcomeView, Session, VisitView
from counter_app.domain.card import Half
from counter_app.domain.entrustment import NotEntrusted, NotOfThisBank
from counter_app.domain.holder import Person
from counter_app.domain.province import Province
from counter_app.procedures import all_procedures
from counter_app.provinces import load
from tests.desk.conftest import Office
from tests.ui.counter_window import chip_of

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
    """She who serves that holder hands over: neither the page nor any part of the work goes on."""
    station = office.stand()
    station.province = load("hunan")
    visit = Desk(station).open_number(of_bank(somebody, "B02").holder.number).visit_id
    (record,) = (one for one in station.visits() if one.id == visit)
    station.session = CLERK
    stands = situations.standing(station, situations.person_of(station, record), record)
    refused = {one.procedure: one for one in situations.actions(station, stands)}
    assert not [name for name, one in refused.items() if one.lawful]
    assert "银行工作人员" in str(refused["formal-loss"].refused)


def test_without_an_entrustment_she_finds_and_opens_the_own_banks_holders_alone(
    office: Office, somebody: Callable[[], Person]
) -> None:
    station = office.stand()
    station.session, station.province = CLERK, load("hunan")
    desk = Desk(station)
    theirs, ours = of_bank(somebody, "B02"), of_bank(somebody, "B01")
    assert theirs.card is not None
    for typed in (theirs.holder.number, theirs.card.number, theirs.holder.name, theirs.holder.number[:12]):
        assert theirs.holder.number not in [hit.number for hit in (*desk.search(typed).hits, *desk.suggest(typed).hits)]
    assert desk.search(theirs.holder.number).fault == seeing.HIDDEN, "that there is somebody, and no more"
    told = station.store.entries("person.listed", since=station.moment() - timedelta(minutes=5))
    assert not [one for one in told if theirs.holder.number in one.facts["shown"]]
    chip = chip_of(theirs)
    for opening in (
        partial(desk.open_number, theirs.holder.number),
        partial(desk.open_card, theirs.card.number),
        partial(desk.open_chip, chip),
        partial(desk.open_unknown, "E12345678"),
    ):
        with pytest.raises(NotOfThisBank):
            opening()
    assert not station.visits()
    refused = station.store.entries("right.refused", since=station.moment() - timedelta(minutes=5))
    assert theirs.holder.number in [one.facts.get("number") for one in refused]
    assert [hit.number for hit in desk.search(ours.holder.number).hits] == [ours.holder.number]
    desk.open_number(ours.holder.number)
    station.province = load("guangdong")
    desk.end(station.visits()[0].id)
    desk.open_number(theirs.holder.number)


def test_what_another_has_left_open_is_taken_over_under_the_same_rule(
    office: Office, somebody: Callable[[], Person]
) -> None:
    station = office.stand()
    station.province = load("hunan")
    desk = Desk(station)
    visit = desk.open_number(of_bank(somebody, "B02").holder.number).visit_id
    desk.begin(visit, "formal-loss")
    station.session = replace(CLERK, entrusted=False)
    with pytest.raises(NotOfThisBank):
        desk.accept(visit)
    assert [one.clerk for one in station.visits()] == ["0317"]


def test_what_the_pack_entrusts_is_done_by_whoever_is_entrusted(office: Office, somebody: Callable[[], Person]) -> None:
    """Guangdong, art. 12(3): a list, and only for a clerk the platform calls entrusted; the refusal names it."""
    not_hers, ours = at(office, replace(CLERK, entrusted=False), load("guangdong")), of_bank(somebody, "B01")
    refused = {a.procedure: a for a in not_hers.open_number(ours.holder.number).actions}["replacement"]
    assert refused.advice is not None
    assert "第十二条第三款" in refused.advice.zh
    desk, person = at(office, CLERK, load("guangdong")), of_bank(somebody, "B02")
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
