"""One agent who acts for more people in a day than the pack says is kept in the audit trail; the work goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
ACTS = {
    "actor": "agent",
    "actor_name": "余家人",
    "actor_number": AGENT,
    "relation": "other",
    "relation_proof": "letter",
}


def change_mobile(station: Station, person: Person, **actor: str) -> str:
    """A change of the mobile number, carried out; the id of the operation."""
    desk = Desk(station)
    visit = desk.open_number(person.holder.number).visit_id
    page: VisitView | OutcomeView = desk.begin(visit, "data-change")
    while isinstance(page, VisitView):
        desk.answer(visit, actor)
        filled = answered(carrying.load(station, carrying.record_of(station, visit)))
        named = {one.field.name for one in page.fields}
        desk.answer(visit, {name: value for name, value in filled.typed.items() if name in named and name not in actor})
        page = desk.forward(visit)
    operation = station.store.works_of(person.holder.number)[-1].operation
    desk.end(visit)
    return operation.id


def test_the_person_too_many_is_kept_for_the_supervisor_and_the_work_is_done(
    office: Office, somebody: Callable[[], Person]
) -> None:
    station = office.stand()
    station.province = replace(load("hunan"), agent_limit=2)
    done = [change_mobile(station, somebody(), **ACTS) for _ in range(3)]
    assert [station.store.times("agent.many", one) for one in done] == [0, 0, 1]
    assert station.store.verify_audit().whole


def test_a_holder_who_comes_alone_and_a_pack_without_limit_are_no_notice(
    office: Office, somebody: Callable[[], Person]
) -> None:
    station = office.stand()
    station.province = replace(load("hunan"), agent_limit=1)
    alone = [change_mobile(station, somebody()) for _ in range(2)]
    station.province = replace(station.province, agent_limit=0)
    agent = [change_mobile(station, somebody(), **ACTS) for _ in range(2)]
    assert [station.store.times("agent.many", one) for one in (*alone, *agent)] == [0] * 4
