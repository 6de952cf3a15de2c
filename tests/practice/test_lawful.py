"""The practice platform's own rules against the domain's one table, which were written apart: whatever is sent in
whatever order, no half ever goes a way that is not in the table."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.holder import Person
from counter_app.domain.life import COUNTER_ACTS, MOVES, Act, move
from counter_app.domain.making import MakingState
from counter_app.domain.operation import Answer, Operation, Verdict
from practice.platform import database as db
from practice.platform.rules import RULES
from sync.whole import is_whole
from tests.parts.whole_life import CHANGES, PROCEDURES, ask, guardian
from tests.practice.at_platform import Desk

ACTS = {
    "temporary-loss": Act.TEMPORARY_LOSS,
    "formal-loss": Act.FORMAL_LOSS,
    "release": Act.RELEASE,
    "activation": Act.ENABLE,
    "cancellation": Act.CANCEL,
}
ROLES = (
    "normal",
    "temporary-both",
    "formal",
    "sealed",
    "locked",
    "bank-frozen",
    "bank-closed",
    "bank-inactive",
    "two-living",
    "adult-no-card",
    "minor-no-card",
    "dead",
    "card-ready",
    "making",
    "making-failed",
    "replaced",
    "lapses-today",
)
# Also reached where nothing is recorded: an account that was frozen or closed goes behind the new card as it is.
WAYS = {half: {(before, to.after) for to in MOVES[half].values() for before in to.before} for half in Half}


def test_the_platforms_table_and_the_domains_are_the_same() -> None:
    """Written twice on purpose; every procedure, half, target and from-state."""
    assert set(ACTS) == set(RULES)
    assert set(ACTS.values()) == COUNTER_ACTS
    for procedure, halves in RULES.items():
        for half in Half:
            lawful = move(half, ACTS[procedure])
            rule_of_half = halves.get(half.value)
            assert (rule_of_half is None) is (lawful is None)
            if lawful is not None and rule_of_half is not None:
                assert (rule_of_half.target, rule_of_half.allowed) == (lawful.after, lawful.before)


@pytest.fixture(scope="module")
def fresh() -> Iterator[Path]:
    """The file of a platform that nobody has used."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "platform.db"
        Desk(path).connection.close()
        yield path


class AnyLife(RuleBasedStateMachine):
    """Any operation of anybody, by whomever, repeated or not, while time passes and banks fall silent."""

    fresh: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        path = Path(self.folder.name) / "platform.db"
        shutil.copy(self.fresh, path)
        self.desk = Desk(path)
        self.sent: list[tuple[Operation, Answer]] = []
        self.touched: set[str] = set()

    def teardown(self) -> None:
        self.desk.connection.close()
        self.folder.cleanup()

    @rule(
        role=st.sampled_from(ROLES),
        procedure=st.sampled_from(PROCEDURES),
        halves=st.sets(st.sampled_from(Half), min_size=1),
        place=st.integers(-1, 2),
        facts=st.fixed_dictionaries(
            {},
            optional={
                "bank": st.sampled_from(["B01", "B02", "B03", "B04", ""]),
                "reason": st.sampled_from(["lost", "damaged", "expired", "unreadable", "data"]),
                "keep_account": st.sampled_from(["yes", "no"]),
                "ground": st.sampled_from(["death", "left", "superseded"]),
                "death_proof": st.sampled_from(["death-certificate", ""]),
                "days": st.sampled_from(["1", "7"]),
            },
        ),
        guarded=st.booleans(),
    )
    def send(
        self, role: str, procedure: str, halves: set[Half], place: int, facts: dict[str, str], guarded: bool
    ) -> None:
        person = self.desk.look(self.desk.people[role])
        self.touched.add(role)
        asked = {half: state for half, state in CHANGES.get(procedure, {}).items() if half in halves}
        card = person.cards[place].number if -1 < place < len(person.cards) else None
        actor = guardian(self.desk.people["guardian-of-minor"]) if guarded else {"actor": "self"}
        order = {"order": person.order.number} if person.order else {}
        known = {name: value for name, value in {**facts, **order}.items() if name in _KNOWN.get(procedure, ())}
        operation = ask(person, procedure, card=card, changes=asked, actor={**actor, **known})
        self._take(operation, self.desk.send(operation))

    @rule(place=st.integers(0, 50))
    def send_again(self, place: int) -> None:
        if self.sent:
            operation, before = self.sent[place % len(self.sent)]
            answer = self.desk.send(operation)
            if before.verdict is not Verdict.NOT_NOW:
                assert answer.known
                assert (answer.verdict, answer.halves, answer.code) == (before.verdict, before.halves, before.code)
            self._take(operation, answer)

    @rule(hours=st.sampled_from([0.001, 0.1, 30, 24 * 8]))
    def time_passes(self, hours: float) -> None:
        self.desk.now += timedelta(hours=hours)

    @rule(name=st.sampled_from([db.BANK_SILENT, db.MAKING_FAILS]), on=st.booleans())
    def something_goes_wrong(self, name: str, on: bool) -> None:
        self.desk.switch(name, ("B01" if on else None))

    def _take(self, operation: Operation, answer: Answer) -> None:
        assert is_whole(answer, operation)
        self.sent.append((operation, answer))

    @invariant()
    def every_half_went_a_lawful_way(self) -> None:
        for half, before, after in self.desk.effects():
            assert (before, after) in WAYS[Half(half)], (half, before, after)

    @invariant()
    def nobody_has_what_cannot_be(self) -> None:
        for role in self.touched:
            person = self.desk.look(self.desk.people[role])
            _check(person)


def _check(person: Person) -> None:
    for card in person.cards:
        assert card.state is not CardState.UNKNOWN
        assert card.bank is None or card.bank.state is not BankState.UNKNOWN
    open_orders = [order for order in person.orders if order.state.under_way]
    assert len(open_orders) <= 1
    by_number = {card.number: card for card in person.cards}
    for order in person.orders:
        made = by_number.get(order.card_number)
        assert (order.state is MakingState.READY) is (made is not None and made.state is CardState.SEALED)
        if order.state is MakingState.COLLECTED:
            assert made is not None
            assert order.replaces not in by_number or by_number[order.replaces].state is CardState.CANCELLED


_KNOWN = {
    "application": {"bank"},
    "replacement": {"bank", "reason", "keep_account"},
    "bank-change": {"bank"},
    "cancellation": {"ground", "death_proof"},
    "resume-making": {"order"},
    "temporary-loss": {"days"},
}
"""Facts each procedure takes of those that are drawn."""


def test_no_sequence_of_operations_reaches_an_unlawful_state(fresh: Path) -> None:
    machine = type("AnyLifeOf", (AnyLife,), {"fresh": fresh})
    limits = settings(max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(machine, settings=limits)
