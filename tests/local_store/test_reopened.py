"""Work the platform has lost goes again in the order of its card and holder, whoever else sends meanwhile."""

from __future__ import annotations

from counter_app.domain.operation import OperationId, Work
from counter_app.ports import Store
from tests.contracts.samples import NOON, answer, draft, entry, operation


def sent(store: Store, holder: int) -> Work:
    """Recorded for that holder, and in flight."""
    one = operation(holder=holder, card=holder)
    store.record(one, draft(), entry())
    store.hand_over([one.id], NOON)
    return work_of(store, one.id)


def confirmed(store: Store, one: Work) -> Work:
    store.apply(answer(one.operation.id), entry())
    return work_of(store, one.operation.id)


def work_of(store: Store, operation_id: OperationId) -> Work:
    work = store.work(operation_id)
    assert work is not None
    return work


def test_what_was_sent_while_lost_work_was_chosen_is_not_followed_by_it(store: Store) -> None:
    """A courier of another process hands over a later one after the earlier one was found free to go again."""
    first = confirmed(store, sent(store, 1))
    later = sent(store, 1)
    assert store.send_again([(first, entry())]) == ()
    later = confirmed(store, later)
    assert store.send_again([(first, entry())]) == ()
    assert work_of(store, first.operation.id) == first
    both = (first.operation.id, later.operation.id)
    assert store.send_again([(first, entry()), (later, entry())]) == both


def test_what_was_sent_for_somebody_else_holds_nothing_back(store: Store) -> None:
    first = confirmed(store, sent(store, 1))
    sent(store, 2)
    assert store.send_again([(first, entry())]) == (first.operation.id,)
