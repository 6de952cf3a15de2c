"""The wrong-card guard of the desk: visit, document and chip of one person, or no card may be touched."""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from counter_app.desk import carrying, guard
from counter_app.desk.desk import Desk
from counter_app.desk.station import Station
from counter_app.domain.card import CardIdentity, ChipData
from counter_app.domain.chip_errors import WrongPerson
from counter_app.domain.document import IdentityDocument
from counter_app.domain.errors import CardTrouble, NeedsAuthentication, NoCard, NotFound
from counter_app.domain.holder import Person
from counter_app.domain.text import Text
from counter_app.ports import VisitRecord
from tests.desk.conftest import Office
from tests.desk.papers import document_of
from tests.desk.test_finding import chip_of
from tests.parts.practice_folder import NOWHERE

Somebody = Callable[[], Person]
ATRS = ("3B6D00004849530000000001", "3B6D00004849530000000002")


def card_of(station: Station, visit_id: str) -> CardIdentity:
    """What may be touched for that visit."""
    return guard.make_sure(station, carrying.record_of(station, visit_id))


def test_one_person_all_round_names_the_card(office: Office, somebody: Somebody) -> None:
    """Once the card lies there and is this person's; not before, and not when the visit is over."""
    station = office.stand(url=NOWHERE)
    desk = Desk(station)
    person = somebody()
    view = desk.open_number(person.holder.number)
    with pytest.raises(NoCard):
        card_of(station, view.visit_id)
    chip = chip_of(person, atr=ATRS[0])
    desk.open_chip(chip)
    desk.open_document(document_of(person))
    assert card_of(station, view.visit_id) == CardIdentity(chip.card_identifier, person.holder.number, ATRS[0])
    desk.card_here(None)
    with pytest.raises(NoCard):
        card_of(station, view.visit_id)
    desk.card_here(chip)
    assert card_of(station, view.visit_id) == chip.identity
    desk.end(view.visit_id)
    with pytest.raises(NotFound):
        card_of(station, view.visit_id)


def differs(call: Callable[[], object]) -> Text:
    """What the guard said differs."""
    with pytest.raises(WrongPerson) as said:
        call()
    return said.value.message


def test_it_says_what_differs(office: Office, somebody: Somebody, roles: dict[str, Person]) -> None:
    """Card, document, the other card of the same holder, a changed identifier, a name not settled: each by name."""
    station = office.stand(url=NOWHERE)
    desk = Desk(station)
    mine, other, two = somebody(), somebody(), roles["two-living"]
    view = desk.open_chip(chip_of(mine))

    def check() -> CardIdentity:
        return card_of(station, view.visit_id)

    desk.card_here(chip_of(other))
    assert differs(check) == guard.OTHER_HOLDER
    desk.card_here(chip_of(mine, card_identifier="F" * 32))
    assert differs(check) == guard.OTHER_CHIP
    desk.card_here(chip_of(mine, card_identifier=chip_of(mine).card_identifier.lower()))
    check()
    desk.document_here(document_of(other))
    assert differs(check) == guard.OTHER_DOCUMENT
    desk.document_here(None)
    check()
    desk.open_document(document_of(mine, name="另一个"))
    assert differs(check) == guard.NAMES_ASKED
    desk.same_person(view.visit_id)
    check()
    first, second = (replace(two, cards=(card,)) for card in two.cards)
    with_two = desk.open_chip(chip_of(first))
    desk.card_here(chip_of(second))
    assert differs(lambda: card_of(station, with_two.visit_id)) == guard.OTHER_CARD


@pytest.mark.parametrize("blank", [{"social_security_number": ""}, {"card_identifier": ""}])
def test_a_chip_that_has_not_said_whose_it_is_is_not_touched(
    office: Office, somebody: Somebody, blank: dict[str, str]
) -> None:
    station = office.stand(url=NOWHERE)
    desk = Desk(station)
    person = somebody()
    view = desk.open_number(person.holder.number)
    desk.card_here(chip_of(person, **blank))
    with pytest.raises(NeedsAuthentication):
        card_of(station, view.visit_id)


def test_the_document_read_for_a_visit_counts_after_it_was_lifted(office: Office, somebody: Somebody) -> None:
    """And leaves with the visit, whoever's it was."""
    station = office.stand(url=NOWHERE)
    desk = Desk(station)
    mine, other = somebody(), somebody()
    view = desk.open_document(document_of(mine))
    desk.open_chip(chip_of(mine))
    desk.document_here(None)
    card_of(station, view.visit_id)
    station.documents[view.visit_id] = document_of(other)  # by a slip of the program: nothing lies there any more
    assert differs(lambda: card_of(station, view.visit_id)) == guard.OTHER_DOCUMENT
    desk.end(view.visit_id)
    assert (station.documents, station.document) == ({}, None)


class TwoAtOnce(RuleBasedStateMachine):
    """Two visits, two people with their cards and documents, laid on and taken away in any order, and told to the desk
    late or not at all. `lies` is the card that really lies there; `told` what the desk knows.
    """

    def __init__(self, station: Station, people: tuple[Person, Person]) -> None:
        super().__init__()
        self.station = station
        self.people = people
        self.chips = tuple(chip_of(p, atr=atr) for p, atr in zip(people, ATRS, strict=True))
        self.papers = tuple(document_of(p) for p in people)
        self.lies: ChipData | None = None
        self.paper: IdentityDocument | None = None
        self.touched: list[tuple[str, str]] = []
        station.card_here(None)
        station.document = None
        station.documents.clear()
        for number, person in enumerate(people):
            station.store.keep_visit(_visit(f"v{number}", person, station))

    @initialize(who=st.integers(0, 1))
    def begin_with_ones_own_card(self, who: int) -> None:
        """So that the right card is reached in every run, whatever the dice show."""
        self.lay_card(who=who, touched_by=who, late=False)

    @rule(who=st.integers(0, 1), touched_by=st.sampled_from((0, 1, None)), late=st.booleans())
    def lay_card(self, who: int, touched_by: int | None, late: bool) -> None:
        """The one before it, if any, is lifted; the desk is told, or is late. Somebody may want to touch it at once."""
        self.lies = self.chips[who]
        if not late:
            self.tell_card()
        if touched_by is not None:
            self.touch(touched_by)

    @rule()
    def lift_card(self) -> None:
        self.lies = None

    @rule()
    def tell_card(self) -> None:
        """The watch has noticed what lies there by now."""
        self.station.card_here(self.lies)

    @rule(who=st.integers(0, 1))
    def lay_paper(self, who: int) -> None:
        self.paper = self.station.document = self.papers[who]

    @rule()
    def lift_paper(self) -> None:
        self.paper = self.station.document = None

    @precondition(lambda self: self.paper is not None)
    @rule(who=st.integers(0, 1))
    def take_paper_for(self, who: int) -> None:
        """The document is taken for one of the visits, be it the right one or a slip."""
        assert self.paper is not None
        self.station.documents[f"v{who}"] = self.paper

    @rule(who=st.integers(0, 1))
    def end_and_begin_anew(self, who: int) -> None:
        self.station.store.end_visit(f"v{who}")
        self.station.forget(f"v{who}")
        self.station.store.keep_visit(_visit(f"v{who}", self.people[who], self.station))

    @rule(who=st.integers(0, 1))
    def touch(self, who: int) -> None:
        """A PIN or a write: the desk's guard, then the card's own, which compares what really lies there."""
        visit = next(v for v in self.station.visits() if v.id == f"v{who}")
        try:
            expected = guard.make_sure(self.station, visit)
        except CardTrouble:
            return
        if self.lies is not None and self.lies.identity == expected:
            self.touched.append((visit.holder_number, self.lies.social_security_number))
            assert self.station.document in (None, self.papers[who]), "another person's document lay there"

    @invariant()
    def only_ones_own_card(self) -> None:
        assert all(mine == card for mine, card in self.touched)


def _visit(name: str, person: Person, station: Station) -> VisitRecord:
    number, now = person.holder.number, station.clock.now()
    return VisitRecord(name, 0, number, person.holder.name, "typed", "person", station.clerk, now, seat=station.seat)


def test_serving_two_at_once_never_touches_the_other_ones_card(office: Office, somebody: Somebody) -> None:
    """No order of laying on, lifting, telling late, ending and beginning lets a PIN or a write go to the wrong card."""
    station = office.stand(url=NOWHERE, seat="two")
    people = (somebody(), somebody())
    reached: list[TwoAtOnce] = []

    def machine() -> TwoAtOnce:
        reached.append(TwoAtOnce(station, people))
        return reached[-1]

    limits = settings(
        max_examples=60,
        stateful_step_count=30,
        derandomize=True,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(cast(type[TwoAtOnce], machine), settings=limits)
    assert sum(len(one.touched) for one in reached) > 20, "the right card must be reached too"
