"""The look in force: one theme, one text size, one language. Every widget is handed it and asks it for everything it
draws.

Refuses to change: another theme, size or language is another `Look`, and the window is drawn anew with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property

from PySide6.QtGui import QColor, QFont, QPalette, QPixmap

from counter_app.domain.moments import say_clock, say_moment
from counter_app.domain.text import Language, Text
from counter_app.settings import Settings
from ui.icons import Icons
from ui.tokens import FACES, LARGE, THEMES
from ui.typefaces import Typefaces


class Look:
    """Colours by token, lengths in px at 100 % made true to the text size, faces by name, words in the language."""

    def __init__(self, *, theme: str = "light", large: bool = False, language: Language = Language.ZH) -> None:
        self.theme = theme
        self.large = large
        self.language = language
        self.scale = LARGE if large else 1.0
        self.hex: Mapping[str, str] = THEMES[theme]
        self._fonts: dict[str, QFont] = {}
        self._colours: dict[str, QColor] = {}
        self._icons = Icons()

    @classmethod
    def of(cls, settings: Settings) -> Look:
        """The look the settings ask for."""
        return cls(
            theme=settings["theme"],
            large=settings["text_size"] == "large",
            language=Language(settings["language"]),
        )

    def px(self, length: float) -> int:
        """A length of the pictures (px at 100 %) in real px."""
        return round(length * self.scale)

    def colour(self, token: str) -> QColor:
        """The colour of a token; "" is transparent."""
        if token not in self._colours:
            self._colours[token] = QColor(self.hex[token]) if token else QColor(0, 0, 0, 0)
        return self._colours[token]

    def font(self, face: str) -> QFont:
        """The font of a named face."""
        if face not in self._fonts:
            size, bold = FACES[face]
            font = QFont()
            font.setFamilies(list(self._typefaces.families))
            font.setPixelSize(self.px(size))
            font.setBold(bold)
            self._fonts[face] = font
        return self._fonts[face]

    def shown(self, text: str) -> str:
        """`text` as it is shown: a character without a glyph by its code in brackets."""
        return self._typefaces.shown(text)

    def undrawn(self, text: str) -> tuple[str, ...]:
        """The codes of the characters of `text` that have no glyph, on this screen and on paper."""
        return self._typefaces.undrawn(text)

    @cached_property
    def _typefaces(self) -> Typefaces:
        return Typefaces()

    def icon(self, name: str, token: str, size: int, ratio: float = 1.0) -> QPixmap:
        """An icon in the colour of `token`, `size` px at 100 %."""
        return self._icons.pixmap(name, self.hex[token], self.px(size), ratio)

    def say(self, text: Text) -> str:
        """A core text in the language of the window."""
        return text.say(self.language)

    @property
    def chinese(self) -> bool:
        return self.language is Language.ZH

    @cached_property
    def palette(self) -> QPalette:
        """For the few things Qt draws itself."""
        palette = QPalette()
        for role, token in (
            (QPalette.ColorRole.Window, "paper"),
            (QPalette.ColorRole.WindowText, "ink"),
            (QPalette.ColorRole.Base, "surface"),
            (QPalette.ColorRole.Text, "ink"),
            (QPalette.ColorRole.Button, "surface"),
            (QPalette.ColorRole.ButtonText, "ink"),
            (QPalette.ColorRole.Highlight, "brand"),
            (QPalette.ColorRole.HighlightedText, "onbrand"),
            (QPalette.ColorRole.PlaceholderText, "ink2"),
            (QPalette.ColorRole.ToolTipBase, "surface"),
            (QPalette.ColorRole.ToolTipText, "ink"),
        ):
            palette.setColor(role, self.colour(token))
        return palette

    # --- time as people say it -----------------------------------------------------------------------------------

    def clock(self, moment: datetime) -> str:
        """10:12 on a Chinese wall clock."""
        return say_clock(moment)

    def day(self, day: date, *, year: bool = False) -> str:
        """3月25日 / 25 March, with the year when asked."""
        if self.chinese:
            return f"{day.year}年{day.month}月{day.day}日" if year else f"{day.month}月{day.day}日"
        month = _MONTHS[day.month - 1]
        return f"{day.day} {month} {day.year}" if year else f"{day.day} {month}"

    def weekday(self, day: date) -> str:
        """周三 / Wed."""
        return ("周" + "一二三四五六日"[day.weekday()]) if self.chinese else _DAYS[day.weekday()]

    def when(self, moment: datetime, *, now: datetime) -> str:
        """今天 10:12, or the date and the time."""
        return self.say(say_moment(moment, now=now))

    def until(self, day: date) -> str:
        """至 2031年6月 / until June 2031."""
        return f"至 {day.year}年{day.month}月" if self.chinese else f"until {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = "January February March April May June July August September October November December".split()
_DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
