"""The faces of the screen: the same order as on paper, so that a name looks the same on both.

A character that no face of that order draws is shown by its code in brackets, as paper frames it: never an empty box,
never a glyph out of a font that paper does not have, and no mark that turns the text around it. Refuses to be asked
before the application stands: only then is it known which families are here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QRawFont

from counter_app.domain.faces import code_of, composed, may_be_drawn, order

# Every face for common words has these: Latin, punctuation, the basic ideographs of all editions and the full forms.
_COMMON = re.compile(
    "[\n\x20-\x7e\xa0-\xac\xae-\xff\u2010-\u2027\u2030-\u205e\u3000-\u303f\u4e00-\u9fa5\uff01-\uff5e]*"
)


class Typefaces:
    """The families that are here, in order; opened when a character outside the common ones first comes."""

    def __init__(self) -> None:
        self.families = tuple(family.name for family in order(lambda family: QFontDatabase.hasFamily(family.name)))
        self._opened: list[QRawFont] = []
        self.draws = lru_cache(4096)(self._draws)

    def shown(self, text: str) -> str:
        """`text` as it can be shown: 何〔U+E000〕 for a name with a private character."""
        if _COMMON.fullmatch(text):
            return text
        return "".join(c if c == "\n" or self.draws(c) else f"〔{code_of(c)}〕" for c in composed(text))

    def undrawn(self, text: str) -> tuple[str, ...]:
        """The codes of the characters of `text` that have no glyph, each once, in order."""
        if _COMMON.fullmatch(text):
            return ()
        return tuple(dict.fromkeys(code_of(c) for c in composed(text) if c != "\n" and not self.draws(c)))

    def _draws(self, character: str) -> bool:
        if not self.families:  # a machine without any Chinese font: better what the system finds than codes all over
            return True
        return may_be_drawn(character) and any(self._has(at, character) for at in range(len(self.families)))

    def _has(self, at: int, character: str) -> bool:
        while len(self._opened) <= at:
            font = QFont(self.families[len(self._opened)])
            font.setPixelSize(16)
            self._opened.append(QRawFont.fromFont(font))
        return self._opened[at].supportsCharacter(ord(character))
