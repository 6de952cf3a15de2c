"""A column of paper while it fills from the top: lines, paragraphs, rows of label and value, in Chinese and, where the
holder asked for it, in English on a second line. Every layout stands on it; each says for itself what comes where.

Refuses to know documents, and to lay a word outside its column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from counter_app.domain.faces import code_of
from counter_app.domain.receipt import Row
from counter_app.domain.text import Language, Text
from printing.fonts import Fonts
from printing.lines import OPENING, balanced, break_lines
from printing.setting import second_line, set_words, spread, spread_to
from printing.sheet import MM, Box, Hatch, Mark, Sheet, Words

PRACTICE = Text("练习，不作凭证", "Practice, not valid")
VOID = Text("已作废", "Void")
COPY = Text("补打 {copy}", "Reprint {copy}")
BASIS = Text("依据", "Basis")
MISSING = Text("字形缺失：{codes}，已按编码记录", "No glyph here for {codes}: kept on record by code")
DOCUMENT = Text("回执 {number}", "Receipt {number}")

LEADING = 1.5  # line height, of the size
MIDDLE = 0.38  # middle of a Chinese character above the base line, of the size
GREY = 0.38  # of the second line on sheets; a roll prints dots and no grey
_SECOND, _SECOND_LEAST, _SECOND_MOST = 0.8, 6.4, 9.0  # size of the second line, of the first, and points
_HANG = 0.42  # of the size
_OPENING = tuple(OPENING)


@dataclass(frozen=True, slots=True)
class Line:
    """One line that is not placed yet."""

    text: str
    size: float
    bold: bool = False
    grey: float = 0
    spread: float = 0

    @property
    def height(self) -> float:
        return self.size * LEADING


def smaller(size: float) -> float:
    """The size of the English under a line of that size, points."""
    return min(max(size * _SECOND, _SECOND_LEAST), _SECOND_MOST, size)


class Flow:
    """`y` is how far it is filled, `marks` what stands on it, both in points from the upper left corner of the paper.
    `left` and `inner` are the column. `bilingual`: English under the Chinese, in `grey`.
    """

    def __init__(
        self,
        fonts: Fonts,
        language: Language,
        *,
        paper: float,
        left: float,
        bilingual: bool = False,
        grey: float = GREY,
    ) -> None:
        self.marks: list[Mark] = []
        self.y = 0.0
        self.fonts, self.language = fonts, language
        self.paper, self.left, self.inner = paper, left, paper - 2 * left
        self._bilingual, self._grey = bilingual and language is Language.ZH, grey

    def say(self, text: Text) -> str:
        """The words in the first language, as they are set."""
        return set_words(text, self.language)

    def both(self, text: Text) -> str:
        """The same with the English behind it, for one line that has room for both."""
        more = second_line(text) if self._bilingual else ""
        return f"{self.say(text)} {more}" if more else self.say(text)

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        return self.fonts.width(text, size, bold=bold)

    def gap(self, millimetres: float) -> None:
        self.y += millimetres * MM

    def fits(self, height: float) -> bool:
        """Whether that much fits on this page; a roll has one, as long as it takes."""
        del height
        return True

    def keep_together(self, height: float) -> None:
        """A new page unless that much fits on this one."""

    def lines(self, text: str, size: float, *, width: float, bold: bool = False) -> tuple[str, ...]:
        if not text.strip():
            return ()
        return break_lines(text, width=width, measure=lambda part: self.width(part, size, bold=bold))

    def cell(
        self, text: Text, size: float, *, width: float, bold: bool = False, characters: int = 0
    ) -> tuple[Line, ...]:
        """The lines of `text` in `width`, the second language under the first. `characters`: a short label is set as
        wide as that many.
        """
        first = self.lines(self.say(text), size, width=width, bold=bold)
        apart = spread(first[0], characters=characters, size=size) if len(first) == 1 else 0
        small = smaller(size)
        second = self.lines(second_line(text), small, width=width) if self._bilingual else ()
        return (
            *(Line(line, size, bold, spread=apart) for line in first),
            *(Line(line, small, grey=self._grey) for line in second),
        )

    def put(self, line: Line, *, x: float, height: float = 0, white: bool = False) -> None:
        """One line at `x`, its base line where it is in a line of that height; `y` stays."""
        # An opening mark is blank on its left half: hung out, its ink stands flush with the lines around it.
        left = x - _HANG * line.size if line.text.startswith(_OPENING) else x
        base = self.y + max(height, line.height) / 2 + line.size * MIDDLE
        self.marks.append(Words(left, base, line.text, line.size, line.bold, white, line.grey, line.spread))

    def stand(self, lines: Iterable[Line], *, x: float) -> None:
        """Lines one under the other, flush left at `x`."""
        for line in lines:
            self.keep_together(line.height)
            self.put(line, x=x)
            self.y += line.height

    def paragraph(self, text: Text, size: float, *, bold: bool = False) -> None:
        self.stand(self.cell(text, size, width=self.inner, bold=bold), x=self.left)

    def centred(self, text: Text, size: float, *, width: float = 0, bold: bool = False, white: bool = False) -> None:
        """In the middle of the paper, lines of like width."""
        room, small = width or self.inner, smaller(size)
        parts = [Line(self.say(text), size, bold)]
        if self._bilingual and second_line(text):
            parts.append(Line(second_line(text), small, grey=0 if white else self._grey))
        for part in parts:
            for words in self._balanced(part, room):
                x = (self.paper - self.width(words, part.size, bold=part.bold)) / 2
                base = self.y + part.height / 2 + part.size * MIDDLE
                self.marks.append(Words(x, base, words, part.size, part.bold, white, part.grey))
                self.y += part.height

    def _balanced(self, part: Line, room: float) -> tuple[str, ...]:
        return balanced(lambda limit: self.lines(part.text, part.size, width=limit, bold=part.bold), width=room)

    def labels(self, rows: Sequence[Row], size: float, *, most: float) -> float:
        """How wide the column of labels is: as the widest, `most` at the most."""
        widest = max((self.label_width(row, size) for row in rows), default=0.0)
        return min(widest, most)

    def label_width(self, row: Row, size: float) -> float:
        small = smaller(size)
        second = self.width(second_line(row.label), small) if self._bilingual else 0.0
        return max(self.width(self.say(row.label), size), second)

    def rows(self, rows: Sequence[Row], size: float, *, labels: float, between: float, gap: float) -> None:
        """Label and value side by side, `between` points apart and `gap` millimetres under each; a long value goes on
        over the page. The column of labels is as wide as the widest, `labels` points at the most.
        """
        labels = self.labels(rows, size, most=labels)
        characters = spread_to(self.say(row.label) for row in rows)
        values = self.left + labels + between
        for row in rows:
            label = self.cell(row.label, size, width=labels, characters=characters)
            value = self.cell(row.value, size, width=self.left + self.inner - values, bold=row.strong)
            self.side_by_side(label, value, values=values)
            self.gap(gap)

    def side_by_side(self, label: tuple[Line, ...], value: tuple[Line, ...], *, values: float) -> None:
        """The whole label, then the whole value, as a reader takes them; line by line where a page ends between."""
        top, tall = self.y, max(sum(line.height for line in side) for side in (label, value))
        if self.fits(tall):
            self.stand(label, x=self.left)
            self.y = top
            self.stand(value, x=values)
            self.y = top + tall
            return
        for left, right in zip_longest(label, value):
            height = max(line.height for line in (left, right) if line)
            self.keep_together(height)
            for line, x in ((left, self.left), (right, values)):
                if line:
                    self.put(line, x=x, height=height)
            self.y += height

    def note_missing(self, size: float) -> None:
        """Says which characters above stand there as framed codes; nothing where every one has its glyph."""
        codes = " ".join(map(code_of, self.fonts.missing("".join(self._said()))))
        if codes:
            self.paragraph(MISSING.format(codes=codes), size)

    def _said(self) -> Iterator[str]:
        return (mark.text for mark in self.marks if isinstance(mark, Words))

    def practice_band(self, size: float, *, height: float = 5 * MM) -> None:
        """Nobody may take what was practised for a real paper."""
        label = self.width(self.say(PRACTICE), size, bold=True) + 4 * MM
        self.marks.append(Hatch(self.left, self.y, self.inner, height, step=1.6 * MM))
        over = 0.8  # points: the ends of strokes under the edge of the white would show as dots on a screen
        self.marks.append(Box((self.paper - label) / 2, self.y - over, label, height + 2 * over, white=True))
        self._in_band(PRACTICE, size, height=height)

    def void_band(self, size: float, *, height: float = 7 * MM) -> None:
        self.marks.append(Box(self.left, self.y, self.inner, height))
        self._in_band(VOID, size, height=height, white=True)

    def _in_band(self, text: Text, size: float, *, height: float, white: bool = False) -> None:
        words = self.say(text)
        x = (self.paper - self.width(words, size, bold=True)) / 2
        base = self.y + height / 2 + size * MIDDLE
        self.marks.append(Words(x, base, words, size, bold=True, white=white))
        self.y += height

    def signing_line(self, text: Text, size: float, *, x: float, end: float) -> None:
        """Words with a line behind them for a signature; `y` stays."""
        words = self.both(text)
        self.put(Line(words, size), x=x)
        start = x + self.width(words, size) + 2 * MM
        self.marks.append(Box(start, self.y + size * 1.3, max(end - start, 0), 0.6))


class Pages(Flow):
    """A flow over several pages of one size. `top` is where each begins, `full` how far it is filled; `begin` is called
    on each new page.
    """

    def __init__(
        self,
        fonts: Fonts,
        language: Language,
        *,
        width: float,
        height: float,
        side: float,
        top: float,
        full: float,
        bilingual: bool = False,
    ) -> None:
        super().__init__(fonts, language, paper=width, left=side, bilingual=bilingual)
        self.height, self.top, self.full = height, top, full
        self.done: list[list[Mark]] = []

    def begin(self) -> None:
        """What stands at the top of every page after the first; nothing here."""

    def fits(self, height: float) -> bool:
        return self.y + height <= self.full

    def keep_together(self, height: float) -> None:
        if not self.fits(height):
            self.done.append(self.marks)
            self.marks, self.y = [], self.top
            self.begin()

    def _said(self) -> Iterator[str]:
        return (mark.text for page in (*self.done, self.marks) for mark in page if isinstance(mark, Words))

    def foot(self, page: int, pages: int) -> tuple[Mark, ...]:
        """What stands at the foot of a page; nothing here."""
        del page, pages
        return ()

    def sheets(self, *, title: str, author: str) -> tuple[Sheet, ...]:
        """All pages, each with its foot."""
        pages = [*self.done, self.marks]
        return tuple(
            Sheet(self.paper, self.height, (*marks, *self.foot(at, len(pages))), title, author)
            for at, marks in enumerate(pages, start=1)
        )
