"""The state machine notices each of these mistakes: what cannot fail proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from counter_app.domain.operation import Answer, Verdict, WorkState
from local_store import order, work
from practice.platform import ledger
from sync import courier, wire
from tests.faults.days import Days, Ground
from tests.faults.ground import ground
from tests.faults.promise import Book
from tests.faults.test_promise import STEPS
from tests.sync.conftest import temporary_loss

Patch = pytest.MonkeyPatch


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


MISTAKES: Sequence[Callable[[Patch], None]] = (
    a_loss_passes_work_in_flight,
    a_loss_pushes_in_before_work_that_can_go,
    the_batch_is_written_backwards,
    what_is_in_flight_is_never_asked_about_again,
    an_answer_goes_to_another_row,
    a_refusal_is_taken_for_a_yes,
    the_platform_forgets_what_it_answered,
)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.__name__)
def test_the_machine_sees(mistake: Callable[[Patch], None], here: Ground, monkeypatch: Patch) -> None:
    class OfHere(Days):
        def __init__(self) -> None:
            super().__init__(here)

    mistake(monkeypatch)
    few = settings(
        max_examples=200,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    with pytest.raises(AssertionError):
        run_state_machine_as_test(OfHere, settings=few)


def test_what_is_turned_away_may_stand_between_the_halves_of_earlier_work_and_not_before_both(here: Ground) -> None:
    earlier, later = (temporary_loss(here.people[0]) for _ in range(2))
    ssc, bank, turned = (earlier.id, "ssc"), (earlier.id, "bank"), (later.id, "")

    def found(*decided: tuple[str, str], away: bool) -> bool:
        return bool(Book([earlier, later], decided=[*decided], turned={later.id} if away else set()).reordered())

    assert not found(ssc, turned, bank, away=True)
    assert found(turned, ssc, bank, away=True)
    assert found(ssc, turned, bank, away=False)
