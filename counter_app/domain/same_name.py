"""Whether two records of one person's name are the same name: on the identity card, on the chip, at the platform.

The same person is often written differently because one side could not store a rare character (民委发〔2016〕33号, GB
18030-2022). Such a pair is a `VARIANT`: to be told, never to be passed over in silence. Refuses to change a name, and
to call two characters variants because they look alike: only the pairs reviewed below, and what Unicode itself calls
the same character.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from counter_app.domain.names import normalise_name

# Pairs seen in the records of one person: the form of before the character could be stored, and the form of today.
_REVIEWED = (
    "䶮龑 堃坤 喆哲 昇升 峯峰 羣群 囯国 髙高 吳吴 黃黄 頴颖 栢柏 龍龙 華华 劉刘 張张 陳陈 楊杨 趙赵 葉叶 鄧邓 蕭萧 "
    "肖萧 閆闫 閻阎 傅付 戴代 瑩莹 麗丽 蘭兰 鳳凤 淸清 眞真 甯宁 寧宁 陞升 勛勋 勳勋 鎮镇 凃涂 啓启 啟启 衞卫 衛卫 "
    "濬浚 喬乔 滙汇 裡里 裏里 榮荣 錦锦 鐘钟 鍾钟 锺钟 祕秘 嶽岳 崐昆 崑昆 崙仑 珎珍 桒桑 邨村 讬托"
)
_VARIANTS = frozenset(frozenset(pair) for pair in _REVIEWED.split())
_PLACEHOLDERS = frozenset("?？□〓■*＊\ufffd")  # what a system wrote in the place of a character it did not have


class NameMatch(StrEnum):
    """How two written names of one number stand to each other."""

    SAME = "same"
    VARIANT = "variant"
    DIFFERENT = "different"


def compare_names(one: str, other: str) -> NameMatch:
    """Compare two names of one and the same number; dots and blanks do not count.

    VARIANT: as long as each other, and each place equal, a reviewed pair, one character in two codings, or a rare
    character where the other side has a placeholder or a private-use code.
    """
    first, second = normalise_name(one)[0], normalise_name(other)[0]
    if first == second:
        return NameMatch.SAME
    if len(first) == len(second) and all(_may_stand_for(a, b) for a, b in zip(first, second, strict=True)):
        return NameMatch.VARIANT
    return NameMatch.DIFFERENT


def compare_foreign_names(one: str, other: str) -> NameMatch:
    """The same for names in Latin letters: capitals, commas and blanks do not count."""
    plain = [" ".join(name.replace(",", " ").casefold().split()) for name in (one, other)]
    return NameMatch.SAME if plain[0] == plain[1] and plain[0] else NameMatch.DIFFERENT


def _may_stand_for(one: str, other: str) -> bool:
    if one == other or frozenset((one, other)) in _VARIANTS:
        return True
    if unicodedata.normalize("NFKC", one) == unicodedata.normalize("NFKC", other):
        return True
    return _is_hole(one, for_=other) or _is_hole(other, for_=one)


def _is_hole(mark: str, *, for_: str) -> bool:
    """Whether `mark` is what stands where the character `for_` could not be stored."""
    return (mark in _PLACEHOLDERS or unicodedata.category(mark) == "Co") and _is_rare(for_)


def _is_rare(character: str) -> bool:
    """Whether a system of the GBK age could not store it."""
    try:
        character.encode("gbk")
    except UnicodeEncodeError:
        return True
    return False
