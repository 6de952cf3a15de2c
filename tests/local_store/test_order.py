"""The order of sending, against a model that is slow and plain: as pure rules, and through the store step by step."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
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


def _model_held_back(rows: list[OpenRow]) -> set[str]:
    """Ids that cannot move without a clerk: refused, or behind such a one; a loss report never is behind one."""
    held: set[str] = set()
    for row in rows:
        refused = row.state is WorkState.REFUSED
        passes = row.urgent or row.state is WorkState.IN_FLIGHT
        before = [r for r in rows if r.order < row.order and _related(r, row) and r.id in held]
        if refused or (before and not passes):
            held.add(row.id)
    return held


def _model_behind(rows: list[OpenRow]) -> dict[str, str]:
    """The words of the port, read literally: for each waiting row look at every earlier one."""
    behind: dict[str, str] = {}
    held = _model_held_back(rows)
    for row in rows:
        if row.state is not WorkState.WAITING:
            continue
        for earlier in (r for r in rows if r.order < row.order and _related(r, row)):
            slow = earlier.id not in held and (earlier.state is WorkState.IN_FLIGHT or earlier.id in behind)
            if not row.urgent or slow:
                behind[row.id] = earlier.id
                break
    return behind


def _model_batch(rows: list[OpenRow], limit: int) -> list[str]:
    """Take the best row again and again; whatever must go before it inherits its place, over any number of steps."""
    behind, held = _model_behind(rows), _model_held_back(rows)
    moving = [row for row in rows if row.id not in held]
    place = {r.id: (not r.urgent, r.state is WorkState.WAITING, r.order) for r in moving}
    for _ in moving:
        for early, late in ((a, b) for a in moving for b in moving if a.order < b.order and _related(a, b)):
            passed = early.state is WorkState.WAITING and late.state is WorkState.IN_FLIGHT
            if not passed:
                place[early.id] = min(place[early.id], place[late.id])
    free = [row for row in moving if row.id not in behind]
    return [row.id for row in sorted(free, key=lambda r: (place[r.id], r.order))][:limit]


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


@settings(max_examples=600)
@given(rows=_ROWS)
def test_related_rows_never_change_places_in_a_batch(rows: list[OpenRow]) -> None:
    """But for one that was handed over already, past something a refusal held back then."""
    batch, of = may_go(rows, len(rows)), {row.id: row for row in rows}
    for place, id_ in enumerate(batch):
        for before in (of[earlier] for earlier in batch[:place]):
            if _related(before, of[id_]) and before.order > of[id_].order:
                assert (of[id_].state, before.state) == (WorkState.WAITING, WorkState.IN_FLIGHT)


def _day(*acts: str) -> list[OpenRow]:
    """Rows as "1r" release or "1L" loss of person 1; in flight with "~", refused with "!"."""
    states = {"~": WorkState.IN_FLIGHT, "!": WorkState.REFUSED}
    return [
        OpenRow(f"{act}{n}", n, states.get(act[2:], WorkState.WAITING), act[1] == "L", f"h{act[0]}", f"c{act[0]}")
        for n, act in enumerate(acts, start=1)
    ]


@pytest.mark.parametrize(
    ("acts", "batch"),
    [
        (("1r", "1L"), "1r1 1L2"),
        (("2r", "1r", "1L"), "1r2 1L3 2r1"),
        (("2r", "1L", "3r", "3L"), "1L2 3r3 3L4 2r1"),
        (("1r~", "1L"), "1r~1"),
        (("2r~", "2L", "1r", "1L"), "2r~1 1r3 1L4"),
        (("1r~", "1L~"), "1r~1 1L~2"),
        (("1r!", "1L"), "1L2"),
        (("1r!", "1r", "1L"), "1L3"),
        (("1r", "1L", "1r", "1L"), "1r1 1L2"),
        (("1r", "1r", "1L", "2L"), "1r1 2L4"),
    ],
)
def test_what_was_done_before_a_loss_report_goes_before_it(acts: tuple[str, ...], batch: str) -> None:
    """A release recorded before the loss would undo it if it came after it."""
    assert " ".join(may_go(_day(*acts), 10)) == batch


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_released_and_lost_again_twice_ends_lost(limit: int) -> None:
    """Batch for batch, all accepted: the platform hears it as it was recorded."""
    rows, heard = _day("1r", "1L", "1r", "1L"), list[str]()
    while rows:
        heard += (batch := may_go(rows, limit))
        rows = [row for row in rows if row.id not in batch]
    assert heard == ["1r1", "1L2", "1r3", "1L4"]


class Sending(RuleBasedStateMachine):
    """Record, hand over, lose the answer, repeat, restart, refuse, settle: nothing lost, nothing twice, order kept."""

    @initialize()
    def begin(self) -> None:
        self.home = tempfile.TemporaryDirectory()
        self.folder = Path(self.home.name) / "data"
        self.opened: OpenFolder = open_or_make(self.folder, practice=True)
        self.rows: dict[str, OpenRow] = {}
        self.settled: dict[str, Settlement] = {}
        self.half_told: set[str] = set()
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
        if verdict is Verdict.NOT_NOW and id_ not in self.half_told:
            self.half_told.add(id_)
            self.entries += 1

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
