"""The style sheets of the few things Qt itself draws, text fields and scroll bars, made from the named tokens.

Refuses to hold a hex value or a length of its own: it asks the `Look`. Each sheet is set on its own kind of widget
only: one for the whole application would be looked through for every label of every page, which doubles the time a
page needs.
"""

from __future__ import annotations

from ui.look import Look
from ui.tokens import FACES

_LINE = """
QLineEdit {{ background: transparent; border: none; color: {ink}; font-size: {size}px; padding: 0;
  placeholder-text-color: {ink2}; selection-background-color: {brand}; selection-color: {onbrand}; }}
"""
_BAR = """
QScrollBar:vertical {{ background: transparent; width: {width}px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {edge}; border-radius: {round}px; min-height: {grip}px; margin: 0 {gap}px; }}
QScrollBar::add-line, QScrollBar::sub-line,
QScrollBar::add-page, QScrollBar::sub-page {{ background: none; height: 0; }}
"""
_LEVEL = """
QScrollBar:horizontal {{ background: transparent; height: {width}px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {edge}; border-radius: {round}px; min-width: {grip}px;
  margin: {gap}px 0; }}
"""


def line_sheet(look: Look, *, face: str) -> str:
    """For a text field whose words are of that face."""
    return _LINE.format(size=look.px(FACES[face][0]), **look.hex)


def bar_sheet(look: Look) -> str:
    """For an upright scroll bar."""
    return _BAR.format(width=look.px(10), round=look.px(3), grip=look.px(32), gap=look.px(2), **look.hex)


def bars_sheet(look: Look) -> str:
    """For both scroll bars of what may be wider than its frame."""
    level = _LEVEL.format(width=look.px(10), round=look.px(3), grip=look.px(32), gap=look.px(2), **look.hex)
    return bar_sheet(look) + level
