"""Every procedure x every province: online, offline and back, refused by the platform, abandoned at each step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counter_app import provinces
from counter_app.desk.desk import Desk
from counter_app.desk.exceptions import CLOSE
from counter_app.desk.views import OutcomeView, PersonView, VisitView
from counter_app.desk.views_leaving import LeaveView
from counter_app.domain import life
from counter_app.domain.card import Card, Half
from counter_app.domain.errors import ForbiddenOffline
from counter_app.domain.holder import Person
from counter_app.domain.operation import OperationId, Settlement, Work, WorkState
from counter_app.domain.procedure import Procedure
from counter_app.domain.province import OfflineRule
from counter_app.procedures import all_procedures
from tests.life.land import Land

People = Callable[[], Person]
CLAIMS = ("成功", "完成", "已挂失", "即时生效")
each_procedure = pytest.mark.parametrize("which", all_procedures(), ids=lambda p: p.id)
each_province = pytest.mark.parametrize("pack", provinces.available())


def work_of(land: Land, outcome: OutcomeView) -> Work:
    work = land.store.work(OperationId(outcome.work.operation.id))
    assert work is not None
    return work


def says(outcome: OutcomeView) -> str:
    """All that the result page says in Chinese; every line has words in both languages."""
    lines = (*outcome.lines.happened, *outcome.lines.means, *outcome.lines.next, outcome.headline)
    assert all(text.zh and text.en for text in lines)
    return "。".join(text.zh for text in lines)


def card_of(land: Land, person: Person, number: str | None) -> Card | None:
    known = land.store.person(person.holder.number)
    assert known is not None
    return next((card for card in known.cards if card.number == number), None)


def stands_as_asked(land: Land, person: Person, work: Work) -> None:
    """Every half that was changed stands in the mirror as asked for, by a move of the one table."""
    card = card_of(land, person, work.answer.card_number if work.answer else None)
    for half, target in work.operation.changes.items():
        assert card is not None
        assert card.state_of(half).value == target
    for changed, before, after in land.platform.effects(work.operation.id):
        moves = life.MOVES[Half(str(changed))].values()
        assert any(move.after == after and before in move.before for move in moves), (changed, before, after)


@each_province
@each_procedure
def test_online_it_runs_from_the_desk_to_the_platform_and_back(
    which: Procedure, pack: str, lands: Callable[[str], Land], people: People
) -> None:
    land = lands(pack)
    person, view = land.open_for(which.id, people)
    recorded = land.carry(view.visit_id, which.id)
    assert recorded.kind == "wait"
    assert not any(claim in says(recorded) for claim in CLAIMS)
    land.go_out()
    done = land.desk.outcome(view.visit_id)
    work = work_of(land, done)
    assert (work.settlement, done.kind) == (Settlement.ACCEPTED, "ok"), work.answer
    assert says(done)
    stands_as_asked(land, person, work)
    rules, operation = land.province.procedures[which.id], work.operation
    assert (operation.province, operation.pack) == (pack, land.province.version)
    assert operation.basis == tuple(b.words.zh for b in rules.basis)
    assert done.receipt.draft.rows
    assert person.holder.number not in "".join(row.value.zh for row in done.receipt.draft.rows)
    assert set(rules.warnings) <= set(done.receipt.draft.notes), "what the pack warns of is on paper"
    land.desk.end(view.visit_id)


@each_province
@each_procedure
def test_offline_it_is_kept_or_refused_with_the_way_and_goes_out_when_the_line_is_back(
    which: Procedure, pack: str, lands: Callable[[str], Land], people: People
) -> None:
    land = lands(pack)
    _person, view = land.open_for(which.id, people)
    land.cut()
    try:
        action = land.action(land.desk.person(view.visit_id), which.id)
        if not action.lawful:
            _is_told_why(land, which, view.visit_id)
        else:
            assert land.province.procedures[which.id].offline is not OfflineRule.NEVER
            recorded = land.carry(view.visit_id, which.id)
            land.go_out()
            still = land.desk.outcome(view.visit_id)
            assert (work_of(land, recorded).state, still.kind) == (WorkState.WAITING, "wait")
            assert not any(claim in says(still) for claim in CLAIMS)
    finally:
        land.mend()
    if not action.lawful:
        assert land.action(land.desk.person(view.visit_id), which.id).lawful
    else:
        done = land.desk.outcome(view.visit_id)
        assert (work_of(land, done).settlement, done.kind) == (Settlement.ACCEPTED, "ok"), done.work.answer
    land.desk.end(view.visit_id)


def _is_told_why(land: Land, which: Procedure, visit_id: str) -> None:
    """Greyed without a line: told that it is the line, and what to do; nothing can be begun."""
    with pytest.raises(ForbiddenOffline) as told:
        land.desk.begin(visit_id, which.id)
    action = land.action(land.desk.person(visit_id), which.id)
    assert (action.refused, action.advice) == (told.value.message, told.value.what_next)
    assert "离线" in told.value.message.zh
    assert land.store.works_of(land.desk.person(visit_id).person.holder.number) == ()


@each_province
@each_procedure
def test_refused_by_the_platform_nothing_changed_and_a_clerk_settles_it(
    which: Procedure, pack: str, lands: Callable[[str], Land], people: People
) -> None:
    """The province has the holder under another name since the counter heard last."""
    land = lands(pack)
    person, view = land.open_for(which.id, people)
    before = land.store.person(person.holder.number)
    number = person.holder.number
    land.platform.change("UPDATE person SET name = name || '一' WHERE number = ?", number)
    recorded = land.carry(view.visit_id, which.id)
    land.go_out()
    told = land.desk.outcome(view.visit_id)
    work = work_of(land, told)
    assert (work.state, told.kind) == (WorkState.REFUSED, "stop")
    assert "号码与姓名不符" in says(told)
    assert land.platform.effects(work.operation.id) == []
    after = land.store.person(number)
    assert before is not None
    assert after is not None
    assert [(c.number, c.state) for c in after.cards] == [(c.number, c.state) for c in before.cards]
    land.desk.settle(recorded.work.operation.id, CLOSE.id, "号码与姓名不符")
    assert land.store.works_of(number) == ()
    land.desk.end(view.visit_id)


@each_province
@each_procedure
def test_abandoned_at_each_step_nothing_is_recorded_and_back_keeps_the_answers(
    which: Procedure, pack: str, lands: Callable[[str], Land], people: People
) -> None:
    """At each step: killed and reopened there, then back with the same answers, then out."""
    land = lands(pack)
    person, view = land.open_for(which.id, people)
    page = land.desk.begin(view.visit_id, which.id)
    seen = [page]
    while page.current < len(page.steps) - 2:  # the steps still to come may depend on what was answered
        following = land.step(view.visit_id, page)
        assert isinstance(following, VisitView)
        assert following.current > page.current, following.missing
        page = following
        again = Desk(land.new_station()).resume()
        assert isinstance(again, VisitView)
        assert (again.procedure, again.current, _values(again)) == (which.id, page.current, _values(page))
        seen.append(page)
    steps = 0
    came: VisitView | PersonView | LeaveView = page
    answers: dict[str, str] = {}
    while isinstance(came, VisitView):
        steps += 1
        answers = dict(land.station.visits()[0].answers)
        came = land.desk.back(view.visit_id)
        if isinstance(came, VisitView):
            assert dict(land.station.visits()[0].answers) == answers
    assert steps == len(seen)
    assert isinstance(came, LeaveView) is any(answers.values()), "what was answered is given up with a reason only"
    if isinstance(came, LeaveView):
        land.desk.leave(view.visit_id, came.reasons[0][0])
    number = person.holder.number
    assert (land.store.works_of(number), land.store.works_of(number, settled=True)) == ((), ())
    land.desk.end(view.visit_id)
    assert land.station.visits() == ()


def _values(page: VisitView) -> dict[str, str]:
    return {one.field.name: one.value for one in page.fields}
