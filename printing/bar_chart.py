"""Horizontal bars in black and white: one a task, parted by how its operations stand, the number at the end of each.

Drawn as the marks every sheet is made of, so that its words come from the same fonts and its place can be checked: the
chart classes of the PDF library know neither hatching nor a font chain. Refuses axes and grids: each bar says its
number.
"""

from __future__ import annotations

from collections.abc import Sequence

from counter_app.domain.form_papers import Bar
from counter_app.domain.text import Text
from printing.flow import LEADING, MIDDLE, Line
from printing.form import NOTE, FormPages
from printing.pages import INNER, SIDE
from printing.sheet import MM, Box, Words

CONFIRMED = Text("平台已确认或已处理", "Confirmed or settled")
WAITING = Text("等待平台（暂定）", "Waiting (provisional)")
REFUSED = Text("退回，未处理", "Turned down, open")
_NAMES, _APART = 42 * MM, 1.5 * MM
_BAR, _STEP = 4.2 * MM, 6.1 * MM
_LINES, _ACROSS, _FRAME = 5, 1.4 * MM, 0.7


def bar_chart(flow: FormPages, bars: Sequence[Bar]) -> None:
    """The bars as they come, with what their filling means above them."""
    _legend(flow)
    most = max((bar.all for bar in bars), default=0)
    words = max((flow.width(flow.say(_said(bar)), NOTE, bold=True) for bar in bars), default=0.0)
    room = INNER - _NAMES - _APART - words  # whichever bar is the longest, its words end before the margin
    for bar in bars:
        _bar(flow, bar, room / most if most else 0.0)


def _legend(flow: FormPages) -> None:
    flow.keep_together(NOTE * LEADING + 2 * _STEP)
    x, side = SIDE, 3.4 * MM
    for kind, words in enumerate((CONFIRMED, WAITING, REFUSED)):
        said = flow.both(words)
        wide = 1.6 * side + 1.5 * MM + flow.width(said, NOTE)
        if x > SIDE and x + wide > SIDE + INNER:
            x = SIDE
            flow.y += NOTE * LEADING
        _fill(flow, kind, x, flow.y + (NOTE * LEADING - side) / 2, 1.6 * side, side)
        flow.put(Line(said, NOTE), x=x + 1.6 * side + 1.5 * MM)
        x += wide + 6 * MM
    flow.y += NOTE * LEADING
    flow.gap(2)


def _bar(flow: FormPages, bar: Bar, each: float) -> None:
    """`each`: points for one operation."""
    names = flow.cell(bar.name, NOTE, width=_NAMES - 3 * MM)
    height = max(_STEP, sum(line.height for line in names) + 1 * MM)
    flow.keep_together(height)
    top, x = flow.y, SIDE + _NAMES
    flow.y = top + (height - sum(line.height for line in names)) / 2
    for line in names:
        flow.put(line, x=SIDE + _NAMES - 3 * MM - flow.width(line.text, line.size, bold=line.bold))
        flow.y += line.height
    flow.y = top + height
    for kind, count in enumerate((bar.confirmed, bar.waiting, bar.refused)):
        length = each * count
        if length:
            _fill(flow, kind, x, top + (height - _BAR) / 2, length, _BAR)
        x += length
    said = flow.say(_said(bar))
    base = top + height / 2 + NOTE * MIDDLE
    flow.marks.append(Words(x + _APART, base, said, NOTE, bold=True))


def _said(bar: Bar) -> Text:
    parts = [(str(bar.all), str(bar.all))]
    parts += [(f"等 {bar.waiting}", f"{bar.waiting} wait")] if bar.waiting else []
    parts += [(f"退 {bar.refused}", f"{bar.refused} back")] if bar.refused else []
    return Text("，".join(zh for zh, _en in parts), ", ".join(en for _zh, en in parts))


def _fill(flow: FormPages, kind: int, x: float, y: float, width: float, height: float) -> None:
    """Solid, lines along it, or bars across it: three fillings that a copier keeps apart however short a piece is."""
    if kind == 0:
        flow.marks.append(Box(x, y, width, height))
        return
    if kind == 1:
        step = height / _LINES
        flow.marks.extend(Box(x, y + at * step, width, step * 0.3) for at in range(1, _LINES))
    else:
        flow.marks.extend(Box(x + at * _ACROSS, y, _ACROSS / 2, height) for at in range(int(width / _ACROSS + 0.5)))
    flow.marks.append(Box(x, y, width, height, line=_FRAME))
