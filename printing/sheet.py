"""A page as plain values (words, boxes, bars at a place) and how it becomes a PDF.

Places are points from the upper left corner of the page, y downwards; words stand on a base line.
Refuses to lay anything out, and to write anything that differs between two runs: the same sheet gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from printing.fonts import FRAME_DIGITS, FRAME_PADDING, Fonts, Run

if TYPE_CHECKING:
    from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4
_FRAME_TOP, _FRAME_FOOT = 0.74, 0.06  # of the size, above and below the base line
_THICKER = 0.02  # width of the extra stroke, of the size; more fills the counters of 𪚥


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; (x, y) is the left end of its base line. `white` on a black ground. `grey` from 0, black, to
    1; `spread` points more between any two characters.
    """

    x: float
    y: float
    text: str
    size: float
    bold: bool = False
    white: bool = False
    grey: float = 0
    spread: float = 0

    def width(self, fonts: Fonts) -> float:
        """From its left end to its right end, points. Raises NoFont."""
        return fonts.width(self.text, self.size, bold=self.bold) + self.spread * (len(self.text) - 1)


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; (x, y) its upper left corner. `line` 0 fills it, `white` with paper instead of black. `grey` from 0,
    black, to 1.
    """

    x: float
    y: float
    width: float
    height: float
    line: float = 0
    radius: float = 0
    white: bool = False
    grey: float = 0


@dataclass(frozen=True, slots=True)
class Hatch:
    """A band of slanted strokes from edge to edge of a rectangle, about `step` points apart."""

    x: float
    y: float
    width: float
    height: float
    step: float


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar code: dark and light bars in turn, each so many modules wide, from (x, y) to the right.

    Dark bars are drawn narrower by `inset` points on each side: a printer blackens every dot they touch.
    """

    x: float
    y: float
    height: float
    module: float
    inset: float
    bars: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Squares:
    """The dark squares of a code; (x, y) the upper left corner of the first place, each `side` points wide. `runs`: how
    far down, where it begins and how long, counted in squares.
    """

    x: float
    y: float
    side: float
    runs: tuple[tuple[int, int, int], ...]

    @property
    def width(self) -> float:
        return max(start + length for _down, start, length in self.runs) * self.side

    @property
    def height(self) -> float:
        return (max(down for down, _start, _length in self.runs) + 1) * self.side


Mark = Words | Box | Hatch | Bars | Squares


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page, `width` x `height` points; marks are drawn in order."""

    width: float
    height: float
    marks: tuple[Mark, ...]
    title: str
    author: str


def to_pdf(sheet: Sheet, *, fonts: Fonts) -> bytes:
    """The page as PDF with embedded subsets; the same bytes for the same sheet and the same fonts. Raises NoFont."""
    return book((sheet,), fonts=fonts)


def book(sheets: Sequence[Sheet], *, fonts: Fonts) -> bytes:
    """Pages of one size as one PDF, likewise. Raises NoFont."""
    from reportlab.pdfgen.canvas import Canvas

    target, first = io.BytesIO(), sheets[0]
    canvas = Canvas(
        target,
        pagesize=(first.width, first.height),
        invariant=1,
        pageCompression=1,
        initialFontName=fonts.base.fontName,  # type: ignore[arg-type]  # the stubs take it for a number
    )
    canvas.setTitle(first.title)
    canvas.setAuthor(first.author)
    for sheet in sheets:
        for mark in sheet.marks:
            _draw(canvas, mark, sheet=sheet, fonts=fonts)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _draw(canvas: Canvas, mark: Mark, *, sheet: Sheet, fonts: Fonts) -> None:
    match mark:
        case Words():
            _draw_words(canvas, mark, foot=sheet.height, fonts=fonts)
        case Box():
            _draw_box(canvas, mark, foot=sheet.height)
        case Hatch():
            _draw_hatch(canvas, mark, foot=sheet.height)
        case Bars():
            _draw_bars(canvas, mark, foot=sheet.height)
        case Squares():
            _draw_squares(canvas, mark, foot=sheet.height)


def _draw_words(canvas: Canvas, words: Words, *, foot: float, fonts: Fonts) -> None:
    grey = 1 if words.white else words.grey
    canvas.setFillGray(grey)
    canvas.setStrokeGray(grey)
    x, y = words.x, foot - words.y
    for run in fonts.runs(words.text, bold=words.bold):
        if run.font is None:
            x += _draw_frame(canvas, run, x, y, size=words.size, fonts=fonts) + words.spread
            continue
        canvas.setFont(run.font.fontName, words.size)
        canvas.setLineWidth(words.size * _THICKER)
        canvas.drawString(x, y, run.text, mode=2 if run.thicken else None, charSpace=words.spread)
        x += run.font.stringWidth(run.text, words.size) + words.spread * len(run.text)


def _draw_frame(canvas: Canvas, run: Run, x: float, y: float, *, size: float, fonts: Fonts) -> float:
    """A framed code point; its width. The digits are text, so they can be copied and searched."""
    digits, padding = size * FRAME_DIGITS, size * FRAME_PADDING
    width = fonts.base.stringWidth(run.digits, digits)
    canvas.setFont(fonts.base.fontName, digits)
    canvas.drawString(x + padding, y + size * 0.16, run.digits)
    canvas.setLineWidth(size * 0.045)
    inset = padding * 0.35
    frame = (x + inset, y - size * _FRAME_FOOT, width + 2 * (padding - inset), size * (_FRAME_TOP + _FRAME_FOOT))
    canvas.rect(*frame, stroke=1, fill=0)
    return width + 2 * padding


def _draw_box(canvas: Canvas, box: Box, *, foot: float) -> None:
    grey = 1 if box.white else box.grey
    canvas.setFillGray(grey)
    canvas.setStrokeGray(grey)
    canvas.setLineWidth(box.line)
    stroke, fill = (1, 0) if box.line else (0, 1)
    place = (box.x, foot - box.y - box.height, box.width, box.height)
    if box.radius:
        canvas.roundRect(*place, box.radius, stroke=stroke, fill=fill)
    else:
        canvas.rect(*place, stroke=stroke, fill=fill)


def _draw_hatch(canvas: Canvas, hatch: Hatch, *, foot: float) -> None:
    low, top = foot - hatch.y - hatch.height, foot - hatch.y
    stroke = hatch.step * 0.45
    room = hatch.width - hatch.height - stroke
    strokes = int(room / hatch.step)
    step = room / max(strokes, 1)
    strip = canvas.beginPath()
    for x in (hatch.x + number * step for number in range(strokes + 1)):
        strip.moveTo(x, low)
        strip.lineTo(x + stroke, low)
        strip.lineTo(x + stroke + hatch.height, top)
        strip.lineTo(x + hatch.height, top)
        strip.close()
    canvas.setFillGray(0)
    canvas.drawPath(strip, stroke=0, fill=1)


def _draw_bars(canvas: Canvas, code: Bars, *, foot: float) -> None:
    canvas.setFillGray(0)
    x, low = code.x, foot - code.y - code.height
    for number, modules in enumerate(code.bars):
        if number % 2 == 0:
            canvas.rect(x + code.inset, low, modules * code.module - 2 * code.inset, code.height, stroke=0, fill=1)
        x += modules * code.module


def _draw_squares(canvas: Canvas, code: Squares, *, foot: float) -> None:
    """One path in whole numbers of squares: some six hundred rectangles drawn one by one take longer than the words of
    a receipt.
    """
    canvas.saveState()
    canvas.setFillGray(0)
    canvas.transform(code.side, 0, 0, -code.side, code.x, foot - code.y)
    canvas.addLiteral(" ".join(f"{start} {down} {length} 1 re" for down, start, length in code.runs) + " f")
    canvas.restoreState()
