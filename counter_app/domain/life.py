"""The life of a card: which act leads from which state to which, for each half, in one table. There is no other.

States of the social-security half are AAZ502 codes (LD/T 32, public code lists): 0 封存, 1 正常, 2 正式挂失, 3 应用锁定,
4 临时挂失, 9 注销. 3 is set and lifted by the platform only. The bank half follows the bank's own word. Refuses to know
rules of a province (a pack may forbid more, never allow more) and people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.card import STATE_NAMES, BankState, CardState, Half, state_of
from counter_app.domain.text import Text


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


def refusal(half: Half, act: Act, state: str) -> tuple[Text, Text] | None:
    """Why `act` cannot be done to `half` in `state` (a code), and what can be done instead; None when it can.

    The words have places `{hotline}` and `{bank}` (name and telephone) that whoever knows the province fills.
    """
    known = move(half, act)
    if known is not None and state in known.before:
        return None
    now = state_of(half, state)
    doing = _ACT_WORDS[act]
    standing = Text(
        f"{half.words.zh}现为{STATE_NAMES[now].zh}，不能{doing.zh}",
        f"{half.words.en} is {STATE_NAMES[now].en.lower()}: cannot {doing.en}",
    )
    why = _WHY.get(now, standing)
    if now not in _FIRST and (known is None or act not in COUNTER_ACTS):
        return why, _BY_BANK if half is Half.BANK else _BY_PLATFORM
    return why, _HOW_FOR.get((now, act), _HOW[now])


_ACT_WORDS: Mapping[Act, Text] = {
    Act.ENABLE: Text("启用", "be enabled"),
    Act.TEMPORARY_LOSS: Text("临时挂失", "be reported lost for some days"),
    Act.FORMAL_LOSS: Text("正式挂失", "be formally reported lost"),
    Act.RELEASE: Text("解除挂失", "be released"),
    Act.CANCEL: Text("注销", "be cancelled"),
    Act.LAPSE: Text("到期解除", "lapse"),
    Act.LOCK: Text("锁定", "be locked"),
    Act.UNLOCK: Text("解锁", "be unlocked"),
    Act.SUPERSEDE: Text("由新卡替换", "be superseded"),
    Act.FREEZE: Text("冻结", "be frozen"),
    Act.UNFREEZE: Text("解冻", "be unfrozen"),
    Act.CLOSE: Text("销户", "be closed"),
}
_BY_PLATFORM = Text("由平台办理，请拨 {hotline}", "Done by the platform; call {hotline}")
_BY_BANK = Text("由银行办理，请找 {bank}", "Done by the bank; ask {bank}")
_CHECK = Text("联网后由平台核验", "When the platform can be asked")
_UNKNOWN = Text("不知道卡的状态", "The state of the card is not known")
_WHY: Mapping[CardState | BankState, Text] = {
    _C.SEALED: Text("卡未启用", "The card was never activated"),
    _C.LOCKED: Text("社保应用已锁定", "The application is locked"),
    _C.CANCELLED: Text("卡已注销", "The card is cancelled"),
    _C.UNKNOWN: _UNKNOWN,
    _B.UNKNOWN: Text("不知道银行账户的状态", "The state of the bank account is not known"),
}
_HOW: Mapping[CardState | BankState, Text] = {
    _C.SEALED: Text("先领卡启用", "Hand it over and enable it first"),
    _C.NORMAL: Text("可挂失、换卡或注销", "Report it lost, replace it or cancel it"),
    _C.FORMAL_LOSS: Text("可补卡；本省可解除的先解除挂失", "Replace it, or release the loss where the province allows"),
    _C.LOCKED: Text("由平台解锁，请拨 {hotline}", "The platform unlocks it; call {hotline}"),
    _C.TEMPORARY_LOSS: Text("可解除挂失，或改办正式挂失", "Release it, or make the loss formal"),
    _C.CANCELLED: Text("须重新申领", "A new card must be applied for"),
    _C.UNKNOWN: _CHECK,
    _B.NORMAL: Text("账户照常使用，丢卡可挂失", "The account works; if the card is lost, report it"),
    _B.INACTIVE: Text("先激活，请找 {bank}", "Activate it first; ask {bank}"),
    _B.TEMPORARY_LOSS: Text("可解除挂失，或改办正式挂失", "Release it, or make the loss formal"),
    _B.FORMAL_LOSS: Text("可补卡，或解除挂失", "Replace it, or release the loss"),
    _B.FROZEN: Text("由银行解冻，请找 {bank}", "The bank unfreezes it; ask {bank}"),
    _B.CLOSED: Text("要用须另开账户，请找 {bank}", "Another account must be opened; ask {bank}"),
    _B.UNKNOWN: _CHECK,
}
_MISSING = Text("卡未启用，不用挂失；找不到请补卡", "It was never activated; if missing, replace it")
_HOW_FOR: Mapping[tuple[CardState | BankState, Act], Text] = {
    (_C.SEALED, Act.TEMPORARY_LOSS): _MISSING,
    (_C.SEALED, Act.FORMAL_LOSS): _MISSING,
    (_C.NORMAL, Act.ENABLE): Text("卡已启用，可以使用", "It is enabled and works"),
    (_C.CANCELLED, Act.CANCEL): Text("不用再办；要用卡须重新申领", "Nothing to do; for a card, apply anew"),
    (_B.NORMAL, Act.ENABLE): Text("账户已激活，可以使用", "It is activated and works"),
}
_FIRST = frozenset((_C.LOCKED, _C.CANCELLED, _C.UNKNOWN, _B.UNKNOWN))
"""States that say themselves what comes first, whatever was asked for."""
