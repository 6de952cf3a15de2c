"""The card alone as evidence of who its holder is: only where the pack takes it, only this card, only while it is
good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from counter_app.desk import carrying, finding, situations
from counter_app.desk.station import Station
from counter_app.desk.views import OutcomeView, VisitView
from counter_app.domain.card import ChipData
from counter_app.domain.holder import Person
from counter_app.domain.province import CardAsId
from counter_app.provinces import load
from tests.desk.conftest import Office
from tests.desk.test_finding import chip_of

Somebody = Callable[[], Person]


def proves(station: Station, visit_id: str) -> bool:
    """Whether the card proves the person of that visit now, as procedures see it."""
    record = carrying.record_of(station, visit_id)
    return situations.standing(station, situations.person_of(station, record), record).card_proves


def opened(office: Office, person: Person, pack: str = "hunan", **chip: str) -> tuple[Station, ChipData, str]:
    """A station by those rules with the card of that person laid on."""
    station = office.stand()
    station.province = load(pack)
    card = replace(chip_of(person), **chip)  # type: ignore[arg-type]
    return station, card, finding.open_chip(station, card).visit_id


@pytest.mark.parametrize("pack", ["hunan", "hainan", "chongqing", "guangxi"])
def test_the_holders_own_card_proves_while_it_lies_there(office: Office, somebody: Somebody, pack: str) -> None:
    station, _card, visit = opened(office, somebody(), pack)
    assert proves(station, visit)
    station.card_here(None)
    assert not proves(station, visit)


def test_a_pack_may_want_a_chip_that_passed_authentication(office: Office, somebody: Somebody) -> None:
    station, card, visit = opened(office, somebody(), "guangdong", authenticated_by="")
    assert not proves(station, visit)
    station.card_here(replace(card, authenticated_by="psam"))
    assert proves(station, visit)


def test_where_the_pack_says_nothing_the_card_proves_nothing(office: Office, somebody: Somebody) -> None:
    station, _card, visit = opened(office, somebody())
    rule = station.province.card_as_id
    assert isinstance(rule, CardAsId)
    station.province = replace(station.province, card_as_id=None)
    assert not proves(station, visit)


def test_another_persons_card_and_a_number_typed_prove_nothing(
    office: Office, somebody: Somebody, stranger: Somebody
) -> None:
    person = somebody()
    station = office.stand()
    visit = finding.open_number(station, person.holder.number).visit_id
    station.card_here(chip_of(stranger()))
    assert not proves(station, visit)
    station.card_here(replace(chip_of(person), card_number="Z99999999"))
    assert not proves(station, visit)


def test_a_card_reported_lost_proves_nothing_also_while_the_report_waits(office: Office, somebody: Somebody) -> None:
    person = somebody()
    _counter, desk = office.open()
    visit = desk.open_number(person.holder.number).visit_id
    page: VisitView | OutcomeView = desk.begin(visit, "temporary-loss")
    while isinstance(page, VisitView):
        assert page.missing is None
        page = desk.forward(visit)
    desk.end(visit)
    station, _card, again = opened(office, person)
    assert not proves(station, again)


def test_the_card_is_no_identity_document(office: Office, somebody: Somebody) -> None:
    """What needs the document itself (a PIN reset, a hand-over without a line) still does."""
    station, _card, visit = opened(office, somebody())
    record = carrying.record_of(station, visit)
    stands = situations.standing(station, situations.person_of(station, record), record)
    assert (stands.card_proves, stands.proven) == (True, False)
