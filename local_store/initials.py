"""Pinyin initials of names for search: 林晓岚 -> lxl.

Refuses to be a dictionary: a character without a known reading has no initial, and pypinyin's table of phrases stays
unread: it is one JSON file of some megabytes that stops every thread of the program while it is parsed, and keeps 45 MB
ever after. Importing this loads pypinyin's readings of single characters.
"""

from __future__ import annotations

import os

os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")  # pypinyin looks at it once, when it is imported

import pypinyin

# Characters read otherwise as a family name than in words (现代汉语词典, entries marked 姓).
_SURNAMES = {
    "单": "s", "曾": "z", "解": "x", "仇": "q", "区": "o", "查": "z", "任": "r", "盖": "g", "翟": "z", "朴": "p",
    "乐": "y", "冼": "x", "召": "s", "折": "s", "尉": "w", "秘": "b", "缪": "m", "覃": "q", "重": "c", "员": "y",
}  # fmt: skip
# Read so where a given name begins with them and goes on: 长海, 重阳.
_GIVEN = {"长": "c", "重": "c"}
_TWO_CHARACTERS = {"尉迟": "yc", "万俟": "mq", "长孙": "zs", "澹台": "tt", "单于": "cy"}


def initials_of(name: str) -> str:
    """Small letters, one a character that has a reading; Latin letters stand for themselves."""
    head, rest = _surname(name)
    begins = 0 if head else 1  # where the given name begins
    given = rest[begins : begins + 1] if len(rest) > begins + 1 else ""
    if given in _GIVEN:
        return head + _letters(rest[:begins]) + _GIVEN[given] + _letters(rest[begins + 1 :])
    return head + _letters(rest)


def _letters(characters: str) -> str:
    letters = pypinyin.lazy_pinyin(characters, style=pypinyin.Style.FIRST_LETTER, errors=_as_they_are)
    return "".join(letters).lower()


def _surname(name: str) -> tuple[str, str]:
    for length, known in ((2, _TWO_CHARACTERS), (1, _SURNAMES)):
        if name[:length] in known:
            return known[name[:length]], name[length:]
    return "", name


def _as_they_are(unknown: str) -> str:
    return "".join(c for c in unknown if c.isascii() and c.isalpha())
