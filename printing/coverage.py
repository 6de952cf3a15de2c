"""How many characters of a block the fonts of this machine have.

Counts what their character maps say and opens no outline: that each glyph is the right one is a matter of tests
(`tests/printing/test_every_name.py`). Refuses to judge how many are enough.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from counter_app.domain.faces import Block
from printing.fonts import Fonts

Ranges = Sequence[tuple[int, int]]


def covered(fonts: Fonts, blocks: Iterable[Block]) -> tuple[tuple[Block, int], ...]:
    """Each block and how many of its characters some face has. Raises NoFont."""
    here = _joined(sorted(fonts.ranges()))
    ends = [last for _first, last in here]
    return tuple((block, sum(_within(here, ends, *range_) for range_ in block.ranges)) for block in blocks)


def _joined(ranges: Ranges) -> Ranges:
    """The same code points without overlaps."""
    joined: list[tuple[int, int]] = []
    for first, last in ranges:
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _within(here: Ranges, ends: Sequence[int], first: int, last: int) -> int:
    found = 0
    for at in range(bisect_left(ends, first), len(here)):
        low, high = here[at]
        if low > last:
            break
        found += min(high, last) - max(low, first) + 1
    return found
