"""A whole number is shown for a purpose, by whoever may, and stands in the trail before it stands on the screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from counter_app.clerks import Role
from counter_app.desk.desk import Desk
from counter_app.desk.revealing import SHOWN
from counter_app.desk.station import Station
from counter_app.desk.views import Session
from counter_app.domain.errors import BadInput, NotFound
from counter_app.domain.holder import Person
from counter_app.domain.operation import AuditEntry
from counter_app.rights import NotAllowed
from tests.contracts.samples import number_of
from tests.desk.conftest import Office

Somebody = Callable[..., Person]


@pytest.fixture
def station(office: Office) -> Station:
    """A window with a clerk, the line standing."""
    return office.stand()


@pytest.fixture
def desk(station: Station) -> Desk:
    return Desk(station)


def shown(station: Station) -> list[AuditEntry]:
    return list(station.store.entries(SHOWN, since=station.clock.now() - timedelta(minutes=1)))


def test_each_purpose_shows_its_number_and_is_on_record(desk: Desk, station: Station, somebody: Somebody) -> None:
    """Who, whose, which and why; the number itself only where the trail keeps whose it is."""
    person = somebody()
    visit = desk.open_number(person.holder.number).visit_id
    assert person.card is not None
    whole = {"document": person.holder.number, "card": person.card.number, "call": person.holder.mobile}
    for purpose, number in whole.items():
        told = desk.reveal(visit, purpose)
        assert told.number.replace(" ", "") == number
        assert number not in repr(told)
    entries = shown(station)
    assert [one.facts["which"] for one in entries] == list(whole)
    assert all(one.facts["number"] == person.holder.number and one.facts["why"] for one in entries)
    assert {one.clerk for one in entries} == {station.clerk}


def test_without_a_purpose_nothing_is_shown(desk: Desk, station: Station, somebody: Somebody) -> None:
    visit = desk.open_number(somebody().holder.number).visit_id
    for purpose in ("", "curiosity"):
        with pytest.raises(BadInput):
            desk.reveal(visit, purpose)
    assert shown(station) == []


def test_a_number_that_is_not_known_is_not_on_record_as_shown(desk: Desk, station: Station) -> None:
    """Of somebody nobody knows here there is no telephone number."""
    visit = desk.open_unknown(number_of(777)).visit_id
    with pytest.raises(NotFound):
        desk.reveal(visit, "call")
    assert shown(station) == []


def test_an_administrator_sees_no_number(desk: Desk, station: Station, somebody: Somebody) -> None:
    """The refusal is on record, a number is not shown."""
    visit = desk.open_number(somebody().holder.number).visit_id
    station.session = Session("0501", "管理员", roles=(Role.ADMINISTRATOR,))
    with pytest.raises(NotAllowed):
        desk.reveal(visit, "document")
    assert shown(station) == []
