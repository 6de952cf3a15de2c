"""The statement of what is lawful tells an unlawful life from a lawful one: else nothing would be proven by it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from counter_app.domain.card import BankState, CardState, Half
from counter_app.domain.life import COUNTER_ACTS, MOVES, Act
from tests.life import lawful
from tests.life.lawful import Stands, faults

LIVES = {
    "made, enabled, lost and found": Stands(
        [("A", "1", "normal")],
        [("collected", "A", "")],
        [
            ("activation", "ssc", "0", "1"),
            ("activation", "bank", "inactive", "normal"),
            ("temporary-loss", "ssc", "1", "4"),
            ("release", "ssc", "4", "1"),
        ],
    ),
    "lost and replaced": Stands(
        [("A", "9", "closed"), ("B", "1", "inactive")],
        [("collected", "B", "A")],
        [("formal-loss", "ssc", "1", "2"), ("activation", "ssc", "0", "1"), ("activation", "ssc", "2", "9")],
    ),
    "dead": Stands([("A", "9", "normal")], [], [("cancellation", "ssc", "1", "9")], dead=True),
}
WRONG = {
    "two cards in use": Stands([("A", "1", "normal"), ("B", "4", "normal")], [], []),
    "two cards wait": Stands([("A", "0", "inactive"), ("B", "0", "inactive")], [], []),
    "lost before it was enabled": Stands([("A", "0", "formal-loss")], [], []),
    "a state nobody knows": Stands([("A", "5", "normal")], [], []),
    "gone, and its account lost": Stands([("A", "9", "formal-loss")], [], []),
    "an order for a card that is enabled": Stands([("A", "1", "")], [("ready", "A", "")], []),
    "handed over beside the old one": Stands([("A", "1", ""), ("B", "9", "")], [("collected", "B", "A")], []),
    "two under way": Stands([], [("making", "", ""), ("failed", "", "")], []),
    "lost while sealed": Stands([], [], [("temporary-loss", "ssc", "0", "4")]),
    "back from the dead": Stands([], [], [("activation", "ssc", "9", "1")]),
    "unlocked at a counter": Stands([], [], [("release", "ssc", "3", "1")]),
    "frozen by a loss report": Stands([], [], [("formal-loss", "bank", "frozen", "formal-loss")]),
    "changed by asking": Stands([], [], [("status-proof", "ssc", "1", "2")]),
    "a card for somebody who died": Stands([("A", "0", "")], [("ready", "A", "")], [], dead=True),
}


@pytest.mark.parametrize("name", LIVES)
def test_a_lawful_life_has_no_fault(name: str) -> None:
    assert faults(LIVES[name]) == []


@pytest.mark.parametrize("name", WRONG)
def test_an_unlawful_one_has(name: str) -> None:
    assert faults(WRONG[name]) != []


def test_the_statement_borrows_nothing_from_what_it_judges() -> None:
    tree = ast.parse(Path(lawful.__file__).read_text(encoding="utf-8"))
    imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not any(name.startswith(("counter_app", "practice")) for name in imported)


def test_the_counters_table_allows_no_more_and_no_less_than_the_statement() -> None:
    """For what a counter asks for by itself; what else an enabled card brings about is the platform's."""
    of_act = {
        Act.TEMPORARY_LOSS: "temporary-loss",
        Act.FORMAL_LOSS: "formal-loss",
        Act.RELEASE: "release",
        Act.CANCEL: "cancellation",
    }
    assert set(of_act) | {Act.ENABLE} == COUNTER_ACTS
    for act, procedure in of_act.items():
        moves = {
            (half.value, before, MOVES[half][act].after)
            for half in Half
            if act in MOVES[half]
            for before in MOVES[half][act].before
        }
        own = {change for change in lawful.BROUGHT_ABOUT[procedure] if change[2] != "closed"}
        assert moves == own, procedure
    codes = {state.value for state in CardState if state is not CardState.UNKNOWN}
    assert {ssc for ssc, _ in lawful.CARDS} == codes
    assert {bank for _, bank in lawful.CARDS} == {"", *(s.value for s in BankState if s is not BankState.UNKNOWN)}
