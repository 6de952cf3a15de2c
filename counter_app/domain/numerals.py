"""Amounts in Chinese capital numerals (大写: 壹贰叁), which a pen cannot easily turn into others.

Refuses fractions: what is counted here are pieces, and fen of money. Source: 支付结算办法 (银发〔1997〕393号) 附一,
正确填写票据和结算凭证的基本规定.
"""

from __future__ import annotations

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
LARGEST = 10**12 - 1


def capital(number: int) -> str:
    """15 -> 壹拾伍, 1007 -> 壹仟零柒, 20000 -> 贰万. Raises ValueError below zero and beyond twelve digits."""
    if not 0 <= number <= LARGEST:
        raise ValueError(f"{number} is not written in capital numerals here")
    if number == 0:
        return _DIGITS[0]
    said, owed = "", False
    for at in range(len(str(number)) - 1, -1, -1):
        digit, place, group = number // 10**at % 10, at % 4, at // 4
        if digit:
            said += (_DIGITS[0] if owed and said else "") + _DIGITS[digit] + _PLACES[place]
        owed = digit == 0
        if place == 0 and number // 10**at % 10_000:
            said += _GROUPS[group]
    return said


def capital_money(fen: int) -> str:
    """Yuan, jiao and fen: 0 -> 零元整, 1050 -> 壹拾元伍角整, 5 -> 伍分. Raises as `capital`."""
    yuan, jiao, rest = fen // 100, fen // 10 % 10, fen % 10
    said = f"{capital(yuan)}元" if yuan or fen == 0 else ""
    said += f"{_DIGITS[jiao]}角" if jiao else (_DIGITS[0] if rest and yuan else "")
    return said + (f"{_DIGITS[rest]}分" if rest else "整")
