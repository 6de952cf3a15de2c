"""Queued work stays its author's, outlet's and window's, whoever is signed in when it goes: here and there."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

from counter_app.desk.views import OutcomeView
from counter_app.domain.holder import Person
from counter_app.domain.operation import WorkState
from sync.courier import ANSWERED, COURIER
from tests.desk.conftest import Office
from tests.parts.practice_folder import NOWHERE
from tests.parts.practice_platform import Platform


def test_work_of_one_clerk_is_sent_as_hers_while_another_is_signed_in(
    office: Office, platform: Platform, somebody: Callable[[], Person]
) -> None:
    away, author = office.open(url=NOWHERE)
    visit = author.open_number(somebody().holder.number).visit_id
    author.begin(visit, "temporary-loss")
    made = author.forward(visit)
    assert isinstance(made, OutcomeView)
    operation = made.work.operation
    author.end(visit)
    author.sign_out()
    away.close()
    counter, desk = office.open()
    desk.sign_out()
    assert desk.sign_in("0318").clerk == "0318"
    counter.courier().pass_once()
    kept = counter.store().work(operation.id)
    assert kept is not None
    assert kept.state is WorkState.SETTLED
    assert kept.operation == operation, "nothing of it has changed by being sent"
    ((body,),) = platform.rows("SELECT operation FROM answer WHERE operation_id = ?", operation.id)
    told = json.loads(str(body))
    assert (told["clerk"], told["outlet"], told["window"]) == ("0317", operation.outlet, operation.window)
    since = operation.accepted_at - timedelta(minutes=1)
    (recorded,) = counter.store().entries("operation.recorded", since=since)
    assert (recorded.clerk, recorded.subject) == ("0317", operation.id)
    answered = [one for one in counter.store().entries(ANSWERED, since=since) if one.subject == operation.id]
    assert [one.clerk for one in answered] == [COURIER], "neither of the two answered for the platform"


def test_nobody_need_be_signed_in(office: Office, platform: Platform, somebody: Callable[[], Person]) -> None:
    away, author = office.open(url=NOWHERE)
    visit = author.open_number(somebody().holder.number).visit_id
    author.begin(visit, "temporary-loss")
    made = author.forward(visit)
    assert isinstance(made, OutcomeView)
    author.sign_out()
    away.close()
    counter, desk = office.open()
    desk.sign_out()
    counter.courier().pass_once()
    assert len(platform.effects(made.work.operation.id)) == 2
