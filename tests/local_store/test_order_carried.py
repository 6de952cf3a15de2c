"""What left by a file keeps its order: nobody knows whether the file ever arrives. Pure rules."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.operation import WorkState
from local_store.order import OpenRow, may_go, waits_behind, will_go

STATES = (WorkState.WAITING, WorkState.IN_FLIGHT, WorkState.REFUSED)


def row(order: int, state: WorkState, *, urgent: bool = False, holder: int = 1, carried: bool = False) -> OpenRow:
    return OpenRow(f"op{order}", order, state, urgent, f"h{holder}", None, carried)


ROWS = st.lists(st.tuples(st.sampled_from(STATES), st.booleans(), st.integers(1, 3), st.booleans()), max_size=9).map(
    lambda drawn: [
        row(order, state, urgent=urgent, holder=holder, carried=carried and state is not WorkState.WAITING)
        for order, (state, urgent, holder, carried) in enumerate(drawn, start=1)
    ]
)


@settings(max_examples=400)
@given(rows=ROWS)
def test_what_left_by_a_file_goes_over_the_line_only_when_nothing_earlier_is_open(rows: list[OpenRow]) -> None:
    going, of = may_go(rows, len(rows)), {one.id: one for one in rows}
    for one in (of[id_] for id_ in going):
        if one.state is WorkState.IN_FLIGHT and one.carried and not one.urgent:
            assert not [other for other in rows if other.holder == one.holder and other.order < one.order]


@settings(max_examples=400)
@given(rows=ROWS)
def test_all_that_goes_into_a_file_is_in_order_and_nothing_refused_stands_before_it(rows: list[OpenRow]) -> None:
    """But for a row that passed what a refusal held back while it was sent over the line."""
    going, of = will_go(rows), {one.id: one for one in rows}
    for place, id_ in enumerate(going):
        one = of[id_]
        for before in (of[earlier] for earlier in going[:place]):
            if before.holder == one.holder and before.order > one.order:
                assert (one.state, before.state) == (WorkState.WAITING, WorkState.IN_FLIGHT)
        refused = [o for o in rows if o.state is WorkState.REFUSED and o.holder == one.holder and o.order < one.order]
        assert not refused or one.urgent or (one.state is WorkState.IN_FLIGHT and not one.carried)
    assert set(may_go(rows, len(rows))) <= set(going)


def test_a_loss_passes_what_a_refusal_holds_back_though_that_left_by_a_file() -> None:
    refused, held = row(1, WorkState.REFUSED, carried=True), row(2, WorkState.IN_FLIGHT, carried=True)
    loss = row(3, WorkState.WAITING, urgent=True)
    assert may_go([refused, held, loss], 9) == [loss.id]
    assert waits_behind([refused, held, loss]) == {held.id: refused.id}


def test_a_loss_waits_for_what_may_be_on_its_way_by_a_file() -> None:
    moving, loss = row(1, WorkState.IN_FLIGHT, carried=True), row(2, WorkState.WAITING, urgent=True)
    assert may_go([moving, loss], 9) == [moving.id]
    assert will_go([moving, loss]) == [moving.id, loss.id]
