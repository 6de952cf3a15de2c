"""Breaking text into lines the Chinese way: no closing mark begins a line, no opening mark ends one, words stay whole.

Refuses to justify, hyphenate or measure: how wide words are is told by the caller.
Source: GB/T 15834-2011 5.1 (places of punctuation marks), W3C clreq 3.1 (line breaking).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

Measure = Callable[[str], float]

_BLANK = " \t\u3000"  # everything else that counts as blank is a control character, which is shown
_CLOSING = frozenset("、。，．：；？！）》」』】〕〉］｝〗〙”’…—～·々ー〻゛゜％‰℃")
_NEVER_FIRST = _CLOSING | frozenset(",.:;?!)]}%°/-")
_UNITS = frozenset("年月日时分秒元角天周岁号条款项个件张份位名次页笔字日%％℃")  # stay with the number before them
OPENING = frozenset("（《「『【〔〈［｛〖〘")  # full-width marks whose left half is blank
_NEVER_LAST = OPENING | frozenset("“‘＃￥＄" + "([{#$¥")


def break_lines(text: str, *, width: float, measure: Measure) -> tuple[str, ...]:
    """`text` as lines no wider than `width`, in the unit of `measure`. A line feed begins a new line.

    A word wider than the line is split where it must be, after a dash or slash if one is near; one character alone is
    never split. Blanks at the ends of lines are dropped.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        filled = tuple(_fill(paragraph.strip(_BLANK), width=width, measure=measure))
        lines.extend(_no_lone_last(filled, width=width, measure=measure))
    return tuple(lines)


def _no_lone_last(lines: tuple[str, ...], *, width: float, measure: Measure) -> tuple[str, ...]:
    """The same lines without one character alone on the last (孤字): it gets company from the line above, unless that
    would leave less than three fifths of a line there.
    """
    if len(lines) < 2 or len(lines[-1].rstrip("".join(_CLOSING))) > 1:
        return lines
    *before, above, last = lines
    *kept, moved = tuple(unbreakable(above)) or ("",)
    shorter, longer = "".join(kept).rstrip(_BLANK), moved + last
    if not _may_break(moved[-1:] or " ", last[:1] or " ") and measure(moved) == measure(moved.rstrip(_BLANK)):
        return lines  # a word that was too wide for a line: its end stands where it was cut
    fits = measure(shorter) >= width * 0.6 and measure(longer) <= width
    return (*before, shorter, longer) if fits else lines


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
        if measure((line + piece).rstrip(_BLANK)) <= width:
            line += piece
            continue
        if line.strip(_BLANK):
            yield line.rstrip(_BLANK)
        line = piece
        while measure(line.rstrip(_BLANK)) > width and len(line.rstrip(_BLANK)) > 1:
            cut = _cut(line, width=width, measure=measure)
            yield line[:cut].rstrip(_BLANK)
            line = line[cut:].lstrip(_BLANK)
    yield line.rstrip(_BLANK)


def unbreakable(paragraph: str) -> Iterator[str]:
    """The pieces that stay on one line, blanks kept at their ends; joined they are the paragraph again."""
    piece = ""
    for character in paragraph:
        if piece and _may_break(piece[-1], character) and not _belongs(piece.rstrip(" "), character):
            yield piece
            piece = ""
        piece += character
    if piece:
        yield piece


def _belongs(before: str, after: str) -> bool:
    """A number and its unit, also with a blank between: 5 个, 第 3 条."""
    return (before[-1:].isdigit() and after in _UNITS) or (before.endswith("第") and after.isdigit())


def _may_break(before: str, after: str) -> bool:
    if after in _BLANK:
        return False
    if before in _BLANK:
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
