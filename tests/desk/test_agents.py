"""One agent who acts for more people in a day than the pack says is kept in the audit trail; the work goes on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from counter_app.desk import carrying
from counter_app.desk.desk import Desk
from counter_app.desk.station import Station
from counter_app.desk.views import OutcomeView, VisitView
from counter_app.domain.holder import Person
from counter_app.domain.numbers import identity_check_digit
from counter_app.provinces import load
from tests.desk.conftest import Office
from tests.parts.answering import answered

AGENT = "43990119750101003"
AGENT += identity_check_digit(AGENT)
LONGEST = 6
"""Pages of a procedure."""
ACTS = {
    "actor": "agent",
    "actor_name": "余家人",
    "actor_number": AGENT,
    "relation": "other",
    "relation_proof": "letter",
}


def grown_up(somebody: Callable[[], Person]) -> Person:
    """Somebody who may send an agent: a child has a guardian."""
    people = iter(somebody, None)
    return next(p for p in people if p.holder.birth_date is not None and p.holder.birth_date < date(2004, 1, 1))


def change_mobile(station: Station, person: Person, actor: Mapping[str, str]) -> str:
    """A change of the mobile number, carried out; the id of the operation."""
    desk = Desk(station)
    visit = desk.open_number(person.holder.number).visit_id
    page: VisitView | OutcomeView = desk.begin(visit, "data-change")
    for _ in range(LONGEST):
        if isinstance(page, OutcomeView):
            break
        for name, value in actor.items():  # one by one: who acts decides what is asked of them
            desk.answer(visit, {name: value})
        filled = answered(carrying.load(station, carrying.record_of(station, visit)))
        named = {one.field.name for one in desk.visit(visit).fields} - set(actor)
        desk.answer(visit, {name: value for name, value in filled.typed.items() if name in named})
        page = desk.forward(visit)
    assert isinstance(page, OutcomeView), page.missing
    operation = station.store.works_of(person.holder.number)[-1].operation
    assert operation.facts["actor"] == actor["actor"]
    desk.end(visit)
    return operation.id


def test_the_person_too_many_is_kept_for_the_supervisor_and_the_work_is_done(
    office: Office, somebody: Callable[[], Person]
) -> None:
    station = office.stand()
    station.province = replace(load("hunan"), agent_limit=2)
    done = [change_mobile(station, grown_up(somebody), ACTS) for _ in range(3)]
    assert [station.store.times("agent.many", one) for one in done] == [0, 0, 1]
    assert station.store.verify_audit().whole


def test_a_holder_who_comes_alone_and_a_pack_without_limit_are_no_notice(
    office: Office, somebody: Callable[[], Person]
) -> None:
    station = office.stand()
    station.province = replace(load("hunan"), agent_limit=1)
    alone = [change_mobile(station, grown_up(somebody), {"actor": "self"}) for _ in range(2)]
    station.province = replace(station.province, agent_limit=0)
    agent = [change_mobile(station, grown_up(somebody), ACTS) for _ in range(2)]
    assert [station.store.times("agent.many", one) for one in (*alone, *agent)] == [0] * 4
