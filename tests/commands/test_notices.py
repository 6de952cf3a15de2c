"""`counter notices` and `counter choices`: masked by default, whole and audited with --full."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from counter_app.domain.holder import Person
from tests.parts.command import Command
from tests.parts.counting import working


def test_refused_and_given_up_are_listed_masked_and_whole_with_full(
    inside: Command, somebody: Callable[[], Person]
) -> None:
    person = somebody()
    with working(inside.folder, *inside.sets) as counter:
        desk = counter.desk()
        desk.sign_in("0317")
        visit = desk.open_number(person.holder.number).visit_id
        number = desk.turn_away(visit, "refused", procedure="formal-loss", reason="R06").number
        visit = desk.open_number(person.holder.number).visit_id
        desk.begin(visit, "formal-loss")
        desk.answer(visit, {"reason": "stolen"})
        desk.leave(visit, "G01")
        desk.end(visit)
    told = inside("notices").json
    (case,) = told["cases"]
    assert (case["number"], case["kind"], case["reason"], case["sent"]) == (number, "refused", "R06", False)
    assert case["words"]
    assert [one["reason"] for one in told["abandoned"]] == ["G01"]
    assert (told["agents"], told["taken_up_twice"]) == ([], [])
    assert person.holder.number not in str(told)
    assert person.holder.name not in str(told)
    whole = inside("notices", "--full").json["cases"][0]
    assert (whole["holder"], whole["name"]) == (person.holder.number, person.holder.name)
    said = inside.words("notices")
    assert "不予办理 1 件" in said.out
    assert number in said.out
    with working(inside.folder, *inside.sets) as counter:
        began = datetime.now(UTC) - timedelta(minutes=10)
        assert len(counter.store().entries("supervisor.shown_full", since=began)) == 1


def test_choices_tell_the_order_shown_and_a_day_that_is_none_is_used_wrongly(
    inside: Command, somebody: Callable[[], Person]
) -> None:
    person = somebody()
    with working(inside.folder, *inside.sets) as counter:
        desk = counter.desk()
        desk.sign_in("0317")
        counter.courier().pass_once()
        visit = desk.open_number(person.holder.number).visit_id
        desk.begin(visit, "bank-change")
        field = next(f for f in desk.visit(visit).fields if f.field.name == "bank")
        bank = next(one.value for one in field.field.choices if one.refused is None)
        desk.answer(visit, {"bank": bank})
    (choice,) = inside("choices").json["choices"]
    assert choice["chosen"] == bank
    assert sorted(choice["shown"]) == sorted(one.value for one in field.field.choices)
    assert (choice["receipt"], choice["holder"]) == (None, None)
    assert inside("choices", "--since", "2099-01-01").json["choices"] == []
    for no_day in ("gestern", "0001-01-01"):  # midnight in China of the first day there is stands before all days
        said = inside("choices", "--since", no_day)
        assert (said.status, said.error["code"]) == (2, "UsedWrongly")
