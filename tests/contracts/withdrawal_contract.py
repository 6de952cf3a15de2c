"""What every `Store` must do when an operation is withdrawn (撤回). A subclass gives the fixture `store`."""

from __future__ import annotations

import pytest

from counter_app.domain.errors import NotEligible, NotFound
from counter_app.domain.operation import OperationId, Settlement, Verdict, WorkState
from counter_app.ports import Store
from tests.contracts.samples import answer, entry
from tests.contracts.store_contract import LATER, ids, record


class WithdrawalContract:
    """Only what nobody was handed goes back, and nothing of it is lost."""

    def test_what_was_never_handed_over_may_be_withdrawn_and_its_receipt_is_void(self, store: Store) -> None:
        """It is settled, never sent, on record; what waited behind it goes; the trail is whole."""
        first, second = record(store, holder=1, urgent=False), record(store, holder=1, urgent=False)
        assert ids(store.next_batch(10)) == [first]
        store.withdraw(first, "误录", entry("operation.withdrawn", at=LATER))
        work = store.work(first)
        assert work is not None
        assert (work.state, work.settlement, work.settled_reason) == (
            WorkState.SETTLED,
            Settlement.WITHDRAWN,
            "误录",
        )
        receipt = store.receipt(first)
        assert receipt is not None
        assert receipt.void
        assert ids(store.next_batch(10)) == [second]
        assert store.waiting().unsent == 1
        assert store.verify_audit().whole
        store.apply(answer(first), entry())
        assert store.work(first) == work

    def test_what_was_handed_over_or_answered_cannot_be_withdrawn(self, store: Store) -> None:
        made = record(store)
        store.hand_over([made], LATER)
        with pytest.raises(NotEligible):
            store.withdraw(made, "误录", entry())
        store.apply(answer(made, Verdict.REFUSED), entry())
        with pytest.raises(NotEligible):
            store.withdraw(made, "误录", entry())
        with pytest.raises(NotFound):
            store.withdraw(OperationId("none"), "误录", entry())
        receipt = store.receipt(made)
        assert receipt is not None
        assert not receipt.void

    def test_a_batch_with_something_withdrawn_meanwhile_is_not_handed_over_at_all(self, store: Store) -> None:
        first, second = record(store, holder=1, card=1), record(store, holder=2, card=2)
        store.withdraw(first, "误录", entry())
        with pytest.raises(NotEligible):
            store.hand_over([first, second], LATER)
        work = store.work(second)
        assert work is not None
        assert work.state is WorkState.WAITING
