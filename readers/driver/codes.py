"""What the return codes of the maker's driver mean (LD/T 6001.5): each becomes one error of the tree, with a sentence.

0 is good; small negative numbers are the driver's own; the others are minus the card's status word, as a decimal
number. Refuses to guess: a code of neither kind is `DriverTrouble` with its number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from counter_app.domain.chip_errors import (
    AuthenticationRefused,
    CardLockedForGood,
    CardNotGenuine,
    DriverLacks,
    DriverMissing,
    DriverSaid,
    DriverTrouble,
    PinBadLength,
    PinBlocked,
    PinCancelled,
    PinsDiffer,
    PinStillInitial,
    PinTimedOut,
    PinWrong,
    PinWrongUntold,
    WrongPerson,
)
from counter_app.domain.errors import (
    CardDamaged,
    CardSaid,
    CardTrouble,
    NeedsAuthentication,
    NoCard,
    NoReader,
    ReaderSilent,
    WrongCard,
)
from counter_app.domain.text import Text

GOOD = 0
# The driver cannot authenticate the card by itself: the platform's security module can (the two-step functions).
ASK_THE_PLATFORM = frozenset((-2201, -2202, -2203, -27272, -24))
NO_NEED_OF_THE_PLATFORM = -2204
NO_SUCH_COMMAND, WRONG_PARAMETERS = -13, -14
WAY = Text("厂商驱动", "the maker's driver")


def trouble_of(number: int, *, function: str, pin: bool = False) -> CardTrouble:
    """What a return code other than 0 means. `function` was called; `pin`: it asked the holder for the PIN, so that
    tries left (63Cx) and 6983 speak of the PIN and not of an authentication key.
    """
    if number == NO_SUCH_COMMAND:
        return DriverLacks(number=number, function=function)
    word = -number
    if 0x63C0 <= word <= 0x63CF:
        return _tries_left(word & 0x0F, pin=pin)
    known = _OWN.get(number) or (PinBlocked if pin and word == 0x6983 else _STATUS_WORDS.get(word))
    if known is not None:
        return known()
    status_word = 0x6100 < word < 0x7000 or 0x9000 < word < 0xA000
    return CardSaid(sw=f"{word:04X}") if status_word else DriverTrouble(number=number)


def _tries_left(left: int, *, pin: bool) -> CardTrouble:
    if not pin:
        return _refused(f"还可试 {left} 次", f"{left} tries left")()
    return PinWrong(left=left) if left else PinBlocked()


def _refused(zh: str, en: str) -> Callable[[], CardTrouble]:
    return partial(AuthenticationRefused, way=WAY, why=Text(zh=zh, en=en))


def _said(number: int, zh: str, en: str) -> Callable[[], CardTrouble]:
    return partial(DriverSaid, number=number, why=Text(zh=zh, en=en))


def _damaged(zh: str, en: str) -> Callable[[], CardTrouble]:
    return partial(CardDamaged, what=Text(zh=zh, en=en))


_OWN: Mapping[int, Callable[[], CardTrouble]] = {
    -1: WrongCard,
    -2: NoCard,
    -3: ReaderSilent,  # a card that has no power
    -4: ReaderSilent,
    -5: partial(DriverMissing, why=Text("它自己的动态库装不上", "it cannot load a library of its own")),
    -11: NoReader,
    -12: NoReader,
    WRONG_PARAMETERS: _said(WRONG_PARAMETERS, "命令参数错误", "wrong parameters of a command"),
    -15: _said(-15, "信息校验出错", "a check of the data failed"),
    -20: _damaged("卡识别码格式不对", "card identifier of the wrong form"),
    -21: CardNotGenuine,
    -22: WrongPerson,
    -23: _said(-23, "传入数据不合法", "it was given data of the wrong form"),
    -24: _refused("PSAM 密钥级别不够", "the PSAM's key is of too low a level"),
    -31: PinCancelled,
    -32: PinTimedOut,
    -33: PinBadLength,
    -34: PinsDiffer,
    -35: PinStillInitial,
    -36: PinStillInitial,
    -41: _said(-41, "运算数据有非法字符", "a character that cannot be computed with"),
    -42: _said(-42, "运算数据长度不对", "data of the wrong length to compute with"),
    -51: partial(PinWrongUntold, left=None),
    -52: PinBlocked,
    -2201: _refused("没有 PSAM 卡", "no PSAM"),
    -2202: _refused("PSAM 不支持这张卡的算法", "the PSAM does not know this card's algorithm"),
    -2203: _refused("PSAM 没有读卡密钥", "the PSAM has no key to read cards with"),
    NO_NEED_OF_THE_PLATFORM: _said(-2204, "这张卡不需要加密机认证", "this card needs no security module"),
}
_STATUS_WORDS: Mapping[int, Callable[[], CardTrouble]] = {
    0x6982: NeedsAuthentication,
    0x6983: _refused("卡的认证密钥已锁定", "the card's key is blocked"),
    0x6988: _refused("校验码（MAC）不对", "wrong code (MAC)"),
    0x6A82: _damaged("缺少文件", "missing: a file"),
    0x6A83: _damaged("缺少记录", "missing: a record"),
    0x6A88: _refused("没有这把密钥", "no such key"),
    0x9302: _refused("校验码（MAC）不对", "wrong code (MAC)"),
    0x9303: CardLockedForGood,
    0x9403: _refused("没有这把密钥", "no such key"),
    0x9406: _refused("没有所需的校验码（MAC）", "the code (MAC) it wants is not there"),
}
