"""Work without halves and cards being made, the whole way: store, courier, HTTP, platform, and back to the mirror."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.holder import Person
from counter_app.domain.making import MakingState, OrderKind
from counter_app.domain.operation import Operation, Settlement, Verdict, Work, WorkState
from counter_app.domain.projection import project
from counter_app.ports import LineKind, Store
from practice.opening import fill_mirror
from practice.platform import database as db
from practice.population import cast
from sync.client import HttpPlatform
from sync.courier import LineCourier
from tests.parts import counter_folder as parts
from tests.parts.practice_platform import Platform, running
from tests.parts.processes import wait_until
from tests.parts.whole_life import ask
from tests.sync.conftest import closing_client

Roles = dict[str, Person]


@pytest.fixture
def province(tmp_path: Path) -> Iterator[Platform]:
    """A platform of this test's own, which makes cards at once."""
    with running(tmp_path / "platform.db") as platform:
        platform.switch(db.MAKING_SECONDS, "0")
        yield platform


@pytest.fixture
def line(province: Platform) -> Iterator[HttpPlatform]:
    """A client of it."""
    with closing_client(province.url) as made:
        yield made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A real, encrypted store that knows the practice people."""
    with parts.open_store(tmp_path / "counter") as opened:
        fill_mirror(opened, now=datetime.now(UTC))
        yield opened


@pytest.fixture
def courier(tmp_path: Path, store: Store, line: HttpPlatform) -> LineCourier:
    """A courier between the two."""
    return parts.courier(tmp_path / "counter", store, line)


@pytest.fixture
def people() -> Roles:
    return cast(now=datetime.now(UTC))


def carried(store: Store, courier: LineCourier, operation: Operation) -> Work:
    """The operation recorded, sent and answered."""
    parts.record(store, operation)
    courier.pass_once()
    work = store.work(operation.id)
    assert work is not None
    return work


def known(store: Store, person: Person) -> Person:
    """The person as the mirror has them."""
    told = store.person(person.holder.number)
    assert told is not None
    return told


def test_from_an_application_to_a_card_in_use_and_the_mirror_follows(
    store: Store, courier: LineCourier, line: HttpPlatform, people: Roles
) -> None:
    person = people["adult-no-card"]
    work = carried(store, courier, ask(person, "application"))
    assert (work.state, work.settlement) == (WorkState.SETTLED, Settlement.ACCEPTED)
    assert work.answer is not None
    assert work.answer.halves == ()
    (order,) = known(store, person).orders
    assert (order.kind, order.state, order.bank) == (OrderKind.NEW, MakingState.MAKING, "B01")
    told = line.person_by_number(person.holder.number)
    assert told is not None
    store.keep_people([told])
    ready = known(store, person)
    assert ready.order is not None
    assert (ready.order.state, ready.cards[0].state) == (MakingState.READY, CardState.SEALED)
    found = line.person_by_card(ready.cards[0].number)
    assert found is not None
    assert found.holder == ready.holder
    done = carried(store, courier, ask(person, "activation", card=ready.cards[0].number))
    assert done.settlement is Settlement.ACCEPTED
    stands = known(store, person)
    assert stands.order is None
    assert (stands.cards[0].state, stands.cards[0].state_of(Half.BANK)) == (CardState.NORMAL, BankState.NORMAL)


def test_a_lost_card_stops_when_the_new_one_is_enabled(store: Store, courier: LineCourier, people: Roles) -> None:
    person = people["hmt"]
    for procedure, facts in (("formal-loss", {}), ("replacement", {"reason": "lost", "bank": "B02"})):
        assert carried(store, courier, ask(person, procedure, actor=facts)).settlement is Settlement.ACCEPTED
    assert carried(store, courier, ask(person, "activation", Half.SSC)).settlement is Settlement.ACCEPTED
    stands = known(store, person)
    assert [card.state for card in stands.cards] == [CardState.CANCELLED, CardState.NORMAL]
    assert [card.state_of(Half.BANK) for card in stands.cards] == [BankState.CLOSED, BankState.INACTIVE]
    assert stands.orders[0].state is MakingState.COLLECTED


def test_work_without_halves_that_is_refused_is_settled_by_a_clerk(
    store: Store, courier: LineCourier, people: Roles
) -> None:
    work = carried(store, courier, ask(people["making"], "application"))
    assert work.state is WorkState.REFUSED
    assert work.answer is not None
    assert (work.answer.verdict, work.answer.code, work.answer.halves) == (Verdict.REFUSED, "1210", ())
    assert project(None, [work]).under_way == ()
    assert courier.pass_once().handed_over == 0
    assert len(known(store, people["making"]).orders) == 1


def test_work_without_halves_that_was_put_off_goes_again_under_its_id(
    store: Store, courier: LineCourier, province: Platform, people: Roles
) -> None:
    person = people["foreigner"]
    province.switch(db.BANK_SILENT, "B01")
    operation = ask(person, "application")
    work = carried(store, courier, operation)
    assert work.state is WorkState.IN_FLIGHT
    assert store.line().kind is LineKind.NOT_NOW
    assert project(None, store.works_of(person.holder.number)).under_way == (work,)
    assert known(store, person).orders == ()
    province.switch(db.BANK_SILENT, None)
    assert courier.pass_once().accepted == 1
    assert len(known(store, person).orders) == 1
    assert store.verify_audit().whole


def test_an_answer_lost_on_the_way_orders_no_second_card(
    store: Store, courier: LineCourier, province: Platform, people: Roles
) -> None:
    """The platform ordered; the counter has not heard, and asks again under the same id."""
    person = people["adult-no-card"]
    operation = ask(person, "application")
    parts.record(store, operation)
    with closing_client(province.url) as other:
        other.send([operation], on_hand_over=lambda: None)
    assert courier.pass_once().accepted == 1
    work = store.work(operation.id)
    assert work is not None
    assert work.answer is not None
    assert work.answer.known
    assert province.rows("SELECT count(*) FROM card_order WHERE holder = ?", person.holder.number) == [(1,)]


def test_a_failed_making_is_told_resumed_and_ready(
    store: Store, courier: LineCourier, line: HttpPlatform, people: Roles
) -> None:
    person = people["making-failed"]
    order = known(store, person).order
    assert order is not None
    assert order.reason is not None
    assert carried(store, courier, ask(person, "resume-making", order=order.number)).settlement is Settlement.ACCEPTED

    def ready() -> bool:
        told = line.person_by_number(person.holder.number)
        return told is not None and [one.state for one in told.orders] == [MakingState.READY]

    wait_until(ready, what="the resumed making")
    told = line.person_by_number(person.holder.number)
    assert told is not None
    assert [(one.number, one.batch) for one in told.orders] == [(order.number, order.batch)]


def test_what_the_holder_changed_is_in_the_mirror_when_the_platform_has_accepted_it(
    store: Store, courier: LineCourier, people: Roles
) -> None:
    person = people["card-ready"]
    carried(store, courier, ask(person, "data-change", new_name="尹佳宁·新", proof_of_change="police"))
    assert known(store, person).holder.name == "尹佳宁·新"
    assert store.find("尹佳宁·新")[0].number == person.holder.number
    for procedure in ("status-proof", "pin-change"):
        work = carried(store, courier, ask(known(store, person), procedure))
        assert work.answer is not None
        assert work.answer.code == ("1205" if procedure == "pin-change" else "")


def test_the_dead_are_known_to_be_dead(line: HttpPlatform, store: Store, people: Roles) -> None:
    told = line.person_by_number(people["dead"].holder.number)
    assert told is not None
    assert told.life == "dead"
    assert known(store, people["dead"]).life == "dead"
