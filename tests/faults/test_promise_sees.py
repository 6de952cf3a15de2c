"""The state machine notices each of these mistakes: what cannot fail proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import update

from counter_app.domain import projection
from counter_app.domain.operation import Answer, OperationId, Verdict, WorkState
from local_store import open_rows, order, work
from local_store.tables import outbox
from practice.platform import ledger
from sync import courier, repeated, wire
from tests.faults import days
from tests.faults.days import Ground
from tests.faults.ground import ground
from tests.faults.promise import Book
from tests.faults.test_promise import STEPS
from tests.sync.conftest import temporary_loss

Patch = pytest.MonkeyPatch
PORTIONS, RUNS = 5, 40
"""At most so many times so many runs, each portion by a seed of its own: what one way of beginning never comes to,
another comes to at once.
"""


@pytest.fixture(scope="module")
def here() -> Iterator[Ground]:
    """What every run begins with."""
    with ground() as made:
        yield made


def a_loss_passes_work_in_flight(patch: Patch) -> None:
    real = order.queue

    def heedless(rows: Any) -> order.Queue:
        urgent, standing = {row.id for row in rows if row.urgent}, real(rows)
        return order.Queue({one: by for one, by in standing.behind.items() if one not in urgent}, standing.moving)

    patch.setattr(order, "queue", heedless)


def a_loss_pushes_in_before_work_that_can_go(patch: Patch) -> None:
    patch.setattr(order, "_ranks", lambda moving: {row.id: (not row.urgent, False, row.order) for row in moving})


def the_batch_is_written_backwards(patch: Patch) -> None:
    real = wire.write_batch
    patch.setattr(wire, "write_batch", lambda batch, *rest, **more: real(batch[::-1], *rest, **more))


def what_is_in_flight_is_never_asked_about_again(patch: Patch) -> None:
    real = order.may_go

    def once(rows: Sequence[order.OpenRow], limit: int) -> list[str]:
        fresh = {row.id for row in rows if row.state is WorkState.WAITING}
        return [one for one in real(rows, limit) if one in fresh]

    patch.setattr(work, "may_go", once)


def an_answer_goes_to_another_row(patch: Patch) -> None:
    def mixed_up(answers: Sequence[Answer], ids: set[Any]) -> tuple[Answer, ...]:
        return tuple(replace(said, operation_id=one) for said, one in zip(answers, sorted(ids), strict=False))

    patch.setattr(courier, "_asked_for", mixed_up)


def a_refusal_is_taken_for_a_yes(patch: Patch) -> None:
    real = work.apply

    def kind(connection: Any, answers: Sequence[tuple[Answer, Any]]) -> None:
        real(connection, [(replace(answer, verdict=Verdict.ACCEPTED), entry) for answer, entry in answers])

    patch.setattr(work, "apply", kind)


def the_platform_forgets_what_it_answered(patch: Patch) -> None:
    def forgets(connection: Any, form: Any, *_: Any) -> None:
        connection.execute("DELETE FROM answer WHERE operation_id = ?", (form.id,))

    patch.setattr(ledger, "_known", forgets)


def what_waits_is_shown_as_confirmed(patch: Patch) -> None:
    def sure(*asked: Any) -> projection.CardView:
        view = projection.project(*asked)
        ssc, bank = (replace(half, confirmed=half.shown, waiting=None) for half in (view.ssc, view.bank))
        return replace(view, ssc=ssc, bank=bank)

    patch.setattr(days, "project", sure)


def the_order_is_the_time_of_the_id(patch: Patch) -> None:
    def by_its_time(rows: Callable[..., list[order.OpenRow]]) -> Callable[..., list[order.OpenRow]]:
        return lambda *asked: [row._replace(order=int(row.id.replace("-", "")[:12], 16)) for row in rows(*asked)]

    for rows in (open_rows.open_rows, open_rows.first_rows, open_rows.of_ids, open_rows.relations):
        patch.setattr(work, rows.__name__, by_its_time(rows))


def handing_over_is_not_written_down(patch: Patch) -> None:
    patch.setattr(work, "hand_over", lambda *_: None)


def what_was_sent_can_be_withdrawn(patch: Patch) -> None:
    real = work.withdraw

    def willing(connection: Any, operation_id: OperationId, *rest: Any) -> None:
        mine = (outbox.c.operation_id == operation_id) & (outbox.c.state == WorkState.IN_FLIGHT.value)
        connection.execute(update(outbox).where(mine).values(state=WorkState.WAITING.value))
        real(connection, operation_id, *rest)

    patch.setattr(work, "withdraw", willing)


def what_came_twice_is_never_asked_for(patch: Patch) -> None:
    def gives_up(_platform: Any, _batch: Any, told: Exception) -> tuple[Answer, ...]:
        raise told

    patch.setattr(repeated, "_asked_again", gives_up)


MISTAKES: Sequence[Callable[[Patch], None]] = (
    a_loss_passes_work_in_flight,
    a_loss_pushes_in_before_work_that_can_go,
    the_batch_is_written_backwards,
    what_is_in_flight_is_never_asked_about_again,
    an_answer_goes_to_another_row,
    a_refusal_is_taken_for_a_yes,
    the_platform_forgets_what_it_answered,
    what_waits_is_shown_as_confirmed,
    the_order_is_the_time_of_the_id,
    handing_over_is_not_written_down,
    what_was_sent_can_be_withdrawn,
    what_came_twice_is_never_asked_for,
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.__name__)
def test_the_machine_sees(mistake: Callable[[Patch], None], here: Ground, monkeypatch: Patch) -> None:
    mistake(monkeypatch)
    with pytest.raises(AssertionError):
        _look(here)


def _look(here: Ground) -> None:
    class OfHere(days.Days):
        def __init__(self) -> None:
            super().__init__(here)

    few = settings(
        max_examples=RUNS,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for portion in range(PORTIONS):
        run_state_machine_as_test(seed(portion)(OfHere), settings=few)


def test_what_is_turned_away_may_stand_between_the_halves_of_earlier_work_and_not_before_both(here: Ground) -> None:
    earlier, later = (temporary_loss(here.people[0]) for _ in range(2))
    ssc, bank, turned = (earlier.id, "ssc"), (earlier.id, "bank"), (later.id, "")

    def found(*decided: tuple[str, str], away: bool) -> bool:
        return bool(Book([earlier, later], decided=[*decided], turned={later.id} if away else set()).reordered())

    assert not found(ssc, turned, bank, away=True)
    assert found(turned, ssc, bank, away=True)
    assert found(ssc, turned, bank, away=False)
