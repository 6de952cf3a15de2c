"""Breaking text into lines the Chinese way: no closing mark begins a line, no opening mark ends one, words stay whole.

Refuses to justify, hyphenate or measure: how wide words are is told by the caller.
Source: GB/T 15834-2011 5.1 (places of punctuation marks), W3C clreq 3.1 (line breaking).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

Measure = Callable[[str], float]

_CLOSING = frozenset("、。，．：；？！）》」』】〕〉］｝〗〙”’…—～·々ー〻゛゜％‰℃")
_NEVER_FIRST = _CLOSING | frozenset(",.:;?!)]}%°/-")
OPENING = frozenset("（《「『【〔〈［｛〖〘")  # full-width marks whose left half is blank
_NEVER_LAST = OPENING | frozenset("“‘＃￥＄" + "([{#$¥")


def break_lines(text: str, *, width: float, measure: Measure) -> tuple[str, ...]:
    """`text` as lines no wider than `width`, in the unit of `measure`. A line feed begins a new line.

    A word wider than the line is split where it must be, after a dash or slash if one is near; one character alone is
    never split. Blanks at the ends of lines are dropped.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines.extend(_fill(paragraph.strip(), width=width, measure=measure))
    return tuple(lines)


def balanced(lines_within: Callable[[float], tuple[str, ...]], *, width: float) -> tuple[str, ...]:
    """The lines of the narrowest setting that takes no more of them than `width`: no lone word under a full line."""
    best = lines_within(width)
    narrow, wide = width / max(len(best), 1), width
    while len(best) > 1 and wide - narrow > width / 100:
        middle = (narrow + wide) / 2
        lines = lines_within(middle)
        if len(lines) > len(best):
            narrow = middle
        else:
            best, wide = lines, middle
    return best


def _fill(paragraph: str, *, width: float, measure: Measure) -> Iterator[str]:
    line = ""
    for piece in unbreakable(paragraph):
        if measure((line + piece).rstrip()) <= width:
            line += piece
            continue
        if line.strip():
            yield line.rstrip()
        line = piece
        while measure(line.rstrip()) > width and len(line.rstrip()) > 1:
            cut = _cut(line, width=width, measure=measure)
            yield line[:cut].rstrip()
            line = line[cut:].lstrip()
    yield line.rstrip()


def unbreakable(paragraph: str) -> Iterator[str]:
    """The pieces that stay on one line, blanks kept at their ends; joined they are the paragraph again."""
    piece = ""
    for character in paragraph:
        if piece and _may_break(piece[-1], character):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _may_break(before: str, after: str) -> bool:
    if after.isspace():
        return False
    if before.isspace():
        return True
    if after in _NEVER_FIRST or before in _NEVER_LAST or unicodedata.combining(after):
        return False
    return _stands_alone(before) or _stands_alone(after)


def _stands_alone(character: str) -> bool:
    """True for characters as wide as a Chinese one, beside which a line may break; Latin and digits hold together."""
    return unicodedata.east_asian_width(character) in ("W", "F") or character in _CLOSING


def _cut(word: str, *, width: float, measure: Measure) -> int:
    fits = 1
    while fits < len(word) and measure(word[: fits + 1]) <= width:
        fits += 1
    after_dash = max(word.rfind("-", 0, fits), word.rfind("/", 0, fits)) + 1
    return after_dash if after_dash > fits // 2 else fits
