"""The life of a card: which act leads from which state to which, for each half, in one table. There is no other.

States of the social-security half are AAZ502 codes (LD/T 32, public code lists): 0 封存, 1 正常, 2 正式挂失, 3 应用锁定,
4 临时挂失, 9 注销. 3 is set and lifted by the platform only. The bank half follows the bank's own word. Refuses to know
rules of a province (a pack may forbid more, never allow more) and people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.card import BankState, CardState, Half


class Act(StrEnum):
    """What can happen to one half of a card."""

    ENABLE = "enable"
    TEMPORARY_LOSS = "temporary-loss"
    FORMAL_LOSS = "formal-loss"
    RELEASE = "release"
    CANCEL = "cancel"
    LAPSE = "lapse"
    LOCK = "lock"
    UNLOCK = "unlock"
    SUPERSEDE = "supersede"
    FREEZE = "freeze"
    UNFREEZE = "unfreeze"
    CLOSE = "close"


COUNTER_ACTS = frozenset((Act.ENABLE, Act.TEMPORARY_LOSS, Act.FORMAL_LOSS, Act.RELEASE, Act.CANCEL))
"""What a counter may ask for. Everything else happens at platform or bank, and a counter only hears of it."""


@dataclass(frozen=True, slots=True)
class Move:
    """From any of these states to one."""

    before: frozenset[str]
    after: str


def _ssc(after: CardState, *before: CardState) -> Move:
    return Move(frozenset(state.value for state in before), after.value)


def _bank(after: BankState, *before: BankState) -> Move:
    return Move(frozenset(state.value for state in before), after.value)


_C, _B = CardState, BankState
MOVES: Mapping[Half, Mapping[Act, Move]] = {
    Half.SSC: {
        Act.ENABLE: _ssc(_C.NORMAL, _C.SEALED),
        Act.TEMPORARY_LOSS: _ssc(_C.TEMPORARY_LOSS, _C.NORMAL),
        Act.FORMAL_LOSS: _ssc(_C.FORMAL_LOSS, _C.NORMAL, _C.TEMPORARY_LOSS),
        Act.RELEASE: _ssc(_C.NORMAL, _C.TEMPORARY_LOSS, _C.FORMAL_LOSS),
        Act.CANCEL: _ssc(_C.CANCELLED, _C.SEALED, _C.NORMAL, _C.TEMPORARY_LOSS, _C.FORMAL_LOSS),
        Act.LAPSE: _ssc(_C.NORMAL, _C.TEMPORARY_LOSS),
        Act.LOCK: _ssc(_C.LOCKED, _C.NORMAL),
        Act.UNLOCK: _ssc(_C.NORMAL, _C.LOCKED),
        Act.SUPERSEDE: _ssc(_C.CANCELLED, _C.SEALED, _C.NORMAL, _C.TEMPORARY_LOSS, _C.FORMAL_LOSS, _C.LOCKED),
    },
    Half.BANK: {
        Act.ENABLE: _bank(_B.NORMAL, _B.INACTIVE),
        Act.TEMPORARY_LOSS: _bank(_B.TEMPORARY_LOSS, _B.NORMAL),
        Act.FORMAL_LOSS: _bank(_B.FORMAL_LOSS, _B.NORMAL, _B.TEMPORARY_LOSS),
        Act.RELEASE: _bank(_B.NORMAL, _B.TEMPORARY_LOSS, _B.FORMAL_LOSS),
        Act.LAPSE: _bank(_B.NORMAL, _B.TEMPORARY_LOSS),
        Act.FREEZE: _bank(_B.FROZEN, _B.NORMAL),
        Act.UNFREEZE: _bank(_B.NORMAL, _B.FROZEN),
        Act.CLOSE: _bank(_B.CLOSED, _B.NORMAL, _B.INACTIVE, _B.TEMPORARY_LOSS, _B.FORMAL_LOSS),
    },
}


def move(half: Half, act: Act) -> Move | None:
    """The move of an act on a half; None where the act is not one of that half."""
    return MOVES[half].get(act)


def before(act: Act) -> Mapping[Half, frozenset[str]]:
    """The states of each half from which the act leads on; empty for a half that knows no such act."""
    return {half: moves[act].before if act in moves else frozenset() for half, moves in MOVES.items()}


def after(act: Act) -> Mapping[Half, str]:
    """The state of each half the act leads to; only halves that know it."""
    return {half: moves[act].after for half, moves in MOVES.items() if act in moves}
