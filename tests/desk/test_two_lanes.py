"""Two lanes of one window change the same visit within the same moment: neither loses what the other has written.

`Between` is the real store with one act of another lane right before a visit is written.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from counter_app.desk import by_document, carrying, choosing, finding, pin_acting, pin_seconding
from counter_app.desk.station import Station
from counter_app.domain.errors import NotFound
from counter_app.domain.holder import Person
from counter_app.ports import Store, VisitRecord
from tests.desk.conftest import Office
from tests.desk.papers import document_of
from tests.desk.test_finding import chip_of

Act = Callable[[], object]
GUARDIAN = {"actor": "guardian"}


class Between:
    """A store in which `act` comes in between what a lane has read and what it writes, once."""

    def __init__(self, store: Store) -> None:
        self._store, self.act = store, None

    act: Act | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def keep_visit(self, visit: VisitRecord, **more: Any) -> None:
        act, self.act = self.act, None
        if act is not None:
            act()
        self._store.keep_visit(visit, **more)


@pytest.fixture
def station(office: Office) -> Iterator[Station]:
    made = office.stand()
    made.store = Between(made.store)
    yield made
    for record in made.visits():
        made.store.end_visit(record.id)


def between(station: Station, act: Act) -> None:
    """`act` comes with the next visit that is written."""
    station.store.act = act  # type: ignore[attr-defined]


def stands(station: Station) -> VisitRecord:
    (record,) = station.visits()
    return record


def says_guardian(station: Station) -> object:
    """The lane of cards: on the page of the PIN somebody else is said to act."""
    return pin_acting.answer(station, stands(station), GUARDIAN)


def proves(station: Station, person: Person) -> object:
    """The lane of the desk: the identity document of the holder is read."""
    return by_document.open_document(station, document_of(person))


def test_a_document_read_while_the_actor_is_typed_proves_all_the_same(
    station: Station, roles: dict[str, Person]
) -> None:
    person = roles["normal"]
    finding.open_number(station, person.holder.number)
    between(station, partial(proves, station, person))
    says_guardian(station)
    record = stands(station)
    assert (record.proof, dict(record.answers)) == ("document", GUARDIAN)


def test_an_actor_typed_while_the_document_is_read_stays(station: Station, roles: dict[str, Person]) -> None:
    person = roles["normal"]
    finding.open_number(station, person.holder.number)
    between(station, partial(says_guardian, station))
    proves(station, person)
    record = stands(station)
    assert (record.proof, dict(record.answers)) == ("document", GUARDIAN)
    assert station.store.verify_audit().whole


def test_a_second_person_is_asked_about_the_actor_that_stands(station: Station, roles: dict[str, Person]) -> None:
    finding.open_number(station, roles["normal"].holder.number)
    between(station, partial(says_guardian, station))
    pin_seconding.page(station, stands(station), "reset", "card-seen", lambda _record: None)
    assert dict(stands(station).answers)["actor"] == "guardian"


def test_what_is_proven_while_a_procedure_begins_and_is_answered_stays(
    station: Station, roles: dict[str, Person]
) -> None:
    person = roles["normal"]
    visit = finding.open_number(station, person.holder.number).visit_id
    between(station, lambda: finding.open_chip(station, chip_of(person)))
    carrying.begin(station, visit, "formal-loss")
    assert (stands(station).state, stands(station).proof) == ("asking", "card")
    between(station, partial(proves, station, person))
    carrying.answer(station, visit, {"mobile": "13900000046"})
    assert (stands(station).proof, stands(station).procedure) == ("document", "formal-loss")
    between(station, partial(carrying.answer, station, visit, {"mobile": "13900000047"}))
    carrying.forward(station, visit)
    assert stands(station).procedure == "formal-loss"


def test_a_procedure_begins_for_the_card_that_is_chosen_by_then(station: Station, roles: dict[str, Person]) -> None:
    """Not merged: the one that was overtaken judges anew, about the other card."""
    person = roles["two-living"]
    first, second = (card.number for card in person.cards)
    visit = finding.open_number(station, person.holder.number).visit_id
    choosing.choose(station, stands(station), first)
    between(station, lambda: choosing.choose(station, stands(station), second))
    shown = carrying.begin(station, visit, "status-proof")
    assert (stands(station).card_number, stands(station).state) == (second, "asking")
    assert shown.person.card is not None
    assert shown.person.card.number == second


def test_a_visit_that_ended_meanwhile_is_not_brought_back(station: Station, roles: dict[str, Person]) -> None:
    finding.open_number(station, roles["normal"].holder.number)
    record = stands(station)
    between(station, lambda: station.store.end_visit(record.id))
    with pytest.raises(NotFound):
        pin_acting.answer(station, record, GUARDIAN)
    assert station.visits() == ()


def test_threads_that_write_the_same_visit_at_once_lose_nothing(station: Station, roles: dict[str, Person]) -> None:
    """As it happens: two lanes, started together, again and again."""
    person = roles["normal"]
    for _ in range(20):
        finding.open_number(station, person.holder.number)
        record, start = stands(station), threading.Barrier(2)
        faults: list[Exception] = []
        lanes = [
            threading.Thread(target=_together, args=(start, faults, act))
            for act in (
                partial(pin_acting.answer, station, record, GUARDIAN),
                partial(finding.prove, station, replace(record), proof="document"),
            )
        ]
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()
        assert faults == []
        assert (stands(station).proof, dict(stands(station).answers)) == ("document", GUARDIAN)
        station.store.end_visit(record.id)


def _together(start: threading.Barrier, faults: list[Exception], act: Act) -> None:
    start.wait(10)
    try:
        act()
    except Exception as fault:  # noqa: BLE001 - told by the test, on its own thread
        faults.append(fault)
