"""The order of sending, against a model that is slow and plain: as pure rules, and through the store step by step."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from counter_app.domain.errors import NotEligible
from counter_app.domain.operation import OperationId, Settlement, Verdict, WorkState
from local_store.folder import OpenFolder, open_or_make
from local_store.order import OpenRow, may_go, waits_behind
from tests.contracts.samples import NOON, answer, card_of, draft, entry, number_of, operation, person

_STATES = (WorkState.WAITING, WorkState.IN_FLIGHT, WorkState.REFUSED)


def _related(one: OpenRow, other: OpenRow) -> bool:
    return one.holder == other.holder or (one.card is not None and one.card == other.card)


def _model_behind(rows: list[OpenRow]) -> dict[str, str]:
    """The words of the port, read literally: for each waiting row look at every earlier one."""
    behind: dict[str, str] = {}
    for row in rows:
        if row.state is not WorkState.WAITING:
            continue
        for earlier in (r for r in rows if r.order < row.order and _related(r, row)):
            stuck_urgent = earlier.urgent and earlier.id in behind
            if not row.urgent or earlier.state is WorkState.IN_FLIGHT or stuck_urgent:
                behind[row.id] = earlier.id
                break
    return behind


def _model_batch(rows: list[OpenRow], limit: int) -> list[str]:
    behind = _model_behind(rows)
    batch: list[str] = []
    for urgent in (True, False):
        for state in (WorkState.IN_FLIGHT, WorkState.WAITING):
            batch += [r.id for r in rows if r.urgent is urgent and r.state is state and r.id not in behind]
    return batch[:limit]


def _row(order: int, drawn: tuple[WorkState, bool, int, int | None]) -> OpenRow:
    state, urgent, holder, card = drawn
    return OpenRow(f"op{order}", order, state, urgent, f"h{holder}", None if card is None else f"c{card}")


_ROWS = st.lists(
    st.tuples(st.sampled_from(_STATES), st.booleans(), st.integers(1, 3), st.none() | st.integers(1, 3)), max_size=9
).map(lambda drawn: [_row(order, one) for order, one in enumerate(drawn, start=1)])


@settings(max_examples=600)
@given(rows=_ROWS, limit=st.integers(0, 9))
def test_the_rules_are_the_words_of_the_port(rows: list[OpenRow], limit: int) -> None:
    assert waits_behind(reversed(rows)) == _model_behind(rows)
    assert may_go(rows[::-1], limit) == _model_batch(rows, limit)


@settings(max_examples=600)
@given(rows=_ROWS)
def test_something_can_always_go_and_urgent_work_is_never_behind_a_refusal(rows: list[OpenRow]) -> None:
    behind = waits_behind(rows)
    state = {row.id: row.state for row in rows}
    for row in rows:
        if row.urgent and row.id in behind:
            assert state[behind[row.id]] is not WorkState.REFUSED
    moving = [row for row in rows if row.state is not WorkState.REFUSED]
    if moving and WorkState.REFUSED not in state.values():
        assert may_go(rows, 1)


class Sending(RuleBasedStateMachine):
    """Record, hand over, lose the answer, repeat, restart, refuse, settle: nothing lost, nothing twice, order kept."""

    @initialize()
    def begin(self) -> None:
        self.home = tempfile.TemporaryDirectory()
        self.folder = Path(self.home.name) / "data"
        self.opened: OpenFolder = open_or_make(self.folder, practice=True)
        self.rows: dict[str, OpenRow] = {}
        self.settled: dict[str, Settlement] = {}
        self.entries = 0
        self.now = NOON

    def teardown(self) -> None:
        if hasattr(self, "opened"):
            assert self.opened.store.verify_audit().whole
            self.opened.store.close()
            self.home.cleanup()

    @rule(urgent=st.booleans(), holder=st.integers(1, 3), card=st.none() | st.integers(1, 3), again=st.booleans())
    def record(self, *, urgent: bool, holder: int, card: int | None, again: bool) -> None:
        self.now += timedelta(seconds=1)
        made = operation(urgent=urgent, holder=holder, card=card, at=self.now)
        for _ in range(2 if again else 1):
            self.opened.store.record(made, draft(), entry())
        order = len(self.rows) + len(self.settled) + 1
        card_number = None if card is None else card_of(card)
        self.rows[made.id] = OpenRow(made.id, order, WorkState.WAITING, urgent, number_of(holder), card_number)
        self.entries += 1

    @rule(limit=st.integers(1, 4), lost=st.booleans(), data=st.data())
    def send(self, *, limit: int, lost: bool, data: st.DataObject) -> None:
        """A courier's pass: hand over, then each answer comes, is lost, or comes twice."""
        store = self.opened.store
        batch = [work.operation.id for work in store.next_batch(limit)]
        assert batch == _model_batch(sorted(self.rows.values(), key=lambda r: r.order), limit)
        store.hand_over(batch, self.now)
        for id_ in batch:
            self._become(id_, WorkState.IN_FLIGHT)
        for id_ in [] if lost else batch:
            self._answer(id_, data.draw(st.sampled_from([*Verdict, None])), times=data.draw(st.integers(1, 2)))

    def _answer(self, id_: OperationId, verdict: Verdict | None, *, times: int) -> None:
        for _ in range(times if verdict else 0):
            self.opened.store.apply(answer(id_, verdict or Verdict.ACCEPTED, person=person()), entry("answered"))
        if verdict is Verdict.ACCEPTED:
            self._settle(id_, Settlement.ACCEPTED)
        elif verdict is Verdict.REFUSED:
            self._become(id_, WorkState.REFUSED)
        self.entries += verdict in (Verdict.ACCEPTED, Verdict.REFUSED)

    @precondition(lambda self: bool(getattr(self, "rows", None)))
    @rule(data=st.data())
    def settle(self, data: st.DataObject) -> None:
        id_ = OperationId(data.draw(st.sampled_from(sorted(self.rows))))
        try:
            self.opened.store.settle(id_, Settlement.CLOSED, "reason", entry("settled"))
        except NotEligible:
            assert self.rows[id_].state is not WorkState.REFUSED
            return
        assert self.rows[id_].state is WorkState.REFUSED
        self._settle(id_, Settlement.CLOSED)
        self.entries += 1

    @rule()
    def restart(self) -> None:
        self.opened.store.close()
        self.opened = open_or_make(self.folder, practice=False)

    @invariant()
    def the_store_says_what_the_model_says(self) -> None:
        if not hasattr(self, "opened"):
            return
        works = self.opened.store.works()
        rows = sorted(self.rows.values(), key=lambda r: r.order)
        behind = _model_behind(rows)
        assert {w.operation.id: w.state for w in works if w.state is not WorkState.SETTLED} == {
            row.id: row.state for row in rows
        }
        assert {w.operation.id: w.settlement for w in works if w.settlement} == self.settled
        assert {w.operation.id: w.held_by for w in works if w.held_by} == behind
        counts = self.opened.store.waiting()
        states = [row.state for row in rows]
        assert (counts.waiting, counts.in_flight, counts.refused) == tuple(states.count(state) for state in _STATES)
        assert self.opened.store.verify_audit().entries == self.entries

    def _become(self, id_: str, state: WorkState) -> None:
        row = self.rows[id_]
        self.rows[id_] = OpenRow(row.id, row.order, state, row.urgent, row.holder, row.card)

    def _settle(self, id_: str, settlement: Settlement) -> None:
        del self.rows[id_]
        self.settled[id_] = settlement


TestSending = Sending.TestCase
TestSending.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
