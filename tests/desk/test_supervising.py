"""What a supervisor must see of today: agents over the limit, what was not met or abandoned, choices of banks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from counter_app.desk import carrying
from counter_app.desk.desk import Desk
from counter_app.desk.following import following
from counter_app.desk.supervising import acknowledge, choices, many
from counter_app.domain.errors import NotFound
from counter_app.domain.holder import Person
from counter_app.provinces import load
from tests.desk.conftest import Office
from tests.desk.test_agents import ACTS, AGENT, change_mobile, grown_up

FORMAL = "formal-loss"


def test_an_agent_over_the_limit_stands_there_until_somebody_has_seen_it_and_again_with_the_next(
    office: Office, somebody: Callable[[], Person]
) -> None:
    """One line an agent, with the acts too many; acknowledged by name, in the trail, once; the next act asks anew."""
    station = office.stand()
    station.province = replace(load("hunan"), agent_limit=2)
    for _ in range(3):
        change_mobile(station, grown_up(somebody), ACTS)
    (one,) = following(station).supervised.many
    assert (one.agent, one.name, one.people, one.limit, one.seen_by) == (AGENT, ACTS["actor_name"], 3, 2, "")
    assert [title.zh for _receipt, title in one.works] == ["信息变更"]
    assert station.store.receipt(one.works[0][0]) is not None
    with pytest.raises(NotFound):
        acknowledge(station, "no-such-operation")
    for _ in range(2):
        acknowledge(station, one.last)
    (seen,) = many(station)
    assert (seen.seen_by, seen.seen_at is not None) == ("0317", True)
    assert station.store.times("agent.many_seen", one.last) == 1
    change_mobile(station, grown_up(somebody), ACTS)
    (again,) = many(station)
    assert (again.people, again.seen_by, len(again.works)) == (4, "", 2)
    assert station.store.verify_audit().whole


def test_an_agent_under_two_forms_of_a_pass_number_is_one_line(office: Office) -> None:
    """Renewed since the morning: the acts stand together, under the number that was brought last."""
    station = office.stand()
    for people, number in ((3, "H12345678"), (4, "H1234567801")):
        facts = {"agent": number, "people": str(people), "limit": "2"}
        station.store.note(station.entry("agent.many", subject=f"no-work-{people}", facts=facts))
    (one,) = many(station)
    assert (one.agent, one.people) == ("H1234567801", 4)


def test_what_was_not_met_or_abandoned_today_is_listed_with_its_code(
    office: Office, somebody: Callable[[], Person]
) -> None:
    station = office.stand()
    desk = Desk(station)
    refused, given = desk.open_number(somebody().holder.number).visit_id, ""
    desk.turn_away(refused, "refused", procedure=FORMAL, reason="R06")
    given = desk.open_number(somebody().holder.number).visit_id
    desk.turn_away(given, "given-up", procedure=FORMAL, reason="G02")
    left = desk.open_number(somebody().holder.number).visit_id
    desk.begin(left, FORMAL)
    desk.answer(left, {"reason": "stolen"})
    desk.leave(left, "G05")
    desk.sign_in("0318")
    seen = desk.supervised()
    assert [(one.on_way.case.kind.value, one.on_way.case.reason) for one in seen.not_met] == [
        ("refused", "R06"),
        ("given-up", "G02"),
    ]
    assert all(one.reason.zh and one.title.zh == "正式挂失" for one in seen.not_met)
    assert [(one.code, one.clerk, one.title.zh) for one in seen.abandoned] == [("G05", "0317", "正式挂失")]
    assert station.store.entries("supervisor.shown_full", since=datetime.now(UTC) - timedelta(minutes=5)) == ()
    desk.supervised(full=True)
    assert len(station.store.entries("supervisor.shown_full", since=datetime.now(UTC) - timedelta(minutes=5))) == 1


def test_an_auditor_sees_the_order_banks_were_shown_in_and_what_was_chosen(
    office: Office, somebody: Callable[[], Person]
) -> None:
    station = office.stand()
    desk = Desk(station)
    began = datetime.now(UTC)
    visit = desk.open_number(somebody().holder.number).visit_id
    desk.begin(visit, "bank-change")
    field = next(f for f in desk.visit(visit).fields if f.field.name == "bank")
    shown = tuple(one.value for one in field.field.choices)
    free = [one.value for one in field.field.choices if one.refused is None]
    for bank in free[:2]:
        desk.answer(visit, {"bank": bank})
    found = choices(station, since=began)
    assert [(one.shown, one.chosen, one.clerk, one.receipt) for one in found] == [
        (shown, bank, "0317", "") for bank in free[:2]
    ]
    assert carrying.record_of(station, visit).procedure == "bank-change"
