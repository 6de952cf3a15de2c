"""A counter's day in any order: record, send, lose an answer, restart, be refused. Nothing lost or doubled, order kept.

Real store, real courier, real platform in another process, and a line that fails where it likes.
"""

import json
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.holder import Person
from counter_app.domain.operation import AuditEntry, Operation, Settlement, WorkState, new_operation_id
from counter_app.ports import Store
from practice.platform import database as db
from sync.courier import LineCourier
from tests.parts import counter_folder as parts
from tests.parts.practice_platform import Platform
from tests.parts.proxy import proxy
from tests.sync.conftest import closing_client, temporary_loss

FORMAL = {Half.SSC: CardState.FORMAL_LOSS.value, Half.BANK: BankState.FORMAL_LOSS.value}
NORMAL = {Half.SSC: CardState.NORMAL.value, Half.BANK: BankState.NORMAL.value}
MODES = ("pass", "pass", "pass", "cut-before", "cut-after", "half-body", "500", "garbage", "portal")


class Day(RuleBasedStateMachine):
    """One counter with three people at its desk."""

    def __init__(self, platform: Platform, somebody: Callable[[], Person]) -> None:
        super().__init__()
        self.platform, self.people = platform, [somebody() for _ in range(3)]
        self.recorded: list[Operation] = []
        self.open = ExitStack()
        self.folder = Path(self.open.enter_context(tempfile.TemporaryDirectory())) / "counter"
        self.between = self.open.enter_context(proxy(platform.port))
        self.line = self.open.enter_context(closing_client(self.between.url))
        self.start()

    def start(self) -> None:
        """The program starts on the folder."""
        self.running = ExitStack()
        self.store: Store = self.running.enter_context(parts.open_store(self.folder))
        self.courier: LineCourier = parts.courier(self.folder, self.store, self.line, batch=3)

    @rule(who=st.integers(0, 2), what=st.sampled_from(["temporary-loss", "formal-loss", "release", "wrong-name"]))
    def record(self, who: int, what: str) -> None:
        """A clerk submits something, lawful or not."""
        operation = temporary_loss(self.people[who])
        if what == "formal-loss":
            operation = replace(operation, procedure=what, changes=FORMAL)
        elif what == "release":
            operation = replace(operation, procedure=what, changes=NORMAL, urgent=False)
        elif what == "wrong-name":
            operation = replace(operation, holder_name="不是他")
        operation = replace(operation, id=new_operation_id(), card_number=self.people[who].cards[0].number)
        parts.record(self.store, operation)
        self.recorded.append(operation)

    @rule(mode=st.sampled_from(MODES), only=st.sampled_from(["/v1/operations", ""]))
    def carry(self, mode: str, only: str) -> None:
        """A pass over a line in some state."""
        self.between.mode, self.between.only = mode, only
        report = self.courier.pass_once()
        assert self.courier.delay_after(report) >= 0
        if report.more:
            assert self.courier.delay_after(report) == 0

    @rule()
    def not_now(self) -> None:
        """The platform takes nothing for a while."""
        self.platform.switch(db.NOT_NOW, "1")
        self.carry("pass", "")
        self.platform.switch(db.NOT_NOW, None)

    @rule()
    def restart(self) -> None:
        """The program ends and starts again."""
        self.running.close()
        self.start()

    @rule()
    def settle(self) -> None:
        """A clerk closes what was refused."""
        for work in self.store.works(states=[WorkState.REFUSED]):
            entry = AuditEntry("settled", datetime.now(UTC), "2046", "439901", "01", work.operation.id)
            self.store.settle(work.operation.id, Settlement.CLOSED, "办结", entry)

    def teardown(self) -> None:
        """The line is back for good: everything gets there, once, in order."""
        try:
            self._drain()
            self._nothing_twice()
            self._order_kept()
            self._mirror_agrees()
            assert self.store.verify_audit().whole
        finally:
            self.running.close()
            self.open.close()

    def _drain(self) -> None:
        for _ in range(3 * len(self.recorded) + 5):
            self.carry("pass", "")
            self.settle()
        assert self.store.waiting().unsent == 0
        assert self.store.waiting().refused == 0

    def _nothing_twice(self) -> None:
        for operation in self.recorded:
            told = self.platform.rows("SELECT count(*) FROM answer WHERE operation_id = ?", operation.id)
            assert told == [(1,)]
            halves = [half for half, _, _ in self.platform.effects(operation.id)]
            assert len(halves) == len(set(halves))

    def _order_kept(self) -> None:
        """For one card: earlier work is decided first, but a loss report may pass what waited behind a refusal."""
        query = "SELECT answered_at, answer FROM answer WHERE operation_id = ?"
        told = {operation.id: self.platform.rows(query, operation.id)[0] for operation in self.recorded}
        refused: set[str | None] = set()
        for place, earlier in enumerate(self.recorded):
            passable = earlier.card_number in refused and not earlier.urgent
            for later in self.recorded[place + 1 :]:
                if later.card_number == earlier.card_number and not (later.urgent and passable):
                    assert str(told[earlier.id][0]) < str(told[later.id][0])
            if json.loads(str(told[earlier.id][1]))["verdict"] == "refused":
                refused.add(earlier.card_number)

    def _mirror_agrees(self) -> None:
        for person in self.people:
            if not any(o.holder_number == person.holder.number and o.holder_name != "不是他" for o in self.recorded):
                continue
            here, there = self.store.person(person.holder.number), self.line.person_by_number(person.holder.number)
            assert here
            assert there
            for half in Half:
                assert here.cards[0].state_of(half) == there.cards[0].state_of(half)


def test_any_day(platform: Platform, somebody: Callable[[], Person]) -> None:
    class Here(Day):
        def __init__(self) -> None:
            super().__init__(platform, somebody)

    quick = settings(
        max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
    )
    run_state_machine_as_test(Here, settings=quick)
