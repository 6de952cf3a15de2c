"""Procedures in any order, with any lawful answers, online and offline, while things happen at the province: no state
that the one table does not know is ever reached, nor one that is unlawful by a statement of its own (`lawful`), every
greyed action says why and what instead, nothing claims more than is known.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from counter_app.desk.exceptions import CLOSE
from counter_app.desk.views import Action
from counter_app.domain import life
from counter_app.domain.card import Half
from counter_app.domain.errors import Refused
from counter_app.domain.holder import Person
from counter_app.domain.life import Act
from counter_app.domain.operation import WorkState
from counter_app.procedures import all_procedures
from tests.life.land import SETUPS, Land, work_is_open
from tests.life.lawful import CARDS, CARDS_OF_THE_DEAD, Stands, faults

NAMES = [p.id for p in all_procedures()]
AT_THE_PROVINCE = [
    (half, act)
    for half in Half
    for act in life.MOVES[half]
    if act in (Act.LOCK, Act.UNLOCK, Act.FREEZE, Act.UNFREEZE, Act.CLOSE)
]
CLAIMS = ("成功", "完成", "已挂失", "即时生效")


class AnyOrder(RuleBasedStateMachine):
    """One person's cards. `land` and `people` are given by the test."""

    land: Land
    people: Callable[[], Person]

    @initialize(setup=st.sampled_from(sorted(SETUPS)))
    def somebody_comes(self, setup: str) -> None:
        self.land.mend()
        self.person, self.done = self.people(), set[str]()
        SETUPS[setup](self.land, self.person)
        self.number = self.person.holder.number
        self.visit = self.land.desk.refresh(self.land.desk.open_number(self.number).visit_id).visit_id

    def teardown(self) -> None:
        self.land.mend()
        self._settle()
        self.land.desk.end(self.visit)

    @rule(dice=st.integers(0, 2**32 - 1))
    def a_lawful_procedure(self, dice: int) -> None:
        """Whatever is offered, answered in any way its fields allow; what was not done yet comes first."""
        self._carry(Random(dice))

    @rule(dice=st.integers(0, 2**32 - 1))
    def lawful_procedures_each_answered_by_the_platform(self, dice: int) -> None:
        """The way most days go: one after the other, with the platform's word in between."""
        for turn in range(2):
            self._carry(Random(dice + turn))
            self.land.mend()
            self.land.desk.refresh(self.visit)

    def _carry(self, dice: Random) -> None:
        """Everybody is somebody else, so what can be chosen differs: one number is drawn, and it chooses."""
        lawful = {a.procedure for a in self._actions() if a.lawful}
        if not lawful:
            return
        name = dice.choice(sorted(lawful - self.done or lawful))
        self.done.add(name)

        def pick(candidates: Sequence[str]) -> str:
            return dice.choice(sorted(candidates))

        done = self.land.carry(self.visit, name, pick=pick)
        words = "".join(t.zh for t in (*done.lines.happened, *done.lines.means, *done.lines.next, done.headline))
        assert done.kind == "wait"
        assert not any(claim in words for claim in CLAIMS), words
        self.land.desk.end(self.visit)
        self.visit = self.land.desk.open_number(self.number).visit_id

    @rule(name=st.sampled_from(NAMES))
    def a_greyed_procedure(self, name: str) -> None:
        """What is not lawful cannot be begun, and leaves nothing behind."""
        action = next(a for a in self._actions() if a.procedure == name)
        if action.lawful:
            return
        before = self.land.store.works_of(self.number)
        with pytest.raises(Refused) as told:
            self.land.desk.begin(self.visit, name)
        assert told.value.message == action.refused
        assert self.land.store.works_of(self.number) == before

    @rule(stands=st.booleans())
    def the_line_breaks_or_comes_back(self, stands: bool) -> None:
        """With a line what waits goes out, and what was refused is settled."""
        if not stands:
            self.land.cut()
            return
        self.land.mend()
        self.land.desk.refresh(self.visit)
        self._settle()

    @rule(what=st.sampled_from(AT_THE_PROVINCE))
    def something_happens_at_the_province(self, what: tuple[Half, Act]) -> None:
        """Platform or bank does what no counter may, as the table allows it."""
        half, act = what
        move = life.MOVES[half][act]
        table, key = ("card", "number") if half is Half.SSC else ("account", "card")
        marks = ",".join("?" * len(move.before))
        cards = "SELECT number FROM card WHERE holder = ?"
        self.land.platform.change(
            f"UPDATE {table} SET state = ?, loss_until = NULL WHERE {key} IN ({cards}) AND state IN ({marks})",
            move.after,
            self.number,
            *sorted(move.before),
        )

    def _settle(self) -> None:
        for work in self.land.store.works_of(self.number):
            if work.state is WorkState.REFUSED:
                self.land.desk.settle(work.operation.id, CLOSE.id, "练习")

    @invariant()
    def every_state_is_one_of_the_table_and_was_reached_by_it(self) -> None:
        rows = self.land.platform.rows(
            "SELECT c.number, c.state, a.state FROM card c LEFT JOIN account a ON a.card = c.number WHERE c.holder = ?",
            self.number,
        )
        for _card, ssc, bank in rows:
            assert ssc in STATES[Half.SSC]
            assert bank is None or bank in STATES[Half.BANK]
        assert sum(ssc not in ("0", "9") for _, ssc, _ in rows) <= 1, "one person, one card in use"
        for number in {row[0] for row in rows}:
            effects = self.land.platform.rows(
                "SELECT half, before, after FROM effect WHERE card = ? ORDER BY id", number
            )
            for half, before, after in effects:
                moves = life.MOVES[Half(str(half))].values()
                assert any(move.after == after and before in move.before for move in moves), (half, before, after)

    @invariant()
    def nothing_is_unlawful_by_a_statement_that_knows_no_table(self) -> None:
        assert faults(stands(self.land, self.number)) == []

    @invariant()
    def what_is_shown_is_lawful_too(self) -> None:
        """With the work that waits counted in: nobody is shown a card that cannot be."""
        view = self.land.desk.person(self.visit).view
        pair = (view.ssc.shown.value, "" if view.card is None or view.card.bank is None else view.bank.shown.value)
        assert "?" in pair[0] or pair in CARDS | CARDS_OF_THE_DEAD, pair

    @invariant()
    def every_greyed_action_says_why_and_what_instead(self) -> None:
        for action in self._actions():
            if action.lawful:
                continue
            assert action.refused is not None
            assert action.advice is not None
            said = (action.refused.zh, action.refused.en, action.advice.zh, action.advice.en)
            assert all(said)
            assert "{" not in "".join(said)

    @invariant()
    def what_is_shown_and_not_confirmed_is_shown_as_waiting(self) -> None:
        view = self.land.desk.person(self.visit).view
        for half in (view.ssc, view.bank):
            assert half.shown == half.confirmed or (half.waiting is not None and work_is_open(half.waiting))

    def _actions(self) -> tuple[Action, ...]:
        return self.land.desk.person(self.visit).actions


def stands(land: Land, number: str) -> Stands:
    """The platform's own records of somebody."""
    cards = land.platform.rows(
        "SELECT c.number, c.state, coalesce(a.state, '') FROM card c LEFT JOIN account a ON a.card = c.number "
        "WHERE c.holder = ?",
        number,
    )
    orders = land.platform.rows(
        "SELECT state, coalesce(card_number, ''), coalesce(replaces, '') FROM card_order WHERE holder = ?", number
    )
    changes = land.platform.rows(
        "SELECT json_extract(w.operation, '$.procedure'), e.half, e.before, e.after FROM effect e "
        "JOIN answer w ON w.operation_id = e.operation_id WHERE w.holder = ? ORDER BY e.id",
        number,
    )
    ((life_of,),) = land.platform.rows("SELECT life FROM person WHERE number = ?", number)
    return Stands(
        cards=[(str(card), str(ssc), str(bank)) for card, ssc, bank in cards],
        orders=[(str(order), str(new), str(old)) for order, new, old in orders],
        changes=[(str(name), str(half), str(before), str(after)) for name, half, before, after in changes],
        dead=life_of == "dead",
    )


STATES = {
    half: {code for move in moves.values() for code in (*move.before, move.after)} for half, moves in life.MOVES.items()
}


def test_any_order_of_procedures_stays_within_the_table(
    lands: Callable[[str], Land], people: Callable[[], Person]
) -> None:
    class Here(AnyOrder):
        land = lands("hunan")

    Here.people = staticmethod(people)
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=16,
            stateful_step_count=14,
            deadline=None,
            derandomize=True,  # the same turns every run: whoever looks for more takes it away and raises the number
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
