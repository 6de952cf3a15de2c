"""The one table of a card's life: what it allows, what it refuses and with which words, and that there is no other."""

from __future__ import annotations

import ast
from itertools import product
from pathlib import Path

import pytest

from counter_app.domain import life
from counter_app.domain.card import BankState, CardState, Half, state_of
from counter_app.domain.life import Act

CORE = Path(life.__file__).resolve().parents[1]
CODES = {Half.SSC: [s.value for s in CardState], Half.BANK: [s.value for s in BankState]}
PAIRS = [(half, act, code) for half in Half for act, code in product(Act, CODES[half])]


@pytest.mark.parametrize("half", list(Half))
def test_every_move_leads_from_known_states_to_another_known_state(half: Half) -> None:
    for act, move in life.MOVES[half].items():
        assert move.before, act
        assert {*move.before, move.after} <= {*CODES[half]} - {"?"}
        assert move.after not in move.before, act


def test_cancelled_and_closed_are_the_end() -> None:
    """Nothing leads on from a cancelled card nor from a closed account."""
    ends = {Half.SSC: CardState.CANCELLED.value, Half.BANK: BankState.CLOSED.value}
    for half, end in ends.items():
        assert all(end not in move.before for move in life.MOVES[half].values())


def test_the_lock_is_set_and_lifted_by_the_platform_only() -> None:
    locked = CardState.LOCKED.value
    by_counter = [life.MOVES[Half.SSC][act] for act in life.COUNTER_ACTS if act in life.MOVES[Half.SSC]]
    assert all(locked not in move.before and move.after != locked for move in by_counter)


@pytest.mark.parametrize(("half", "act", "code"), PAIRS, ids=lambda v: str(getattr(v, "value", v)))
def test_what_is_not_in_the_table_is_refused_with_a_reason_and_a_way(half: Half, act: Act, code: str) -> None:
    move = life.move(half, act)
    said = life.refusal(half, act, code)
    if move is not None and code in move.before:
        assert said is None
        return
    assert said is not None
    why, how = (words.format(hotline="12333", bank="示例银行一 0000-95501") for words in said)
    assert all((why.zh, why.en, how.zh, how.en))
    assert "{" not in why.zh + why.en + how.zh + how.en


def test_a_locked_card_is_told_where_it_is_unlocked_whatever_was_asked() -> None:
    for act in Act:
        if act in (Act.UNLOCK, Act.SUPERSEDE):
            continue
        said = life.refusal(Half.SSC, act, CardState.LOCKED.value)
        assert said is not None
        assert said[1].format(hotline="12333").zh == "由平台解锁，请拨 12333"


def test_no_other_module_of_the_core_names_sets_of_states() -> None:
    """Two states side by side in one collection anywhere else would be a second table."""
    modules = [file for file in sorted(CORE.rglob("*.py")) if file.name not in ("life.py", "card.py")]
    found = [
        f"{file.relative_to(CORE)}:{node.lineno}"
        for file in modules
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Set | ast.Tuple | ast.List) and sum(map(_names_a_state, node.elts)) > 1
    ]
    assert found == []


def _names_a_state(node: ast.expr) -> bool:
    inner = node.value if isinstance(node, ast.Attribute) and node.attr == "value" else node
    return (
        isinstance(inner, ast.Attribute)
        and isinstance(inner.value, ast.Name)
        and inner.value.id in ("CardState", "BankState", "kind", "_C", "_B")
    )


def test_an_unknown_code_is_told_as_not_known() -> None:
    assert state_of(Half.SSC, "77") is CardState.UNKNOWN
    said = life.refusal(Half.SSC, Act.CANCEL, "77")
    assert said is not None
    assert "不知道" in said[0].zh
