"""How Chinese words are set on paper: a quarter of an em between Chinese and Latin, days the Chinese way, labels of one
column as wide as each other.

Refuses to touch what is not prose: a value that is the same in both languages (a name, a number) keeps every
character; only a moment is said the Chinese way. Source: W3C clreq 3.2.3 (mixed text), GB/T 15835-2011 (numbers).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from counter_app.domain.text import Language, Text

_HAN = "㐀-䶿一-鿿𠀀-𲎯"
_GAP = re.compile(rf"(?<=[{_HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[{_HAN}])")
# A year, a month, a day after its month. A count of days is none: 60 日内 stands apart as 6 个月内 does.
_WRITTEN_DAY = re.compile(r"(?:[0-9]{4} ?年 ?)?[0-9]{1,2} ?月(?: ?[0-9]{1,2} ?日)?|[0-9]{4} ?年")
_DAY = re.compile(r"(?<![\w-])([0-9]{4})-([0-9]{2})-([0-9]{2})(?![\w-])")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?: [0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
_LABEL = re.compile(rf"[{_HAN}]{{2,}}")
_LONGEST_SPREAD = 4  # characters; a longer label stands as it is, two characters over its width would fall apart


def set_words(text: Text, language: Language) -> str:
    """The words in `language`, as they stand on paper."""
    words = text.say(language)
    if language is not Language.ZH:
        return words
    if text.zh == text.en:
        return _days(words) if _MOMENT.fullmatch(words) else words
    # A space of these faces is just under a quarter of an em; days are written without (2026年3月18日).
    return _WRITTEN_DAY.sub(lambda day: day[0].replace(" ", ""), _GAP.sub(" ", _days(words)))


def second_line(text: Text) -> str:
    """What stands under the Chinese for whoever reads English; nothing where it would say the same again."""
    return "" if text.en.strip() == text.zh.strip() else text.en


def spread_to(labels: Iterable[str]) -> int:
    """How many characters wide the labels of a column are set; 0 where there is nothing to set."""
    counts = [len(label) for label in labels if _LABEL.fullmatch(label) and len(label) <= _LONGEST_SPREAD]
    return max(counts, default=0)


def spread(label: str, *, characters: int, size: float) -> float:
    """Points between two characters of a label that is set as wide as `characters` of them; 0 for one that is not."""
    short = _LABEL.fullmatch(label) and len(label) < characters
    return (characters - len(label)) * size / (len(label) - 1) if short else 0.0


def _days(words: str) -> str:
    return _DAY.sub(lambda day: f"{day[1]}年{int(day[2])}月{int(day[3])}日", words)
