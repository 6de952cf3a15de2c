"""A procedure that became unlawful while the visit was open: told in one sentence with the next lawful step, and not
recorded.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counter_app.desk import choosing
from counter_app.desk.views import VisitView
from counter_app.domain.errors import Refused
from counter_app.domain.holder import Person
from counter_app.domain.procedure import Procedure
from counter_app.procedures import all_procedures
from tests.life.land import Land

Change = Callable[[Land, str], None]


def cancelled(land: Land, number: str) -> None:
    """Every card of the holder is cancelled at another counter."""
    land.platform.change("UPDATE card SET state = '9' WHERE holder = ?", number)
    land.platform.change("UPDATE card_order SET state = 'stopped' WHERE holder = ?", number)


def died(land: Land, number: str) -> None:
    land.platform.change("UPDATE person SET life = 'dead' WHERE number = ?", number)


STILL_LAWFUL: dict[Change, set[str]] = {
    cancelled: {"application", "data-change", "status-proof", "data-copy", "consent-withdrawal"},
    died: {"cancellation", "status-proof", "data-copy"},
}


@pytest.mark.parametrize("change", [cancelled, died], ids=lambda c: c.__name__)
@pytest.mark.parametrize("which", all_procedures(), ids=lambda p: p.id)
def test_what_became_unlawful_meanwhile_is_told_and_not_recorded(
    which: Procedure, change: Change, lands: Callable[[str], Land], people: Callable[[], Person]
) -> None:
    land = lands("hunan")
    person, view = land.open_for(which.id, people)
    page = land.desk.begin(view.visit_id, which.id)
    while page.current < len(page.steps) - 2:
        following = land.step(view.visit_id, page)
        assert isinstance(following, VisitView)
        page = following
    change(land, person.holder.number)
    land.desk.refresh(view.visit_id)
    if which.id in STILL_LAWFUL[change]:
        land.step(view.visit_id, page)
    else:
        with pytest.raises(Refused) as told:
            land.step(view.visit_id, page)
        assert told.value.message.zh
        assert told.value.what_next.zh
        assert "\n" not in told.value.message.zh
        assert land.store.works_of(person.holder.number) == ()
    land.desk.end(view.visit_id)


def test_two_cards_in_use_are_never_guessed_between(lands: Callable[[str], Land], people: Callable[[], Person]) -> None:
    """The way out is named on every action."""
    land, person, other = lands("hunan"), people(), people()
    assert other.card is not None
    land.platform.change("UPDATE card SET holder = ? WHERE number = ?", person.holder.number, other.card.number)
    view = land.desk.refresh(land.desk.open_number(person.holder.number).visit_id)
    assert [action.procedure for action in view.actions if action.lawful] == []
    assert {action.advice.zh for action in view.actions if action.advice} == {choosing.HOW.zh}
    chosen = land.desk.choose_card(view.visit_id, other.card.number)
    lawful = {action.procedure for action in chosen.actions if action.lawful}
    assert {"temporary-loss", "formal-loss", "status-proof", "cancellation"} <= lawful
    land.desk.end(view.visit_id)
    chosen = land.desk.open_card(other.card.number)
    assert any(action.lawful for action in chosen.actions)
    land.desk.end(chosen.visit_id)
