"""A visit in a procedure: what is filled in for the clerk counts as answered, and who is said to have seen it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.desk.carrying import shown_to
from counter_app.procedures import procedure
from tests.core import ordering as o
from tests.core.situations import person, situation

CANCEL = procedure("cancellation")


def test_what_is_filled_in_on_one_step_is_known_to_the_next() -> None:
    """The records know of the death, so the ground is filled in; the holder is not the one who asks for it then."""
    now = situation(CANCEL, replace(person(), life="dead"))
    visit = o.visit(now, CANCEL, {"card_handed_in": "yes"})
    assert visit.answers["ground"] == "death"
    assert visit.answers["actor"] == "agent"


@pytest.mark.parametrize(
    ("seat", "actor", "life", "said"),
    [
        ("window", "self", "", "yes"),
        ("window", "guardian", "", "to_actor"),
        ("window", "agent", "dead", "to_actor"),
        ("window", "self", "dead", "to_actor"),
        ("window", "", "", "no"),
        ("command-1", "self", "", "no"),
    ],
)
def test_only_the_holder_at_the_window_saw_it_himself(seat: str, actor: str, life: str, said: str) -> None:
    visit = o.visit(situation(CANCEL, person()), CANCEL, {})
    assert shown_to(replace(visit.record, seat=seat), replace(person(), life=life), actor) == said
