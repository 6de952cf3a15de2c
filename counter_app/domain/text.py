"""A sentence for people in both languages of the counter, kept beside the thing it describes.

Refuses to know a toolkit: which language is shown is the caller's choice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """The two languages of the counter (BCP 47 primary tags)."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or label in Chinese and English; both must be filled."""

    zh: str
    en: str

    def say(self, language: Language) -> str:
        """The words in `language`."""
        return self.zh if language is Language.ZH else self.en

    def format(self, **facts: object) -> Text:
        """Both languages with `{name}` places filled; a fact that is itself a `Text` is said in each language."""
        return Text(
            zh=self.zh.format(**{k: v.zh if isinstance(v, Text) else v for k, v in facts.items()}),
            en=self.en.format(**{k: v.en if isinstance(v, Text) else v for k, v in facts.items()}),
        )


def same(words: str) -> Text:
    """A `Text` whose words are the same in both languages: a number, a name, a date."""
    return Text(zh=words, en=words)
