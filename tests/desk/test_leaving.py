"""Everything can be abandoned with a reason; what nobody has touched is left without one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from counter_app.desk.views import PersonView, VisitView
from counter_app.desk.views_leaving import LeaveView
from counter_app.domain.errors import BadInput
from counter_app.domain.holder import Person
from tests.desk.conftest import Office


def test_an_untouched_page_is_left_with_one_key_and_nobody_is_told(
    office: Office, somebody: Callable[[], Person]
) -> None:
    counter, desk = office.open()
    visit = desk.open_number(somebody().holder.number).visit_id
    desk.begin(visit, "formal-loss")
    assert isinstance(desk.back(visit), PersonView)
    assert counter.store().entries("visit.abandoned", since=datetime.now(UTC) - timedelta(minutes=5)) == ()


def test_what_was_answered_is_given_up_with_a_reason_of_the_pack_kept_in_the_trail(
    office: Office, somebody: Callable[[], Person]
) -> None:
    """Asked once, back with Esc, asked again; a reason that is none leaves everything as it was; also after a kill."""
    _counter, desk = office.open()
    visit = desk.open_number(somebody().holder.number).visit_id
    desk.begin(visit, "formal-loss")
    desk.answer(visit, {"reason": "stolen"})
    asked = desk.back(visit)
    assert isinstance(asked, LeaveView)
    assert asked.title.zh == "正式挂失"
    counter, again = office.open()
    page = again.resume()
    assert isinstance(page, VisitView)
    assert {one.field.name: one.value for one in page.fields}["reason"] == "stolen"
    with pytest.raises(BadInput):
        again.leave(visit, "R01")
    with pytest.raises(BadInput):
        again.leave(visit)
    assert isinstance(again.leave(visit, "G03"), PersonView)
    (kept,) = counter.store().entries("visit.abandoned", since=datetime.now(UTC) - timedelta(minutes=5))
    assert (kept.clerk, kept.facts) == ("0317", {"procedure": "formal-loss", "reason": "G03", "step": "0"})
    fresh = again.begin(visit, "formal-loss")
    assert {one.field.name: one.value for one in fresh.fields}["reason"] != "stolen"
    assert counter.store().verify_audit().whole
