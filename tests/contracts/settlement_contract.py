"""What every `Store` must do with the steps clerks take about refused work. A subclass gives the fixture `store`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counter_app.domain.errors import NotEligible, NotFound
from counter_app.domain.operation import OperationId, Settlement, Verdict, WorkState
from counter_app.domain.settlement import Step, Way, is_successor_number
from counter_app.ports import Store
from tests.contracts.samples import NOON, answer, draft, entry, operation
from tests.contracts.store_contract import LATER, ids, record


def refused(store: Store, **kind: object) -> OperationId:
    """A sample that the platform has turned down."""
    made = record(store, **kind)
    store.hand_over([made], NOON)
    store.apply(answer(made, Verdict.REFUSED), entry("platform.answered"))
    return made


def step(of: OperationId, way: Way = Way.CLOSE, **other: object) -> Step:
    """A step of clerk 0317 about it."""
    made = Step(of, way, "1205", "已告知", LATER, "0317", "439901", "01")
    return replace(made, **other)  # type: ignore[arg-type]


class SettlementContract:
    """Every step is kept with its audit entry; what ends the work ends it once."""

    def test_a_step_that_leaves_it_open_is_kept_and_the_work_stays_refused(self, store: Store) -> None:
        made = refused(store)
        for way, choice in ((Way.CALL, "not-reached"), (Way.ESCALATE, "supervisor")):
            store.take_step(step(made, way, choice=choice), entry(f"step.{way.value}"))
        work = store.work(made)
        assert work is not None
        assert work.state is WorkState.REFUSED
        assert [(s.way, s.choice, s.reason) for s in store.steps([made])] == [
            (Way.CALL, "not-reached", "已告知"),
            (Way.ESCALATE, "supervisor", "已告知"),
        ]
        assert store.steps([OperationId("none")]) == ()
        assert (store.verify_audit().whole, store.verify_audit().entries) == (True, 4)

    def test_a_step_that_ends_it_gives_the_successor_its_number(self, store: Store) -> None:
        """Numbered by themselves for each window and day; found again by number, in small letters too."""
        first, second = refused(store, holder=1, card=1), refused(store, holder=2, card=2)
        kept = [store.take_step(step(made, paper=draft()), entry("operation.closed")) for made in (first, second)]
        assert [one.number[:23] for one in kept] == [f"S439901-01-260318-000{n}-" for n in (1, 2)]
        assert all(is_successor_number(one.number) for one in kept)
        assert store.successor(kept[0].number.lower()) == kept[0] == store.steps([first])[0]
        assert store.successor("S439901-01-260318-0009-1") is None
        work = store.work(first)
        assert work is not None
        assert (work.state, work.settlement, work.settled_reason) == (
            WorkState.SETTLED,
            Settlement.CLOSED,
            "已告知",
        )
        assert store.verify_audit().whole

    def test_whoever_comes_second_is_told_who_settled_it_and_nothing_is_overwritten(self, store: Store) -> None:
        made = refused(store)
        store.take_step(step(made, clerk="0318"), entry("operation.closed"))
        for way in Way:
            with pytest.raises(NotEligible, match="0318"):
                store.take_step(step(made, way), entry("operation.closed"))
        assert len(store.steps([made])) == 1
        assert store.verify_audit().entries == 3

    def test_only_refused_work_takes_a_step(self, store: Store) -> None:
        made = record(store)
        with pytest.raises(NotEligible):
            store.take_step(step(made), entry())
        with pytest.raises(NotFound):
            store.take_step(step(OperationId("none")), entry())
        assert store.steps([made]) == ()

    def test_what_is_done_anew_is_recorded_and_settles_the_old_in_one(self, store: Store) -> None:
        """The new one is not held by the old; recording it again changes nothing."""
        old = refused(store, urgent=False)
        new = operation(urgent=False)
        assert store.next_batch(10) == ()
        receipts = [store.record_anew(new, draft(), entry(), visit_id="", step=step(old, Way.REDO)) for _ in range(2)]
        work = store.work(old)
        assert work is not None
        assert (work.state, work.settlement) == (WorkState.SETTLED, Settlement.REPLACED)
        assert ids(store.next_batch(10)) == [new.id]
        assert [store.receipt(new.id)] * 2 == receipts
        assert [(s.way, s.replaced_by, s.number) for s in store.steps([old])] == [(Way.REDO, new.id, "")]
        assert store.verify_audit().whole

    def test_what_somebody_settled_meanwhile_is_not_done_anew_a_second_time(self, store: Store) -> None:
        old, new = refused(store), operation()
        store.record_anew(operation(), draft(), entry(), visit_id="", step=step(old, Way.REDO))
        with pytest.raises(NotEligible):
            store.record_anew(new, draft(), entry(), visit_id="", step=step(old, Way.REDO))
        assert store.work(new.id) is None
        assert store.receipt(new.id) is None

    def test_what_waits_behind_a_refusal_goes_in_its_order_once_that_is_settled(self, store: Store) -> None:
        """Only a loss report passes before."""
        first = refused(store, urgent=False)
        behind = [record(store, urgent=False) for _ in range(2)]
        loss = record(store, urgent=True)
        assert ids(store.next_batch(10)) == [loss]
        waits = [store.work(one) for one in behind]
        assert [one.held_by for one in waits if one is not None] == [first, first]
        store.take_step(step(first), entry("operation.closed"))
        store.hand_over([loss], LATER)
        store.apply(answer(loss), entry("platform.answered"))
        assert ids(store.next_batch(10)) == behind[:1]
